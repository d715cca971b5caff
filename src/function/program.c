#include "program.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "flags.h"
#include "transport/listen.h"
#include "luxr.h"
#include "transport/machine.h"
#include "transport/metrics_server.h"
#include "transport/server.h"
#include "service/service.h"
#include "transport/certificate_watch.h"

enum { EXIT_USAGE = 64, EXIT_START = 69, SIGNALS = 3 };

typedef struct program {
  lx_flags flags;
  lx_log log;
  lx_handler handler;
  lx_server server;
  lx_certificates certificates;
  lx_certificate_watch watch;
  lx_metrics_server *metrics;
  uv_signal_t signals[SIGNALS];
} program;

static void on_drained(lx_server *server) {
  uv_stop(&server->loop);
}

static void on_end(uv_signal_t *handle, int number) {
  program *self = handle->data;
  lx_log_line line;
  lx_log_begin(
      &line, &self->log, LX_LOG_INFO,
      self->server.draining ? "ending at once" : "ending: calls that run come to their end");
  lx_log_number(&line, "signal", number);
  lx_log_end(&line);
  if (self->server.draining) _exit(128 + number);
  lx_server_drain(&self->server);
}

static void on_reload(uv_signal_t *handle, int number) {
  program *self = handle->data;
  (void)number;
  if (self->server.certificates) lx_certificate_watch_look(&self->watch);
  if (self->handler.reload) self->handler.reload(self->handler.data);
}

static void watch_signals(program *self) {
  static const int numbers[SIGNALS] = {SIGTERM, SIGINT, SIGHUP};
  signal(SIGPIPE, SIG_IGN);
  signal(SIGUSR1, SIG_IGN);
  for (int i = 0; i < SIGNALS; i++) {
    uv_signal_init(&self->server.loop, &self->signals[i]);
    self->signals[i].data = self;
    uv_signal_start(&self->signals[i], numbers[i] == SIGHUP ? on_reload : on_end, numbers[i]);
  }
}

static bool open_service(program *self) {
  const lx_service_options options = {.bundle = self->flags.bundle,
                                      .overlays = self->flags.overlays,
                                      .overlay_count = self->flags.overlay_count,
                                      .bundles_dir = self->flags.bundles_dir,
                                      .overlays_dir = self->flags.overlays_dir,
                                      .parameters = self->flags.parameters,
                                      .record = self->flags.record,
                                      .ttl_ms = (int64_t)self->flags.ttl_ms,
                                      .workers = self->server.worker_count,
                                      .response_max = self->server.limits.response};
  return lx_service_open(&self->handler, &options, &self->log);
}

/* Messages may take a quarter of what there is. */
static void fit_into(lx_server_limits *limits, uint64_t memory) {
  if (memory && memory / 4 < limits->memory) limits->memory = (size_t)(memory / 4);
}

static void set_up_server(program *self, const lx_server_limits *limits) {
  self->server.limits = *limits;
  self->server.limits.request = self->flags.message_bytes;
  fit_into(&self->server.limits, lx_machine_memory());
  self->server.log = &self->log;
  self->server.handler = &self->handler;
  self->server.drained = on_drained;
  self->server.queue = self->flags.queue;
  self->server.worker_count = self->flags.workers;
  if (self->server.worker_count == 0) self->server.worker_count = lx_machine_processors();
}

/* A render meets its own cap before the system ends the whole process: if there is room
 * for all caps at once. */
static void warn_of_memory(const program *self) {
  uint64_t caps = self->server.worker_count * luxr_limits_default().memory;
  uint64_t needed = caps + self->server.limits.memory, memory = lx_machine_memory();
  lx_log_line line;
  if (memory == 0 || needed <= memory) return;
  lx_log_begin(&line, &self->log, LX_LOG_WARN,
               "renders at their caps would need more memory than the limit: fewer --workers, "
               "or a higher limit");
  lx_log_number(&line, "limit", (int64_t)memory);
  lx_log_number(&line, "needed", (int64_t)needed);
  lx_log_end(&line);
}

static bool open_doors(program *self) {
  const lx_flags *flags = &self->flags;
  if (!flags->insecure) {
    self->certificates.directory = flags->certificates;
    self->server.certificates = &self->certificates;
    if (!lx_certificate_watch_start(&self->watch, &self->server)) return false;
  }
  if (*flags->metrics_address) {
    self->metrics = lx_metrics_server_open(&self->server, flags->metrics_address);
    if (!self->metrics) return false;
  }
  return lx_listen(&self->server, flags->network, flags->address);
}

static void say_start(const program *self) {
  lx_log_line line;
  lx_log_begin(&line, &self->log, LX_LOG_INFO, "serving");
  lx_log_text(&line, "version", LUXR_VERSION);
  lx_log_number(&line, "workers", (int64_t)self->server.worker_count);
  lx_log_number(&line, "queue", (int64_t)self->server.queue);
  lx_log_end(&line);
}

static int serve(program *self) {
  bool ok;
  if (!lx_server_open(&self->server)) return EXIT_START;
  watch_signals(self);
  ok = open_doors(self);
  if (ok) {
    say_start(self);
    warn_of_memory(self);
    uv_run(&self->server.loop, UV_RUN_DEFAULT);
  }
  lx_metrics_server_close(self->metrics);
  lx_server_close(&self->server);
  lx_metrics_server_free(self->metrics);
  lx_certificates_free(&self->certificates);
  if (ok) lx_log_say(&self->log, LX_LOG_INFO, "ended");
  return ok ? 0 : EXIT_START;
}

static int run(program *self, const lx_server_limits *limits) {
  int code = EXIT_START;
  set_up_server(self, limits);
  self->log =
      (lx_log){.fd = STDERR_FILENO, .level = self->flags.debug ? LX_LOG_DEBUG : LX_LOG_INFO};
  if (!open_service(self)) return code;
  code = serve(self);
  lx_service_close(&self->handler);
  return code;
}

int lx_program_run(char *const *arguments, const lx_server_limits *limits) {
  char why[512];
  int code;
  program *self;
  lx_machine_tune_memory();
  self = lx_alloc_zero(sizeof *self);
  if (!self) return EXIT_START;
  if (!lx_flags_read(&self->flags, arguments, why)) {
    fprintf(stderr, "luxr serve: %s\n", why);
    code = EXIT_USAGE;
  } else if (self->flags.help) {
    code = fputs(lx_flags_help, stdout) < 0;
  } else if (self->flags.version) {
    code = printf("luxr-function %s\n", LUXR_VERSION) < 0;
  } else {
    code = run(self, limits);
  }
  lx_free(self);
  return code;
}
