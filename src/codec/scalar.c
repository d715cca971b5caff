#include "codec/scalar.h"

#include <string.h>

#include "codec/number.h"

/* ---- The table ----------------------------------------------------------------------- */

#define T LX_START_TEXT
#define W LX_START_WORD
#define P LX_START_POINT
#define D LX_START_DIGIT
const unsigned char lx_scalar_starts[256] = {
    /*           0  1  2  3  4  5  6  7  8  9  A  B  C  D  E  F */
    /* 00 */ T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T,
    /* 10 */ T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T,
    /* 20 */ T, T, T, T, T, T, T, T, T, T, T, D, T, D, P, T,
    /* 30 */ D, D, D, D, D, D, D, D, D, D, T, T, T, T, T, T,
    /* 40 */ T, T, T, T, T, T, W, T, T, T, T, T, T, T, W, W,
    /* 50 */ T, T, T, T, W, T, T, T, T, W, T, T, T, T, T, T,
    /* 60 */ T, T, T, T, T, T, W, T, T, T, T, T, T, T, W, W,
    /* 70 */ T, T, T, T, W, T, T, T, T, W, T, T, T, T, W, T,
};
#undef T
#undef W
#undef P
#undef D

/* A word of up to five letters as one number, so that finding it takes no text comparison. */
#define WORD(a, b, c, d, e)                                                               \
  ((uint64_t)(a) << 32 | (uint64_t)(b) << 24 | (uint64_t)(c) << 16 | (uint64_t)(d) << 8 | \
   (uint64_t)(e))

enum { LONGEST_WORD = 5 };

typedef struct word {
  uint64_t letters;
  lx_scalar_kind kind;
  bool boolean;
} word;

/* In the order of the numbers: by the first letter, then the second, and so on. */
static const word words[] = {
    {WORD('+', '.', 'I', 'N', 'F'), LX_SCALAR_INFINITE, false},
    {WORD('+', '.', 'I', 'n', 'f'), LX_SCALAR_INFINITE, false},
    {WORD('+', '.', 'i', 'n', 'f'), LX_SCALAR_INFINITE, false},
    {WORD('-', '.', 'I', 'N', 'F'), LX_SCALAR_INFINITE, false},
    {WORD('-', '.', 'I', 'n', 'f'), LX_SCALAR_INFINITE, false},
    {WORD('-', '.', 'i', 'n', 'f'), LX_SCALAR_INFINITE, false},
    {WORD('.', 'I', 'N', 'F', 0), LX_SCALAR_INFINITE, false},
    {WORD('.', 'I', 'n', 'f', 0), LX_SCALAR_INFINITE, false},
    {WORD('.', 'N', 'A', 'N', 0), LX_SCALAR_INFINITE, false},
    {WORD('.', 'N', 'a', 'N', 0), LX_SCALAR_INFINITE, false},
    {WORD('.', 'i', 'n', 'f', 0), LX_SCALAR_INFINITE, false},
    {WORD('.', 'n', 'a', 'n', 0), LX_SCALAR_INFINITE, false},
    {WORD('F', 'A', 'L', 'S', 'E'), LX_SCALAR_BOOLEAN, false},
    {WORD('F', 'a', 'l', 's', 'e'), LX_SCALAR_BOOLEAN, false},
    {WORD('N', 0, 0, 0, 0), LX_SCALAR_BOOLEAN, false},
    {WORD('N', 'O', 0, 0, 0), LX_SCALAR_BOOLEAN, false},
    {WORD('N', 'U', 'L', 'L', 0), LX_SCALAR_NULL, false},
    {WORD('N', 'o', 0, 0, 0), LX_SCALAR_BOOLEAN, false},
    {WORD('N', 'u', 'l', 'l', 0), LX_SCALAR_NULL, false},
    {WORD('O', 'F', 'F', 0, 0), LX_SCALAR_BOOLEAN, false},
    {WORD('O', 'N', 0, 0, 0), LX_SCALAR_BOOLEAN, true},
    {WORD('O', 'f', 'f', 0, 0), LX_SCALAR_BOOLEAN, false},
    {WORD('O', 'n', 0, 0, 0), LX_SCALAR_BOOLEAN, true},
    {WORD('T', 'R', 'U', 'E', 0), LX_SCALAR_BOOLEAN, true},
    {WORD('T', 'r', 'u', 'e', 0), LX_SCALAR_BOOLEAN, true},
    {WORD('Y', 0, 0, 0, 0), LX_SCALAR_BOOLEAN, true},
    {WORD('Y', 'E', 'S', 0, 0), LX_SCALAR_BOOLEAN, true},
    {WORD('Y', 'e', 's', 0, 0), LX_SCALAR_BOOLEAN, true},
    {WORD('f', 'a', 'l', 's', 'e'), LX_SCALAR_BOOLEAN, false},
    {WORD('n', 0, 0, 0, 0), LX_SCALAR_BOOLEAN, false},
    {WORD('n', 'o', 0, 0, 0), LX_SCALAR_BOOLEAN, false},
    {WORD('n', 'u', 'l', 'l', 0), LX_SCALAR_NULL, false},
    {WORD('o', 'f', 'f', 0, 0), LX_SCALAR_BOOLEAN, false},
    {WORD('o', 'n', 0, 0, 0), LX_SCALAR_BOOLEAN, true},
    {WORD('t', 'r', 'u', 'e', 0), LX_SCALAR_BOOLEAN, true},
    {WORD('y', 0, 0, 0, 0), LX_SCALAR_BOOLEAN, true},
    {WORD('y', 'e', 's', 0, 0), LX_SCALAR_BOOLEAN, true},
    {WORD('~', 0, 0, 0, 0), LX_SCALAR_NULL, false},
};

static const word *find_word(const char *text, size_t length) {
  size_t low = 0, high = sizeof words / sizeof *words;
  uint64_t letters = 0;
  if (length > LONGEST_WORD) return NULL;
  for (size_t i = 0; i < LONGEST_WORD; i++) {
    letters = letters << 8 | (i < length ? (unsigned char)text[i] : 0);
  }
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (words[middle].letters < letters) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == sizeof words / sizeof *words || words[low].letters != letters) return NULL;
  if (length && !text[length - 1]) return NULL; /* "y" with a zero byte behind it */
  return &words[low];
}

/* ---- Numbers ------------------------------------------------------------------------- */

/* The characters of a number; '_' is left out wherever it stands. */
typedef struct cursor {
  const char *at, *end;
} cursor;

static char peek(cursor *from) {
  while (from->at < from->end && *from->at == '_') from->at++;
  return from->at < from->end ? *from->at : '\0';
}

static bool at_end(cursor *from) {
  peek(from);
  return from->at == from->end;
}

static bool take(cursor *from, const char *any) {
  char c = peek(from);
  if (!c || !strchr(any, c)) return false;
  from->at++;
  return true;
}

static size_t take_digits(cursor *from) {
  size_t count = 0;
  for (char c; (c = peek(from)) >= '0' && c <= '9'; count++) from->at++;
  return count;
}

static int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

typedef enum whole { NOT_WHOLE, WHOLE, TOO_LARGE } whole;

/* All that is left, as digits of the base. */
static whole read_digits(cursor *from, unsigned base, uint64_t *value) {
  bool large = false;
  *value = 0;
  for (char c; (c = peek(from)) != '\0'; from->at++) {
    unsigned digit = (unsigned)digit_value(c);
    if (digit >= base) return NOT_WHOLE;
    if (*value > (UINT64_MAX - digit) / base) large = true;
    *value = *value * base + digit;
  }
  if (!at_end(from)) return NOT_WHOLE; /* a zero byte */
  return large ? TOO_LARGE : WHOLE;
}

/* The base that a prefix names, moving behind it. A prefix without digits is none: then the
 * leading 0 stands for base 8, and what follows is no digit of it. */
static unsigned take_base(cursor *from, bool *leading_zero) {
  cursor prefix = *from;
  char c;
  *leading_zero = false;
  if (!take(&prefix, "0")) return 10;
  *from = prefix;
  c = peek(&prefix);
  if (c && strchr("bBoOxX", c)) {
    prefix.at++;
    if (at_end(&prefix)) return 8;
    *from = prefix;
    return c == 'b' || c == 'B' ? 2 : c == 'o' || c == 'O' ? 8 : 16;
  }
  *leading_zero = c >= '0' && c <= '9';
  return 8;
}

static bool store_whole(lx_scalar *scalar, uint64_t value, bool negative, bool sign) {
  if (negative ? value <= (uint64_t)1 << 63 : value <= INT64_MAX) {
    scalar->kind = LX_SCALAR_INTEGER;
    scalar->integer = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
  }
  if (sign) return false;
  scalar->kind = LX_SCALAR_UNSIGNED;
  return true;
}

static bool read_whole(lx_scalar *scalar, const char *text, size_t length) {
  cursor from = {text, text + length};
  bool negative = peek(&from) == '-', sign = take(&from, "+-");
  uint64_t value;
  unsigned base;
  whole found;
  if (at_end(&from)) return false;
  base = take_base(&from, &scalar->leading_zero);
  found = read_digits(&from, base, &value);
  return found == WHOLE && store_whole(scalar, value, negative, sign);
}

/* 0b-101 and 0b+101: an oddity of the reader that is followed here. */
static bool read_odd_binary(lx_scalar *scalar, const char *text, size_t length) {
  cursor from = {text, text + length};
  bool negative;
  uint64_t value;
  if (!take(&from, "0") || !take(&from, "b")) return false;
  negative = peek(&from) == '-';
  if (!take(&from, "+-") || at_end(&from)) return false;
  return read_digits(&from, 2, &value) == WHOLE && store_whole(scalar, value, negative, true);
}

/* [+-](.digits|digits[.digits?])[e[+-]digits] */
static bool is_float(const char *text, size_t length, bool *whole_number) {
  cursor from = {text, text + length};
  size_t before, after = 0;
  *whole_number = true;
  take(&from, "+-");
  before = take_digits(&from);
  if (take(&from, ".")) {
    *whole_number = false;
    after = take_digits(&from);
  }
  if (!before && !after) return false;
  if (take(&from, "eE")) {
    *whole_number = false;
    take(&from, "+-");
    if (!take_digits(&from)) return false;
  }
  return at_end(&from);
}

static bool read_float(lx_scalar *scalar, const char *text, size_t length) {
  bool whole_number;
  if (!is_float(text, length, &whole_number)) return false;
  if (!lx_number_read(text, length, &scalar->number)) return false;
  scalar->kind = LX_SCALAR_FLOAT;
  scalar->leading_zero = scalar->leading_zero && whole_number;
  scalar->rounded = whole_number && !scalar->leading_zero;
  return true;
}

/* Behind a point, '_' stands between digits only. */
static bool separates_digits(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (text[i] != '_') continue;
    if (i == 0 || i + 1 == length) return false;
    if (digit_value(text[i - 1]) > 9 || digit_value(text[i + 1]) > 9) return false;
  }
  return true;
}

/* ---- Resolving ----------------------------------------------------------------------- */

static lx_scalar resolve_number(const char *text, size_t length) {
  lx_scalar scalar = {.kind = LX_SCALAR_TEXT};
  if (lx_scalar_is_time(text, length)) {
    scalar.kind = LX_SCALAR_TIME;
    return scalar;
  }
  if (read_whole(&scalar, text, length) || read_float(&scalar, text, length) ||
      read_odd_binary(&scalar, text, length)) {
    return scalar;
  }
  return (lx_scalar){.kind = LX_SCALAR_TEXT};
}

lx_scalar lx_scalar_resolve(const char *text, size_t length) {
  lx_scalar scalar = {.kind = LX_SCALAR_TEXT};
  lx_scalar_start start;
  const word *found;
  if (!length) {
    scalar.kind = LX_SCALAR_NULL;
    return scalar;
  }
  start = (lx_scalar_start)lx_scalar_starts[(unsigned char)*text];
  if (start == LX_START_TEXT) return scalar;
  found = find_word(text, length);
  if (found) {
    scalar.kind = found->kind;
    scalar.boolean = found->boolean;
    return scalar;
  }
  if (start == LX_START_DIGIT) return resolve_number(text, length);
  if (start == LX_START_POINT && separates_digits(text, length)) {
    read_float(&scalar, text, length);
  }
  return scalar;
}

/* [+-]digit[digits_]*(:[0-5]?digit)+[.[digits_]*] */
static bool is_base_60(const char *text, size_t length) {
  const char *at = text, *end = text + length;
  size_t parts = 0;
  if (at < end && (*at == '+' || *at == '-')) at++;
  if (at == end || digit_value(*at) > 9) return false;
  while (at < end && (*at == '_' || digit_value(*at) <= 9)) at++;
  for (; at < end && *at == ':'; parts++) {
    if (++at == end || digit_value(*at) > 9) return false;
    if (at + 1 < end && *at <= '5' && digit_value(at[1]) <= 9) at++;
    at++;
  }
  if (!parts) return false;
  if (at < end && *at == '.') {
    for (at++; at < end && (*at == '_' || digit_value(*at) <= 9);) at++;
  }
  return at == end;
}

/* What every number and time begins and ends with, so that most other texts are told at once. */
static bool looks_like_number(const char *text, size_t length) {
  char first = text[0] == '+' || text[0] == '-' ? (length > 1 ? text[1] : 'x') : text[0];
  char last = text[length - 1];
  if (first != '.' && first != '_' && digit_value(first) > 9) return false;
  return digit_value(last) < 16 || last == '_' || last == '.' || last == 'Z';
}

bool lx_scalar_must_read_as_text(const char *text, size_t length) {
  lx_scalar_start start = (lx_scalar_start)lx_scalar_starts[(unsigned char)*text];
  if (start == LX_START_WORD) {
    return (length > 1 && !lx_scalar_may_be_word(text, length)) || !find_word(text, length);
  }
  if (start == LX_START_DIGIT) {
    if (!looks_like_number(text, length)) return true;
    if (is_base_60(text, length)) return false;
  }
  return lx_scalar_resolve(text, length).kind == LX_SCALAR_TEXT;
}
