/* scripts.h: the .lua files of all layers as modules that stand above one another. */
#ifndef LX_BUNDLE_SCRIPTS_H
#define LX_BUNDLE_SCRIPTS_H

#include "bundle/bundle.h"

/* Fills bundle->scripts from its layers. False: findings, or memory is out (problems->failed). */
bool lx_scripts_stack(luxr_bundle *bundle, lx_diagnostics *problems);
void lx_scripts_free(luxr_bundle *bundle);

/* The topmost file of that name, and its layer; NULL when no layer has it. */
const lx_layer_file *lx_bundle_find_file(const luxr_bundle *bundle, const char *name,
                                         size_t *layer);

/* Reads the definition's schema into the bundle, in the running state (a body for
 * lx_host_enter, with an lx_build as argument). */
int lx_bundle_read_schema(lua_State *L);

#endif
