/* lib_math.c: what of Lua's own math library is a function of its arguments only. */
#include <lualib.h>

#include "host/host.h"
#include "host/lib.h"

void lx_lib_math(lua_State *L) {
  static const char *const pure[] = {
      "abs",  "acos", "asin", "atan",       "ceil", "cos",        "deg",  "exp",  "floor",
      "fmod", "huge", "log",  "max",        "min",  "maxinteger", "modf", "pi",   "mininteger",
      "rad",  "sin",  "sqrt", "tan",        "type", "tointeger",  "ult",
  };
  lua_pushcfunction(L, luaopen_math);
  lx_host_call(L, 0, 1);
  for (size_t i = 0; i < sizeof pure / sizeof *pure; i++) {
    lua_getfield(L, -1, pure[i]);
    lua_setfield(L, -3, pure[i]);
  }
  lua_pop(L, 1);
}
