#include "value/raise.h"
#include "value/value.h"
#include "value/view.h"

/* Pushes an empty table as large as the one at `index`. */
static void push_empty(lua_State *L, int index) {
  size_t count = 0, items = lua_rawlen(L, index);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) count++;
  lua_createtable(L, (int)items, count > items ? (int)(count - items) : 0);
  if (lx_is_marked_list(L, index)) lx_mark_list(L, -1);
}

/* Replaces the value at the top by its copy. */
static size_t copy_top(lua_State *L, size_t depth, size_t most) {
  int real = lua_gettop(L);
  size_t count = 1;
  if (!lua_istable(L, real)) return 1;
  if (!depth || !lua_checkstack(L, 8)) {
    lx_raise(L, "a value is nested deeper than %zu levels, or holds itself", most);
  }
  lx_view_peel(L, real);
  push_empty(L, real);
  for (lua_pushnil(L); lua_next(L, real);) {
    count += copy_top(L, depth - 1, most);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, real + 1);
  }
  lua_replace(L, real);
  return count;
}

size_t lx_view_copy(lua_State *L, int index, size_t depth) {
  if (!lua_checkstack(L, 8)) lx_raise(L, "too many values on the stack");
  lua_pushvalue(L, index);
  return copy_top(L, depth, depth);
}
