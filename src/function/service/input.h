/* input.h: the step's input: what its author may choose, checked by name and type.
 *
 * package/input has the same as a schema; a test holds the two together. */
#ifndef LX_FUNCTION_INPUT_H
#define LX_FUNCTION_INPUT_H

#include "base/buffer.h"
#include "structs.h"

#define LX_INPUT_API_VERSION "luxr.fn.crossplane.io/v1beta1"
#define LX_INPUT_KIND "Input"

/* Texts are zero-terminated and in the pool, or NULL where the input says nothing. */
typedef struct lx_input {
  const char *step;   /* metadata.name, for the log */
  const char *bundle; /* NULL: the server's own */
  const char **overlays;
  size_t overlay_count;
  lx_entry *scripts; /* path and text, sorted by path */
  size_t script_count;
  lx_span parameters; /* a Struct; NULL: none */
  int64_t ttl_ms;     /* -1: not said */
  bool bare, strict;
} lx_input;

/* Reads the input, which may be absent (`bytes` NULL). False when it is refused: then `problems`
 * has a line for each thing that is wrong, or has failed when memory is out. */
bool lx_input_read(lx_input *input, lx_span bytes, lx_pool *pool, lx_buffer *problems);

/* "1m30s" in milliseconds; -1 when it is no duration, or one beyond a year. */
int64_t lx_duration_read(lx_span text);

#endif
