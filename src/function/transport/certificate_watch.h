/* certificate_watch.h: certificates that change while they are used. On the I/O thread.
 */
#ifndef LX_FUNCTION_CERTIFICATE_WATCH_H
#define LX_FUNCTION_CERTIFICATE_WATCH_H

#include "server.h"

typedef struct lx_certificate_watch {
  lx_server *server;
  uv_fs_event_t events;
  uv_timer_t soon; /* several events are one change */
  uv_timer_t slow; /* events may be lost, and certificates end without one */
  int64_t warned_days;
} lx_certificate_watch;

/* Reads the certificates for the first time. False: the log has said why. */
bool lx_certificate_watch_start(lx_certificate_watch *watch, lx_server *server);

/* Looks at the files now. */
void lx_certificate_watch_look(lx_certificate_watch *watch);

#endif
