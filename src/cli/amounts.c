#include "amounts.h"

#include <stddef.h>
#include <string.h>

struct unit {
  const char *name;
  uint64_t factor;
};

static const struct unit *find_unit(const struct unit *units, const char *at, size_t length) {
  for (; units->name; units++) {
    if (strlen(units->name) == length && memcmp(at, units->name, length) == 0) return units;
  }
  return NULL;
}

/* Adds a number with its unit to `*value`, and moves behind it. */
static bool parse(const char **at, const struct unit *units, uint64_t *value) {
  const char *start = *at;
  const struct unit *unit;
  uint64_t number = 0;
  size_t length;
  for (; **at >= '0' && **at <= '9'; ++*at) {
    uint64_t digit = (uint64_t)(**at - '0');
    if (number > (UINT64_MAX - digit) / 10) return false;
    number = number * 10 + digit;
  }
  if (*at == start) return false;
  length = strcspn(*at, "0123456789");
  unit = find_unit(units, *at, length);
  *at += length;
  if (!unit || number > (UINT64_MAX - *value) / unit->factor) return false;
  *value += number * unit->factor;
  return true;
}

bool cli_amount_parse(const char *text, uint64_t *value) {
  static const struct unit units[] = {
      {"", 1},          {"k", 1000},      {"M", 1000000},   {"G", 1000000000},
      {"Ki", 1u << 10}, {"Mi", 1u << 20}, {"Gi", 1u << 30}, {NULL, 0},
  };
  uint64_t sum = 0;
  if (!parse(&text, units, &sum) || *text) return false;
  *value = sum;
  return true;
}

bool cli_duration_parse(const char *text, uint64_t *milliseconds) {
  static const struct unit units[] = {
      {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {NULL, 0}};
  uint64_t sum = 0;
  do {
    if (!parse(&text, units, &sum)) return false;
  } while (*text);
  *milliseconds = sum;
  return true;
}

void cli_amount_add(cli_text *text, size_t value) {
  char digits[24];
  size_t count = 0;
  do {
    digits[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value);
  while (count) {
    cli_text_add(text, &digits[--count], 1);
    if (count && count % 3 == 0) cli_text_put(text, ",");
  }
}
