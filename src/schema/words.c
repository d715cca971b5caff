#include "schema/words.h"

#include <stdio.h>
#include <string.h>

#include "codec/number.h"
#include "codec/show.h"
#include "value/value.h"

void lx_words_add_bytes(lx_words *words, const char *text, size_t length) {
  size_t room = sizeof words->text - 4 - words->length;
  if (words->cut) return;
  if (length > room) {
    /* Not in the middle of a character. */
    while (room && ((unsigned char)text[room] & 0xC0) == 0x80) room--;
    memcpy(words->text + words->length, text, room);
    text = "...";
    words->length += room;
    length = 3;
    words->cut = true;
  }
  memcpy(words->text + words->length, text, length);
  words->length += length;
  words->text[words->length] = '\0';
}

void lx_words_add(lx_words *words, const char *text) {
  lx_words_add_bytes(words, text, strlen(text));
}

/* Where the user and password of a URL end: at the last '@' before its path. 0: there is
 * none. */
static size_t find_secret(const char *text, size_t length, size_t *start) {
  size_t end = 0;
  *start = 0;
  for (size_t i = 0; i + 2 < length && !*start; i++) {
    if (!memcmp(text + i, "://", 3)) *start = i + 3;
  }
  for (size_t i = *start; *start && i < length && !strchr("/?#", text[i]); i++) {
    if (text[i] == '@') end = i;
  }
  return end;
}

void lx_words_quote(lx_words *words, const char *text, size_t length) {
  char shown[LX_SHOWN];
  size_t start, end = find_secret(text, length, &start);
  lx_words_add(words, "\"");
  if (end) {
    lx_words_add(words, lx_show(shown, text, start));
    lx_words_add(words, "***");
    text += end;
    length -= end;
  }
  lx_words_add(words, lx_show(shown, text, length));
  lx_words_add(words, "\"");
}

void lx_words_number(lx_words *words, double number) {
  char text[LX_NUMBER_TEXT];
  lx_words_add_bytes(words, text, lx_number_write_yaml(text, number));
}

static void add_integer(lx_words *words, int64_t integer) {
  char text[LX_NUMBER_TEXT];
  lx_words_add_bytes(words, text, lx_number_write_integer(text, integer));
}

void lx_words_count(lx_words *words, size_t count) {
  char text[24];
  snprintf(text, sizeof text, "%zu", count);
  lx_words_add(words, text);
}

void lx_words_bound(lx_words *words, const lx_bound *bound) {
  if (bound->is_integer) {
    add_integer(words, bound->integer);
  } else {
    lx_words_number(words, bound->number);
  }
}

void lx_words_constant(lx_words *words, const lx_constant *constant) {
  switch (constant->kind) {
    case LX_CONSTANT_NULL: lx_words_add(words, "null"); break;
    case LX_CONSTANT_BOOLEAN: lx_words_add(words, constant->boolean ? "true" : "false"); break;
    case LX_CONSTANT_INTEGER: add_integer(words, constant->integer); break;
    case LX_CONSTANT_NUMBER: lx_words_number(words, constant->number); break;
    case LX_CONSTANT_TEXT: lx_words_quote(words, constant->text, constant->count); break;
    case LX_CONSTANT_LIST: lx_words_add(words, "a list"); break;
    case LX_CONSTANT_MAP: lx_words_add(words, "a map"); break;
  }
}

static void add_table(lx_words *words, lua_State *L, int index) {
  size_t count;
  lx_table_kind kind = lx_classify(L, index, &count);
  if (kind == LX_TABLE_MAP) {
    lx_words_add(words, count ? "a map" : "an empty map");
  } else if (kind == LX_TABLE_LIST) {
    lx_words_add(words, count ? "a list" : "an empty list");
  } else {
    lx_words_add(words, "a table that is neither a map nor a list");
  }
}

void lx_words_value(lx_words *words, lua_State *L, int index, bool typed) {
  size_t length;
  const char *text;
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
      if (typed) lx_words_add(words, "the boolean ");
      lx_words_add(words, lua_toboolean(L, index) ? "true" : "false");
      break;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        if (typed) lx_words_add(words, "the integer ");
        add_integer(words, lua_tointeger(L, index));
      } else {
        if (typed) lx_words_add(words, "the number ");
        lx_words_number(words, lua_tonumber(L, index));
      }
      break;
    case LUA_TSTRING:
      if (typed) lx_words_add(words, "the string ");
      text = lua_tolstring(L, index, &length);
      lx_words_quote(words, text, length);
      break;
    case LUA_TTABLE: add_table(words, L, index); break;
    default:
      lx_words_add(words, lx_is_null(L, index) ? "null" : "no value of a document");
      break;
  }
}

const char *lx_words_type(lx_type type) {
  switch (type) {
    case LX_OBJECT: return "a map";
    case LX_ARRAY: return "a list";
    case LX_STRING: return "a string";
    case LX_INTEGER: return "an integer";
    case LX_NUMBER: return "a number";
    case LX_BOOLEAN: return "true or false";
    case LX_INT_OR_STRING: return "an integer or a string";
    case LX_ANY: break;
  }
  return "any value";
}
