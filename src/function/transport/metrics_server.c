#define _GNU_SOURCE /* memmem: NOLINT(bugprone-reserved-identifier) */
#include "metrics_server.h"

#include "address.h"
#include "base/alloc.h"

enum { CLIENTS = 16, CLIENT_MS = 10000, HEAD_BYTES = 8192, AGAIN_MS = 100 };

struct lx_metrics_server {
  lx_server *server;
  uv_tcp_t listener;
  uv_timer_t again; /* when memory was out */
  struct client *clients;
  size_t count;
  bool full, closed;
};

typedef struct client {
  struct client *previous, *next;
  uv_tcp_t tcp;
  uv_timer_t timer;
  uv_write_t write;
  lx_metrics_server *metrics;
  lx_buffer answer;
  size_t length;
  int handles; /* that are not closed yet */
  char head[HEAD_BYTES + 1];
} client;

static void accept_one(lx_metrics_server *metrics);

static void on_again(uv_timer_t *again) {
  accept_one(again->data);
}

static void on_closed(uv_handle_t *handle) {
  client *self = handle->data;
  lx_metrics_server *metrics = self->metrics;
  if (--self->handles > 0) return;
  if (self->previous) {
    self->previous->next = self->next;
  } else {
    metrics->clients = self->next;
  }
  if (self->next) self->next->previous = self->previous;
  lx_buffer_free(&self->answer);
  lx_free(self);
  metrics->count--;
  if (!metrics->full || metrics->closed) return;
  metrics->full = false;
  accept_one(metrics);
}

static void drop(client *self) {
  if (!uv_is_closing((uv_handle_t *)&self->tcp)) uv_close((uv_handle_t *)&self->tcp, on_closed);
  if (!uv_is_closing((uv_handle_t *)&self->timer)) {
    uv_close((uv_handle_t *)&self->timer, on_closed);
  }
}

static void on_late(uv_timer_t *timer) {
  drop(timer->data);
}

static void on_written(uv_write_t *write, int status) {
  (void)status;
  drop(write->data);
}

static void answer(client *self) {
  uv_buf_t buffer;
  uv_read_stop((uv_stream_t *)&self->tcp);
  lx_metrics_answer(self->metrics->server, self->head, &self->answer);
  buffer = uv_buf_init(self->answer.data, (unsigned)self->answer.length);
  self->write.data = self;
  if (self->answer.failed ||
      uv_write(&self->write, (uv_stream_t *)&self->tcp, &buffer, 1, on_written) != 0) {
    drop(self);
  }
}

static void on_read(uv_stream_t *tcp, ssize_t count, const uv_buf_t *buffer) {
  client *self = tcp->data;
  (void)buffer;
  if (count == 0) return;
  if (count < 0) {
    drop(self);
    return;
  }
  self->length += (size_t)count;
  self->head[self->length] = '\0';
  if (memmem(self->head, self->length, "\r\n\r\n", 4)) {
    answer(self);
  } else if (self->length == HEAD_BYTES) {
    drop(self);
  }
}

static void on_room(uv_handle_t *tcp, size_t wanted, uv_buf_t *buffer) {
  client *self = tcp->data;
  (void)wanted;
  *buffer = uv_buf_init(self->head + self->length, (unsigned)(HEAD_BYTES - self->length));
}

static void accept_one(lx_metrics_server *metrics) {
  client *self = lx_alloc_zero(sizeof *self);
  if (!self) {
    uv_timer_start(&metrics->again, on_again, AGAIN_MS, 0);
    return;
  }
  self->metrics = metrics;
  self->tcp.data = self->timer.data = self;
  uv_timer_init(&metrics->server->loop, &self->timer);
  uv_tcp_init(&metrics->server->loop, &self->tcp);
  self->handles = 2;
  self->next = metrics->clients;
  if (self->next) self->next->previous = self;
  metrics->clients = self;
  metrics->count++;
  if (uv_accept((uv_stream_t *)&metrics->listener, (uv_stream_t *)&self->tcp) != 0) {
    drop(self);
    return;
  }
  uv_timer_start(&self->timer, on_late, CLIENT_MS, 0);
  uv_read_start((uv_stream_t *)&self->tcp, on_room, on_read);
}

static void on_connection(uv_stream_t *listener, int status) {
  lx_metrics_server *metrics = listener->data;
  if (status < 0) return;
  if (metrics->count >= CLIENTS) {
    metrics->full = true;
  } else {
    accept_one(metrics);
  }
}

static void say(const lx_server *server, lx_log_level level, const char *message,
                const char *address, const char *reason) {
  lx_log_line line;
  lx_log_begin(&line, server->log, level, message);
  lx_log_text(&line, "address", address);
  lx_log_text(&line, "reason", reason);
  lx_log_end(&line);
}

/* 0, or what the system says. */
static int listen_at(lx_metrics_server *metrics, const struct sockaddr *address) {
  struct sockaddr_storage bound;
  int length = sizeof bound;
  char text[64];
  int failed = uv_tcp_init(&metrics->server->loop, &metrics->listener);
  if (failed) return failed;
  metrics->listener.data = metrics;
  failed = uv_tcp_bind(&metrics->listener, address, 0);
  if (!failed) failed = uv_listen((uv_stream_t *)&metrics->listener, 16, on_connection);
  if (failed) {
    uv_close((uv_handle_t *)&metrics->listener, NULL);
    uv_run(&metrics->server->loop, UV_RUN_NOWAIT);
    return failed;
  }
  if (uv_tcp_getsockname(&metrics->listener, (struct sockaddr *)&bound, &length) == 0) {
    lx_address_write((struct sockaddr *)&bound, text);
    say(metrics->server, LX_LOG_INFO, "metrics", text, NULL);
  }
  return 0;
}

lx_metrics_server *lx_metrics_server_open(lx_server *server, const char *address) {
  lx_addresses addresses;
  char why[256];
  int failed;
  lx_metrics_server *metrics;
  if (lx_address_read(&addresses, "tcp", address, why)) {
    say(server, LX_LOG_ERROR, "cannot serve metrics", address, why);
    return NULL;
  }
  metrics = lx_alloc_zero(sizeof *metrics);
  if (!metrics) return NULL;
  metrics->server = server;
  uv_timer_init(&server->loop, &metrics->again);
  metrics->again.data = metrics;
  failed = listen_at(metrics, (struct sockaddr *)&addresses.list[0]);
  if (failed && failed != UV_EADDRINUSE && addresses.any &&
      !lx_address_read(&addresses, "tcp4", address, why)) {
    failed = listen_at(metrics, (struct sockaddr *)&addresses.list[0]);
  }
  if (!failed) return metrics;
  say(server, LX_LOG_ERROR, "cannot serve metrics", address, uv_strerror(failed));
  uv_close((uv_handle_t *)&metrics->again, NULL);
  uv_run(&server->loop, UV_RUN_NOWAIT);
  lx_free(metrics);
  return NULL;
}

void lx_metrics_server_close(lx_metrics_server *metrics) {
  if (!metrics) return;
  metrics->closed = true;
  uv_close((uv_handle_t *)&metrics->again, NULL);
  uv_close((uv_handle_t *)&metrics->listener, NULL);
  for (client *self = metrics->clients; self; self = self->next) drop(self);
}

void lx_metrics_server_free(lx_metrics_server *metrics) {
  lx_free(metrics);
}
