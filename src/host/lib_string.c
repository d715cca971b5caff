/* lib_string.c: byte, char, len, lower, rep, reverse, sub, upper. */
#include <string.h>

#include "host/budget.h"
#include "host/lib.h"
#include "value/raise.h"

enum { BYTES_A_VALUE = 16 };

size_t lx_start_position(lua_Integer position, size_t length) {
  if (position > 0) return (size_t)position;
  if (position == 0 || position < -(lua_Integer)length) return 1;
  return length + 1 - (size_t)-position;
}

size_t lx_end_position(lua_Integer position, size_t length) {
  if (position > (lua_Integer)length) return length;
  if (position >= 0) return (size_t)position;
  if (position < -(lua_Integer)length) return 0;
  return length + 1 - (size_t)-position;
}

void lx_add_bytes(lua_State *L, luaL_Buffer *result, const char *bytes, size_t length) {
  lx_check_string_size(L, luaL_bufflen(result) + length);
  lx_charge(L, length);
  luaL_addlstring(result, bytes, length);
}

static int string_byte(lua_State *L) {
  size_t length, from, to, count;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer first = lx_opt_integer(L, 2, 1);
  from = lx_start_position(first, length);
  to = lx_end_position(lx_opt_integer(L, 3, first), length);
  if (from > to) return 0;
  count = to - from + 1;
  lx_charge(L, count * BYTES_A_VALUE);
  if (count > LUAI_MAXSTACK) lx_raise(L, "string slice too long");
  luaL_checkstack(L, (int)count, "string slice too long");
  for (size_t i = from; i <= to; i++) lua_pushinteger(L, (unsigned char)text[i - 1]);
  return (int)count;
}

static int string_char(lua_State *L) {
  int count = lua_gettop(L);
  luaL_Buffer result;
  char *bytes;
  lx_charge(L, (size_t)count * BYTES_A_VALUE);
  bytes = luaL_buffinitsize(L, &result, (size_t)count);
  for (int i = 1; i <= count; i++) {
    lua_Unsigned code = (lua_Unsigned)lx_check_integer(L, i);
    luaL_argcheck(L, code <= 255, i, "value out of range");
    bytes[i - 1] = (char)code;
  }
  luaL_pushresultsize(&result, (size_t)count);
  return 1;
}

static int string_len(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  lua_pushinteger(L, (lua_Integer)length);
  return 1;
}

/* Letters first..last of the text move by `distance`, in the C locale. */
static int change_case(lua_State *L, char first, char last, int distance) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  luaL_Buffer result;
  char *bytes;
  lx_charge(L, length);
  bytes = luaL_buffinitsize(L, &result, length);
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    bytes[i] = c >= first && c <= last ? (char)(c + distance) : c;
  }
  luaL_pushresultsize(&result, length);
  return 1;
}

static int string_lower(lua_State *L) {
  return change_case(L, 'A', 'Z', 'a' - 'A');
}

static int string_upper(lua_State *L) {
  return change_case(L, 'a', 'z', 'A' - 'a');
}

static int string_reverse(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  luaL_Buffer result;
  char *bytes;
  lx_charge(L, length);
  bytes = luaL_buffinitsize(L, &result, length);
  for (size_t i = 0; i < length; i++) bytes[i] = text[length - 1 - i];
  luaL_pushresultsize(&result, length);
  return 1;
}

static int string_sub(lua_State *L) {
  size_t length, from, to;
  const char *text = luaL_checklstring(L, 1, &length);
  from = lx_start_position(lx_check_integer(L, 2), length);
  to = lx_end_position(lx_opt_integer(L, 3, -1), length);
  if (from > to) {
    lua_pushliteral(L, "");
    return 1;
  }
  lx_charge(L, to - from + 1);
  lua_pushlstring(L, text + from - 1, to - from + 1);
  return 1;
}

static char *put_text(char *at, const char *text, size_t length) {
  memcpy(at, text, length);
  return at + length;
}

/* The size is known, and refused, before anything is made; nothing times anything is nothing,
 * whatever the count. */
static int string_rep(lua_State *L) {
  size_t length, between, each, total;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer count = lx_check_integer(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &between);
  luaL_Buffer result;
  char *at;
  each = length + between;
  if (count <= 0 || each == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if ((lua_Unsigned)count > (SIZE_MAX / 2 - between) / each) {
    lx_check_string_size(L, SIZE_MAX);
    lx_raise(L, "resulting string too large");
  }
  total = each * (size_t)count - between;
  lx_check_string_size(L, total);
  lx_charge(L, total + (size_t)count);
  at = luaL_buffinitsize(L, &result, total);
  while (count-- > 0) {
    at = put_text(at, text, length);
    if (count > 0) at = put_text(at, separator, between);
  }
  luaL_pushresultsize(&result, total);
  return 1;
}

void lx_lib_string(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"byte", string_byte},   {"char", string_char},   {"len", string_len},
      {"lower", string_lower}, {"rep", string_rep},     {"reverse", string_reverse},
      {"sub", string_sub},     {"upper", string_upper}, {NULL, NULL},
  };
  luaL_setfuncs(L, functions, 0);
}
