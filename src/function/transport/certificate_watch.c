#include "certificate_watch.h"

#include <time.h>

enum { SOON_MS = 200, DAY = 24 * 60 * 60, NOT_YET = 31 };

static void say(const lx_certificate_watch *watch, lx_log_level level, const char *message,
                const char *reason) {
  const lx_certificates *certificates = watch->server->certificates;
  lx_log_line line;
  lx_log_begin(&line, watch->server->log, level, message);
  lx_log_text(&line, "directory", certificates->directory);
  lx_log_text(&line, "reason", reason);
  if (certificates->expiry) {
    lx_log_number(&line, "days", (certificates->expiry - time(NULL)) / DAY);
  }
  lx_log_end(&line);
}

/* Once with 30 days left, once with 7, then at the last one, and when it is over. */
static int64_t step_of(int64_t seconds) {
  if (seconds < 0) return -1;
  if (seconds <= DAY) return 1;
  if (seconds <= 7 * DAY) return 7;
  return seconds <= 30 * DAY ? 30 : NOT_YET;
}

static void warn_of_end(lx_certificate_watch *watch) {
  int64_t step = step_of(watch->server->certificates->expiry - time(NULL));
  if (step == NOT_YET || step == watch->warned_days) return;
  watch->warned_days = step;
  say(watch, LX_LOG_WARN, step < 0 ? "the certificate has ended" : "the certificate ends soon",
      NULL);
}

static bool look(lx_certificate_watch *watch) {
  lx_server *server = watch->server;
  char why[512];
  switch (lx_certificates_read(server->certificates, why)) {
    case LX_CERTIFICATES_NEW:
      server->counters.certificate_loads++;
      say(watch, LX_LOG_INFO, "certificates read", NULL);
      watch->warned_days = NOT_YET;
      break;
    case LX_CERTIFICATES_REFUSED:
      server->counters.certificate_failures++;
      say(watch, LX_LOG_ERROR,
          server->certificates->context ? "certificates refused, the old ones stay in use"
                                        : "certificates refused",
          why);
      break;
    case LX_CERTIFICATES_SAME:
    case LX_CERTIFICATES_STILL_REFUSED: break;
  }
  if (server->certificates->context) warn_of_end(watch);
  return server->certificates->context != NULL;
}

static void on_time(uv_timer_t *timer) {
  lx_certificate_watch_look(timer->data);
}

/* The first event of many counts: a directory that never rests is read all the same. */
static void on_event(uv_fs_event_t *events, const char *name, int what, int status) {
  lx_certificate_watch *watch = events->data;
  (void)name;
  (void)what;
  (void)status;
  if (uv_is_active((uv_handle_t *)&watch->soon)) return;
  uv_timer_start(&watch->soon, on_time, SOON_MS, 0);
}

/* Again and again: the directory itself may have been replaced. */
static void arm(lx_certificate_watch *watch) {
  uv_fs_event_stop(&watch->events);
  uv_fs_event_start(&watch->events, on_event, watch->server->certificates->directory, 0);
}

void lx_certificate_watch_look(lx_certificate_watch *watch) {
  arm(watch); /* first: what changes from now on is an event */
  look(watch);
}

bool lx_certificate_watch_start(lx_certificate_watch *watch, lx_server *server) {
  watch->server = server;
  watch->warned_days = NOT_YET;
  uv_fs_event_init(&server->loop, &watch->events);
  uv_timer_init(&server->loop, &watch->soon);
  uv_timer_init(&server->loop, &watch->slow);
  watch->events.data = watch->soon.data = watch->slow.data = watch;
  arm(watch);
  if (!look(watch)) return false;
  uv_timer_start(&watch->slow, on_time, server->limits.poll_ms, server->limits.poll_ms);
  return true;
}
