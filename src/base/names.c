#include "base/names.h"

#include <string.h>

static bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

static bool is_lower_or_digit(char c) {
  return is_lower(c) || (c >= '0' && c <= '9');
}

static bool is_letter_or_digit(char c) {
  return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z');
}

/* Of any length. */
static bool is_label(const char *text, size_t length) {
  if (!length || !is_lower_or_digit(text[0]) || !is_lower_or_digit(text[length - 1])) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    if (!is_lower_or_digit(text[i]) && text[i] != '-') return false;
  }
  return true;
}

bool lx_is_dns1123_label(const char *text, size_t length) {
  return length <= LX_LABEL_MAX && is_label(text, length);
}

bool lx_is_dns1035_label(const char *text, size_t length) {
  return lx_is_dns1123_label(text, length) && is_lower(text[0]);
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
  if (!length || length > LX_LABEL_MAX) return false;
  if (!is_letter_or_digit(text[0]) || !is_letter_or_digit(text[length - 1])) return false;
  for (size_t i = 0; i < length; i++) {
    if (!is_letter_or_digit(text[i]) && !strchr("-_.", text[i])) return false;
  }
  return memchr(text, '\0', length) == NULL;
}
