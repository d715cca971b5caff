/* luxr-function with a service that gives back what it was sent, for tests of the
 * transport. A request that begins with "test:" says what to do instead:
 *
 *   test:sleep        runs until nobody waits
 *   test:hold         runs until SIGUSR2 has come, or nobody waits
 *   test:fail N TEXT  answers with status N and a sentence
 *   test:size N       answers with N bytes
 *   test:deadline     answers with the milliseconds that are left, as text
 *
 * LUXR_TEST_FAIL, in a build that can, makes the allocation with that number fail.
 * LUXR_TEST_LIMITS has NAME=NUMBER of server_limits.h, with spaces between. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "base/alloc.h"
#include "function/program.h"
#include "function/service/service.h"

typedef struct echo {
  atomic_ulong calls, stopped;
  lx_log *log;
} echo;

static atomic_bool released; /* lock-free, as a signal handler wants it */

static void release(int number) {
  (void)number;
  atomic_store(&released, true);
}

/* A worker that waits without a clock: until it is told, or nobody waits for it. */
static void hold(echo *self, const lx_call *call, bool until_released) {
  while (!call->stopped(call->stopped_data)) {
    if (until_released && atomic_load(&released)) return;
    uv_sleep(1);
  }
  atomic_fetch_add(&self->stopped, 1);
}

static void say_held(const echo *self) {
  lx_log_say(self->log, LX_LOG_INFO, "held");
}

static void fail(lx_reply *reply, const char *text) {
  char *end;
  reply->grpc_status = (int)strtol(text, &end, 10);
  reply->grpc_message = lx_copy_text(*end == ' ' ? end + 1 : end);
}

static bool begins(const char *text, const char *with, const char **rest) {
  size_t length = strlen(with);
  if (strncmp(text, with, length) != 0) return false;
  *rest = text + length;
  return true;
}

static void obey(echo *self, const char *order, const lx_call *call, lx_reply *reply) {
  const char *rest;
  if (begins(order, "sleep", &rest)) {
    say_held(self);
    hold(self, call, false);
  } else if (begins(order, "hold", &rest)) {
    say_held(self);
    hold(self, call, true);
    lx_buffer_add_text(&reply->message, "released");
  } else if (begins(order, "fail ", &rest)) {
    fail(reply, rest);
  } else if (begins(order, "size ", &rest)) {
    size_t size = strtoul(rest, NULL, 10);
    if (lx_buffer_reserve(&reply->message, size)) {
      memset(reply->message.data, 'x', size);
      reply->message.length = size;
    }
  } else if (begins(order, "deadline", &rest)) {
    lx_buffer_print(&reply->message, "%ld", (long)call->deadline_ms);
  }
}

static void run(void *data, const lx_call *call, lx_reply *reply) {
  echo *self = data;
  char order[256];
  const char *rest;
  size_t length = call->length < sizeof order - 1 ? call->length : sizeof order - 1;
  memcpy(order, call->bytes, length);
  order[length] = '\0';
  atomic_fetch_add(&self->calls, 1);
  if (begins(order, "test:", &rest)) {
    obey(self, rest, call, reply);
  } else {
    lx_buffer_add(&reply->message, call->bytes, call->length);
  }
}

static void metrics(void *data, lx_buffer *text) {
  echo *self = data;
  lx_buffer_print(text, "echo_calls %lu\necho_stopped %lu\n", atomic_load(&self->calls),
                  atomic_load(&self->stopped));
}

static void reload(void *data) {
  const echo *self = data;
  lx_log_say(self->log, LX_LOG_INFO, "reloaded");
}

bool lx_service_open(lx_handler *handler, const lx_service_options *options, lx_log *log) {
  echo *self = lx_alloc_zero(sizeof *self);
  (void)options;
  if (!self) return false;
  self->log = log;
  *handler = (lx_handler){.data = self, .run = run, .metrics = metrics, .reload = reload};
  return true;
}

void lx_service_close(lx_handler *handler) {
  lx_free(handler->data);
}

static void set_limit(lx_server_limits *limits, const char *name, uint64_t number) {
  if (strcmp(name, "connections") == 0) limits->connections = number;
  if (strcmp(name, "streams") == 0) limits->streams = (uint32_t)number;
  if (strcmp(name, "memory") == 0) limits->memory = number;
  if (strcmp(name, "handshake_ms") == 0) limits->handshake_ms = number;
  if (strcmp(name, "idle_ms") == 0) limits->idle_ms = number;
  if (strcmp(name, "stall_ms") == 0) limits->stall_ms = number;
  if (strcmp(name, "ping_ms") == 0) limits->ping_ms = number;
  if (strcmp(name, "quiet_ms") == 0) limits->quiet_ms = number;
  if (strcmp(name, "poll_ms") == 0) limits->poll_ms = number;
  if (strcmp(name, "drain_ms") == 0) limits->drain_ms = number;
}

int main(int count, char **arguments) {
  lx_server_limits limits = lx_server_limits_default();
  const char *at = getenv("LUXR_TEST_LIMITS");
  char name[32];
  unsigned long number;
  int used;
  for (; at && sscanf(at, " %31[a-z_]=%lu%n", name, &number, &used) == 2; at += used) {
    set_limit(&limits, name, number);
  }
  signal(SIGUSR2, release);
#ifdef LUXR_TORTURE
  if (getenv("LUXR_TEST_FAIL")) {
    lx_alloc_fail_at(strtol(getenv("LUXR_TEST_FAIL"), NULL, 10), 0);
  }
#endif
  return lx_program_run(arguments + (count > 0), &limits);
}
