/* random_value.h: random data in its.L, the same on every run: texts made of what means
 * something to YAML and JSON, in lists and maps. */
#ifndef TEST_RANDOM_VALUE_H
#define TEST_RANDOM_VALUE_H

#include <math.h>

#include "codec.h"
#include "codec/order.h"
#include "random.h"

/* clang-format off */
static const char *const random_pieces[] = {
    "a", "b", "Z", "0", "1", "9", " ", " ", "  ", "\n", "\n", "\n\n", "\t", "\r", "-", "- ", "?",
    "? ", ":", ": ", "#", " #", "'", "\"", "\\", "\\n", "[", "]", "{", "}", ",", "&", "*", "!",
    "|", ">", "%", "@", "`", "~", "=", "<<", "---", "...", "--- ", "true", "no", "null", "0x",
    "1e3", ".5", ".inf", "1:20", "2024-01-01", "_", "+", "/", "$(x)", "{{", "\xC3\xA9",
    "\xC2\xA0", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF", "\xF0\x9F\x98\x80", "\x1B",
    "\x01", "\xE6\x97\xA5", "\xD9\xA1", "word ", "word ", "word ", "word ",
    "wordwordwordwordwordwordword",
    /* from here on: what other writers refuse or change */
    "\xC2\x85", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\x7F", "\xC2\x9F",
};
/* clang-format on */

enum { REFUSED_PIECES = 5 };

/* Set: only what other writers write, too, and in one order. */
static bool random_is_tame;

static inline size_t random_text(char *text, size_t most) {
  size_t length = 0, count = random_below(4) ? random_below(8) : random_below(60);
  uint32_t pieces = sizeof random_pieces / sizeof *random_pieces;
  if (random_is_tame) pieces -= REFUSED_PIECES;
  while (count--) {
    const char *piece = random_pieces[random_below(pieces)];
    if (length + strlen(piece) > most) break;
    memcpy(text + length, piece, strlen(piece));
    length += strlen(piece);
  }
  return length;
}

static inline void push_random_text(void) {
  char text[512];
  lua_pushlstring(its.L, text, random_text(text, sizeof text));
}

static inline double random_number(void) {
  uint64_t bits = random_bits();
  double number;
  memcpy(&number, &bits, sizeof number);
  if (random_below(2) || !isfinite(number)) number = (double)(bits % 100000) / 100;
  if (random_is_tame) return number;
  /* between these, the digits that have to be written are read as another kind of number */
  return fabs(number) >= 0x1p53 && fabs(number) < 0x1p64 ? 0.5 : number;
}

/* Whether the keys of the table at the top, few of them, have one order only; and none is "<<",
 * which we quote. */
static inline bool random_keys_are_tame(void) {
  lua_State *L = its.L;
  lx_key keys[8], spare[8];
  size_t count = 0;
  bool numeric;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    size_t length;
    const char *text = lua_tolstring(L, -2, &length);
    if (strcmp(text, "<<") == 0) return lua_pop(L, 2), false;
    keys[count++] = lx_key_of(text, length, 0);
  }
  lx_order_natural(keys, spare, count);
  for (size_t i = 0; i < count; i++) {
    for (size_t k = i + 1; k < count; k++) {
      if (!lx_order_comes_first(&keys[i], &keys[k], &numeric)) return false;
    }
  }
  return true;
}

static inline void push_random(int depth);

static inline void push_random_map(int depth) {
  lua_State *L = its.L;
  lua_newtable(L);
  for (uint32_t i = random_below(6); i > 0; i--) {
    push_random_text();
    push_random(depth - 1);
    lua_rawset(L, -3);
  }
  if (random_is_tame && !random_keys_are_tame()) {
    lua_pop(L, 1);
    lua_newtable(L);
  }
}

static inline void push_random_list(int depth) {
  lua_State *L = its.L;
  int count = (int)random_below(5);
  lua_createtable(L, count, 0);
  if (!count) lx_mark_list(L, -1);
  for (int i = 1; i <= count; i++) {
    push_random(depth - 1);
    lua_rawseti(L, -2, i);
  }
}

static inline void push_random(int depth) {
  lua_State *L = its.L;
  uint32_t kind = random_below(depth ? 12 : 8);
  if (kind < 4) {
    push_random_text();
  } else if (kind == 4) {
    lua_pushinteger(L, (lua_Integer)(random_bits() >> random_below(64)));
  } else if (kind == 5) {
    lua_pushnumber(L, random_number());
  } else if (kind == 6) {
    lua_pushboolean(L, (int)random_below(2));
  } else if (kind == 7) {
    lx_push_null(L);
  } else if (kind < 10) {
    push_random_list(depth);
  } else {
    push_random_map(depth);
  }
}

#endif
