/* json.c: Lua values to JSON and back, integers exact. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "module.h"

enum { DEEPEST = 200 };

/* ---- to JSON ----------------------------------------------------------------------------- */

static void add(lua_State *L, module_text *text, const char *bytes, size_t length) {
  if (!length) return;
  if (!text->data || text->capacity - text->length < length) {
    size_t capacity = (text->capacity + length) * 2 + 256;
    char *data = realloc(text->data, capacity);
    if (!data) {
      luaL_error(L, "out of memory");
      return;
    }
    text->data = data;
    text->capacity = capacity;
  }
  memcpy(text->data + text->length, bytes, length);
  text->length += length;
}

static void add_word(lua_State *L, module_text *text, const char *word) {
  add(L, text, word, strlen(word));
}

static void add_string(lua_State *L, module_text *text, const char *bytes, size_t length) {
  size_t start = 0;
  add_word(L, text, "\"");
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)bytes[i];
    char escape[8];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    add(L, text, bytes + start, i - start);
    snprintf(escape, sizeof escape, "\\u%04x", c);
    add_word(L, text, escape);
    start = i + 1;
  }
  add(L, text, bytes + start, length - start);
  add_word(L, text, "\"");
}

static void add_number(lua_State *L, module_text *text, int index) {
  char digits[40];
  if (lua_isinteger(L, index)) {
    snprintf(digits, sizeof digits, LUA_INTEGER_FMT, lua_tointeger(L, index));
  } else {
    lua_Number number = lua_tonumber(L, index);
    if (!isfinite(number)) luaL_error(L, "JSON has no NaN and no infinity");
    snprintf(digits, sizeof digits, "%.17g", number);
  }
  add_word(L, text, digits);
}

static void encode(lua_State *L, module_text *text, int index, int depth);

static void add_list(lua_State *L, module_text *text, int index, int depth) {
  size_t count = lua_rawlen(L, index);
  for (size_t i = 1; i <= count; i++) {
    add_word(L, text, i == 1 ? "[" : ",");
    lua_rawgeti(L, index, (lua_Integer)i);
    encode(L, text, lua_gettop(L), depth);
    lua_pop(L, 1);
  }
  add_word(L, text, "]");
}

static void add_map(lua_State *L, module_text *text, int index, int depth) {
  const char *before = "{";
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    size_t length;
    const char *key;
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "the keys of a map are strings");
    key = lua_tolstring(L, -2, &length);
    add_word(L, text, before);
    before = ",";
    add_string(L, text, key, length);
    add_word(L, text, ":");
    encode(L, text, lua_gettop(L), depth);
  }
  add_word(L, text, *before == '{' ? "{}" : "}");
}

static void encode(lua_State *L, module_text *text, int index, int depth) {
  size_t length;
  const char *bytes;
  if (depth > DEEPEST) luaL_error(L, "the value is nested too deep");
  luaL_checkstack(L, 8, NULL);
  switch (lua_type(L, index)) {
    case LUA_TSTRING:
      bytes = lua_tolstring(L, index, &length);
      add_string(L, text, bytes, length);
      return;
    case LUA_TNUMBER: add_number(L, text, index); return;
    case LUA_TBOOLEAN: add_word(L, text, lua_toboolean(L, index) ? "true" : "false"); return;
    case LUA_TLIGHTUSERDATA: add_word(L, text, "null"); return;
    case LUA_TTABLE:
      if (lua_rawlen(L, index)) {
        add_list(L, text, index, depth + 1);
      } else {
        add_map(L, text, index, depth + 1);
      }
      return;
    default: luaL_error(L, "JSON cannot hold a %s", luaL_typename(L, index));
  }
}

void module_encode(lua_State *L, int index) {
  module_text *text;
  index = lua_absindex(L, index);
  text = module_push_text(L);
  encode(L, text, index, 0);
  lua_pushlstring(L, text->data, text->length);
  lua_remove(L, -2);
}

/* ---- from JSON: the library writes it, so it is well formed and has no blanks ------------- */

typedef struct json_input {
  const char *at, *end;
} json_input;

static void decode(lua_State *L, json_input *input);

static unsigned read_hex(json_input *input) {
  unsigned code = 0;
  for (int i = 0; i < 4; i++) {
    char c = *input->at++;
    code = code * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return code;
}

static void add_escape(json_input *input, luaL_Buffer *text) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  char c = *input->at++;
  const char *known = strchr(from, c);
  unsigned code;
  lua_State *L = text->L;
  if (c != 'u') {
    luaL_addchar(text, known && *known ? to[known - from] : c);
    return;
  }
  code = read_hex(input);
  if (code >= 0xd800 && code < 0xdc00) {
    input->at += 2;
    code = 0x10000 + ((code - 0xd800) << 10) + (read_hex(input) - 0xdc00);
  }
  lua_pushfstring(L, "%U", (long)code);
  luaL_addvalue(text);
}

static void decode_string(lua_State *L, json_input *input) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  input->at++;
  while (*input->at != '"') {
    if (*input->at == '\\') {
      input->at++;
      add_escape(input, &text);
    } else {
      luaL_addchar(&text, *input->at);
      input->at++;
    }
  }
  input->at++;
  luaL_pushresult(&text);
}

static void decode_number(lua_State *L, json_input *input) {
  size_t length = strspn(input->at, "-+.eE0123456789");
  lua_pushlstring(L, input->at, length);
  input->at += length;
  if (!lua_stringtonumber(L, lua_tostring(L, -1))) lua_pushnumber(L, 0);
  lua_remove(L, -2);
}

static void decode_list(lua_State *L, json_input *input) {
  lua_newtable(L);
  input->at++;
  for (lua_Integer i = 1; *input->at != ']'; i++) {
    decode(L, input);
    lua_rawseti(L, -2, i);
    if (*input->at == ',') input->at++;
  }
  input->at++;
}

static void decode_map(lua_State *L, json_input *input) {
  lua_newtable(L);
  input->at++;
  while (*input->at != '}') {
    decode_string(L, input);
    input->at++;
    decode(L, input);
    lua_rawset(L, -3);
    if (*input->at == ',') input->at++;
  }
  input->at++;
}

static void decode(lua_State *L, json_input *input) {
  luaL_checkstack(L, 8, NULL);
  switch (*input->at) {
    case '{': decode_map(L, input); return;
    case '[': decode_list(L, input); return;
    case '"': decode_string(L, input); return;
    case 't': lua_pushboolean(L, 1), input->at += 4; return;
    case 'f': lua_pushboolean(L, 0), input->at += 5; return;
    case 'n': module_push_null(L), input->at += 4; return;
    default: decode_number(L, input);
  }
}

void module_decode(lua_State *L, const char *text, size_t length) {
  json_input input = {text, text + length};
  decode(L, &input);
}
