/* unit.c: what a policy or a resource may say about itself. */
#include <string.h>

#include "base/suggest.h"
#include "bundle/build.h"
#include "value/keys.h"

/* A key of a unit's table and the types it may have. */
typedef struct known_key {
  const char *name;
  bool policy, resource;
  int type, other_type;
} known_key;

static const known_key known[] = {
    {"name", true, true, LUA_TSTRING, LUA_TNONE},
    {"summary", true, true, LUA_TSTRING, LUA_TNONE},
    {"settings", true, true, LUA_TTABLE, LUA_TNONE},
    {"check", true, false, LUA_TFUNCTION, LUA_TNONE},
    {"decide", true, false, LUA_TFUNCTION, LUA_TNONE},
    {"requires", true, false, LUA_TFUNCTION, LUA_TNONE},
    {"mutate", true, false, LUA_TFUNCTION, LUA_TNONE},
    {"verify", true, false, LUA_TFUNCTION, LUA_TNONE},
    {"status", true, false, LUA_TFUNCTION, LUA_TNONE},
    {"when", false, true, LUA_TSTRING, LUA_TFUNCTION},
    {"each", false, true, LUA_TFUNCTION, LUA_TNONE},
    {"render", false, true, LUA_TFUNCTION, LUA_TNONE},
    {"ready", false, true, LUA_TFUNCTION, LUA_TNONE},
    {"after", false, true, LUA_TTABLE, LUA_TNONE},
    {"envelope", false, true, LUA_TTABLE, LUA_TNONE},
};

enum { KNOWN = sizeof known / sizeof *known };

static bool belongs(const known_key *key, bool is_policy) {
  return is_policy ? key->policy : key->resource;
}

static const known_key *find_key(const char *name, bool is_policy) {
  for (size_t i = 0; i < KNOWN; i++) {
    if (strcmp(known[i].name, name) == 0 && belongs(&known[i], is_policy)) return &known[i];
  }
  return NULL;
}

static void unknown_key(lx_build *build, const lx_script *script, const char *name,
                        bool is_policy) {
  lx_suggestion near = lx_suggest(name, strlen(name));
  luxr_diagnostic *item = lx_script_problem(build, script, name, "unknown key '%.100s' of a %s",
                                            name, is_policy ? "policy" : "resource");
  for (size_t i = 0; i < KNOWN; i++) {
    if (!belongs(&known[i], is_policy)) continue;
    lx_suggest_offer(&near, known[i].name, strlen(known[i].name));
  }
  if (item && near.best) {
    lx_diagnostic_text(build->problems, &item->hint, "did you mean '%s'?", near.best);
  }
}

static bool may_be(const known_key *key, int type) {
  return key && (type == key->type || type == key->other_type);
}

/* The key and its value are on top of the stack. */
static void check_key(lua_State *L, lx_build *build, const lx_script *script, bool is_policy) {
  const known_key *key;
  const char *name;
  int type = lua_type(L, -1);
  if (lua_type(L, -2) != LUA_TSTRING) {
    lx_script_problem(build, script, NULL, "has a key that is not a name");
    return;
  }
  name = lua_tostring(L, -2);
  key = find_key(name, is_policy);
  if (!key) {
    unknown_key(build, script, name, is_policy);
  } else if (!may_be(key, type)) {
    lx_script_problem(build, script, name, "'%s' must be a %s, got a %s", name,
                      lua_typename(L, key->type), lua_typename(L, type));
  }
}

static bool are_good(lua_State *L, bool is_policy) {
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING ||
        !may_be(find_key(lua_tostring(L, -2), is_policy), lua_type(L, -1))) {
      lua_pop(L, 2);
      return false;
    }
  }
  return true;
}

/* In order, so that findings come in the same order everywhere. */
static void check_keys(lua_State *L, lx_build *build, const lx_script *script, bool is_policy) {
  size_t count;
  if (are_good(L, is_policy)) return;
  count = lx_sorted_keys(L, -1);
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i);
    lua_pushvalue(L, -1);
    lua_rawget(L, -4);
    check_key(L, build, script, is_policy);
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
}

static bool is_unit_name(const char *name) {
  size_t length = strlen(name);
  if (!length || length > 63) return false;
  return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

static void read_hooks(lua_State *L, lx_unit *unit) {
  for (int hook = 0; hook < LX_HOOKS; hook++) {
    lua_getfield(L, -1, lx_hook_names[hook]);
    if (!lua_isnil(L, -1)) unit->hooks |= 1u << hook;
    lua_pop(L, 1);
  }
}

static bool is_path_text(lua_State *L) {
  bool is_text;
  lua_getfield(L, -1, "when");
  is_text = lua_type(L, -1) == LUA_TSTRING;
  lua_pop(L, 1);
  return is_text;
}

bool lx_gather_unit(lua_State *L, lx_build *build, lx_unit *unit) {
  const lx_script *script = &build->bundle->scripts[unit->script];
  size_t before = build->problems->errors;
  if (!lua_istable(L, -1)) {
    lx_script_problem(build, script, NULL, "must return a table, got a %s",
                      lua_typename(L, lua_type(L, -1)));
    return false;
  }
  check_keys(L, build, script, unit->is_policy);
  if (build->problems->errors != before) return false;
  unit->name = lx_text_field(L, build, script, "name");
  unit->summary = lx_text_field(L, build, script, "summary");
  if (is_path_text(L)) unit->when_path = lx_text_field(L, build, script, "when");
  unit->after = lx_texts_field(L, build, script, "after", &unit->after_count);
  read_hooks(L, unit);
  if (!unit->name) {
    lx_script_problem(build, script, NULL, "has no 'name'");
  } else if (!is_unit_name(unit->name)) {
    lx_script_problem(build, script, "name",
                      "the name '%.100s' must be 1 to 63 lower-case letters, digits and dashes",
                      unit->name);
  }
  if (!unit->is_policy && !(unit->hooks & (1u << LX_HOOK_RENDER))) {
    lx_script_problem(build, script, NULL, "has no 'render'");
  }
  return build->problems->errors == before;
}
