/* json_lex.h: the words of RFC 8259, strictly; nothing is made of them here. */
#ifndef LX_CODEC_JSON_LEX_H
#define LX_CODEC_JSON_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "codec/text.h"

/* Where reading is. The bytes are UTF-8. */
typedef struct lx_json {
  const char *begin, *at, *end;
  lx_fault *fault;
} lx_json;

void lx_json_space(lx_json *json);

/* What the next value is by its first character; a problem for what none begins with. */
typedef enum lx_json_kind {
  LX_JSON_NOTHING,
  LX_JSON_TEXT,
  LX_JSON_NUMBER,
  LX_JSON_TRUE,
  LX_JSON_FALSE,
  LX_JSON_NULL,
  LX_JSON_MAP,
  LX_JSON_LIST
} lx_json_kind;

/* Behind white space: the kind. Words are read; of all others nothing is. */
lx_json_kind lx_json_next(lx_json *json);

/* A text or number as it is written, texts without their quotes. */
typedef struct lx_json_token {
  const char *text;
  size_t length;
  bool escapes; /* of a text */
  bool whole;   /* of a number: no point and no exponent */
} lx_json_token;

bool lx_json_text(lx_json *json, lx_json_token *token);
bool lx_json_number(lx_json *json, lx_json_token *token);

/* Adds what the text says. */
void lx_json_decode(const lx_json_token *token, lx_buffer *out);
bool lx_json_says(const lx_json_token *token, const char *name, size_t length);

/* Behind an item of a map or list: 1 when another one follows, 0 at the end (read), -1. */
int lx_json_more(lx_json *json, char close);

/* At the begin of a map or list: reads the bracket; 1 when an item follows, 0 when it is empty
 * (and read). */
int lx_json_open(lx_json *json, char close);

/* A key and the colon behind it. */
bool lx_json_key(lx_json *json, lx_json_token *token);

/* Skips a value, checking it; at most `depth` levels. */
bool lx_json_skip(lx_json *json, size_t depth);

/* Says what was expected, and what is there instead. False. */
bool lx_json_expected(lx_json *json, const char *what);

#endif
