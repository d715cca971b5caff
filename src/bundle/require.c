/* require.c: scripts ask for scripts. */
#include <string.h>

#include <lauxlib.h>

#include "base/suggest.h"
#include "bundle/build.h"
#include "bundle/embedded.h"
#include "value/raise.h"

static const char chunks_key, modules_key;

ptrdiff_t lx_bundle_find_module(const luxr_bundle *bundle, const char *name,
                                const char *caller) {
  for (size_t i = 0; i < bundle->script_count; i++) {
    const lx_script *script = &bundle->scripts[i];
    if (!script->is_top || strcmp(script->module, name) != 0) continue;
    /* A script that asks for its own name gets the one that it stands above. */
    for (ptrdiff_t at = (ptrdiff_t)i; at >= 0; at = bundle->scripts[at].below) {
      const lx_script *one = &bundle->scripts[at];
      if (caller && strcmp(one->file, caller) == 0) return one->below;
    }
    return (ptrdiff_t)i;
  }
  return -1;
}

/* Lua before 5.4.8 recurses over a long chain of fields when it words an error; what 64 KiB of
 * source can hold of them fits the stack. */
static size_t source_limit(const luxr_bundle *bundle) {
  size_t limit = bundle->limits.source;
#if LUA_VERSION_RELEASE_NUM < 50408
  if (limit > 64 << 10) limit = 64 << 10;
#endif
  return limit;
}

/* Lua says "file:line: sentence". */
static void report_syntax(lx_build *build, const lx_script *script, const char *text) {
  size_t line = 0, prefix = strlen(script->file);
  luxr_diagnostic *item;
  if (!text) text = "cannot be compiled";
  if (strncmp(text, script->file, prefix) == 0 && text[prefix] == ':') {
    text += prefix + 1;
    while (*text >= '0' && *text <= '9') line = line * 10 + (size_t)(*text++ - '0');
    if (strncmp(text, ": ", 2) == 0) text += 2;
  }
  item = lx_script_problem(build, script, NULL, "%s", text);
  if (item) item->line = line;
}

/* Takes what the build made of an embedded script. False, with nothing pushed: there is none, or
 * this Lua does not take it. Its checks are of version and sizes only, so nothing but the
 * program's own bytes may come here. */
static bool load_code(lua_State *L, const lx_script *script) {
  const struct lx_embedded_file *code = script->source->prepared;
  if (!code) return false;
  if (luaL_loadbufferx(L, (const char *)code->bytes, code->length, script->file, "b") ==
      LUA_OK) {
    return true;
  }
  lua_pop(L, 1);
  return false;
}

static bool compile(lua_State *L, lx_build *build, const lx_script *script) {
  const char *bytes = script->source->bytes;
  size_t length = script->source->length;
  if (length > source_limit(build->bundle)) {
    lx_script_problem(build, script, NULL, "is larger than %zu bytes, the limit for one script",
                      source_limit(build->bundle));
    return false;
  }
  if (load_code(L, script)) return true;
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) bytes += 3, length -= 3;
  if (length && *bytes == '#') {
    while (length && *bytes != '\n') bytes++, length--;
  }
  if (length && *bytes == LUA_SIGNATURE[0]) {
    lx_script_problem(build, script, NULL, "is a binary chunk; scripts are text");
    return false;
  }
  lua_pushfstring(L, "@%s", script->file);
  if (luaL_loadbufferx(L, bytes, length, lua_tostring(L, -1), "t") == LUA_OK) {
    lua_remove(L, -2);
    return true;
  }
  report_syntax(build, script, lua_tostring(L, -1));
  lua_pop(L, 2);
  return false;
}

void lx_compile_scripts(lua_State *L, lx_build *build) {
  const luxr_bundle *bundle = build->bundle;
  lua_createtable(L, (int)bundle->script_count, 0);
  lua_createtable(L, (int)bundle->script_count, 0);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
  lx_host_begin_code(build->host);
  for (size_t i = 0; i < bundle->script_count; i++) {
    if (!compile(L, build, &bundle->scripts[i])) lua_pushboolean(L, 0);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lx_host_end_code(build->host);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &chunks_key);
}

bool lx_was_required(lua_State *L, size_t index, bool *failed) {
  int type;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
  type = lua_rawgeti(L, -1, (lua_Integer)index + 1);
  *failed = type == LUA_TBOOLEAN && !lua_toboolean(L, -1);
  lua_pop(L, 2);
  return type != LUA_TNIL;
}

void lx_mark_failed(lua_State *L, const luxr_bundle *bundle) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
  for (lua_Integer i = 1; i <= (lua_Integer)bundle->script_count; i++) {
    if (lua_rawgeti(L, -1, i) == LUA_TBOOLEAN) {
      lua_pushboolean(L, 0);
      lua_rawseti(L, -3, i);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* modules[i] is `true` while the script runs, its value afterwards, `false` when it failed. */
void lx_require_script(lua_State *L, const luxr_bundle *bundle, size_t index) {
  const lx_script *script = &bundle->scripts[index];
  luaL_checkstack(L, 8, "too many nested requires");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
  lua_rawgeti(L, -1, (lua_Integer)index + 1);
  if (lua_isboolean(L, -1)) {
    if (!lua_toboolean(L, -1)) lx_raise(L, "module '%s' did not load", script->module);
    lx_raise(L, "module '%s' requires itself in a circle", script->module);
  }
  if (!lua_isnil(L, -1)) {
    lua_remove(L, -2);
    return;
  }
  lua_pop(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &chunks_key);
  lua_rawgeti(L, -1, (lua_Integer)index + 1);
  lua_remove(L, -2);
  if (!lua_isfunction(L, -1)) lx_raise(L, "'%s' does not compile", script->file);
  lua_pushboolean(L, 1);
  lua_rawseti(L, -3, (lua_Integer)index + 1);
  lx_host_call(L, 0, 1);
  if (lua_isnil(L, -1) || lua_isboolean(L, -1)) {
    lx_raise(L, "'%s' returns nothing; a script ends with 'return' and a table", script->file);
  }
  lua_pushvalue(L, -1);
  lua_rawseti(L, -3, (lua_Integer)index + 1);
  lua_remove(L, -2);
}

static void suggest_module(lua_State *L, const luxr_bundle *bundle, const char *name) {
  lx_suggestion near = lx_suggest(name, strlen(name));
  for (size_t i = 0; i < bundle->script_count; i++) {
    const char *module = bundle->scripts[i].module;
    lx_suggest_offer(&near, module, strlen(module));
  }
  if (near.best) {
    lx_raise(L, "there is no module '%.200s' (did you mean '%s'?)", name, near.best);
  }
  lx_raise(L, "there is no module '%.200s' in the bundle", name);
}

static int l_require(lua_State *L) {
  const luxr_bundle *bundle = lua_touserdata(L, lua_upvalueindex(1));
  const char *caller = NULL, *name;
  size_t length;
  lua_Debug record;
  ptrdiff_t index;
  if (lua_type(L, 1) != LUA_TSTRING) lx_raise(L, "require needs a module's name");
  name = lua_tolstring(L, 1, &length);
  lx_charge(L, length);
  if (strlen(name) != length) lx_raise(L, "a module's name holds no zero byte");
  if (strcmp(name, "luxr") == 0) {
    lua_getglobal(L, "luxr");
    return 1;
  }
  if (lua_getstack(L, 1, &record) && lua_getinfo(L, "S", &record)) {
    if (*record.source == '@') caller = record.source + 1;
  }
  index = lx_bundle_find_module(bundle, name, caller);
  if (index < 0) {
    if (lx_bundle_find_module(bundle, name, NULL) >= 0) {
      lx_raise(L, "module '%s' requires itself, and no layer below has it", name);
    }
    suggest_module(L, bundle, name);
  }
  lx_require_script(L, bundle, (size_t)index);
  return 1;
}

void lx_push_require(lua_State *L, const luxr_bundle *bundle) {
  lua_pushlightuserdata(L, (void *)bundle);
  lua_pushcclosure(L, l_require, 1);
}
