#include "connection.h"
#include "http2.h"
#include "stream.h"

/* How long nothing may move. Our own work is not counted, and a conversation may pause.
 */
static uint64_t patience(const lx_connection *connection, const lx_stream *stream) {
  const lx_server_limits *limits = &connection->server->limits;
  if (stream->ended) return stream->sent_end ? UINT64_MAX : limits->stall_ms;
  if (stream->watching || stream->received_all) return UINT64_MAX;
  return stream->answering ? limits->idle_ms : limits->stall_ms;
}

static void tick_streams(lx_connection *connection, uint64_t now) {
  lx_stream *stream = connection->streams;
  while (stream) {
    lx_stream *next = stream->next;
    if (now - stream->moved_ms > patience(connection, stream)) {
      connection->server->counters.refused[LX_REFUSED_STALLED]++;
      nghttp2_submit_rst_stream(connection->http2, NGHTTP2_FLAG_NONE, stream->id,
                                NGHTTP2_CANCEL);
    }
    stream = next;
  }
}

/* Nobody talks to us: is anybody there? */
static void tick_silence(lx_connection *connection, uint64_t now) {
  const lx_server_limits *limits = &connection->server->limits;
  if (now - connection->read_ms < limits->ping_ms) return;
  if (!connection->pinged) {
    connection->pinged = true;
    nghttp2_submit_ping(connection->http2, NGHTTP2_FLAG_NONE, NULL);
  } else if (now - connection->read_ms >= limits->ping_ms + limits->stall_ms) {
    connection->server->counters.refused[LX_REFUSED_STALLED]++;
    lx_connection_close(connection);
  }
}

static void tick_open(lx_connection *connection, uint64_t now) {
  const lx_server_limits *limits = &connection->server->limits;
  if (connection->stream_count > 0) connection->quiet_ms = now;
  tick_streams(connection, now);
  if (connection->leaving && now - connection->leaving_ms > 1000) lx_http2_go_away(connection);
  if (connection->writing && now - connection->written_ms > limits->stall_ms) {
    connection->server->counters.refused[LX_REFUSED_STALLED]++;
    lx_connection_close(connection);
  } else if (now - connection->quiet_ms > limits->idle_ms) {
    connection->server->counters.refused[LX_REFUSED_IDLE]++;
    lx_http2_end(connection, NGHTTP2_NO_ERROR);
  } else {
    tick_silence(connection, now);
  }
}

/* How long the client has to close its side. */
static uint64_t farewell(const lx_server *server) {
  return server->draining ? 500 : 2000;
}

void lx_connection_tick(lx_connection *connection) {
  uint64_t now = uv_now(&connection->server->loop);
  const lx_server_limits *limits = &connection->server->limits;
  if (connection->closed) return;
  if (connection->ending) {
    if (now - connection->ending_ms > farewell(connection->server)) {
      lx_connection_close(connection);
    }
  } else if (connection->greeted) {
    tick_open(connection, now);
    lx_connection_flush(connection);
  } else if (now - connection->born_ms > limits->handshake_ms) {
    lx_connection_note_handshake(connection, LX_HANDSHAKE_TIMEOUT, "it took too long");
    lx_connection_close(connection);
  }
}
