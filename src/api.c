/* api.c: what of luxr.h no room answers for itself. */
#include <stdio.h>

#include <lua.h>

#include "bundle/opening.h"
#include "render/run.h"

const char *luxr_status_name(luxr_status status) {
  static const char *const names[] = {"ok",    "usage",   "input", "not-found", "script",
                                      "limit", "stopped", "io",    "memory"};
  return (size_t)status < sizeof names / sizeof *names ? names[status] : "unknown";
}

int luxr_status_exit_code(luxr_status status) {
  static const int codes[] = {0, 64, 65, 66, 70, 70, 70, 74, 70};
  return (size_t)status < sizeof codes / sizeof *codes ? codes[status] : 70;
}

const char *luxr_lua_version(void) {
#ifdef LUXR_SYSTEM_LUA
  return LUA_RELEASE " (the system's)";
#else
  return LUA_RELEASE " (built in)";
#endif
}

luxr_layer *luxr_layer_directory_open(const char *path, luxr_result **problems) {
  lx_diagnostics found = {0};
  luxr_layer *layer = lx_layer_read(path, &found);
  if (layer || !problems) {
    lx_diagnostics_free(&found);
  } else {
    *problems = lx_result_from_problems(&found);
  }
  return layer;
}

luxr_bundle *luxr_bundle_open(luxr_layer *const *layers, size_t count,
                              const luxr_limits *limits, luxr_result **problems) {
  lx_diagnostics found = {0};
  luxr_bundle *bundle = lx_bundle_open(layers, count, limits, lx_context_open, &found);
  if (bundle || !problems) {
    lx_diagnostics_free(&found);
  } else {
    *problems = lx_result_from_problems(&found);
  }
  return bundle;
}
