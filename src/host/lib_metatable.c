/* lib_metatable.c: setmetatable, getmetatable.
 *
 * Lua never sees a script's metatable, only a private copy that holds the metafields below: so
 * none that is put in later can take effect (`__gc`, `__mode` and `__close` reach into the
 * collector and into unwinding). The copy is made when the metatable is first set and brought
 * up to date whenever it is set again, for all tables that have it. */
#include <string.h>

#include "host/budget.h"
#include "host/lib.h"
#include "value/raise.h"
#include "value/value.h"
#include "value/view.h"

static const char *const known[] = {
    "__index", "__newindex", "__call", "__tostring", "__name", "__len", "__eq",  "__lt",
    "__le",    "__concat",   "__add",  "__sub",      "__mul",  "__div", "__mod", "__pow",
    "__unm",   "__idiv",     "__band", "__bor",      "__bxor", "__shl", "__shr", "__bnot",
};

static const char *const refused[] = {"__gc", "__mode", "__close", "__pairs"};

/* Addresses as keys: registry[copies] = { script's table = copy }, copy[original] = its table. */
static const char copies_key, original_key;

enum { KNOWN = sizeof known / sizeof *known, REFUSED = sizeof refused / sizeof *refused };

static int raw_field(lua_State *L, int index, const char *name) {
  lua_pushstring(L, name);
  return lua_rawget(L, index);
}

/* Pushes the script's table behind the metatable of the value at `index`; false and nothing
 * pushed when it has no metatable or one that is not a script's. */
static bool push_original(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return false;
  if (lua_rawgetp(L, -1, &original_key) != LUA_TTABLE) {
    lua_pop(L, 2);
    return false;
  }
  lua_remove(L, -2);
  return true;
}

static int base_getmetatable(lua_State *L) {
  luaL_checkany(L, 1);
  if (push_original(L, 1)) {
    if (raw_field(L, lua_gettop(L), "__metatable") == LUA_TNIL) lua_pop(L, 1);
    return 1;
  }
  if (lua_getmetatable(L, 1)) {
    lua_pushboolean(L, 0); /* ours: a view's, a list's, the strings' */
  } else {
    lua_pushnil(L);
  }
  return 1;
}

static void check_target(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lx_check_writable(L, 1, "setmetatable");
  if (lx_is_marked_list(L, 1)) {
    lx_raise(L, "setmetatable cannot be used on a list made by luxr.list");
  }
  if (!lua_getmetatable(L, 1)) return;
  lua_pop(L, 1);
  if (!push_original(L, 1) || raw_field(L, lua_gettop(L), "__metatable") != LUA_TNIL) {
    lx_raise(L, "cannot change a protected metatable");
  }
  lua_settop(L, 2);
}

static void check_metatable(lua_State *L) {
  if (lx_is_view(L, 2)) lx_raise(L, "a read-only table cannot be a metatable");
  for (int i = 0; i < REFUSED; i++) {
    if (raw_field(L, 2, refused[i]) != LUA_TNIL) {
      lx_raise(L, "the metafield '%s' is not available in scripts", refused[i]);
    }
    lua_pop(L, 1);
  }
}

/* Pushes the copy of the metatable at 2, a new one the first time. */
static void push_copy(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &copies_key);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, -2) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_createtable(L, 0, 4);
    lua_pushvalue(L, 2);
    lua_rawsetp(L, -2, &original_key);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
  }
  lua_remove(L, -2);
}

/* Brings the copy at the top up to date. */
static void fill_copy(lua_State *L) {
  int copy = lua_gettop(L);
  for (int i = 0; i < KNOWN; i++) {
    raw_field(L, 2, known[i]);
    raw_field(L, copy, known[i]);
    if (!lua_rawequal(L, -1, -2)) {
      lua_pop(L, 1);
      lua_setfield(L, copy, known[i]);
    } else {
      lua_pop(L, 2);
    }
  }
}

static int base_setmetatable(lua_State *L) {
  int type = lua_type(L, 2);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  lua_settop(L, 2);
  check_target(L);
  lx_charge_steps(L, KNOWN);
  if (type == LUA_TTABLE) {
    check_metatable(L);
    push_copy(L);
    fill_copy(L);
  }
  lua_setmetatable(L, 1);
  lua_settop(L, 1);
  return 1;
}

void lx_lib_metatable(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"getmetatable", base_getmetatable}, {"setmetatable", base_setmetatable}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &copies_key);
}
