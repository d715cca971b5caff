/* lib_utf8.c: char, charpattern, codepoint, codes, len, offset. */
#include <stdint.h>

#include "host/budget.h"
#include "host/lib.h"
#include "value/raise.h"

enum { BYTES_A_VALUE = 16, LONGEST = 6 };

static const uint32_t GREATEST = 0x7FFFFFFF, GREATEST_STRICT = 0x10FFFF;

static bool is_continuation(char c) {
  return ((unsigned char)c & 0xC0) == 0x80;
}

/* Reads the character at `text`, which ends in a zero byte: the place behind it, NULL when it
 * is none. Lax takes surrogates and up to six bytes, as the first UTF-8 did. */
static const char *read_character(const char *text, bool lax, uint32_t *code) {
  static const uint32_t least[LONGEST + 1] = {0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};
  unsigned char first = (unsigned char)*text;
  int length = 0;
  if (first < 0x80) {
    *code = first;
    return text + 1;
  }
  while (first & (0x80 >> length)) length++;
  if (length < 2 || length > LONGEST) return NULL;
  *code = first & (0x7Fu >> length);
  for (int i = 1; i < length; i++) {
    if (!is_continuation(text[i])) return NULL;
    *code = *code << 6 | ((unsigned char)text[i] & 0x3F);
  }
  if (*code < least[length]) return NULL;
  if (!lax && (*code > GREATEST_STRICT || (*code >= 0xD800 && *code <= 0xDFFF))) return NULL;
  return text + length;
}

/* As lx_start_position, but 0 where it falls before the text. */
static lua_Integer position_in(lua_Integer position, size_t length) {
  if (position >= 0) return position;
  if (0u - (size_t)position > length) return 0;
  return (lua_Integer)length + position + 1;
}

static int utf8_len(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length), *at, *last;
  lua_Integer from = position_in(lx_opt_integer(L, 2, 1), length);
  lua_Integer to = position_in(lx_opt_integer(L, 3, -1), length), count = 0;
  bool lax = lua_toboolean(L, 4);
  luaL_argcheck(L, from >= 1 && from <= (lua_Integer)length + 1, 2,
                "initial position out of bounds");
  luaL_argcheck(L, to <= (lua_Integer)length, 3, "final position out of bounds");
  if (to >= from) lx_charge(L, (size_t)(to - from) + 1);
  last = text + to;
  for (at = text + from - 1; at < last; count++) {
    uint32_t code;
    const char *next = read_character(at, lax, &code);
    if (!next) {
      lua_pushnil(L);
      lua_pushinteger(L, (lua_Integer)(at - text) + 1);
      return 2;
    }
    at = next;
  }
  lua_pushinteger(L, count);
  return 1;
}

static int utf8_codepoint(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length), *at, *last;
  lua_Integer from = position_in(lx_opt_integer(L, 2, 1), length);
  lua_Integer to = position_in(lx_opt_integer(L, 3, from), length);
  bool lax = lua_toboolean(L, 4);
  int count = 0;
  luaL_argcheck(L, from >= 1, 2, "out of bounds");
  luaL_argcheck(L, to <= (lua_Integer)length, 3, "out of bounds");
  if (from > to) return 0;
  lx_charge(L, (size_t)(to - from + 1) * BYTES_A_VALUE);
  if (to - from >= LUAI_MAXSTACK) lx_raise(L, "string slice too long");
  luaL_checkstack(L, (int)(to - from) + 1, "string slice too long");
  last = text + to;
  for (at = text + from - 1; at < last; count++) {
    uint32_t code;
    at = read_character(at, lax, &code);
    if (!at) lx_raise(L, "invalid UTF-8 code");
    lua_pushinteger(L, code);
  }
  return count;
}

/* Writes the character into the end of `bytes`; returns how many it takes. */
static size_t write_character(char bytes[LONGEST], uint32_t code) {
  size_t length = 1;
  uint32_t room = 0x3F; /* the most that fits into the first byte */
  if (code < 0x80) {
    bytes[LONGEST - 1] = (char)code;
    return 1;
  }
  while (code > room) {
    bytes[LONGEST - length++] = (char)(0x80 | (code & 0x3F));
    code >>= 6;
    room >>= 1;
  }
  bytes[LONGEST - length] = (char)(~room << 1 | code);
  return length;
}

static int utf8_char(lua_State *L) {
  int count = lua_gettop(L);
  luaL_Buffer result;
  lx_charge(L, (size_t)count * BYTES_A_VALUE);
  luaL_buffinit(L, &result);
  for (int i = 1; i <= count; i++) {
    char bytes[LONGEST];
    size_t length;
    lua_Unsigned code = (lua_Unsigned)lx_check_integer(L, i);
    luaL_argcheck(L, code <= GREATEST, i, "value out of range");
    length = write_character(bytes, (uint32_t)code);
    lx_check_string_size(L, luaL_bufflen(&result) + length);
    luaL_addlstring(&result, bytes + LONGEST - length, length);
  }
  luaL_pushresult(&result);
  return 1;
}

/* Where the character `steps` characters away from `at` starts, -1 when there is none. */
static lua_Integer walk(const char *text, lua_Integer length, lua_Integer at,
                        lua_Integer steps) {
  for (; steps < 0 && at > 0; steps++) {
    do at--;
    while (at > 0 && is_continuation(text[at]));
  }
  for (; steps > 0 && at < length; steps--) {
    do at++;
    while (is_continuation(text[at]));
  }
  return steps == 0 ? at : -1;
}

static int utf8_offset(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer steps = lx_check_integer(L, 2), at, size = (lua_Integer)length;
  at = position_in(lx_opt_integer(L, 3, steps >= 0 ? 1 : size + 1), length) - 1;
  luaL_argcheck(L, at >= 0 && at <= size, 3, "position out of bounds");
  lx_charge(L, length);
  if (steps == 0) {
    while (at > 0 && is_continuation(text[at])) at--;
  } else {
    if (is_continuation(text[at])) lx_raise(L, "initial position is a continuation byte");
    at = walk(text, size, at, steps > 0 ? steps - 1 : steps);
  }
  if (at < 0) {
    lua_pushnil(L);
  } else {
    lua_pushinteger(L, at + 1);
  }
  return 1;
}

static int step_codes(lua_State *L, bool lax) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length), *next;
  lua_Unsigned at = (lua_Unsigned)lua_tointeger(L, 2), from = at;
  uint32_t code;
  if (at < length) {
    while (is_continuation(text[at])) at++;
  }
  if (at >= length) return 0;
  lx_charge(L, at - from);
  next = read_character(text + at, lax, &code);
  if (!next || is_continuation(*next)) lx_raise(L, "invalid UTF-8 code");
  lua_pushinteger(L, (lua_Integer)at + 1);
  lua_pushinteger(L, code);
  return 2;
}

static int step_codes_strict(lua_State *L) {
  return step_codes(L, false);
}

static int step_codes_lax(lua_State *L) {
  return step_codes(L, true);
}

static int utf8_codes(lua_State *L) {
  bool lax = lua_toboolean(L, 2);
  const char *text = luaL_checkstring(L, 1);
  luaL_argcheck(L, !is_continuation(*text), 1, "invalid UTF-8 code");
  lua_pushcfunction(L, lax ? step_codes_lax : step_codes_strict);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

void lx_lib_utf8(lua_State *L) {
  static const char pattern[] = "[\0-\x7F\xC2-\xFD][\x80-\xBF]*";
  static const luaL_Reg functions[] = {
      {"char", utf8_char}, {"codepoint", utf8_codepoint}, {"codes", utf8_codes},
      {"len", utf8_len},   {"offset", utf8_offset},       {NULL, NULL},
  };
  luaL_setfuncs(L, functions, 0);
  lua_pushlstring(L, pattern, sizeof pattern - 1);
  lua_setfield(L, -2, "charpattern");
}
