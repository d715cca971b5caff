#include "value/raise.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 2048 };

/* The text stands on the C stack: the error leaves this function by a jump. */
_Noreturn void lx_raise(lua_State *L, const char *format, ...) {
  static const char more[] = "...";
  char text[LONGEST];
  va_list arguments;
  int length;
  va_start(arguments, format);
  length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length < 0) length = 0, text[0] = '\0';
  if ((size_t)length >= sizeof text) {
    memcpy(text + sizeof text - sizeof more, more, sizeof more);
  }
  lua_settop(L, lua_gettop(L) > 0 ? 1 : 0); /* room for the message, whatever the caller left */
  lua_pushstring(L, text);
  lua_error(L);
  for (;;) continue; /* lua_error does not return, but does not say so */
}
