/* build.h: the steps of building a state, shared by the files of this room. Raisers. */
#ifndef LX_BUNDLE_BUILD_H
#define LX_BUNDLE_BUILD_H

#include "bundle/bundle.h"

/* Compiles every script into the registry; syntax errors become findings. */
void lx_compile_scripts(lua_State *L, lx_build *build);

/* Pushes `require` for scripts. */
void lx_push_require(lua_State *L, const luxr_bundle *bundle);

/* Pushes what the module of script `index` returns, running it the first time. */
void lx_require_script(lua_State *L, const luxr_bundle *bundle, size_t index);

/* Nothing runs any more: what was still running has failed, and is not run again. */
void lx_mark_failed(lua_State *L, const luxr_bundle *bundle);
bool lx_was_required(lua_State *L, size_t index, bool *failed);

/* First build only: reads bundle.lua (a table on top of the stack) and the overlays' overlay.lua
 * into the bundle, loads and checks every unit, and puts them in order. */
void lx_gather_bundle(lua_State *L, lx_build *build);
void lx_gather_units(lua_State *L, lx_build *build);

/* Every key of the table on top must be among `keys` (NULL-ended). */
void lx_check_keys(lua_State *L, lx_build *build, const lx_script *script,
                   const char *const *keys);

/* Reads the unit table on top of the stack into `unit`; what is wrong with it becomes findings.
 * Returns whether all is well. */
bool lx_gather_unit(lua_State *L, lx_build *build, lx_unit *unit);

/* A finding in a script: at the line where `key` is assigned, when there is one. */
luxr_diagnostic *lx_script_problem(lx_build *build, const lx_script *script, const char *key,
                                   const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The field `key` of the table on top as a copied text; NULL when absent, a finding when it is
 * not a string. */
char *lx_text_field(lua_State *L, lx_build *build, const lx_script *script, const char *key);

/* The same for a list of strings: a NULL-ended array and its count. */
char **lx_texts_field(lua_State *L, lx_build *build, const lx_script *script, const char *key,
                      size_t *count);

#endif
