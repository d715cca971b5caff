/* raise.h: Lua errors with checked formats. The door adds script, line and trace. */
#ifndef LX_VALUE_RAISE_H
#define LX_VALUE_RAISE_H

#include <lua.h>

/* Raises a plain sentence, printed as printf prints. Text from scripts or documents goes
 * through "%.200s" or similar. */
_Noreturn void lx_raise(lua_State *L, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
