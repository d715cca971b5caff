/* lib_base.c: assert, error, pcall, print, rawequal, select, tonumber, tostring, type.
 *
 * `pcall` is the one place beside the door that catches: it sees errors, never limits, because
 * those jump past every C frame to the door. */
#include <string.h>

#include "base/utf8.h"
#include "host/budget.h"
#include "host/host.h"
#include "host/lib.h"
#include "host/log.h"
#include "value/raise.h"
#include "value/value.h"

enum { BYTES_A_VALUE = 16, MOST_PRINTED = 1 << 16 };

static int base_assert(lua_State *L) {
  luaL_checkany(L, 1);
  if (lua_toboolean(L, 1)) return lua_gettop(L);
  if (lua_gettop(L) == 1) lx_raise(L, "assertion failed!");
  lua_settop(L, 2);
  return lua_error(L);
}

static int base_error(lua_State *L) {
  int level = (int)lx_opt_integer(L, 2, 1);
  lua_settop(L, 1);
  if (lua_type(L, 1) == LUA_TSTRING && level > 0) {
    luaL_where(L, level);
    lua_insert(L, 1);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int base_pcall(lua_State *L) {
  int status;
  luaL_checkany(L, 1);
  status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
  luaL_checkstack(L, 1, "too many results");
  lua_pushboolean(L, status == LUA_OK);
  lua_insert(L, 1);
  return lua_gettop(L);
}

static int base_rawequal(lua_State *L) {
  luaL_checkany(L, 1);
  luaL_checkany(L, 2);
  lua_pushboolean(L, lua_rawequal(L, 1, 2));
  return 1;
}

static int base_select(lua_State *L) {
  int count = lua_gettop(L);
  lua_Integer from;
  if (lua_type(L, 1) == LUA_TSTRING && *lua_tostring(L, 1) == '#') {
    lua_pushinteger(L, count - 1);
    return 1;
  }
  from = lx_check_integer(L, 1);
  if (from < 0) from += count;
  if (from > count) from = count;
  luaL_argcheck(L, from >= 1, 1, "index out of range");
  lx_charge(L, (size_t)(count - from) * BYTES_A_VALUE);
  return count - (int)from;
}

static int base_type(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushstring(L, luaL_typename(L, 1));
  return 1;
}

/* ---- Numbers ---- */

static int digit_value(unsigned char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'z' ? c - 'a' + 10 : -1;
}

/* Reads digits of `base` as Lua does: spaces around, a minus before, wrapping around. */
static bool read_digits(const char *text, size_t length, int base, lua_Integer *number) {
  const char *space = " \f\n\r\t\v", *end = text + length;
  lua_Unsigned value = 0;
  bool negative;
  text += strspn(text, space);
  negative = *text == '-';
  if (*text == '-' || *text == '+') text++;
  if (digit_value((unsigned char)*text) < 0) return false;
  for (; digit_value((unsigned char)*text) >= 0; text++) {
    int digit = digit_value((unsigned char)*text);
    if (digit >= base) return false;
    value = value * (lua_Unsigned)base + (lua_Unsigned)digit;
  }
  text += strspn(text, space);
  if (text != end) return false;
  *number = (lua_Integer)(negative ? 0u - value : value);
  return true;
}

static int number_of_digits(lua_State *L) {
  lua_Integer base = lx_check_integer(L, 2), number;
  size_t length;
  const char *text;
  luaL_checktype(L, 1, LUA_TSTRING);
  text = lua_tolstring(L, 1, &length);
  luaL_argcheck(L, base >= 2 && base <= 36, 2, "base out of range");
  lx_charge(L, length);
  if (read_digits(text, length, (int)base, &number)) {
    lua_pushinteger(L, number);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

static int base_tonumber(lua_State *L) {
  size_t length;
  const char *text;
  if (!lua_isnoneornil(L, 2)) return number_of_digits(L);
  luaL_checkany(L, 1);
  if (lua_type(L, 1) == LUA_TNUMBER) {
    lua_settop(L, 1);
    return 1;
  }
  if (lua_type(L, 1) == LUA_TSTRING) {
    text = lua_tolstring(L, 1, &length);
    lx_charge(L, length);
    if (lua_stringtonumber(L, text) == length + 1) return 1;
  }
  lua_pushnil(L);
  return 1;
}

/* ---- Text ---- */

/* The text of a value that has no other: its name, never its address. */
static void push_type_text(lua_State *L, int index) {
  if (luaL_getmetafield(L, index, "__name") == LUA_TNIL) {
    lua_pushstring(L, luaL_typename(L, index));
  } else if (lua_type(L, -1) != LUA_TSTRING) {
    lua_pop(L, 1);
    lua_pushstring(L, luaL_typename(L, index));
  }
}

static void push_meta_text(lua_State *L, int index) {
  lua_pushvalue(L, index);
  lx_host_call(L, 1, 1);
  if (!lua_isstring(L, -1)) lx_raise(L, "'__tostring' must return a string");
}

const char *lx_push_text(lua_State *L, int index, size_t *length) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 4, NULL);
  switch (lua_type(L, index)) {
    case LUA_TSTRING:
    case LUA_TNUMBER: lua_pushvalue(L, index); break;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false"); break;
    case LUA_TNIL: lua_pushstring(L, "nil"); break;
    default:
      if (lx_is_null(L, index)) {
        lua_pushstring(L, "null");
      } else if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
        push_meta_text(L, index);
      } else {
        push_type_text(L, index);
      }
  }
  return lua_tolstring(L, -1, length);
}

static int base_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  lx_push_text(L, 1, NULL);
  return 1;
}

/* What would move a terminal's cursor, and what is not text, is written as an escape. */
static size_t add_printable(luaL_Buffer *line, const char *text, size_t length) {
  static const char digits[] = "0123456789abcdef";
  unsigned char c = (unsigned char)*text;
  uint32_t code = 0;
  size_t width = lx_utf8_next(text, length, &code);
  if (c == '\t' || (width && code >= 0x20 && !(code >= 0x7F && code < 0xA0))) {
    luaL_addlstring(line, text, width);
    return width;
  }
  luaL_addchar(line, '\\');
  if (c == '\n' || c == '\r') {
    luaL_addchar(line, c == '\n' ? 'n' : 'r');
    return 1;
  }
  luaL_addchar(line, 'x');
  luaL_addchar(line, digits[c >> 4]);
  luaL_addchar(line, digits[c & 15]);
  return 1;
}

/* Adds as much of the text as the line still takes. */
static void add_text(luaL_Buffer *line, const char *text, size_t length) {
  while (length > 0 && luaL_bufflen(line) < MOST_PRINTED) {
    size_t used = add_printable(line, text, length);
    text += used;
    length -= used;
  }
}

static int base_print(lua_State *L) {
  int count = lua_gettop(L);
  luaL_Buffer line;
  size_t length;
  const char *text;
  for (int i = 1; i <= count; i++) {
    lx_push_text(L, i, &length);
    lx_charge(L, length);
    lua_replace(L, i);
  }
  luaL_checkstack(L, 4, NULL);
  luaL_buffinit(L, &line);
  for (int i = 1; i <= count; i++) {
    if (i > 1) luaL_addchar(&line, '\t');
    text = lua_tolstring(L, i, &length);
    add_text(&line, text, length);
  }
  luaL_pushresult(&line);
  text = lua_tolstring(L, -1, &length);
  lx_log(L, text, length);
  return 0;
}

void lx_lib_base(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"assert", base_assert},     {"error", base_error},
      {"pcall", base_pcall},       {"print", base_print},
      {"rawequal", base_rawequal}, {"select", base_select},
      {"tonumber", base_tonumber}, {"tostring", base_tostring},
      {"type", base_type},         {NULL, NULL},
  };
  luaL_setfuncs(L, functions, 0);
  lua_pushstring(L, LUA_VERSION);
  lua_setfield(L, -2, "_VERSION");
}
