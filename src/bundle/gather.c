/* gather.c: at the opening: what bundle.lua says. */
#include <string.h>

#include "base/suggest.h"
#include "bundle/build.h"
#include "value/keys.h"

static const char *const bundle_keys[] = {"name",       "version",  "summary",  "accepts",
                                          "definition", "platform", "policies", "resources",
                                          "envelope",   "owned",    "ready",    "retired",
                                          "empty",      "output",   NULL};
static const char *const output_keys[] = {"heads", "foreign",       "reserved", "annotations",
                                          "bytes", "one_namespace", NULL};

static void check_key(lx_build *build, const lx_script *script, const char *name,
                      const char *const *keys) {
  lx_suggestion near;
  luxr_diagnostic *item;
  for (size_t i = 0; keys[i]; i++) {
    if (strcmp(keys[i], name) == 0) return;
  }
  near = lx_suggest(name, strlen(name));
  for (size_t i = 0; keys[i]; i++) lx_suggest_offer(&near, keys[i], strlen(keys[i]));
  item = lx_script_problem(build, script, name, "unknown key '%.100s'", name);
  if (item && near.best) {
    lx_diagnostic_text(build->problems, &item->hint, "did you mean '%s'?", near.best);
  }
}

void lx_check_keys(lua_State *L, lx_build *build, const lx_script *script,
                   const char *const *keys) {
  size_t count = lx_sorted_keys(L, -1);
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i);
    check_key(build, script, lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "?", keys);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static const lx_script *script_of(const luxr_bundle *bundle, const char *module) {
  ptrdiff_t index = lx_bundle_find_module(bundle, module, NULL);
  return index < 0 ? NULL : &bundle->scripts[index];
}

static void need(lx_build *build, const lx_script *script, const char *value, const char *key) {
  if (!value) lx_script_problem(build, script, NULL, "has no '%s'", key);
}

static size_t size_field(lua_State *L, lx_build *build, const lx_script *script,
                         const char *key) {
  lua_Integer size = 0;
  lua_getfield(L, -1, key);
  if (lua_isinteger(L, -1)) size = lua_tointeger(L, -1);
  if (size < 0 || (!lua_isnil(L, -1) && !lua_isinteger(L, -1))) {
    lx_script_problem(build, script, key, "'%s' must be a number of bytes", key);
  }
  lua_pop(L, 1);
  return size < 0 ? 0 : (size_t)size;
}

static void gather_output(lua_State *L, lx_build *build, const lx_script *script) {
  lx_output_rules *rules = &build->bundle->output;
  size_t count;
  lua_getfield(L, -1, "output");
  if (lua_istable(L, -1)) {
    lx_check_keys(L, build, script, output_keys);
    rules->checked = true;
    rules->heads = lx_texts_field(L, build, script, "heads", &count);
    rules->foreign = lx_texts_field(L, build, script, "foreign", &count);
    rules->reserved = lx_texts_field(L, build, script, "reserved", &count);
    rules->annotations = size_field(L, build, script, "annotations");
    rules->bytes = size_field(L, build, script, "bytes");
    lua_getfield(L, -1, "one_namespace");
    rules->one_namespace = lua_toboolean(L, -1);
    lua_pop(L, 1);
  } else if (!lua_isnil(L, -1)) {
    lx_script_problem(build, script, "output", "'output' must be a table");
  }
  lua_pop(L, 1);
}

void lx_gather_bundle(lua_State *L, lx_build *build) {
  luxr_bundle *bundle = build->bundle;
  const lx_script *script = script_of(bundle, "bundle");
  size_t count;
  lx_check_keys(L, build, script, bundle_keys);
  bundle->name = lx_text_field(L, build, script, "name");
  bundle->version = lx_text_field(L, build, script, "version");
  bundle->summary = lx_text_field(L, build, script, "summary");
  bundle->definition = lx_text_field(L, build, script, "definition");
  bundle->platform = lx_texts_field(L, build, script, "platform", &count);
  bundle->retired = lx_texts_field(L, build, script, "retired", &bundle->retired_count);
  need(build, script, bundle->name, "name");
  lua_getfield(L, -1, "accepts");
  if (lua_istable(L, -1)) {
    bundle->api_version = lx_text_field(L, build, script, "apiVersion");
    bundle->kind = lx_text_field(L, build, script, "kind");
  }
  need(build, script, bundle->api_version, "accepts.apiVersion");
  need(build, script, bundle->kind, "accepts.kind");
  lua_pop(L, 1);
  lua_getfield(L, -1, "empty");
  bundle->may_be_empty = lua_toboolean(L, -1);
  lua_pop(L, 1);
  gather_output(L, build, script);
  lx_bundle_push_own(L, LX_BUNDLE_ENVELOPE);
  lx_bundle_push_own(L, LX_BUNDLE_OWNED);
  lx_bundle_push_own(L, LX_BUNDLE_READY);
  bundle->has_ready = lua_isfunction(L, -1);
  bundle->has_owned = lua_isfunction(L, -2);
  bundle->has_envelope = lua_isfunction(L, -3);
  lua_pop(L, 3);
}
