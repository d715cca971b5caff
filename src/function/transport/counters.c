#include "counters.h"

#include <inttypes.h>

#include "routes.h"

static const struct {
  uint64_t ns;
  const char *text;
} bounds[LX_HISTOGRAM_BOUNDS] = {
    {100000, "0.0001"},  {250000, "0.00025"}, {500000, "0.0005"},  {1000000, "0.001"},
    {2500000, "0.0025"}, {5000000, "0.005"},  {10000000, "0.01"},  {25000000, "0.025"},
    {50000000, "0.05"},  {100000000, "0.1"},  {250000000, "0.25"}, {1000000000, "1"},
    {2500000000, "2.5"}, {10000000000, "10"},
};

static const char *const refusals[LX_REFUSALS] = {"queue_full",    "memory",      "draining",
                                                  "control_flood", "reset_flood", "protocol",
                                                  "headers",       "stalled",     "idle"};

static const char *const handshakes[LX_HANDSHAKE_FAILURES] = {
    "no_certificate", "bad_certificate", "no_alpn", "timeout", "other"};

void lx_histogram_add(lx_histogram *histogram, uint64_t nanoseconds) {
  size_t i = 0;
  while (i < LX_HISTOGRAM_BOUNDS && nanoseconds > bounds[i].ns) i++;
  histogram->counts[i]++;
  histogram->sum_ns += nanoseconds;
}

const char *lx_grpc_code_name(int code) {
  static const char *const names[LX_GRPC_CODES] = {"OK",
                                                   "Canceled",
                                                   "Unknown",
                                                   "InvalidArgument",
                                                   "DeadlineExceeded",
                                                   "NotFound",
                                                   "AlreadyExists",
                                                   "PermissionDenied",
                                                   "ResourceExhausted",
                                                   "FailedPrecondition",
                                                   "Aborted",
                                                   "OutOfRange",
                                                   "Unimplemented",
                                                   "Internal",
                                                   "Unavailable",
                                                   "DataLoss",
                                                   "Unauthenticated"};
  return code >= 0 && code < LX_GRPC_CODES ? names[code] : "Unknown";
}

static void head(lx_buffer *text, const char *name, const char *type, const char *help) {
  lx_buffer_print(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void one(lx_buffer *text, const char *name, const char *type, const char *help,
                uint64_t value) {
  head(text, name, type, help);
  lx_buffer_print(text, "%s %" PRIu64 "\n", name, value);
}

static void write_labels(lx_buffer *text, const lx_route *route) {
  lx_buffer_print(text, "grpc_method=\"%s\",grpc_service=\"%s\",grpc_type=\"%s\"",
                  route->method, route->service, route->type);
}

static void write_calls(const lx_counters *counters, lx_buffer *text) {
  head(text, "grpc_server_started_total", "counter", "Calls that began, by method.");
  for (size_t i = 0; i < lx_route_count; i++) {
    lx_buffer_add_text(text, "grpc_server_started_total{");
    write_labels(text, &lx_routes[i]);
    lx_buffer_print(text, "} %" PRIu64 "\n", counters->started[i]);
  }
  head(text, "grpc_server_handled_total", "counter", "Calls that ended, by method and code.");
  for (size_t i = 0; i < lx_route_count; i++) {
    for (int code = 0; code < LX_GRPC_CODES; code++) {
      if (code != 0 && counters->handled[i][code] == 0) continue;
      lx_buffer_print(text, "grpc_server_handled_total{grpc_code=\"%s\",",
                      lx_grpc_code_name(code));
      write_labels(text, &lx_routes[i]);
      lx_buffer_print(text, "} %" PRIu64 "\n", counters->handled[i][code]);
    }
  }
  one(text, "luxr_function_unknown_method_total", "counter",
      "Calls of methods that do not exist.", counters->unknown_method);
}

static void write_histogram(lx_buffer *text, const char *name, const char *help,
                            const lx_histogram *histogram) {
  uint64_t count = 0;
  head(text, name, "histogram", help);
  for (size_t i = 0; i < LX_HISTOGRAM_BOUNDS; i++) {
    count += histogram->counts[i];
    lx_buffer_print(text, "%s_bucket{le=\"%s\"} %" PRIu64 "\n", name, bounds[i].text, count);
  }
  count += histogram->counts[LX_HISTOGRAM_BOUNDS];
  lx_buffer_print(text, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, count);
  lx_buffer_print(text, "%s_sum %" PRIu64 ".%09" PRIu64 "\n%s_count %" PRIu64 "\n", name,
                  histogram->sum_ns / 1000000000, histogram->sum_ns % 1000000000, name, count);
}

static void write_reasons(lx_buffer *text, const char *name, const char *help,
                          const char *const *reasons, const uint64_t *counts, size_t count) {
  head(text, name, "counter", help);
  for (size_t i = 0; i < count; i++) {
    lx_buffer_print(text, "%s{reason=\"%s\"} %" PRIu64 "\n", name, reasons[i], counts[i]);
  }
}

static void write_certificates(const lx_counters *counters, int64_t expiry, lx_buffer *text) {
  head(text, "luxr_function_certificate_loads_total", "counter",
       "Times the certificate files were read, by how it went.");
  lx_buffer_print(text, "luxr_function_certificate_loads_total{result=\"used\"} %" PRIu64 "\n",
                  counters->certificate_loads);
  lx_buffer_print(text,
                  "luxr_function_certificate_loads_total{result=\"refused\"} %" PRIu64 "\n",
                  counters->certificate_failures);
  if (expiry == 0) return;
  head(text, "luxr_function_certificate_expiry_timestamp_seconds", "gauge",
       "When the certificate in use ends.");
  lx_buffer_print(text, "luxr_function_certificate_expiry_timestamp_seconds %" PRId64 "\n",
                  expiry);
}

static void write_gauges(const lx_gauges *gauges, lx_buffer *text) {
  one(text, "luxr_function_connections", "gauge", "Connections now.", gauges->connections);
  one(text, "luxr_function_streams", "gauge", "Streams now, of all connections.",
      gauges->streams);
  one(text, "luxr_function_queue_depth", "gauge", "Calls that wait for a worker.",
      gauges->waiting);
  one(text, "luxr_function_queue_capacity", "gauge", "Calls that may wait.", gauges->queue);
  one(text, "luxr_function_workers", "gauge", "Threads that answer calls.", gauges->workers);
  one(text, "luxr_function_workers_busy", "gauge", "Threads that answer one now.",
      gauges->running);
  one(text, "luxr_function_message_bytes", "gauge", "Messages in memory now.", gauges->memory);
  one(text, "luxr_function_draining", "gauge", "1 once the end was asked for.",
      gauges->draining ? 1 : 0);
}

void lx_counters_write(const lx_counters *counters, const lx_gauges *gauges, lx_buffer *text) {
  write_calls(counters, text);
  write_histogram(text, "luxr_function_call_seconds",
                  "Time of a call, from its last byte to its answer.", &counters->call_time);
  write_histogram(text, "luxr_function_queue_seconds", "Time a call waited for a worker.",
                  &counters->queue_time);
  write_reasons(text, "luxr_function_refused_total",
                "Calls refused and connections ended, by reason.", refusals, counters->refused,
                LX_REFUSALS);
  write_reasons(text, "luxr_function_handshake_failures_total",
                "TLS handshakes that failed, by reason.", handshakes, counters->handshakes,
                LX_HANDSHAKE_FAILURES);
  one(text, "luxr_function_connections_total", "counter", "Connections ever.",
      counters->connections);
  one(text, "luxr_function_received_bytes_total", "counter", "Bytes from the network.",
      counters->bytes_in);
  one(text, "luxr_function_sent_bytes_total", "counter", "Bytes to the network.",
      counters->bytes_out);
  write_certificates(counters, gauges->certificate_expiry, text);
  write_gauges(gauges, text);
}
