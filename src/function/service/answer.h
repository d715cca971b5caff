/* answer.h: what one call is given back: the rendered resources, or one fatal result, or, when
 * not even that can be said, a gRPC status. */
#ifndef LX_FUNCTION_ANSWER_H
#define LX_FUNCTION_ANSWER_H

#include "function/call.h"
#include "input.h"
#include "luxr.h"
#include "metrics.h"
#include "answer/paths.h"
#include "request.h"

/* One call on its way. */
typedef struct lx_run_call {
  const lx_call *call;
  lx_reply *reply;
  lx_pool pool;
  lx_rf_request request;
  lx_input input;
  lx_buffer message; /* of a fatal result */
  int64_t ttl_ms;
  size_t response_max;
  const lx_source_paths *paths;
  lx_outcome outcome;
  const char *hook; /* that failed first, for the log; NULL: none */
} lx_run_call;

/* Ends with a gRPC status: the pipeline fails, and nothing is deleted. `sentence` may be NULL. */
void lx_answer_status(lx_run_call *run, lx_grpc_status status, lx_outcome outcome,
                      const char *sentence);

/* Ends with one fatal result, whose message is in `message`; what earlier steps wanted is passed
 * through as it came. */
void lx_answer_fatal(lx_run_call *run, lx_outcome outcome);

/* Ends with what was rendered, or with a fatal result where that cannot be. */
void lx_answer_rendered(lx_run_call *run, const luxr_result *result);

#endif
