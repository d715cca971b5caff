/* opening.h: what the library's door (api.c) and the worker need of this room. */
#ifndef LX_BUNDLE_OPENING_H
#define LX_BUNDLE_OPENING_H

#include "bundle/bundle.h"

/* As luxr_bundle_open, with findings instead of a result. `finish` completes a state, see
 * lx_build. */
luxr_bundle *lx_bundle_open(luxr_layer *const *layers, size_t count, const luxr_limits *limits,
                            void (*finish)(lua_State *L), lx_diagnostics *problems);

/* A host and the tools that the library functions in its states point to. */
typedef struct lx_engine {
  luxr_limits limits;
  lx_host *host;
  lx_library_tools tools;
} lx_engine;

/* NULL: out of memory. */
lx_engine *lx_engine_new(const luxr_limits *limits, bool use_malloc);
void lx_engine_free(lx_engine *engine);

/* Takes the engine in which the bundle was opened: its image is loaded already. NULL when it
 * was taken before, or when it has other limits. */
lx_engine *lx_bundle_take_engine(luxr_bundle *bundle, const luxr_limits *limits);

#endif
