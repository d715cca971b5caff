/* flatten.h: a RunFunctionResponse as lines that can be compared: "desired.resources.a.ready: 1". */
#ifndef LX_FUNCTION_FLATTEN_H
#define LX_FUNCTION_FLATTEN_H

#include "base/buffer.h"
#include "message.h"

/* A line for each value, sorted bytewise. All zero is an empty list. */
typedef struct lx_lines {
  lx_buffer text; /* each line ends with a line break */
  const char **items;
  size_t count;
} lx_lines;

/* False when the message is malformed or memory is out. */
bool lx_flatten(lx_lines *lines, lx_span response, lx_pool *pool);
void lx_lines_free(lx_lines *lines);

/* Adds what only one of the two has: "- " and the old one's lines, "+ " and the new one's.
 * Returns how many. */
size_t lx_lines_compare(lx_buffer *into, const lx_lines *before, const lx_lines *now);

#endif
