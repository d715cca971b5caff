/* Requests and responses of the function: whatever the bytes are, reading them ends, copies keep
 * within bounds, and a copy without secrets can be read again. */
#include "function/service/answer.h"
#include "function/service/flatten.h"
#include "fuzz.h"
#include "function/service/input.h"
#include "function/service/redact.h"
#include "function/service/request.h"
#include "function/service/response.h"
#include "function/service/structs.h"

/* What a fatal result passes through. */
static void pass_through(const lx_rf_request *request) {
  lx_buffer out = {0};
  lx_response_meta(&out, request, 1500);
  lx_response_pass_desired(&out, request);
  lx_response_pass_context(&out, request);
  PROMISE(!out.failed);
  lx_buffer_free(&out);
}

static void read_structs(const lx_rf_request *request, lx_pool *pool) {
  lx_buffer problems = {0}, merged = {0};
  lx_input input;
  lx_input_read(&input, request->input, pool, &problems);
  lx_tree_text(request->composite, "metadata.name", pool);
  lx_tree_find(request->composite, "status.conditions", pool);
  if (request->composite.bytes && request->context.bytes) {
    lx_tree_merge(&merged, request->composite, request->context, pool);
  }
  lx_buffer_free(&merged);
  lx_buffer_free(&problems);
}

/* A request is no larger without its secrets than with a mark in place of each of its bytes. */
static void redact(lx_span bytes, lx_pool *pool) {
  lx_buffer clean = {0}, again = {0};
  lx_rf_request request;
  const char *problem;
  if (lx_redact_request(&clean, bytes)) {
    lx_span copy = {clean.data ? clean.data : "", clean.length};
    PROMISE(clean.length <= 32 * bytes.length + 32);
    if (lx_request_read(&request, bytes, pool, &problem) == LX_DECODED) {
      PROMISE(lx_request_read(&request, copy, pool, &problem) == LX_DECODED);
    }
    PROMISE(lx_redact_request(&again, copy));
  }
  lx_buffer_free(&clean);
  lx_buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  lx_span span = {length ? (const char *)bytes : "", length};
  lx_pool pool = {0};
  lx_rf_request request;
  lx_lines lines = {0};
  const char *problem;
  if (lx_request_read(&request, span, &pool, &problem) == LX_DECODED) {
    pass_through(&request);
    read_structs(&request, &pool);
  }
  redact(span, &pool);
  lx_flatten(&lines, span, &pool);
  lx_lines_free(&lines);
  lx_pool_free(&pool);
  return 0;
}
