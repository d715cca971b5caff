#include "codec/order.h"

#include <string.h>

#include "base/utf8.h"
#include "codec/letters.h"
#include "value/keys.h"

enum { FEW = 12 };

/* ---- Two keys ------------------------------------------------------------------------ */

static bool comes_first_bytewise(const lx_key *a, const lx_key *b) {
  if (a->start != b->start) return a->start < b->start;
  return lx_compare_bytes(a->text, a->length, b->text, b->length) < 0;
}

/* Where a code point ends is known by what leads it: keys are valid UTF-8. What is not is
 * refused when it is written; until then it just has to end. */
static size_t code_at(const lx_key *key, size_t at, uint32_t *code) {
  size_t count = lx_utf8_next(key->text + at, key->length - at, code);
  if (count) return count;
  *code = (unsigned char)key->text[at];
  return 1;
}

static size_t first_difference(const lx_key *a, const lx_key *b) {
  size_t shorter = a->length < b->length ? a->length : b->length, at = 0;
  while (at < shorter && a->text[at] == b->text[at]) at++;
  if (at == shorter) return at;
  while (at > 0 && ((unsigned char)a->text[at] & 0xC0) == 0x80) at--;
  return at;
}

/* The value of the digits at `at`, behind `value`, overflowing as it may; `*length` counts
 * them. */
static int64_t run_value(const lx_key *key, size_t at, int64_t value, size_t *length) {
  uint64_t sum = (uint64_t)value;
  *length = 0;
  while (at < key->length) {
    uint32_t code;
    size_t count = code_at(key, at, &code);
    if (!lx_is_digit(code)) break;
    sum = sum * 10 + (code - (uint32_t)'0');
    at += count;
    ++*length;
  }
  return (int64_t)sum;
}

/* Whether the digits just before `at` hold one that is not '0': then a '0' that follows is no
 * leading zero. */
static bool follows_digits(const lx_key *key, size_t at) {
  while (at > 0) {
    uint32_t code;
    do at--;
    while (at > 0 && ((unsigned char)key->text[at] & 0xC0) == 0x80);
    code_at(key, at, &code);
    if (!lx_is_digit(code)) return false;
    if (code != '0') return true;
  }
  return false;
}

static bool by_value(const lx_key *a, const lx_key *b, size_t at, uint32_t x, uint32_t y) {
  int64_t start = (x == '0' || y == '0') && follows_digits(a, at);
  size_t n, m;
  int64_t v = run_value(a, at, start, &n), w = run_value(b, at, start, &m);
  if (v != w) return v < w;
  if (n != m) return n < m;
  return x < y;
}

bool lx_order_comes_first(const lx_key *a, const lx_key *b, bool *numeric) {
  size_t at = first_difference(a, b);
  uint32_t x, y;
  bool x_is_letter, y_is_letter;
  if (at == a->length || at == b->length) return a->length < b->length;
  code_at(a, at, &x);
  code_at(b, at, &y);
  x_is_letter = lx_is_letter(x);
  y_is_letter = lx_is_letter(y);
  if (x_is_letter && y_is_letter) return x < y;
  if (x_is_letter || y_is_letter) return y_is_letter;
  if (!lx_is_digit(x) && !lx_is_digit(y)) return x < y;
  *numeric = true;
  return by_value(a, b, at, x, y);
}

#define TEN 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
static const unsigned char is_letter[256] = {
    ['A'] = TEN, TEN, 1, 1, 1, 1, 1, 1, ['a'] = TEN, TEN, 1, 1, 1, 1, 1, 1,
};

/* The same for most pairs in a few steps: the first bytes that differ are both letters. */
static inline bool comes_first(const lx_key *a, const lx_key *b, bool *numeric) {
  uint64_t differs = a->start ^ b->start;
  if (differs) {
    int shift = 56 - (__builtin_clzll(differs) & ~7);
    unsigned x = (unsigned)(a->start >> shift & 0xFF), y = (unsigned)(b->start >> shift & 0xFF);
    if (is_letter[x] & is_letter[y]) return x < y;
  }
  return lx_order_comes_first(a, b, numeric);
}

/* ---- All keys ------------------------------------------------------------------------ */

typedef bool comparison(const lx_key *a, const lx_key *b, bool *numeric);

/* NOLINTNEXTLINE(readability-non-const-parameter): it is a `comparison` */
static bool by_bytes(const lx_key *a, const lx_key *b, bool *numeric) {
  (void)numeric;
  return comes_first_bytewise(a, b);
}

static bool by_nature(const lx_key *a, const lx_key *b, bool *numeric) {
  return comes_first(a, b, numeric);
}

static void merge(lx_key *to, const lx_key *left, size_t n, const lx_key *right, size_t m,
                  comparison *first, bool *numeric) {
  while (n && m) {
    if (first(right, left, numeric)) {
      *to++ = *right++;
      m--;
    } else {
      *to++ = *left++;
      n--;
    }
  }
  if (n) memcpy(to, left, n * sizeof *to);
  if (m) memcpy(to, right, m * sizeof *to);
}

/* Bottom up: runs of 1, 2, 4, .. keys. */
static void merge_sort(lx_key *keys, lx_key *spare, size_t count, comparison *first,
                       bool *numeric) {
  for (size_t run = 1; run < count; run *= 2) {
    for (size_t at = 0; at < count; at += 2 * run) {
      size_t left = count - at < run ? count - at : run;
      size_t right = count - at - left < run ? count - at - left : run;
      merge(spare + at, keys + at, left, keys + at + left, right, first, numeric);
    }
    memcpy(keys, spare, count * sizeof *keys);
  }
}

void lx_order_bytewise(lx_key *keys, lx_key *spare, size_t count) {
  bool numeric;
  if (count > FEW) {
    merge_sort(keys, spare, count, by_bytes, &numeric);
    return;
  }
  for (size_t i = 1; i < count; i++) {
    lx_key moved;
    size_t at = i;
    if (!comes_first_bytewise(&keys[i], &keys[i - 1])) continue;
    moved = keys[i];
    do keys[at] = keys[at - 1];
    while (--at > 0 && comes_first_bytewise(&moved, &keys[at - 1]));
    keys[at] = moved;
  }
}

/* Where no digits took part, every sort gives the one order there is. */
void lx_order_natural(lx_key *keys, lx_key *spare, size_t count) {
  bool numeric = false;
  if (count <= FEW) {
    for (size_t i = 1; i < count; i++) {
      lx_key moved;
      size_t at = i;
      if (!comes_first(&keys[i], &keys[i - 1], &numeric)) continue;
      moved = keys[i];
      do keys[at] = keys[at - 1];
      while (--at > 0 && comes_first(&moved, &keys[at - 1], &numeric));
      keys[at] = moved;
    }
    if (!numeric) return;
  }
  lx_order_bytewise(keys, spare, count);
  merge_sort(keys, spare, count, by_nature, &numeric);
}
