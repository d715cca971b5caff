/* lib_math.c: what of Lua's own math library is a function of its arguments only; and numbers
 * as arguments.
 *
 * Lua takes a text that reads as a number for one, which takes long when it is a long text. */
#include <lualib.h>

#include "host/budget.h"
#include "host/host.h"
#include "host/lib.h"

static void charge_numeral(lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TSTRING) lx_charge(L, lua_rawlen(L, index));
}

lua_Integer lx_check_integer(lua_State *L, int index) {
  charge_numeral(L, index);
  return luaL_checkinteger(L, index);
}

lua_Integer lx_opt_integer(lua_State *L, int index, lua_Integer otherwise) {
  return lua_isnoneornil(L, index) ? otherwise : lx_check_integer(L, index);
}

lua_Number lx_check_number(lua_State *L, int index) {
  charge_numeral(L, index);
  return luaL_checknumber(L, index);
}

/* Upvalue: Lua's own function, which has none, so that it can run in this frame. */
static int charged(lua_State *L) {
  lua_CFunction function = lua_tocfunction(L, lua_upvalueindex(1));
  for (int i = lua_gettop(L); i > 0; i--) charge_numeral(L, i);
  return function(L);
}

void lx_lib_math(lua_State *L) {
  static const char *const pure[] = {
      "abs",  "acos", "asin", "atan", "ceil", "cos",        "deg",  "exp", "floor",
      "fmod", "huge", "log",  "max",  "min",  "maxinteger", "modf", "pi",  "mininteger",
      "rad",  "sin",  "sqrt", "tan",  "type", "tointeger",  "ult",
  };
  lua_pushcfunction(L, luaopen_math);
  lx_host_call(L, 0, 1);
  for (size_t i = 0; i < sizeof pure / sizeof *pure; i++) {
    lua_getfield(L, -1, pure[i]);
    if (lua_iscfunction(L, -1)) lua_pushcclosure(L, charged, 1);
    lua_setfield(L, -3, pure[i]);
  }
  lua_pop(L, 1);
}
