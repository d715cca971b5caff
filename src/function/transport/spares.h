/* spares.h: buffers of messages that were sent, kept for the next ones: memory that goes
 * back to the system with every call comes from it again page by page. The I/O thread's.
 */
#ifndef LX_FUNCTION_SPARES_H
#define LX_FUNCTION_SPARES_H

#include "base/buffer.h"

enum {
  LX_SPARES = 64,
  LX_SPARE_BYTES = 256 * 1024,      /* a larger one is not kept */
  LX_SPARES_BYTES = 2 * 1024 * 1024 /* of all together */
};

typedef struct lx_spares {
  lx_buffer kept[LX_SPARES];
  size_t count, bytes;
} lx_spares;

/* An empty buffer, with room or without. */
lx_buffer lx_spares_take(lx_spares *spares);

/* Keeps the buffer's memory, or frees it; the buffer is all zero afterwards. */
void lx_spares_give(lx_spares *spares, lx_buffer *buffer);

void lx_spares_free(lx_spares *spares);

#endif
