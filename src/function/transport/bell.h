/* bell.h: wakes the I/O thread from any other.
 *
 * uv_async_t would do, but whoever is woken by it waits, spinning, until the sender is past its
 * call: on a busy core for long, because the sender is who was interrupted. */
#ifndef LX_FUNCTION_BELL_H
#define LX_FUNCTION_BELL_H

#include <stdbool.h>
#include <uv.h>

typedef struct lx_bell {
  uv_poll_t poll;
  uv_file ends[2]; /* of a pipe: where it is heard, where it is rung */
  void (*heard)(void *data);
  void *data;
} lx_bell;

/* `heard` is called on the loop's thread, once for one ring or several. False: the system has
 * no pipes left, and nothing is open. */
bool lx_bell_open(lx_bell *bell, uv_loop_t *loop, void (*heard)(void *data), void *data);

void lx_bell_ring(lx_bell *bell);

/* When its handle is closed, and nobody rings any more. */
void lx_bell_close(lx_bell *bell);

#endif
