/* text.h: the text of a document: its encoding, and where a byte of it is. */
#ifndef LX_CODEC_TEXT_H
#define LX_CODEC_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "codec/read.h"

/* UTF-8 behind the byte order mark. */
typedef struct lx_text {
  const char *bytes;
  size_t length;
  size_t skipped; /* bytes of the mark */
  size_t line;    /* of the first byte */
  bool decoded;   /* it was UTF-16, and lies in the buffer */
} lx_text;

/* What is wrong with a text, or with a document: at a byte of it, or where line and column
 * say. */
typedef struct lx_fault {
  size_t offset;
  size_t line, column;
  char sentence[200];
  char hint[120];
  bool no_memory;    /* nothing is wrong but that memory is out */
  const char *limit; /* the field of luxr_limits that was met; NULL: none */
} lx_fault;

void lx_fault_set(lx_fault *fault, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Memory is out. Returns false. */
bool lx_fault_no_memory(lx_fault *fault);

/* Skips a byte order mark; UTF-16 is decoded into the buffer. False: the fault says why. */
bool lx_text_open(lx_text *text, const lx_source *source, lx_buffer *buffer, lx_fault *fault);

/* Whether all of it is UTF-8. */
bool lx_text_check_utf8(const lx_text *text, lx_fault *fault);

/* Whether a YAML reader may see it: UTF-8, no control characters, no byte order mark inside. */
bool lx_text_check_yaml(const lx_text *text, lx_fault *fault);

/* Takes the comments and empty lines off that a YAML text begins with: a reader that looks at each
 * character twice need not. Where nothing else follows, or a line is not plain ASCII, they stay. */
void lx_text_skip_comments(lx_text *text);

/* Line and column of a byte, from 1. */
void lx_text_position(const lx_text *text, size_t offset, size_t *line, size_t *column);

/* The fault as a finding; NULL when it was not kept, or when memory was what is missing: then
 * the findings have failed. */
luxr_diagnostic *lx_text_report(const lx_text *text, const lx_fault *fault,
                                lx_diagnostics *problems);

#endif
