/* emit.h: what of a result goes to stdout, in the format that was asked for. */
#ifndef CLI_EMIT_H
#define CLI_EMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "luxr.h"
#include "settings.h"
#include "text.h"

/* What was emitted so far of one run. */
typedef struct cli_emitter {
  cli_format format;
  size_t count;
} cli_emitter;

/* The format that the engine must write for it. */
luxr_format cli_emit_format(cli_format format);

/* Adds one document, written in the emitter's format. */
void cli_emit_document(cli_emitter *emitter, const luxr_identity *object, const char *bytes,
                       size_t length, cli_text *text);

/* The two functions of a cli_collection; `emitter` is a cli_emitter. */
void cli_emit_add(void *emitter, const luxr_result *result, const luxr_document *document,
                  cli_text *text);
void cli_emit_end(void *emitter, cli_text *text);

#endif
