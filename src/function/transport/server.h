/* server.h: the one I/O thread's world. Everything here is touched by that thread only;
 * workers meet it in workers.h and nowhere else. */
#ifndef LX_FUNCTION_SERVER_H
#define LX_FUNCTION_SERVER_H

#include <uv.h>

#include "bell.h"
#include "function/call.h"
#include "certificates.h"
#include "counters.h"
#include "deadlines.h"
#include "function/log.h"
#include "server_limits.h"
#include "spares.h"
#include "workers.h"

enum { LX_LISTENERS = 8, LX_READ_BYTES = 64 * 1024 };

typedef struct lx_server {
  uv_loop_t loop;
  lx_server_limits limits;
  lx_log *log;
  const lx_handler *handler;
  lx_counters counters;
  lx_workers *workers;
  size_t worker_count, queue;
  lx_certificates *certificates; /* NULL: no TLS */

  uv_tcp_t listeners[LX_LISTENERS];
  size_t listener_count;
  bool full; /* somebody waits to be accepted */
  struct lx_connection *connections;
  size_t connection_count;

  lx_bell done;    /* workers have ended jobs */
  uv_timer_t tick; /* once a second, while there are connections */
  uv_timer_t next_deadline;
  lx_deadlines deadlines;
  uint64_t busy_ms; /* when the last call began; 0: memory was given back since */
  size_t memory;    /* bytes of messages; see server_limits.h */

  bool draining, ended;
  uint64_t drain_end_ms;
  uint64_t last_handshake_word_ms;     /* the log is not flooded */
  void (*drained)(struct lx_server *); /* called once, when the last connection has gone */

  /* What passes through the thread in one turn. */
  char read_bytes[LX_READ_BYTES];
  char clear_bytes[16 * 1024];
  lx_buffer outgoing;
  lx_spares spares;
} lx_server;

/* Initializes the loop and starts the workers. The limits, log, handler and counts are
 * read from the server. False: the log has said why. */
bool lx_server_open(lx_server *server);

/* Ends connections, stops the workers, and frees what lx_server_open made. */
void lx_server_close(lx_server *server);

/* Refuses what is new, tells every client, and calls `drained` when all calls have ended.
 */
void lx_server_drain(lx_server *server);

/* After a change of connections: accept again, or end. */
void lx_server_settle(lx_server *server);

/* Starts the timer that looks after connections. */
void lx_server_tick(lx_server *server);

/* Sets the timer for the earliest deadline. */
void lx_server_arm(lx_server *server);

lx_gauges lx_server_gauges(const lx_server *server);

#endif
