/* opening.h: what the library's door (api.c) and the worker need of this room. */
#ifndef LX_BUNDLE_OPENING_H
#define LX_BUNDLE_OPENING_H

#include "bundle/bundle.h"

/* As luxr_bundle_open, with findings instead of a result. */
luxr_bundle *lx_bundle_open(luxr_layer *const *layers, size_t count, const luxr_limits *limits,
                            lx_diagnostics *problems);

/* The memory that library functions work in. False: out of memory. */
bool lx_tools_open(lx_library_tools *tools, const luxr_limits *limits);
void lx_tools_close(lx_library_tools *tools);

#endif
