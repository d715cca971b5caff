/* server_limits.h: how much the transport takes from whom. Numbers an operator does not
 * set stand here in one place, so that tests can run with small ones. */
#ifndef LX_FUNCTION_SERVER_LIMITS_H
#define LX_FUNCTION_SERVER_LIMITS_H

#include <stddef.h>
#include <stdint.h>

typedef struct lx_server_limits {
  size_t connections;    /* at once; a further one waits to be accepted */
  uint32_t streams;      /* of one connection at once */
  size_t request;        /* bytes of one message that comes in */
  size_t response;       /* and of one that goes out */
  size_t memory;         /* bytes of all messages that are being read, answered or sent */
  size_t header_list;    /* bytes of one request's headers, each counted with 32 more */
  uint64_t handshake_ms; /* until the first request may come */
  uint64_t idle_ms;      /* a connection without a request */
  uint64_t stall_ms;     /* a request or an answer of which nothing moves */
  uint64_t ping_ms;      /* silence, after which the client is asked whether it lives */
  uint64_t quiet_ms;     /* without a call, after which memory is given back */
  uint64_t poll_ms;      /* after which certificates are read again, event or not */
  uint64_t drain_ms;     /* for calls that run when the end is asked for */
  uint32_t control_burst, control_rate; /* frames that carry nothing: at once, a second */
  uint32_t reset_burst, reset_rate;     /* streams that end badly */
} lx_server_limits;

/* The defaults. Streams and queue hold 100 calls, which is what one caller makes at once.
 */
lx_server_limits lx_server_limits_default(void);

#endif
