/* One connection of the function's transport as a function of bytes: whatever a client sends, what
 * comes back are whole frames, every call that began is answered or cancelled once, and when the
 * client has gone nothing of it is left.
 *
 * The first byte says how the rest comes: bit 7 without the client's preface before it, bit 6 that
 * the client leaves without closing its side first, the others how many bytes come at a time (0:
 * all at once). libuv's loop and a pair of sockets are the real ones; the worker is not a thread,
 * but runs when the loop has come to rest. A message that begins with 'w' stays in the queue to the
 * end, one with 'f' fails, others are sent back, those with 'l' a thousand times as long. */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "function/transport/connection.h"
#include "function/transport/routes.h"
#include "fuzz.h"

static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/* ---- workers.h, without threads ------------------------------------------------------------ */

enum { QUEUE = 4 };

struct lx_workers {
  lx_job *waiting[QUEUE];
  size_t count;
  lx_job *done;
  const lx_handler *handler;
  void (*wake)(void *);
  void *wake_data;
};

lx_job *lx_job_new(void) {
  return lx_alloc_zero(sizeof(lx_job));
}

void lx_job_free(lx_job *job) {
  lx_buffer_free(&job->request);
  lx_buffer_free(&job->reply.message);
  lx_free(job->reply.grpc_message);
  lx_free(job);
}

lx_workers *lx_workers_start(size_t count, size_t capacity, const lx_handler *handler,
                             void (*wake)(void *), void *wake_data) {
  lx_workers *workers = lx_alloc_zero(sizeof *workers);
  (void)count, (void)capacity;
  if (workers) workers->handler = handler, workers->wake = wake, workers->wake_data = wake_data;
  return workers;
}

void lx_workers_stop(lx_workers *workers) {
  lx_free(workers);
}

bool lx_workers_submit(lx_workers *workers, lx_job *job) {
  if (workers->count == QUEUE) return false;
  job->waits = true;
  workers->waiting[workers->count++] = job;
  return true;
}

static void take_out(lx_workers *workers, size_t at) {
  workers->waiting[at]->waits = false;
  for (workers->count--; at < workers->count; at++) {
    workers->waiting[at] = workers->waiting[at + 1];
  }
}

bool lx_workers_withdraw(lx_workers *workers, lx_job *job) {
  for (size_t i = 0; i < workers->count; i++) {
    if (workers->waiting[i] != job) continue;
    take_out(workers, i);
    return true;
  }
  return false;
}

lx_job *lx_workers_take_done(lx_workers *workers) {
  lx_job *done = workers->done;
  workers->done = NULL;
  return done;
}

size_t lx_workers_waiting(lx_workers *workers) {
  return workers->count;
}
size_t lx_workers_running(lx_workers *workers) {
  return (void)workers, 0;
}

static bool holds(const lx_job *job) {
  return job->request.length && *job->request.data == 'w';
}

/* Runs the first job that may be run. */
static bool work(lx_workers *workers, bool at_end) {
  for (size_t i = 0; i < workers->count; i++) {
    lx_job *job = workers->waiting[i];
    lx_call call = {
        .bytes = job->request.data, .length = job->request.length, .deadline_ms = -1};
    if (holds(job) && !at_end) continue;
    take_out(workers, i);
    workers->handler->run(workers->handler->data, &call, &job->reply);
    job->next = workers->done;
    workers->done = job;
    workers->wake(workers->wake_data);
    return true;
  }
  return false;
}

static void answer(void *data, const lx_call *call, lx_reply *reply) {
  char kind = call->length ? *call->bytes : ' ';
  (void)data;
  if (kind == 'f') {
    reply->grpc_status = LX_GRPC_INTERNAL;
    reply->grpc_message = lx_copy_bytes(call->bytes, call->length);
    return;
  }
  for (int i = 0; i < (kind == 'l' ? 1000 : 1); i++) {
    lx_buffer_add(&reply->message, call->bytes, call->length);
  }
}

/* ---- the client ---------------------------------------------------------------------------- */

static int server_end;

/* The connection that "listens" is one end of a pair. */
int uv_accept(uv_stream_t *listener, uv_stream_t *client) {
  (void)listener;
  return uv_tcp_open((uv_tcp_t *)client, server_end);
}

/* What the server sends: frames one after another, none longer than we allowed. */
typedef struct reader {
  unsigned char head[9];
  size_t have, skip;
} reader;

static void take_byte(reader *self, unsigned char byte) {
  size_t length;
  if (self->skip) {
    self->skip--;
    return;
  }
  self->head[self->have++] = byte;
  if (self->have < sizeof self->head) return;
  self->have = 0;
  length = (size_t)self->head[0] << 16 | (size_t)self->head[1] << 8 | self->head[2];
  PROMISE(length <= 16384);
  PROMISE(self->head[3] <= 9);          /* a type that HTTP/2 knows */
  PROMISE((self->head[5] & 0x80) == 0); /* a number of 31 bits */
  self->skip = length;
}

/* Lets the server come to rest; what it sends is read. */
static void settle(lx_server *server, int client, reader *self, bool at_end) {
  unsigned char bytes[4096];
  bool moved = true;
  for (int turns = 0; moved && turns < 10000; turns++) {
    ssize_t count;
    uv_run(&server->loop, UV_RUN_NOWAIT);
    moved = work(server->workers, at_end);
    while ((count = read(client, bytes, sizeof bytes)) > 0) {
      for (ssize_t i = 0; i < count; i++) take_byte(self, bytes[i]);
      moved = true;
    }
  }
}

static void send_all(lx_server *server, int client, reader *self, const uint8_t *bytes,
                     size_t length, size_t step) {
  while (length) {
    size_t now = step && step < length ? step : length;
    ssize_t sent = send(client, bytes, now, MSG_NOSIGNAL);
    if (sent < 0) return; /* the server has closed, or reads no more */
    bytes += sent;
    length -= (size_t)sent;
    settle(server, client, self, false);
  }
}

/* ---- one input ----------------------------------------------------------------------------- */

static void open_server(lx_server *server, lx_log *log, lx_handler *handler) {
  log->fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
  log->level = LX_LOG_DEBUG;
  handler->run = answer;
  server->limits = lx_server_limits_default();
  server->limits.request = 4096;
  server->limits.header_list = 2048;
  server->limits.streams = 8;
  server->limits.control_burst = 40;
  server->limits.reset_burst = 20;
  server->log = log;
  server->handler = handler;
  server->worker_count = 1;
  server->queue = QUEUE;
  PROMISE(lx_server_open(server));
}

static uint64_t sum(const uint64_t *counts, size_t count) {
  uint64_t all = 0;
  for (size_t i = 0; i < count; i++) all += counts[i];
  return all;
}

static void check_nothing_is_left(const lx_server *server) {
  PROMISE(!server->connections && !server->connection_count);
  PROMISE(!server->workers->count && !server->workers->done);
  PROMISE(!server->memory && !server->deadlines.count);
  for (size_t i = 0; i < lx_route_count; i++) {
    PROMISE(sum(server->counters.handled[i], LX_GRPC_CODES) >= server->counters.started[i]);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  static lx_server server;
  static lx_log log;
  static lx_handler handler;
  reader self = {{0}, 0, 0};
  int ends[2];
  uint8_t how = length ? *bytes++ : 0;
  if (!length || length > 1 << 16) return 0;
  if (!log.fd) open_server(&server, &log, &handler);
  PROMISE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
  server_end = ends[1];
  PROMISE(lx_connection_open(&server, &server.listeners[0]));
  if (!(how & 0x80)) {
    send_all(&server, ends[0], &self, (const uint8_t *)preface, sizeof preface - 1, 0);
  }
  send_all(&server, ends[0], &self, bytes, length - 1, how & 0x3F);
  if (!(how & 0x40)) shutdown(ends[0], SHUT_WR);
  settle(&server, ends[0], &self, true);
  close(ends[0]);
  for (int turns = 0; server.connections && turns < 100; turns++) {
    uv_run(&server.loop, UV_RUN_NOWAIT);
  }
  while (work(server.workers, true)) uv_run(&server.loop, UV_RUN_NOWAIT);
  uv_run(&server.loop, UV_RUN_NOWAIT);
  check_nothing_is_left(&server);
  return 0;
}
