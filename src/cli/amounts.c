#include "amounts.h"

#include <stddef.h>
#include <string.h>

struct unit {
  const char *name;
  uint64_t factor;
};

static bool parse(const char *text, const struct unit *units, uint64_t *value) {
  uint64_t number = 0;
  const char *at = text;
  for (; *at >= '0' && *at <= '9'; at++) {
    uint64_t digit = (uint64_t)(*at - '0');
    if (number > (UINT64_MAX - digit) / 10) return false;
    number = number * 10 + digit;
  }
  if (at == text) return false;
  for (; units->name; units++) {
    if (strcmp(at, units->name) != 0) continue;
    if (number > UINT64_MAX / units->factor) return false;
    *value = number * units->factor;
    return true;
  }
  return false;
}

bool cli_amount_parse(const char *text, uint64_t *value) {
  static const struct unit units[] = {
      {"", 1},          {"k", 1000},      {"M", 1000000},   {"G", 1000000000},
      {"Ki", 1u << 10}, {"Mi", 1u << 20}, {"Gi", 1u << 30}, {NULL, 0},
  };
  return parse(text, units, value);
}

bool cli_duration_parse(const char *text, uint64_t *milliseconds) {
  static const struct unit units[] = {
      {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {NULL, 0}};
  return parse(text, units, milliseconds);
}
