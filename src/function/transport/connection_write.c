#include "base/alloc.h"
#include "connection.h"
#include "stream.h"

/* One turn of sending gathers so much; the socket's buffer takes the rest of the waiting.
 */
enum { GATHER_BYTES = 64 * 1024 };

/* Closes our side, and lets the client read what was sent: a socket that is closed with
 * bytes unread takes the last words away. */
void lx_connection_end(lx_connection *connection) {
  if (connection->ending || connection->closed) return;
  connection->ending = true;
  connection->ending_ms = uv_now(&connection->server->loop);
  while (connection->streams) lx_stream_close(connection->streams);
  if (connection->tls) lx_tls_end(connection->tls);
  lx_connection_flush(connection);
}

static void on_shut(uv_shutdown_t *request, int status) {
  (void)status;
  lx_free(request);
}

static void shut(lx_connection *connection) {
  uv_shutdown_t *request = lx_alloc_zero(sizeof *request);
  connection->shut = true;
  if (request && uv_shutdown(request, (uv_stream_t *)&connection->tcp, on_shut) == 0) return;
  lx_free(request);
  lx_connection_close(connection);
}

static void on_written(uv_write_t *write, int status) {
  lx_connection *connection = write->data;
  connection->writing = false;
  if (connection->closed) return;
  if (status < 0) {
    lx_connection_close(connection);
    return;
  }
  connection->written_ms = uv_now(&connection->server->loop);
  lx_spares_give(&connection->server->spares, &connection->unsent);
  lx_connection_flush(connection);
}

/* Writes what the socket takes at once; the rest is kept and written by the loop. */
static bool put(lx_connection *connection, char *bytes, size_t length) {
  uv_stream_t *tcp = (uv_stream_t *)&connection->tcp;
  uv_buf_t buffer = uv_buf_init(bytes, (unsigned)length);
  int sent = uv_try_write(tcp, &buffer, 1);
  if (sent < 0 && sent != UV_EAGAIN) return false;
  if (sent < 0) sent = 0;
  connection->server->counters.bytes_out += length;
  if (sent > 0) connection->written_ms = uv_now(&connection->server->loop);
  if ((size_t)sent == length) return true;
  connection->unsent = lx_spares_take(&connection->server->spares);
  lx_buffer_add(&connection->unsent, bytes + sent, length - (size_t)sent);
  if (connection->unsent.failed) return false;
  buffer = uv_buf_init(connection->unsent.data, (unsigned)connection->unsent.length);
  connection->write.data = connection;
  connection->writing = true;
  return uv_write(&connection->write, tcp, &buffer, 1, on_written) == 0;
}

/* Fills `server->outgoing` from the session. */
static bool gather(lx_connection *connection) {
  lx_buffer *out = &connection->server->outgoing;
  lx_buffer_clear(out);
  while (connection->http2 && !connection->ending && out->length < GATHER_BYTES) {
    const uint8_t *bytes;
    ssize_t count = nghttp2_session_mem_send(connection->http2, &bytes);
    if (count < 0) return false;
    if (count == 0) break;
    lx_buffer_add(out, (const char *)bytes, (size_t)count);
  }
  return !out->failed;
}

/* One turn: gathers, encrypts, writes. False: the connection is broken. */
static bool send_some(lx_connection *connection, bool *sent) {
  lx_buffer *out = &connection->server->outgoing;
  char *bytes;
  size_t length;
  bool ok;
  if (!gather(connection)) return false;
  bytes = out->data;
  length = out->length;
  if (connection->tls) {
    if (length && !lx_tls_write(connection->tls, bytes, length)) return false;
    length = lx_tls_outgoing(connection->tls, &bytes);
  }
  *sent = length > 0;
  if (length == 0) return true;
  ok = put(connection, bytes, length);
  if (connection->tls) lx_tls_sent(connection->tls);
  return ok;
}

static bool session_is_over(const lx_connection *connection) {
  nghttp2_session *http2 = connection->http2;
  return http2 && !nghttp2_session_want_read(http2) && !nghttp2_session_want_write(http2);
}

void lx_connection_flush(lx_connection *connection) {
  bool sent = true;
  if (connection->closed || connection->busy) return;
  while (sent && !connection->writing && !connection->broken) {
    connection->broken = !send_some(connection, &sent);
  }
  if (connection->broken) {
    lx_connection_close(connection);
    return;
  }
  if (connection->ending) {
    if (!connection->writing && !connection->shut) shut(connection);
  } else if (!connection->writing && session_is_over(connection)) {
    lx_connection_end(connection);
  } else {
    lx_connection_read_on(connection);
  }
}
