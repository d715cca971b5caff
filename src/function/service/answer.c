#include "answer.h"

#include <string.h>

#include "answer/finding.h"
#include "answer/rules.h"
#include "base/alloc.h"
#include "response.h"
#include "results.h"

void lx_answer_status(lx_run_call *run, lx_grpc_status status, lx_outcome outcome,
                      const char *sentence) {
  lx_buffer_clear(&run->reply->message);
  run->reply->grpc_status = (int)status;
  run->outcome = outcome;
  lx_free(run->reply->grpc_message);
  run->reply->grpc_message = lx_copy_text(sentence);
}

static void answer_no_memory(lx_run_call *run) {
  lx_answer_status(run, LX_GRPC_RESOURCE_EXHAUSTED, LX_OUTCOME_MEMORY, "out of memory");
}

/* ---- fatal ------------------------------------------------------------------------------- */

void lx_answer_fatal(lx_run_call *run, lx_outcome outcome) {
  lx_buffer *out = &run->reply->message;
  lx_buffer_clear(out);
  if (run->message.failed) {
    answer_no_memory(run);
    return;
  }
  lx_message_cut(&run->message, LX_MESSAGE_MAX + 64);
  run->outcome = outcome;
  lx_response_meta(out, &run->request, run->ttl_ms);
  lx_response_pass_desired(out, &run->request);
  lx_response_result(out, LX_RESULT_FATAL, (lx_span){NULL, 0},
                     (lx_span){run->message.data, run->message.length}, false);
  lx_response_pass_context(out, &run->request);
  if (out->failed) {
    answer_no_memory(run);
  } else if (out->length > run->response_max) {
    lx_answer_status(run, LX_GRPC_RESOURCE_EXHAUSTED, LX_OUTCOME_SIZE,
                     "what earlier steps desire is larger than a response may be");
  }
}

/* ---- rendered ---------------------------------------------------------------------------- */

static void say_too_large(lx_run_call *run, const luxr_result *result, size_t length) {
  const luxr_item *largest = NULL;
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->state != LUXR_RENDERED) continue;
    if (!largest || item->length > largest->length) largest = item;
  }
  lx_buffer_clear(&run->message);
  lx_buffer_print(&run->message,
                  "the response takes %zu bytes, more than the %zu that the caller reads",
                  length, run->response_max);
  if (largest) {
    lx_buffer_print(&run->message, "; the largest resource is '%.200s' with %zu bytes",
                    largest->name, largest->length);
  }
}

static bool says_all(lx_run_call *run, const luxr_result *result) {
  lx_buffer *out = &run->reply->message;
  return lx_results_events(out, result, &run->pool, &run->message) &&
         lx_results_conditions(out, result, &run->pool, &run->message) &&
         lx_results_requirements(out, &run->request, result, &run->pool, &run->message);
}

/* False when memory is out or a message in the request is malformed. */
static lx_decoded put_desired(lx_run_call *run, const luxr_result *result) {
  lx_span status;
  status.bytes = luxr_result_part(result, LUXR_PART_STATUS, &status.length);
  return lx_response_desired(&run->reply->message, &run->request, result, status, &run->pool);
}

void lx_answer_rendered(lx_run_call *run, const luxr_result *result) {
  lx_buffer *out = &run->reply->message;
  const char *collision = lx_response_collision(&run->request, result);
  lx_decoded decoded;
  if (collision) {
    lx_collision_print(&run->message, collision);
    lx_answer_fatal(run, LX_OUTCOME_REFUSED);
    return;
  }
  run->outcome = LX_OUTCOME_RENDERED;
  lx_response_meta(out, &run->request, run->ttl_ms);
  decoded = put_desired(run, result);
  lx_results_warnings(out, &run->request, result, run->paths, &run->pool);
  if (decoded == LX_MALFORMED) {
    lx_answer_status(run, LX_GRPC_INVALID_ARGUMENT, LX_OUTCOME_MALFORMED,
                     "malformed RunFunctionRequest: desired.composite");
    return;
  }
  if (decoded == LX_DECODED && !says_all(run, result) && run->message.length) {
    lx_answer_fatal(run, LX_OUTCOME_SCRIPT);
    return;
  }
  lx_response_pass_context(out, &run->request);
  if (decoded == LX_NO_MEMORY || run->message.failed || out->failed) {
    answer_no_memory(run);
  } else if (out->length > run->response_max) {
    say_too_large(run, result, out->length);
    lx_answer_fatal(run, LX_OUTCOME_SIZE);
  }
}
