#include "connection.h"

#include "address.h"
#include "base/alloc.h"
#include "http2.h"
#include "stream.h"

static void note_peer(lx_connection *connection) {
  struct sockaddr_storage address;
  int length = sizeof address;
  memcpy(connection->peer, "?", 2);
  if (uv_tcp_getpeername(&connection->tcp, (struct sockaddr *)&address, &length) == 0) {
    lx_address_write((struct sockaddr *)&address, connection->peer);
  }
}

static void on_closed(uv_handle_t *handle) {
  lx_connection *connection = handle->data;
  lx_server *server = connection->server;
  if (connection->previous) {
    connection->previous->next = connection->next;
  } else {
    server->connections = connection->next;
  }
  if (connection->next) connection->next->previous = connection->previous;
  server->connection_count--;
  lx_buffer_free(&connection->unsent);
  lx_free(connection);
  lx_server_settle(server);
}

void lx_connection_close(lx_connection *connection) {
  if (connection->closed) return;
  connection->closed = true;
  while (connection->streams) lx_stream_close(connection->streams);
  nghttp2_session_del(connection->http2);
  connection->http2 = NULL;
  lx_tls_free(connection->tls);
  connection->tls = NULL;
  uv_close((uv_handle_t *)&connection->tcp, on_closed);
}

/* ---- Reading ----------------------------------------------------------------------- */

void lx_connection_note_handshake(lx_connection *connection, lx_handshake_failure reason,
                                  const char *sentence) {
  lx_server *server = connection->server;
  uint64_t now = uv_now(&server->loop);
  lx_log_line line;
  bool often = server->last_handshake_word_ms && now - server->last_handshake_word_ms < 1000;
  server->counters.handshakes[reason]++;
  if (!often) server->last_handshake_word_ms = now;
  lx_log_begin(&line, server->log, often ? LX_LOG_DEBUG : LX_LOG_WARN, "handshake refused");
  lx_log_text(&line, "peer", connection->peer);
  lx_log_text(&line, "reason", sentence);
  lx_log_end(&line);
}

/* False: the connection is over. */
static bool shake(lx_connection *connection) {
  const char *sentence;
  lx_handshake_failure failure;
  lx_tls_state state = lx_tls_shake(connection->tls);
  if (state == LX_TLS_MORE) return true;
  if (state == LX_TLS_READY) return lx_http2_open(connection);
  failure = lx_tls_failure(connection->tls, &sentence);
  lx_connection_note_handshake(connection, failure, sentence);
  return false;
}

/* Bytes of the network, encrypted. False: the connection is over. */
static bool take_encrypted(lx_connection *connection, const char *bytes, size_t length) {
  lx_server *server = connection->server;
  if (!lx_tls_receive(connection->tls, bytes, length)) return false;
  if (!connection->http2 && !shake(connection)) return false;
  if (!connection->http2) return true;
  for (;;) {
    int count = lx_tls_read(connection->tls, server->clear_bytes, sizeof server->clear_bytes);
    if (count < 0) return false;
    if (count == 0) return true;
    if (!lx_http2_read(connection, server->clear_bytes, (size_t)count)) return false;
  }
}

static bool take(lx_connection *connection, const char *bytes, size_t length) {
  if (connection->tls) return take_encrypted(connection, bytes, length);
  return lx_http2_read(connection, bytes, length);
}

static void on_read(uv_stream_t *tcp, ssize_t count, const uv_buf_t *buffer) {
  lx_connection *connection = tcp->data;
  lx_server *server = connection->server;
  if (count == 0) return;
  if (count < 0) {
    lx_connection_close(connection);
    return;
  }
  connection->read_ms = uv_now(&server->loop);
  server->counters.bytes_in += (uint64_t)count;
  if (connection->ending) return;
  if (take(connection, buffer->base, (size_t)count)) {
    lx_connection_flush(connection);
    return;
  }
  lx_connection_flush(connection); /* what the session says at its end */
  lx_connection_end(connection);
}

static void on_room(uv_handle_t *tcp, size_t wanted, uv_buf_t *buffer) {
  lx_connection *connection = tcp->data;
  (void)wanted;
  *buffer = uv_buf_init(connection->server->read_bytes, LX_READ_BYTES);
}

/* So many frames may wait for a client that does not read; then it is not read either. */
enum { FRAMES_WAITING = 1000 };

void lx_connection_read_on(lx_connection *connection) {
  bool wanted = true;
  if (connection->http2 && connection->writing) {
    wanted = nghttp2_session_get_outbound_queue_size(connection->http2) < FRAMES_WAITING;
  }
  if (wanted == connection->reading) return;
  connection->reading = wanted;
  if (wanted) {
    uv_read_start((uv_stream_t *)&connection->tcp, on_room, on_read);
  } else {
    uv_read_stop((uv_stream_t *)&connection->tcp);
  }
}

/* ---- Beginning and end ------------------------------------------------------------- */

static bool begin(lx_connection *connection) {
  const lx_server *server = connection->server;
  uint64_t now = uv_now(&server->loop);
  connection->born_ms = connection->read_ms = connection->written_ms = now;
  connection->quiet_ms = now;
  connection->control =
      lx_budget_full(server->limits.control_burst, server->limits.control_rate, now);
  connection->resets =
      lx_budget_full(server->limits.reset_burst, server->limits.reset_rate, now);
  note_peer(connection);
  uv_tcp_nodelay(&connection->tcp, 1);
  if (!server->certificates) return lx_http2_open(connection);
  connection->tls = lx_tls_new(server->certificates->context);
  return connection->tls != NULL;
}

bool lx_connection_open(lx_server *server, uv_tcp_t *listener) {
  lx_connection *connection = lx_alloc_zero(sizeof *connection);
  bool accepted;
  if (!connection) return false;
  connection->server = server;
  connection->tcp.data = connection;
  if (uv_tcp_init(&server->loop, &connection->tcp) != 0) {
    lx_free(connection);
    return false;
  }
  connection->next = server->connections;
  if (connection->next) connection->next->previous = connection;
  server->connections = connection;
  server->connection_count++;
  accepted = uv_accept((uv_stream_t *)listener, (uv_stream_t *)&connection->tcp) == 0;
  server->counters.connections += accepted;
  if (!accepted || !begin(connection)) {
    lx_connection_close(connection);
    return true;
  }
  lx_connection_read_on(connection);
  lx_connection_flush(connection);
  return true;
}

void lx_connection_leave(lx_connection *connection) {
  if (connection->leaving || connection->closed) return;
  connection->leaving = true;
  connection->leaving_ms = uv_now(&connection->server->loop);
  if (!connection->greeted) {
    lx_connection_end(connection);
    return;
  }
  /* The client may have sent more that is on its way: the last GOAWAY follows its answer.
   */
  nghttp2_submit_shutdown_notice(connection->http2);
  lx_connection_flush(connection);
}
