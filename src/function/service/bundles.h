/* bundles.h: the bundles that calls render with: each stack of layers is loaded once, kept
 * while it is used, and loaded again when a directory of it changed. */
#ifndef LX_FUNCTION_BUNDLES_H
#define LX_FUNCTION_BUNDLES_H

#include "function/call.h"
#include "input.h"
#include "function/log.h"
#include "luxr.h"
#include "metrics.h"
#include "sources.h"

typedef struct lx_bundles lx_bundles;

/* NULL when the server's own bundle cannot be loaded: then `problem` says why. `paths`, `log`
 * and `metrics` must outlive it. */
lx_bundles *lx_bundles_open(const lx_source_paths *paths, const lx_log *log,
                            lx_metrics *metrics, lx_buffer *problem);
void lx_bundles_close(lx_bundles *bundles);

typedef enum lx_bundle_answer {
  LX_BUNDLE_GIVEN,
  LX_BUNDLE_REFUSED, /* `problem` says why */
  LX_BUNDLE_STOPPED, /* the call was, while another one loaded the bundle */
  LX_BUNDLE_NO_MEMORY
} lx_bundle_answer;

/* The bundle an input asks for, retained. From any thread; of several that ask for one that is
 * not loaded yet, one loads it and the others wait. */
lx_bundle_answer lx_bundles_get(lx_bundles *bundles, const lx_input *input, const lx_call *call,
                                luxr_bundle **bundle, lx_buffer *problem);

/* Looks at the directories and, where they changed, loads what is made of them. What cannot be
 * loaded stays as it was. One at a time. */
void lx_bundles_reload(lx_bundles *bundles);

/* Adds what is loaded and what is stale, as metrics. */
void lx_bundles_metrics(lx_bundles *bundles, lx_buffer *text);

#endif
