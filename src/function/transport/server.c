#include "server.h"

#include "answers.h"
#include "http2.h"
#include "listen.h"
#include "machine.h"
#include "stream.h"

enum { TICK_MS = 1000, DRAIN_TICK_MS = 100 };

/* ---- Jobs that ended --------------------------------------------------------------- */

static void wake(void *data) {
  lx_server *server = data;
  lx_bell_ring(&server->done);
}

/* Answers, and leaves in `owner` the connection that has something to send. */
static void deliver(lx_server *server, lx_job *job) {
  lx_stream *stream = job->owner;
  server->memory -= job->counted;
  job->owner = NULL;
  if (!stream) return;
  job->owner = stream->connection;
  lx_stream_done(stream, job);
}

static void on_done(void *data) {
  lx_server *server = data;
  lx_job *jobs = lx_workers_take_done(server->workers);
  for (lx_job *job = jobs; job; job = job->next) deliver(server, job);
  while (jobs) {
    lx_job *next = jobs->next;
    if (jobs->owner) lx_connection_flush(jobs->owner);
    lx_spares_give(&server->spares, &jobs->request);
    lx_spares_give(&server->spares, &jobs->reply.message);
    lx_job_free(jobs);
    jobs = next;
  }
}

/* ---- Time -------------------------------------------------------------------------- */

static lx_stream *owner_of(lx_deadline *deadline) {
  return (lx_stream *)((char *)deadline - offsetof(lx_stream, deadline));
}

static void on_deadline(uv_timer_t *timer) {
  lx_server *server = timer->data;
  lx_deadline *first;
  while ((first = lx_deadlines_first(&server->deadlines)) && first->at_ns <= uv_hrtime()) {
    lx_stream *stream = owner_of(first);
    lx_connection *connection = stream->connection;
    lx_stream_expire(stream);
    lx_connection_flush(connection);
  }
  lx_server_arm(server);
}

void lx_server_arm(lx_server *server) {
  const lx_deadline *first = lx_deadlines_first(&server->deadlines);
  uint64_t now = uv_hrtime();
  if (!first) {
    uv_timer_stop(&server->next_deadline);
    return;
  }
  uv_timer_start(&server->next_deadline, on_deadline,
                 first->at_ns > now ? (first->at_ns - now) / 1000000 + 1 : 0, 0);
}

static void end_drain(lx_server *server) {
  lx_connection *connection = server->connections;
  lx_log_say(server->log, LX_LOG_WARN, "calls still run at the end of the grace period");
  while (connection) {
    lx_connection *next = connection->next;
    lx_stream *stream = connection->closed ? NULL : connection->streams;
    for (; stream; stream = stream->next) {
      server->counters.refused[LX_REFUSED_DRAINING] += !stream->ended;
      lx_stream_finish(stream, LX_GRPC_UNAVAILABLE, "the server ends");
    }
    lx_connection_flush(connection);
    lx_connection_close(connection);
    connection = next;
  }
}

/* A burst of calls leaves memory behind that the next quiet hours have no use for. */
static void return_memory(lx_server *server, bool is_busy) {
  uint64_t now = uv_now(&server->loop);
  if (is_busy) server->busy_ms = now;
  if (server->busy_ms == 0 || now - server->busy_ms < server->limits.quiet_ms) return;
  server->busy_ms = 0;
  lx_spares_free(&server->spares);
  lx_machine_return_memory();
}

static void on_tick(uv_timer_t *timer) {
  lx_server *server = timer->data;
  lx_connection *connection = server->connections;
  bool is_busy = false;
  while (connection) {
    lx_connection *next = connection->next;
    is_busy = is_busy || connection->stream_count > 0;
    if (connection->http2 && !connection->ending) lx_answer_watchers(connection);
    lx_connection_tick(connection);
    connection = next;
  }
  return_memory(server, is_busy);
  if (!server->draining) lx_listen_go_on(server); /* memory may be there again */
  if (server->connection_count == 0 && server->busy_ms == 0 && !server->full) {
    uv_timer_stop(timer);
  }
  if (server->draining && uv_now(&server->loop) >= server->drain_end_ms) end_drain(server);
}

/* ---- Beginning and end ------------------------------------------------------------- */

static bool open_loop(lx_server *server) {
  if (uv_loop_init(&server->loop) != 0) return false;
  if (!lx_bell_open(&server->done, &server->loop, on_done, server)) return false;
  uv_timer_init(&server->loop, &server->tick);
  uv_timer_init(&server->loop, &server->next_deadline);
  server->tick.data = server->next_deadline.data = server;
  return true;
}

bool lx_server_open(lx_server *server) {
  bool ok = open_loop(server);
  if (ok) {
    server->workers =
        lx_workers_start(server->worker_count, server->queue, server->handler, wake, server);
    ok = server->workers != NULL;
  }
  if (!ok)
    lx_log_say(server->log, LX_LOG_ERROR, "the system gives no threads, no pipe or no memory");
  return ok;
}

static void close_handle(uv_handle_t *handle, void *data) {
  (void)data;
  if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

void lx_server_close(lx_server *server) {
  lx_connection *connection = server->connections;
  server->ended = true;
  while (connection) {
    lx_connection *next = connection->next;
    lx_connection_close(connection);
    connection = next;
  }
  uv_run(&server->loop, UV_RUN_NOWAIT);
  lx_workers_stop(server->workers);
  uv_walk(&server->loop, close_handle, NULL);
  uv_run(&server->loop, UV_RUN_DEFAULT);
  uv_loop_close(&server->loop);
  lx_bell_close(&server->done);
  lx_deadlines_free(&server->deadlines);
  lx_buffer_free(&server->outgoing);
  lx_spares_free(&server->spares);
}

void lx_server_settle(lx_server *server) {
  if (server->ended) return;
  if (!server->draining) {
    lx_listen_go_on(server);
    return;
  }
  if (server->connection_count > 0) return;
  server->ended = true;
  server->drained(server);
}

void lx_server_tick(lx_server *server) {
  if (uv_is_active((uv_handle_t *)&server->tick)) return;
  uv_timer_start(&server->tick, on_tick, TICK_MS, TICK_MS);
}

void lx_server_drain(lx_server *server) {
  lx_connection *connection = server->connections;
  if (server->draining) return;
  server->draining = true;
  server->drain_end_ms = uv_now(&server->loop) + server->limits.drain_ms;
  lx_listen_close(server);
  while (connection) {
    lx_connection *next = connection->next;
    if (connection->http2 && !connection->ending) lx_answer_watchers(connection);
    lx_connection_leave(connection);
    connection = next;
  }
  uv_timer_start(&server->tick, on_tick, DRAIN_TICK_MS, DRAIN_TICK_MS);
  lx_server_settle(server);
}

lx_gauges lx_server_gauges(const lx_server *server) {
  lx_gauges gauges = {.connections = server->connection_count,
                      .waiting = lx_workers_waiting(server->workers),
                      .running = lx_workers_running(server->workers),
                      .queue = server->queue,
                      .workers = server->worker_count,
                      .memory = server->memory,
                      .draining = server->draining};
  const lx_connection *connection = server->connections;
  for (; connection; connection = connection->next) gauges.streams += connection->stream_count;
  if (server->certificates) gauges.certificate_expiry = server->certificates->expiry;
  return gauges;
}
