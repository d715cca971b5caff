/* lib_pairs.c: pairs, next, ipairs: walks that go the same way in every process.
 *
 * Keys come in order: booleans, numbers, strings bytewise. `pairs` takes the keys when it is
 * called and reads each value when its turn comes, so a loop may change the table; what has
 * become nil by then is left out. Values of a view come through the view. */
#include "host/budget.h"
#include "host/lib.h"
#include "value/inside.h"
#include "value/keys.h"
#include "value/view.h"

enum { BYTES_A_KEY = 16 };

/* Sorting compares each key about log2(count) times. The lengths are of all keys, so the charge
 * does not depend on the order in which the table holds them. */
static void charge_keys(lua_State *L, size_t count, size_t bytes) {
  size_t rounds = 1;
  for (size_t i = count; i > 1; i /= 2) rounds++;
  lx_charge(L, (bytes + count * BYTES_A_KEY) * rounds);
}

/* The upvalues of a step: the table, how many keys are behind it, and the keys themselves where
 * they are few, else an array of them. What it is called with does not matter. */
enum { TABLE = 1, BEHIND, KEYS };

/* Pushes the value of the key at 2 in the table at 1. */
static void read_entry(lua_State *L) {
  if (lx_is_view(L, 1)) {
    lx_view_read(L);
  } else {
    lua_pushvalue(L, 2);
    lua_rawget(L, 1);
  }
}

static int next_entry(lua_State *L, bool few) {
  lua_Integer at = lua_tointeger(L, lua_upvalueindex(BEHIND));
  for (;;) {
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(TABLE));
    at++;
    if (few) {
      lua_pushvalue(L, lua_upvalueindex(KEYS - 1 + (int)at));
    } else {
      lua_rawgeti(L, lua_upvalueindex(KEYS), at);
    }
    if (lua_isnil(L, 2)) return 1;
    read_entry(L);
    if (!lua_isnil(L, 3)) break;
    lx_charge_steps(L, 1);
  }
  lua_pushinteger(L, at);
  lua_replace(L, lua_upvalueindex(BEHIND));
  return 2;
}

#ifdef LUXR_LUA_INSIDE
/* What a script reads there; NULL: it takes the longer way. */
static const TValue *read_inside(lua_State *L, const TValue *table, const TValue *key) {
  if (!hvalue(table)->metatable) return luaH_get(hvalue(table), key);
  return lx_inside_read(L, table, key);
}

static void push_inside(lua_State *L, const TValue *value) {
  setobj2s(L, L->top.p, value);
  L->top.p++;
}

static int step_of_few(lua_State *L) {
  TValue *upvalues = clCvalue(s2v(L->ci->func.p))->upvalue;
  TValue *behind = &upvalues[BEHIND - 1];
  for (;;) {
    lua_Integer at = ivalue(behind);
    const TValue *key = &upvalues[KEYS - 1 + at], *value = NULL;
    if (!ttisnil(key)) value = read_inside(L, &upvalues[TABLE - 1], key);
    if (!value) return next_entry(L, true);
    chgivalue(behind, at + 1);
    if (!isempty(value)) {
      push_inside(L, key);
      push_inside(L, value);
      return 2;
    }
    lx_charge_steps(L, 1);
  }
}
#else
static int step_of_few(lua_State *L) {
  return next_entry(L, true);
}
#endif

static int step_of_many(lua_State *L) {
  return next_entry(L, false);
}

static size_t bytes_of_keys(lua_State *L, size_t count) {
  size_t bytes = 0;
  for (size_t i = 1; i <= count; i++) {
    if (lua_rawgeti(L, -1, (lua_Integer)i) == LUA_TSTRING) bytes += lua_rawlen(L, -1);
    lua_pop(L, 1);
  }
  return bytes;
}

static int base_pairs(lua_State *L) {
  size_t count, bytes;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  if (lx_push_few_keys(L, 1, &count, &bytes)) {
    charge_keys(L, count, bytes);
    lua_pushnil(L); /* behind the last key */
    lua_pushcclosure(L, step_of_few, KEYS + (int)count);
  } else {
    count = lx_sorted_keys(L, 1);
    lx_check_time(L);
    charge_keys(L, count, bytes_of_keys(L, count));
    lua_pushcclosure(L, step_of_many, KEYS);
  }
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
#ifdef LUXR_LUA_INSIDE
  const TValue *table = lx_inside_at(L, 1), *value;
  TValue key = *lx_inside_at(L, 2);
  if (ttistable(table) && ttisinteger(&key)) {
    chgivalue(&key, (lua_Integer)((lua_Unsigned)ivalue(&key) + 1));
    value = read_inside(L, table, &key);
    if (value && !isempty(value)) {
      push_inside(L, &key);
      push_inside(L, value);
      return 2;
    }
  }
#endif
  lua_Integer at = lx_check_integer(L, 2);
  at = (lua_Integer)((lua_Unsigned)at + 1);
  lua_settop(L, 1);
  lua_pushinteger(L, at);
  if (lx_is_view(L, 1)) {
    lx_view_read(L);
  } else {
    lua_geti(L, 1, at);
  }
  return lua_isnil(L, 3) ? 1 : 2;
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
