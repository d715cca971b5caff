/* render.h: the engine's side of a call: which documents it is given, and what came of it. */
#ifndef LX_FUNCTION_RENDER_H
#define LX_FUNCTION_RENDER_H

#include "answer.h"
#include "luxr.h"

/* What an input without parameters of its own has: a document's text, or NULL. */
typedef struct lx_parameters {
  const char *origin, *text;
  size_t length;
} lx_parameters;

/* Renders the request. NULL: out of memory. The caller frees the result. */
luxr_result *lx_render_call(lx_run_call *run, luxr_worker *worker, luxr_bundle *bundle,
                            const lx_parameters *parameters);

/* How long a call may take, in milliseconds; 0: the engine's own limit. */
uint64_t lx_render_time(const lx_call *call);

#endif
