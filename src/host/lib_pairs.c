/* lib_pairs.c: pairs, next, ipairs: walks that go the same way in every process.
 *
 * Keys come in order: booleans, numbers, strings bytewise. `pairs` takes the keys when it is
 * called and reads each value when its turn comes, so a loop may change the table; what has
 * become nil by then is left out. Values of a view come through the view. */
#include "host/budget.h"
#include "host/lib.h"
#include "value/keys.h"
#include "value/view.h"

enum { BYTES_A_KEY = 16 };

/* Sorting compares each key about log2(count) times. The lengths are of all keys, so the charge
 * does not depend on the order in which the table holds them. */
static void charge_keys(lua_State *L, size_t count) {
  size_t bytes = 0, rounds = 1;
  for (size_t i = 1; i <= count; i++) {
    if (lua_rawgeti(L, -1, (lua_Integer)i) == LUA_TSTRING) bytes += lua_rawlen(L, -1);
    lua_pop(L, 1);
  }
  for (size_t i = count; i > 1; i /= 2) rounds++;
  lx_charge(L, (bytes + count * BYTES_A_KEY) * rounds);
}

/* Upvalues: the keys, how many are behind, the table. What it is called with does not matter. */
static int pairs_step(lua_State *L) {
  lua_Integer at = lua_tointeger(L, lua_upvalueindex(2));
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(3));
  for (;;) {
    if (lua_rawgeti(L, lua_upvalueindex(1), ++at) == LUA_TNIL) return 1;
    lua_pushvalue(L, 2);
    if (lua_rawget(L, 1) == LUA_TNIL && lx_is_view(L, 1)) {
      lua_pop(L, 1);
      lua_pushvalue(L, 2);
      lua_gettable(L, 1);
    }
    if (!lua_isnil(L, 3)) break;
    lua_settop(L, 1);
    lx_charge_steps(L, 1);
  }
  lua_pushinteger(L, at);
  lua_replace(L, lua_upvalueindex(2));
  return 2;
}

static int base_pairs(lua_State *L) {
  size_t count;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  count = lx_sorted_keys(L, 1);
  lx_check_time(L);
  charge_keys(L, count);
  lua_pushinteger(L, 0);
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, pairs_step, 3);
  lua_pushvalue(L, 1);
  return 2;
}

/* Looks at every key, so that a loop of it is quadratic, and charged as such. */
static int base_next(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  lx_charge(L, lx_next_key(L, 1));
  lx_check_time(L);
  if (lua_isnil(L, 2)) return 1;
  lua_pushvalue(L, 2);
  if (lx_is_view(L, 1)) {
    lua_gettable(L, 1);
  } else {
    lua_rawget(L, 1);
  }
  return 2;
}

static int ipairs_step(lua_State *L) {
  lua_Integer at = lx_check_integer(L, 2);
  at = (lua_Integer)((lua_Unsigned)at + 1);
  lua_pushinteger(L, at);
  return lua_geti(L, 1, at) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_pushcfunction(L, ipairs_step);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

void lx_lib_pairs(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"ipairs", base_ipairs}, {"next", base_next}, {"pairs", base_pairs}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
