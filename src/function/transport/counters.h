/* counters.h: what the transport counts, and how it is shown to a scraper. The I/O
 * thread's. */
#ifndef LX_FUNCTION_COUNTERS_H
#define LX_FUNCTION_COUNTERS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { LX_GRPC_CODES = 17, LX_COUNTED_ROUTES = 8, LX_HISTOGRAM_BOUNDS = 14 };

typedef struct lx_histogram {
  uint64_t counts[LX_HISTOGRAM_BOUNDS + 1]; /* the last: above all bounds */
  uint64_t sum_ns;
} lx_histogram;

/* Why a connection or a call was turned away, or ended by us. */
typedef enum lx_refusal {
  LX_REFUSED_QUEUE,
  LX_REFUSED_MEMORY,
  LX_REFUSED_DRAINING,
  LX_REFUSED_CONTROL_FLOOD,
  LX_REFUSED_RESET_FLOOD,
  LX_REFUSED_PROTOCOL,
  LX_REFUSED_HEADERS,
  LX_REFUSED_STALLED,
  LX_REFUSED_IDLE,
  LX_REFUSALS
} lx_refusal;

typedef enum lx_handshake_failure {
  LX_HANDSHAKE_NO_CERTIFICATE,
  LX_HANDSHAKE_BAD_CERTIFICATE,
  LX_HANDSHAKE_NO_ALPN,
  LX_HANDSHAKE_TIMEOUT,
  LX_HANDSHAKE_OTHER,
  LX_HANDSHAKE_FAILURES
} lx_handshake_failure;

typedef struct lx_counters {
  uint64_t started[LX_COUNTED_ROUTES];
  uint64_t handled[LX_COUNTED_ROUTES][LX_GRPC_CODES];
  uint64_t unknown_method;
  lx_histogram call_time, queue_time; /* of calls that the handler answers */
  uint64_t refused[LX_REFUSALS];
  uint64_t handshakes[LX_HANDSHAKE_FAILURES];
  uint64_t connections; /* ever */
  uint64_t bytes_in, bytes_out;
  uint64_t certificate_loads, certificate_failures;
} lx_counters;

/* What is so now. */
typedef struct lx_gauges {
  size_t connections, streams;
  size_t waiting, queue, running, workers;
  size_t memory;
  int64_t certificate_expiry; /* seconds since 1970; 0: no certificate */
  int draining;
} lx_gauges;

void lx_histogram_add(lx_histogram *histogram, uint64_t nanoseconds);

void lx_counters_write(const lx_counters *counters, const lx_gauges *gauges, lx_buffer *text);

/* Memory, processor time and open files of this process. */
void lx_counters_write_process(lx_buffer *text);

/* "OK", "CANCELLED" and so on. */
const char *lx_grpc_code_name(int code);

#endif
