/* response.h: a RunFunctionResponse, written straight into the reply. */
#ifndef LX_FUNCTION_RESPONSE_H
#define LX_FUNCTION_RESPONSE_H

#include "base/buffer.h"
#include "luxr.h"
#include "request.h"

typedef enum lx_result_severity {
  LX_RESULT_FATAL = 1,
  LX_RESULT_WARNING = 2,
  LX_RESULT_NORMAL = 3
} lx_result_severity;

/* meta: the request's tag and how long the answer holds. */
void lx_response_meta(lx_buffer *out, const lx_rf_request *request, int64_t ttl_ms);

/* What earlier steps wanted and what they told each other, byte for byte. */
void lx_response_pass_desired(lx_buffer *out, const lx_rf_request *request);
void lx_response_pass_context(lx_buffer *out, const lx_rf_request *request);

/* The composed resource that an earlier step desires and the result renders too; NULL: none.
 * Such an answer must not be given: it would replace what another function made. */
const char *lx_response_collision(const lx_rf_request *request, const luxr_result *result);

/* What earlier steps wanted, and the rendered resources beside it. `status` (a Struct, NULL:
 * none) is laid over the status that earlier steps gave the XR. */
lx_decoded lx_response_desired(lx_buffer *out, const lx_rf_request *request,
                               const luxr_result *result, lx_span status, lx_pool *pool);

/* An event, or with LX_RESULT_FATAL the end of the pipeline. `reason` may be empty. */
void lx_response_result(lx_buffer *out, lx_result_severity severity, lx_span reason,
                        lx_span message, bool to_claim);

#endif
