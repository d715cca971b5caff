/* build.c: fills an empty state with a bundle: sandbox, library, scripts, hooks. */
#include <lauxlib.h>
#include <stdarg.h>
#include <string.h>

#include "base/alloc.h"
#include "bundle/build.h"
#include "host/sandbox.h"
#include "value/raise.h"
#include "value/value.h"
#include "value/view.h"

const char *const lx_hook_names[LX_HOOKS] = {"check",  "decide", "requires", "mutate",
                                             "verify", "status", "when",     "each",
                                             "render", "ready",  "envelope"};

static const char hooks_key, own_key;

static void set_global(lua_State *L, const char *name) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_insert(L, -2);
  lua_pushstring(L, name);
  lua_insert(L, -2);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

static void open_rooms(lua_State *L, lx_build *build) {
  lx_value_open(L);
  lx_view_open(L);
  lx_sandbox_open(L);
  lx_library_open(L, build->tools);
  set_global(L, "luxr");
  lx_push_require(L, build->bundle);
  set_global(L, "require");
}

/* Pushes the table that bundle.lua returns. */
static void push_bundle_table(lua_State *L, const luxr_bundle *bundle) {
  ptrdiff_t index = lx_bundle_find_module(bundle, "bundle", NULL);
  if (index < 0) lx_raise(L, "there is no bundle.lua");
  lx_require_script(L, bundle, (size_t)index);
  if (!lua_istable(L, -1)) {
    lx_raise(L, "'%s' returns no table", bundle->scripts[index].file);
  }
}

/* registry[own] = { envelope, owned, ready }, with the bundle's table on top. */
static void fill_own(lua_State *L, const luxr_bundle *bundle) {
  static const char *const names[] = {NULL, "envelope", "owned", "ready"};
  lua_createtable(L, 3, 0);
  for (int i = LX_BUNDLE_ENVELOPE; i <= LX_BUNDLE_READY; i++) {
    lua_getfield(L, -2, names[i]);
    if (i == LX_BUNDLE_ENVELOPE && lua_isstring(L, -1)) {
      const char *module = lua_tostring(L, -1);
      ptrdiff_t index = lx_bundle_find_module(bundle, module, NULL);
      if (index < 0) lx_raise(L, "there is no module '%s', named as envelope", module);
      lx_require_script(L, bundle, (size_t)index);
      lua_remove(L, -2);
    }
    if (!lua_isnil(L, -1) && !lua_isfunction(L, -1)) {
      lx_raise(L, "'%s' of bundle.lua is not a function", names[i]);
    }
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_pushboolean(L, 0);
    }
    lua_rawseti(L, -2, i);
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, &own_key);
}

/* registry[hooks][unit * LX_HOOKS + hook + 1] */
static void fill_hooks(lua_State *L, const luxr_bundle *bundle) {
  lua_createtable(L, (int)bundle->unit_count * LX_HOOKS, 0);
  for (size_t i = 0; i < bundle->unit_count; i++) {
    lx_require_script(L, bundle, bundle->units[i].script);
    for (int hook = 0; hook < LX_HOOKS; hook++) {
      lua_getfield(L, -1, lx_hook_names[hook]);
      if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 0);
      }
      lua_rawseti(L, -3, (lua_Integer)i * LX_HOOKS + hook + 1);
    }
    lua_pop(L, 1);
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, &hooks_key);
}

static void stop_if_broken(lua_State *L, const lx_build *build) {
  if (build->problems->errors) lx_raise(L, "the bundle is broken");
}

/* A bundle of the same scripts that knows nothing of them yet. NULL: out of memory. */
static luxr_bundle *new_scratch(const luxr_bundle *bundle) {
  luxr_bundle *scratch = lx_alloc_zero(sizeof *scratch);
  if (!scratch) return NULL;
  scratch->limits = bundle->limits;
  scratch->layer_count = bundle->layer_count;
  scratch->script_count = bundle->script_count;
  scratch->scripts = lx_alloc((bundle->script_count + 1) * sizeof *scratch->scripts);
  if (!scratch->scripts) {
    lx_free(scratch);
    return NULL;
  }
  memcpy(scratch->scripts, bundle->scripts, bundle->script_count * sizeof *bundle->scripts);
  for (size_t i = 0; i < bundle->script_count; i++) scratch->scripts[i].is_unit = false;
  return scratch;
}

void lx_build_clear(lx_build *build) {
  if (!build->scratch) return;
  lx_pool_free(&build->scratch->texts);
  lx_free(build->scratch->scripts);
  lx_free(build->scratch->units);
  lx_free(build->scratch);
  build->scratch = NULL;
}

/* Every build reads the scripts' tables as the opening did, if only into a scratch bundle: so
 * all states of a bundle are alike, and a limit is met at the same byte in each. */
static void gather(lua_State *L, lx_build *build) {
  luxr_bundle *bundle = build->bundle;
  if (!build->first) {
    build->scratch = new_scratch(bundle);
    if (!build->scratch) lx_limit(L, LX_LIMIT_PROCESS, "out of memory");
    build->bundle = build->scratch;
  }
  lx_gather_bundle(L, build);
  lx_gather_units(L, build);
  build->bundle = bundle;
}

int lx_bundle_build(lua_State *L) {
  lx_build *build = lua_touserdata(L, 1);
  open_rooms(L, build);
  lx_compile_scripts(L, build);
  stop_if_broken(L, build);
  push_bundle_table(L, build->bundle);
  fill_own(L, build->bundle);
  gather(L, build);
  stop_if_broken(L, build);
  fill_hooks(L, build->bundle);
  if (build->finish) build->finish(L);
  lua_settop(L, 0);
  return 0;
}

void lx_bundle_push_hook(lua_State *L, size_t unit, lx_hook hook) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &hooks_key);
  lua_rawgeti(L, -1, (lua_Integer)unit * LX_HOOKS + (lua_Integer)hook + 1);
  lua_remove(L, -2);
}

void lx_bundle_push_own(lua_State *L, lx_bundle_hook hook) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &own_key);
  lua_rawgeti(L, -1, hook);
  lua_remove(L, -2);
}

luxr_diagnostic *lx_script_problem(lx_build *build, const lx_script *script, const char *key,
                                   const char *format, ...) {
  luxr_diagnostic *item;
  va_list arguments;
  va_start(arguments, format);
  item = lx_diagnostics_vadd(build->problems, LUXR_ERROR, LUXR_ERR_SCRIPT, NULL, format,
                             arguments);
  va_end(arguments);
  if (!item) return NULL;
  lx_diagnostic_text(build->problems, &item->file, "%s", script->file);
  if (key) item->line = lx_script_line_of(script, key);
  return item;
}
