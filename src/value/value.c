#include "value/value.h"

#include "value/raise.h"
#include "value/unread.h"

/* Only their addresses matter. */
static const char null_address, list_mark;

static void *null_pointer(void) {
  return (void *)&null_address;
}

static int null_text(lua_State *L) {
  lua_pushliteral(L, "null");
  return 1;
}

static int null_index(lua_State *L) {
  if (lua_type(L, 2) == LUA_TSTRING) {
    lx_raise(L, "luxr.null has no field '%.200s'", lua_tostring(L, 2));
  }
  lx_raise(L, "luxr.null has no fields");
}

/* All light userdata share one metatable, and null is the only one that scripts ever see.
 */
static void open_null(lua_State *L) {
  lx_push_null(L);
  lua_createtable(L, 0, 5);
  lua_pushstring(L, "luxr.null"); /* "number expected, got luxr.null" */
  lua_setfield(L, -2, "__name");
  lua_pushcfunction(L, null_text);
  lua_setfield(L, -2, "__tostring");
  lua_pushcfunction(L, null_index);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, null_index);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

void lx_value_open(lua_State *L) {
  open_null(L);
  lua_createtable(L, 0, 1);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &list_mark);
  lx_unread_open(L);
}

void lx_push_null(lua_State *L) {
  lua_pushlightuserdata(L, null_pointer());
}

bool lx_is_null(lua_State *L, int index) {
  return lua_islightuserdata(L, index) && lua_touserdata(L, index) == null_pointer();
}

void lx_mark_list(lua_State *L, int index) {
  index = lua_absindex(L, index);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &list_mark);
  lua_setmetatable(L, index);
}

bool lx_is_marked_list(lua_State *L, int index) {
  bool same;
  if (!lua_istable(L, index) || !lua_getmetatable(L, index)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &list_mark);
  same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

lx_table_kind lx_classify(lua_State *L, int index, size_t *count) {
  size_t integers = 0, others = 0;
  lua_Integer least = 1, most = 0;
  bool bad = false;
  index = lua_absindex(L, index);
  for (lua_pushnil(L); lua_next(L, index);) {
    lua_pop(L, 1);
    if (lua_isinteger(L, -1)) {
      lua_Integer key = lua_tointeger(L, -1);
      if (key < least) least = key;
      if (key > most) most = key;
      integers++;
    } else {
      if (lua_type(L, -1) != LUA_TSTRING) bad = true;
      others++;
    }
  }
  *count = integers + others;
  if (bad) return LX_TABLE_BAD_KEY;
  if (!integers && !others) return lx_is_marked_list(L, index) ? LX_TABLE_LIST : LX_TABLE_MAP;
  if (!integers) return lx_is_marked_list(L, index) ? LX_TABLE_MIXED : LX_TABLE_MAP;
  if (others) return LX_TABLE_MIXED;
  return least == 1 && (size_t)most == integers ? LX_TABLE_LIST : LX_TABLE_HOLES;
}
