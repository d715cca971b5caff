/* results.h: what scripts said beside manifests: requirements, conditions, events, warnings. */
#ifndef LX_FUNCTION_RESULTS_H
#define LX_FUNCTION_RESULTS_H

#include "base/buffer.h"
#include "luxr.h"
#include "answer/paths.h"
#include "request.h"

/* Each adds fields of a RunFunctionResponse. False when a script said something that cannot be
 * passed on: then `problem` says what. */
bool lx_results_requirements(lx_buffer *out, const lx_rf_request *request,
                             const luxr_result *result, lx_pool *pool, lx_buffer *problem);
bool lx_results_conditions(lx_buffer *out, const luxr_result *result, lx_pool *pool,
                           lx_buffer *problem);
bool lx_results_events(lx_buffer *out, const luxr_result *result, lx_pool *pool,
                       lx_buffer *problem);

/* The warnings that are news, as results. */
void lx_results_warnings(lx_buffer *out, const lx_rf_request *request,
                         const luxr_result *result, const lx_source_paths *paths,
                         lx_pool *pool);

#endif
