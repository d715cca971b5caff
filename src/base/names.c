#include "base/names.h"

#include <string.h>

/* What a character may be part of. */
enum { LOWER = 1, DIGIT = 2, UPPER = 4, DASH = 8, MARK = 16, DOT = 32 };
#define TEN(kind) kind, kind, kind, kind, kind, kind, kind, kind, kind, kind
#define LETTERS(kind) TEN(kind), TEN(kind), kind, kind, kind, kind, kind, kind
static const unsigned char kinds[256] = {
    ['-'] = DASH,       ['_'] = MARK,           ['.'] = DOT,
    ['0'] = TEN(DIGIT), ['a'] = LETTERS(LOWER), ['A'] = LETTERS(UPPER),
};

static bool is(char c, unsigned any) {
  return (kinds[(unsigned char)c] & any) != 0;
}

/* All kinds that are in the text; `*odd` is set by a character of none. */
static unsigned kinds_in(const char *text, size_t length, bool *odd) {
  unsigned seen = 0, least = 1;
  for (size_t i = 0; i < length; i++) {
    unsigned kind = kinds[(unsigned char)text[i]];
    seen |= kind;
    least = kind ? least : 0;
  }
  *odd = !least;
  return seen;
}

static bool are(const char *text, size_t length, unsigned any) {
  bool odd;
  return !(kinds_in(text, length, &odd) & ~any) && !odd;
}

/* Of any length. */
static bool is_label(const char *text, size_t length) {
  return length && is(text[0], LOWER | DIGIT) && is(text[length - 1], LOWER | DIGIT) &&
         are(text, length, LOWER | DIGIT | DASH);
}

bool lx_is_dns1123_label(const char *text, size_t length) {
  return length <= LX_LABEL_MAX && is_label(text, length);
}

bool lx_is_dns1035_label(const char *text, size_t length) {
  return lx_is_dns1123_label(text, length) && is(text[0], LOWER);
}

/* Labels with dots between them: so letters or digits stand at both ends and beside each dot. */
bool lx_is_dns1123_subdomain(const char *text, size_t length) {
  const char *end = text + length;
  bool odd;
  unsigned seen;
  if (!length || length > LX_SUBDOMAIN_MAX) return false;
  seen = kinds_in(text, length, &odd);
  if (odd || seen & ~(unsigned)(LOWER | DIGIT | DASH | DOT)) return false;
  if (!is(text[0], LOWER | DIGIT) || !is(end[-1], LOWER | DIGIT)) return false;
  for (; seen & DOT && (text = memchr(text, '.', (size_t)(end - text))); text++) {
    if (!is(text[-1], LOWER | DIGIT) || !is(text[1], LOWER | DIGIT)) return false;
  }
  return true;
}

bool lx_is_label_name(const char *text, size_t length) {
  return length && length <= LX_LABEL_MAX && is(text[0], LOWER | UPPER | DIGIT) &&
         is(text[length - 1], LOWER | UPPER | DIGIT) &&
         are(text, length, LOWER | UPPER | DIGIT | DASH | MARK | DOT);
}
