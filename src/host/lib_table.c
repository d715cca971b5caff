/* lib_table.c: concat, insert, pack, remove, unpack.
 *
 * They work on the table itself: its raw length, no metamethods. Those that read look through
 * views; those that write refuse them. */
#include "host/budget.h"
#include "host/lib.h"
#include "value/raise.h"
#include "value/view.h"

enum { BYTES_A_VALUE = 16, MOST_UNPACKED = 65535, MOST_JOINED = 10000000 };

bool lx_check_table(lua_State *L, int index) {
  luaL_checktype(L, index, LUA_TTABLE);
  return lx_view_peel(L, index);
}

/* A write to the view raises, and names its path. */
void lx_check_writable(lua_State *L, int index, const char *what) {
  luaL_checktype(L, index, LUA_TTABLE);
  if (!lx_is_view(L, index)) return;
  lua_pushnil(L);
  lua_seti(L, index, 1);
  lx_raise(L, "%s cannot change a read-only table", what);
}

static int table_concat(lua_State *L) {
  size_t between, bytes = 0;
  lua_Integer from, to;
  const char *separator;
  luaL_Buffer result;
  lx_check_table(L, 1);
  separator = luaL_optlstring(L, 2, "", &between);
  from = lx_opt_integer(L, 3, 1);
  to = lx_opt_integer(L, 4, (lua_Integer)lua_rawlen(L, 1));
  if (from > to) {
    lua_pushliteral(L, "");
    return 1;
  }
  if ((lua_Unsigned)to - (lua_Unsigned)from >= MOST_JOINED) lx_raise(L, "range too long");
  lx_charge(L, ((size_t)(to - from) + 1) * BYTES_A_VALUE);
  luaL_buffinit(L, &result);
  for (lua_Integer i = from;; i++) {
    lua_rawgeti(L, 1, i);
    if (!lua_isstring(L, -1)) {
      lx_raise(L, "invalid value (at index %lld, a %s) in the table for 'concat'", (long long)i,
               luaL_typename(L, -1));
    }
    lua_tolstring(L, -1, &bytes);
    lx_check_string_size(L, luaL_bufflen(&result) + bytes + between);
    luaL_addvalue(&result);
    if (i == to) break;
    luaL_addlstring(&result, separator, between);
  }
  lx_charge(L, luaL_bufflen(&result));
  luaL_pushresult(&result);
  return 1;
}

/* Moves from..to by one place, up or down; the order is such that nothing is lost. */
static void move(lua_State *L, lua_Integer from, lua_Integer to, int by) {
  lua_Integer count = to - from + 1, at = by > 0 ? to : from;
  for (; count > 0; count--, at -= by) {
    lua_rawgeti(L, 1, at);
    lua_rawseti(L, 1, at + by);
  }
}

static int table_insert(lua_State *L) {
  lua_Integer size, position;
  lx_check_writable(L, 1, "table.insert");
  size = (lua_Integer)lua_rawlen(L, 1);
  switch (lua_gettop(L)) {
    case 2:
      lx_charge_steps(L, 1);
      lua_rawseti(L, 1, size + 1);
      return 0;
    case 3:
      position = lx_check_integer(L, 2);
      luaL_argcheck(L, position >= 1 && position <= size + 1, 2, "position out of bounds");
      lx_charge(L, (size_t)(size + 1 - position) * BYTES_A_VALUE);
      move(L, position, size, 1);
      lua_rawseti(L, 1, position);
      return 0;
    default: lx_raise(L, "wrong number of arguments to 'insert'");
  }
}

static int table_remove(lua_State *L) {
  lua_Integer size, position;
  lx_check_writable(L, 1, "table.remove");
  size = (lua_Integer)lua_rawlen(L, 1);
  position = lx_opt_integer(L, 2, size);
  if (!lua_isnone(L, 2)) {
    bool inside = position >= 1 && position <= size + 1;
    luaL_argcheck(L, inside || (size == 0 && position == 0), 2, "position out of bounds");
  }
  lua_rawgeti(L, 1, position);
  lx_charge(L, (size_t)(size > position ? size - position : 0) * BYTES_A_VALUE);
  move(L, position + 1, size, -1);
  lua_pushnil(L);
  lua_rawseti(L, 1, position > size ? position : size);
  return 1;
}

static int table_pack(lua_State *L) {
  int count = lua_gettop(L);
  lx_charge(L, (size_t)count * BYTES_A_VALUE);
  lua_createtable(L, count, 1);
  lua_insert(L, 1);
  for (int i = count; i >= 1; i--) lua_rawseti(L, 1, i);
  lua_pushinteger(L, count);
  lua_setfield(L, 1, "n");
  return 1;
}

/* What is in a view comes out as views. */
static int table_unpack(lua_State *L) {
  bool view = lx_is_view(L, 1);
  lua_Integer from = lx_opt_integer(L, 2, 1), to;
  size_t count;
  luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_isnoneornil(L, 3)) {
    lua_pushvalue(L, 1);
    lx_view_peel(L, lua_gettop(L));
    to = (lua_Integer)lua_rawlen(L, -1);
  } else {
    to = lx_check_integer(L, 3);
  }
  if (from > to) return 0;
  count = (size_t)((lua_Unsigned)to - (lua_Unsigned)from);
  if (count >= MOST_UNPACKED) lx_raise(L, "too many results to unpack");
  count++;
  lx_charge(L, count * BYTES_A_VALUE);
  luaL_checkstack(L, (int)count, "too many results to unpack");
  for (size_t i = 0; i < count; i++) {
    if (view) {
      lua_geti(L, 1, from + (lua_Integer)i);
    } else {
      lua_rawgeti(L, 1, from + (lua_Integer)i);
    }
  }
  return (int)count;
}

void lx_lib_table(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"concat", table_concat}, {"insert", table_insert}, {"pack", table_pack},
      {"remove", table_remove}, {"unpack", table_unpack}, {NULL, NULL},
  };
  luaL_setfuncs(L, functions, 0);
}
