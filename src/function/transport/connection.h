/* connection.h: bytes of one client: socket, TLS, and the HTTP/2 session above them. */
#ifndef LX_FUNCTION_CONNECTION_H
#define LX_FUNCTION_CONNECTION_H

#include <nghttp2/nghttp2.h>

#include "budget.h"
#include "server.h"
#include "tls.h"

typedef struct lx_connection {
  uv_tcp_t tcp;
  struct lx_connection *previous, *next;
  lx_server *server;
  lx_tls *tls;            /* NULL: none */
  nghttp2_session *http2; /* NULL until the handshake is done */
  struct lx_stream *streams;
  size_t stream_count;

  uv_write_t write;
  lx_buffer unsent; /* what is being written */
  bool writing, reading;
  bool busy;      /* in the session's callbacks, where nothing may be freed */
  bool greeted;   /* the client has sent a frame */
  bool leaving;   /* the client was told that the end is near */
  bool gone_away; /* nothing new is accepted */
  bool ending;    /* our side is closed; what comes is thrown away */
  bool shut;      /* as the system was told */
  bool closed;
  bool flooded; /* a budget ran out: the session ends after the callbacks */
  bool broken;  /* memory was out: it is closed at the end of this turn */
  bool pinged;

  uint64_t born_ms, read_ms, written_ms, quiet_ms, leaving_ms, ending_ms;
  lx_budget control, resets;
  char peer[64];
} lx_connection;

/* Accepts one who waits. False: memory is out, and he still waits. */
bool lx_connection_open(lx_server *server, uv_tcp_t *listener);

/* Sends what the session has to send, as far as the socket takes it. */
void lx_connection_flush(lx_connection *connection);

/* Reads, unless too much waits to be written. */
void lx_connection_read_on(lx_connection *connection);

/* Closes our side, and the connection when the client has closed its own. */
void lx_connection_end(lx_connection *connection);

/* Ends it now. */
void lx_connection_close(lx_connection *connection);

/* A handshake that went wrong, in log and counters. */
void lx_connection_note_handshake(lx_connection *connection, lx_handshake_failure reason,
                                  const char *sentence);

/* Looks at the clock, once a second. */
void lx_connection_tick(lx_connection *connection);

/* Asks the client to go: what it has begun ends as usual. */
void lx_connection_leave(lx_connection *connection);

#endif
