#include "base/names.h"

#include <string.h>

/* What a character may be part of. */
enum { LOWER = 1, DIGIT = 2, UPPER = 4, DASH = 8, MARK = 16 };
#define TEN(kind) kind, kind, kind, kind, kind, kind, kind, kind, kind, kind
#define LETTERS(kind) TEN(kind), TEN(kind), kind, kind, kind, kind, kind, kind
static const unsigned char kinds[256] = {
    ['-'] = DASH,           ['_'] = MARK,
    ['.'] = MARK,           ['0'] = TEN(DIGIT),
    ['a'] = LETTERS(LOWER), ['A'] = LETTERS(UPPER),
};

static bool is(char c, unsigned any) {
  return (kinds[(unsigned char)c] & any) != 0;
}

static bool are(const char *text, size_t length, unsigned any) {
  for (size_t i = 0; i < length; i++) {
    if (!is(text[i], any)) return false;
  }
  return true;
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

bool lx_is_dns1123_subdomain(const char *text, size_t length) {
  const char *end = text + length;
  if (length > LX_SUBDOMAIN_MAX) return false;
  for (const char *dot; (dot = memchr(text, '.', (size_t)(end - text))); text = dot + 1) {
    if (!is_label(text, (size_t)(dot - text))) return false;
  }
  return is_label(text, (size_t)(end - text));
}

bool lx_is_label_name(const char *text, size_t length) {
  return length && length <= LX_LABEL_MAX && is(text[0], LOWER | UPPER | DIGIT) &&
         is(text[length - 1], LOWER | UPPER | DIGIT) &&
         are(text, length, LOWER | UPPER | DIGIT | DASH | MARK);
}
