/* call.h: the seam between the transport, which moves messages, and the service, which
 * knows what they mean. Neither includes anything else of the other. */
#ifndef LX_FUNCTION_CALL_H
#define LX_FUNCTION_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* The status codes of gRPC that are used here. */
typedef enum lx_grpc_status {
  LX_GRPC_OK = 0,
  LX_GRPC_CANCELLED = 1,
  LX_GRPC_UNKNOWN = 2,
  LX_GRPC_INVALID_ARGUMENT = 3,
  LX_GRPC_DEADLINE_EXCEEDED = 4,
  LX_GRPC_NOT_FOUND = 5,
  LX_GRPC_RESOURCE_EXHAUSTED = 8,
  LX_GRPC_UNIMPLEMENTED = 12,
  LX_GRPC_INTERNAL = 13,
  LX_GRPC_UNAVAILABLE = 14
} lx_grpc_status;

/* What a caller may ask of the service. Both versions of the protocol are one on the
 * wire. */
typedef enum lx_method { LX_METHOD_RUN_FUNCTION } lx_method;

/* One request. Everything is borrowed until `run` returns. */
typedef struct lx_call {
  lx_method method;
  const char *bytes; /* one protobuf message */
  size_t length;
  int64_t deadline_ms;    /* what is left of the caller's time; -1: it set none */
  int (*stopped)(void *); /* not 0 once nobody waits any longer; cheap, from any thread */
  void *stopped_data;
  size_t worker; /* 0 <= worker < workers: no two calls run at once with the same number */
} lx_call;

/* The answer: zero when `run` begins. The transport frees both fields. */
typedef struct lx_reply {
  lx_buffer message;  /* one protobuf message; sent only with LX_GRPC_OK */
  int grpc_status;    /* lx_grpc_status */
  char *grpc_message; /* a sentence, from lx_alloc; NULL for none */
} lx_reply;

/* What the transport calls. A hook that is not needed is NULL, except `run`. */
typedef struct lx_handler {
  void *data;
  /* On a worker's thread, many at once. Must come back soon after `stopped` says so. */
  void (*run)(void *data, const lx_call *call, lx_reply *reply);
  /* On the I/O thread, which must not wait: adds metrics in their text format (0.0.4). */
  void (*metrics)(void *data, lx_buffer *text);
  bool (*healthy)(void *data); /* on the I/O thread, often: can calls be answered? */
  void (*reload)(void *data);  /* on the I/O thread: look at the files again, soon */
} lx_handler;

#endif
