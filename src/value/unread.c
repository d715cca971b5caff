#include "value/unread.h"

#include "value/raise.h"

/* In the registry: the metatable by which an unread table is known. */
static const char unread_key;

enum { SOURCE = 1, BYTES, EXTENT, CELLS = EXTENT };
enum { LIST_BIT = 1, DEPTH_BITS = 15, EXTENT_BITS = DEPTH_BITS + 1 };

void lx_unread_open(lua_State *L) {
  lua_createtable(L, 0, 1);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &unread_key);
}

void lx_unread_push(lua_State *L, int source, const lx_unread_level *level) {
  lua_Integer extent = (lua_Integer)((level->length << EXTENT_BITS) |
                                     (level->depth & LX_UNREAD_DEEPEST) << 1 | level->is_list);
  source = lua_absindex(L, source);
  lua_createtable(L, CELLS, 0);
  lua_pushvalue(L, source);
  lua_rawseti(L, -2, SOURCE);
  lua_pushlightuserdata(L, (void *)level->bytes);
  lua_rawseti(L, -2, BYTES);
  lua_pushinteger(L, extent);
  lua_rawseti(L, -2, EXTENT);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &unread_key);
  lua_setmetatable(L, -2);
}

bool lx_unread_is(lua_State *L, int index) {
  bool same;
  if (!lua_istable(L, index) || !lua_getmetatable(L, index)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &unread_key);
  same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

/* Pushes what the unread table at `index` is. */
static void push_read(lua_State *L, int index) {
  const lx_unread_source *source;
  lx_unread_level level;
  lua_Unsigned extent;
  int at;
  if (!lua_checkstack(L, 24)) lx_raise(L, "too many values on the stack");
  lua_rawgeti(L, index, SOURCE);
  at = lua_gettop(L);
  source = lua_touserdata(L, at);
  lua_rawgeti(L, index, BYTES);
  level.bytes = lua_touserdata(L, -1);
  lua_rawgeti(L, index, EXTENT);
  extent = (lua_Unsigned)lua_tointeger(L, -1);
  lua_pop(L, 2);
  level.length = (size_t)(extent >> EXTENT_BITS);
  level.depth = (size_t)(extent >> 1) & LX_UNREAD_DEEPEST;
  level.is_list = (extent & LIST_BIT) != 0;
  source->read(L, at, &level);
  lua_replace(L, at);
}

bool lx_unread_peel(lua_State *L, int index) {
  if (!lx_unread_is(L, index)) return false;
  push_read(L, index);
  lua_replace(L, index);
  return true;
}

bool lx_unread_settle(lua_State *L, int index) {
  int top = lua_gettop(L);
  if (!lx_unread_peel(L, top)) return false;
  lua_pushvalue(L, top - 1);
  lua_pushvalue(L, top);
  lua_rawset(L, index);
  return true;
}
