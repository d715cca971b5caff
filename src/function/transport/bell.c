#include "bell.h"

#include <unistd.h>

static void on_readable(uv_poll_t *poll, int status, int events) {
  lx_bell *bell = poll->data;
  char rings[64];
  (void)status;
  (void)events;
  while (read(bell->ends[0], rings, sizeof rings) == (ssize_t)sizeof rings) continue;
  bell->heard(bell->data);
}

bool lx_bell_open(lx_bell *bell, uv_loop_t *loop, void (*heard)(void *data), void *data) {
  *bell = (lx_bell){.heard = heard, .data = data};
  bell->poll.data = bell;
  if (uv_pipe(bell->ends, UV_NONBLOCK_PIPE, UV_NONBLOCK_PIPE) != 0) return false;
  if (uv_poll_init(loop, &bell->poll, bell->ends[0]) == 0) {
    if (uv_poll_start(&bell->poll, UV_READABLE, on_readable) == 0) return true;
    uv_close((uv_handle_t *)&bell->poll, NULL);
    uv_run(loop, UV_RUN_NOWAIT);
  }
  lx_bell_close(bell);
  return false;
}

/* A pipe that is full will be heard as well. */
void lx_bell_ring(lx_bell *bell) {
  ssize_t rung = write(bell->ends[1], "", 1);
  (void)rung;
}

void lx_bell_close(lx_bell *bell) {
  if (bell->ends[0] == bell->ends[1]) return; /* it never was open */
  close(bell->ends[0]);
  close(bell->ends[1]);
  bell->ends[0] = bell->ends[1] = 0;
}
