/* script.h: a plain Lua state for tests of what scripts see. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "value/value.h"
#include "value/view.h"

static inline lua_State *script_new(void) {
  lua_State *L = luaL_newstate();
  *(void **)lua_getextraspace(L) = NULL; /* no worker, no budget */
  luaL_openlibs(L);
  lx_value_open(L);
  lx_view_open(L);
  return L;
}

/* The text of what the chunk returns, or of the error it raises. Lives until the next
 * call. */
static inline const char *script_run(lua_State *L, const char *chunk) {
  lua_settop(L, 0);
  if (!luaL_loadstring(L, chunk)) lua_pcall(L, 0, 1, 0);
  return luaL_tolstring(L, -1, NULL);
}

/* Makes a view of the table that `constructor` makes, and a global of it. */
static inline void script_view(lua_State *L, const char *name, const lx_shape *shape,
                               const char *constructor) {
  lua_settop(L, 0);
  lua_pushfstring(L, "return %s", constructor);
  if (luaL_loadstring(L, lua_tostring(L, 1))) lua_error(L);
  lua_call(L, 0, 1);
  lx_view_push(L, -1, shape, name);
  lua_setglobal(L, name);
  lua_settop(L, 0);
}

#endif
