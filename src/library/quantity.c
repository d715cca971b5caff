#include "library/quantity.h"

#include <stdio.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { MOST_DIGITS = 36, NANO_DIGITS = 9, MOST_EXPONENT = 100, MOST_THOUSANDS = 6 };

static wide power_of_ten(int exponent) {
  wide result = 1;
  for (; exponent > 0; exponent--) result *= 10;
  return result;
}

/* 2^63-1 in nanos. */
static const wide most_nanos = (wide)INT64_MAX * 1000000000;

/* ---- Parsing ----------------------------------------------------------------------- */

/* The number before the unit is `digits` divided by ten to the `fraction`. */
typedef struct number {
  wide digits;
  int fraction;
  bool negative;
} number;

typedef struct text {
  const char *at, *end;
} text;

static bool is_digit(const text *in) {
  return in->at < in->end && *in->at >= '0' && *in->at <= '9';
}

static bool skip_sign(text *in) {
  if (in->at == in->end || (*in->at != '-' && *in->at != '+')) return false;
  return *in->at++ == '-';
}

static bool add_digit(number *result, char digit, int *count) {
  if (*count || digit != '0') (*count)++;
  if (*count > MOST_DIGITS) return false;
  result->digits = result->digits * 10 + (unsigned)(digit - '0');
  return true;
}

static lx_quantity_result read_number(text *in, number *result) {
  const char *point, *last;
  int count = 0;
  *result = (number){.negative = skip_sign(in)};
  if (!is_digit(in) &&
      !(in->end - in->at > 1 && in->at[0] == '.' && in->at[1] >= '0' && in->at[1] <= '9')) {
    return LX_QUANTITY_MALFORMED;
  }
  for (; is_digit(in); in->at++) {
    if (!add_digit(result, *in->at, &count)) return LX_QUANTITY_DIGITS;
  }
  if (in->at == in->end || *in->at != '.') return LX_QUANTITY_OK;
  point = last = in->at++;
  for (; is_digit(in); in->at++) {
    if (*in->at != '0') last = in->at;
  }
  if (last - point > MOST_DIGITS) return LX_QUANTITY_DIGITS;
  for (const char *digit = point + 1; digit <= last; digit++) {
    if (!add_digit(result, *digit, &count)) return LX_QUANTITY_DIGITS;
  }
  result->fraction = (int)(last - point);
  return LX_QUANTITY_OK;
}

/* "e3", "E-6" and the end; E alone is a unit. */
static bool read_exponent(text in, int *exponent) {
  bool negative;
  if (in.end - in.at < 2 || (*in.at != 'e' && *in.at != 'E')) return false;
  in.at++;
  negative = skip_sign(&in);
  if (!is_digit(&in)) return false;
  for (*exponent = 0; is_digit(&in); in.at++) {
    *exponent = *exponent * 10 + (*in.at - '0');
    if (*exponent > MOST_EXPONENT) *exponent = MOST_EXPONENT;
  }
  if (negative) *exponent = -*exponent;
  return in.at == in.end;
}

static const struct unit {
  char text[3];
  lx_quantity_unit kind;
  int exponent;
} units[] = {
    {"n", LX_UNIT_DECIMAL, -9}, {"u", LX_UNIT_DECIMAL, -6}, {"m", LX_UNIT_DECIMAL, -3},
    {"", LX_UNIT_DECIMAL, 0},   {"k", LX_UNIT_DECIMAL, 3},  {"M", LX_UNIT_DECIMAL, 6},
    {"G", LX_UNIT_DECIMAL, 9},  {"T", LX_UNIT_DECIMAL, 12}, {"P", LX_UNIT_DECIMAL, 15},
    {"E", LX_UNIT_DECIMAL, 18}, {"Ki", LX_UNIT_BINARY, 10}, {"Mi", LX_UNIT_BINARY, 20},
    {"Gi", LX_UNIT_BINARY, 30}, {"Ti", LX_UNIT_BINARY, 40}, {"Pi", LX_UNIT_BINARY, 50},
    {"Ei", LX_UNIT_BINARY, 60},
};

static bool read_unit(const text *in, lx_quantity_unit *kind, int *exponent) {
  size_t length = (size_t)(in->end - in->at);
  *kind = LX_UNIT_EXPONENT;
  if (read_exponent(*in, exponent)) return true;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (strlen(units[i].text) == length && !memcmp(units[i].text, in->at, length)) {
      *kind = units[i].kind;
      *exponent = units[i].exponent;
      return true;
    }
  }
  return false;
}

/* `value` times ten to the `exponent`, rounded away from zero; false beyond the range. */
static bool scale_decimal(wide *value, int exponent) {
  bool inexact = false;
  for (; exponent > 0 && *value; exponent--) {
    if (*value > most_nanos) return false;
    *value *= 10;
  }
  for (; exponent < 0 && *value; exponent++) {
    inexact = inexact || *value % 10;
    *value /= 10;
  }
  *value += inexact;
  return *value <= most_nanos;
}

/* The same for two to the `bits` and ten to the `exponent`. A division comes first, and
 * its remainder is doubled beside the quotient: the product may not fit. */
static bool scale_binary(wide *value, int bits, int exponent) {
  wide divisor = 1, rest;
  if (exponent < 0) {
    divisor = power_of_ten(-exponent);
  } else if (!scale_decimal(value, exponent)) {
    return false;
  }
  rest = *value % divisor;
  *value /= divisor;
  for (; bits > 0; bits--) {
    bool carry = rest >= divisor - rest;
    rest = carry ? rest - (divisor - rest) : rest * 2;
    *value = *value * 2 + carry;
    if (*value > most_nanos) return false;
  }
  *value += rest != 0;
  return *value <= most_nanos;
}

lx_quantity_result lx_quantity_parse(const char *bytes, size_t length, lx_quantity *quantity,
                                     size_t *unit) {
  text in = {bytes, bytes + length};
  number parsed;
  int exponent;
  bool fits;
  lx_quantity_result result = read_number(&in, &parsed);
  if (result != LX_QUANTITY_OK) return result;
  if (unit) *unit = (size_t)(in.at - bytes);
  if (!read_unit(&in, &quantity->unit, &exponent)) return LX_QUANTITY_UNIT;
  if (quantity->unit == LX_UNIT_BINARY) {
    fits = scale_binary(&parsed.digits, exponent, NANO_DIGITS - parsed.fraction);
  } else {
    fits = scale_decimal(&parsed.digits, exponent + NANO_DIGITS - parsed.fraction);
  }
  if (!fits) return LX_QUANTITY_RANGE;
  if (quantity->unit == LX_UNIT_BINARY && parsed.digits < power_of_ten(NANO_DIGITS)) {
    quantity->unit = LX_UNIT_DECIMAL; /* less than one is decimal, and stays so */
  }
  quantity->nanos = parsed.negative ? -(lx_int128)parsed.digits : (lx_int128)parsed.digits;
  return LX_QUANTITY_OK;
}

/* ---- Printing ---------------------------------------------------------------------- */

static size_t print_wide(wide value, char *out) {
  char digits[40];
  size_t count = 0;
  do {
    digits[count++] = (char)('0' + (int)(value % 10));
    value /= 10;
  } while (value);
  for (size_t i = 0; i < count; i++) out[i] = digits[count - 1 - i];
  return count;
}

static const char *unit_text(lx_quantity_unit kind, int exponent) {
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (units[i].kind == kind && units[i].exponent == exponent) return units[i].text;
  }
  return "";
}

/* How often `base` divides `*value`, at most `most` times. */
static int take_factors(wide *value, unsigned base, int most) {
  int count = 0;
  for (; count < most && *value % base == 0; count++) *value /= base;
  return count;
}

size_t lx_quantity_print(const lx_quantity *quantity, char out[LX_QUANTITY_TEXT]) {
  wide value = (wide)(quantity->nanos < 0 ? -quantity->nanos : quantity->nanos);
  wide one = power_of_ten(NANO_DIGITS);
  size_t length = 0;
  const char *unit;
  char power[16];
  if (!value) return (size_t)snprintf(out, LX_QUANTITY_TEXT, "0");
  if (quantity->nanos < 0) out[length++] = '-';
  if (quantity->unit == LX_UNIT_BINARY && value % one == 0 && value >= 1024 * one) {
    int exponent;
    value /= one;
    exponent = 10 * take_factors(&value, 1024, MOST_THOUSANDS);
    length += print_wide(value, out + length);
    unit = exponent ? unit_text(LX_UNIT_BINARY, exponent) : "";
  } else {
    int exponent = 3 * take_factors(&value, 1000, MOST_THOUSANDS + 3) - NANO_DIGITS;
    length += print_wide(value, out + length);
    unit = unit_text(LX_UNIT_DECIMAL, exponent);
    if (quantity->unit == LX_UNIT_EXPONENT && exponent) {
      snprintf(power, sizeof power, "e%d", exponent);
      unit = power;
    }
  }
  return length + (size_t)snprintf(out + length, LX_QUANTITY_TEXT - length, "%s", unit);
}

bool lx_quantity_multiply(lx_quantity *quantity, int64_t factor) {
  bool negative = (quantity->nanos < 0) != (factor < 0);
  wide value = (wide)(quantity->nanos < 0 ? -quantity->nanos : quantity->nanos);
  wide times = factor < 0 ? (wide)0 - (wide)factor : (wide)factor;
  if (times && value > most_nanos / times) return false;
  value *= times;
  quantity->nanos = negative ? -(lx_int128)value : (lx_int128)value;
  return true;
}
