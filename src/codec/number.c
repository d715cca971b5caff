#include "codec/number.h"

#include <math.h>
#include <string.h>

#include "codec/bignum.h"

/* ---- Reading ------------------------------------------------------------------------- */

/* Of more digits than this only whether one of them is not 0 can matter: the middle between
 * two doubles has 767 at most. */
enum { MOST_DIGITS = 800, MOST_POWER = 100000 };

typedef struct decimal {
  bool negative;
  char digits[MOST_DIGITS]; /* without leading zeros */
  size_t count;
  bool more;  /* a digit that is not 0 was left out */
  long power; /* the value is the digits times 10^power */
} decimal;

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static void add_digit(decimal *number, char c, bool fraction) {
  if (c == '0' && !number->count) {
    if (fraction) number->power--;
  } else if (number->count < MOST_DIGITS) {
    number->digits[number->count++] = c;
    if (fraction) number->power--;
  } else {
    if (c != '0') number->more = true;
    if (!fraction) number->power++;
  }
}

static long read_power(const char *text, const char *end) {
  bool negative = false;
  long power = 0;
  for (; text < end; text++) {
    if (*text == '-') negative = true;
    if (is_digit(*text) && power < MOST_POWER * 100) power = power * 10 + (*text - '0');
  }
  return negative ? -power : power;
}

static void scan(decimal *number, const char *text, size_t length) {
  const char *end = text + length;
  bool fraction = false;
  number->negative = length && *text == '-';
  number->count = 0;
  number->more = false;
  number->power = 0;
  for (; text < end; text++) {
    if (is_digit(*text)) {
      add_digit(number, *text, fraction);
    } else if (*text == '.') {
      fraction = true;
    } else if (*text == 'e' || *text == 'E') {
      number->power += read_power(text + 1, end);
      return;
    }
  }
}

/* Exact operands and one rounding: right by the rules of IEEE 754. */
static bool read_small(const decimal *number, double *value) {
  static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  int64_t whole = 0;
  if (number->count > 15 || number->power < -22 || number->power > 22) return false;
  for (size_t i = 0; i < number->count; i++) whole = whole * 10 + (number->digits[i] - '0');
  *value = (double)whole;
  if (number->power < 0) {
    *value /= tens[-number->power];
  } else {
    *value *= tens[number->power];
  }
  return true;
}

/* number * 2^power (and a bit more, if `more`) as the nearest double. */
static double round_binary(const lx_bignum *number, int power, bool more) {
  int have = (int)lx_bignum_bits(number), exponent = have + power;
  int want = exponent < -1021 ? exponent + 1074 : 53;
  bool half, rest;
  uint64_t top;
  if (want < 0) return 0;
  if (have < want) want = have;
  top = lx_bignum_top(number, (unsigned)want, &half, &rest);
  if (half && (rest || more || (top & 1))) top++;
  return ldexp((double)top, exponent - want);
}

static double read_large(const decimal *number) {
  long power = number->power;
  bool more = number->more;
  unsigned shift = 0;
  lx_bignum value;
  lx_bignum_set(&value, 0);
  for (size_t i = 0; i < number->count; i++) {
    uint32_t digit = (uint32_t)(number->digits[i] - '0');
    if (value.count) {
      lx_bignum_multiply(&value, 10, digit);
    } else {
      lx_bignum_set(&value, digit);
    }
  }
  if (power >= 0) {
    lx_bignum_scale(&value, (unsigned)power);
  } else {
    unsigned fives = (unsigned)-power, bits = fives * 7 / 3 + 70;
    unsigned have = lx_bignum_bits(&value);
    if (have < bits) shift = bits - have;
    lx_bignum_shift(&value, shift);
    more |= lx_bignum_divide(&value, fives);
  }
  return round_binary(&value, (power < 0 ? (int)power : 0) - (int)shift, more);
}

bool lx_number_read(const char *text, size_t length, double *value) {
  decimal number;
  long point;
  scan(&number, text, length);
  point = (long)number.count + number.power;
  if (!number.count || point < -330) {
    *value = 0;
  } else if (point > 310) {
    return false;
  } else if (!read_small(&number, value)) {
    *value = read_large(&number);
  }
  if (number.negative) *value = -*value;
  return !isinf(*value);
}

/* ---- Shortest digits ----------------------------------------------------------------- */

/* A number with few digits behind the point: try whether they are enough. */
static size_t short_digits(double value, char *digits, int *point) {
  double scale = 1;
  if (value < 1e-4 || value >= 1e15) return 0;
  for (int places = 0; places <= 9; places++, scale *= 10) {
    double scaled = value * scale, whole = floor(scaled + 0.5);
    if (scaled >= 1e15) return 0;
    if (whole / scale == value) {
      int count = 0;
      char turned[20];
      for (int64_t rest = (int64_t)whole; rest; rest /= 10) {
        turned[count++] = (char)('0' + rest % 10);
      }
      for (int i = 0; i < count; i++) digits[i] = turned[count - 1 - i];
      *point = count - places;
      while (count > 1 && digits[count - 1] == '0') count--;
      return (size_t)count;
    }
  }
  return 0;
}

/* What steers the digits: the value is r / s * 10^k; up to `above` more, or `below` less,
 * reads as the same number. */
typedef struct range {
  lx_bignum r, s, above, below;
  bool even; /* the ends belong to it */
} range;

/* `mantissa` * 2^power; at `edge` the next number below is only half as far. */
static void set_range(range *is, uint64_t mantissa, int power, bool edge) {
  unsigned up = (unsigned)(power > 0 ? power : 0), down = (unsigned)(power < 0 ? -power : 0);
  lx_bignum_set(&is->r, mantissa);
  lx_bignum_shift(&is->r, up + 1 + edge);
  lx_bignum_set(&is->s, 1);
  lx_bignum_shift(&is->s, down + 1 + edge);
  lx_bignum_set(&is->above, 1);
  lx_bignum_shift(&is->above, up + edge);
  lx_bignum_set(&is->below, 1);
  lx_bignum_shift(&is->below, up);
  is->even = mantissa % 2 == 0;
}

static bool reaches_above(const range *is) {
  lx_bignum sum = is->r;
  int order;
  lx_bignum_add(&sum, &is->above);
  order = lx_bignum_compare(&sum, &is->s);
  return is->even ? order >= 0 : order > 0;
}

static bool reaches_below(const range *is) {
  int order = lx_bignum_compare(&is->r, &is->below);
  return is->even ? order <= 0 : order < 0;
}

static void times_ten(range *is) {
  lx_bignum_multiply(&is->r, 10, 0);
  lx_bignum_multiply(&is->above, 10, 0);
  lx_bignum_multiply(&is->below, 10, 0);
}

static int next_digit(range *is) {
  int digit = 0;
  times_ten(is);
  while (lx_bignum_compare(&is->r, &is->s) >= 0) {
    lx_bignum_subtract(&is->r, &is->s);
    digit++;
  }
  return digit;
}

/* Whether the rest is nearer to the next digit, an even digit when it is half. */
static bool rounds_up(range *is, int digit) {
  int order;
  lx_bignum_shift(&is->r, 1);
  order = lx_bignum_compare(&is->r, &is->s);
  return order > 0 || (order == 0 && digit % 2);
}

/* Steele and White, as improved by Burger and Dybvig: digits until they tell the number. */
static size_t free_digits(range *is, double value, char *digits, int *point) {
  int k = (int)ceil(log10(value) - 1e-10), digit;
  size_t count = 0;
  bool low, high;
  if (k >= 0) {
    lx_bignum_scale(&is->s, (unsigned)k);
  } else {
    lx_bignum_scale(&is->r, (unsigned)-k);
    lx_bignum_scale(&is->above, (unsigned)-k);
    lx_bignum_scale(&is->below, (unsigned)-k);
  }
  if (reaches_above(is)) {
    lx_bignum_scale(&is->s, 1);
    k++;
  }
  do {
    digit = next_digit(is);
    low = reaches_below(is);
    high = reaches_above(is);
    digits[count++] = (char)('0' + digit);
  } while (!low && !high);
  if (high && (!low || rounds_up(is, digit))) digits[count - 1]++;
  *point = k;
  return count;
}

size_t lx_number_digits(double value, char digits[LX_NUMBER_DIGITS], int *point) {
  size_t count = short_digits(value, digits, point);
  int power;
  double fraction;
  uint64_t mantissa;
  range is;
  if (count) return count;
  fraction = frexp(value, &power);
  power -= 53;
  if (power < -1074) {
    fraction = ldexp(fraction, power + 1074);
    power = -1074;
  }
  mantissa = (uint64_t)ldexp(fraction, 53);
  set_range(&is, mantissa, power, mantissa == (uint64_t)1 << 52 && power > -1074);
  return free_digits(&is, value, digits, point);
}

static size_t single_digits(float value, char *digits, int *point) {
  int power;
  double fraction = frexp((double)value, &power);
  uint64_t mantissa;
  range is;
  power -= 24;
  if (power < -149) {
    fraction = ldexp(fraction, power + 149);
    power = -149;
  }
  mantissa = (uint64_t)ldexp(fraction, 24);
  set_range(&is, mantissa, power, mantissa == (uint64_t)1 << 23 && power > -149);
  return free_digits(&is, (double)value, digits, point);
}

/* ---- Writing ------------------------------------------------------------------------- */

size_t lx_number_write_integer(char text[LX_NUMBER_TEXT], int64_t value) {
  char turned[20];
  size_t count = 0, length = 0;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  if (value < 0) text[length++] = '-';
  do {
    turned[count++] = (char)('0' + rest % 10);
  } while (rest /= 10);
  while (count) text[length++] = turned[--count];
  return length;
}

/* The digits with a point or zeros where they are due; no exponent. */
static size_t put_plain(char *text, const char *digits, size_t count, int point) {
  size_t length = 0;
  if (point <= 0) {
    text[length++] = '0';
    text[length++] = '.';
    for (; point < 0; point++) text[length++] = '0';
    memcpy(text + length, digits, count);
    return length + count;
  }
  for (size_t i = 0; i < count || i < (size_t)point; i++) {
    if (i == (size_t)point) text[length++] = '.';
    text[length++] = i < count ? digits[i] : '0';
  }
  return length;
}

static size_t put_exponent(char *text, const char *digits, size_t count, int point, int least) {
  size_t length = 0;
  int power = point - 1, size = power < 0 ? -power : power;
  text[length++] = digits[0];
  if (count > 1) text[length++] = '.';
  memcpy(text + length, digits + 1, count - 1);
  length += count - 1;
  text[length++] = 'e';
  text[length++] = power < 0 ? '-' : '+';
  if (size >= 100) text[length++] = (char)('0' + size / 100);
  if (size >= 10 || least > 1) text[length++] = (char)('0' + size / 10 % 10);
  text[length++] = (char)('0' + size % 10);
  return length;
}

/* Below 2^64, and 2^63 with a sign: not by the value but by the digits that are shown. */
static bool fits_integer(const char *digits, size_t count, int point, bool negative) {
  const char *limit = negative ? "9223372036854775808" : "18446744073709551615";
  int longest = negative ? 19 : 20, order;
  if (point != longest) return point < longest;
  order = memcmp(digits, limit, count);
  return order < 0 || (order == 0 && count <= strlen(limit));
}

size_t lx_number_write_yaml(char text[LX_NUMBER_TEXT], double value) {
  char digits[LX_NUMBER_DIGITS];
  size_t count, sign = value < 0;
  int point;
  if (value == 0) return lx_number_write_integer(text, 0);
  count = lx_number_digits(fabs(value), digits, &point);
  if (sign) *text++ = '-';
  if (point >= (int)count && fits_integer(digits, count, point, sign)) {
    return sign + put_plain(text, digits, count, point);
  }
  if (point < -3 || point > 6) return sign + put_exponent(text, digits, count, point, 2);
  return sign + put_plain(text, digits, count, point);
}

size_t lx_number_write_json(char text[LX_NUMBER_TEXT], double value) {
  char digits[LX_NUMBER_DIGITS];
  size_t count, sign = value < 0;
  int point;
  bool whole;
  if (value == 0) return lx_number_write_integer(text, 0);
  count = lx_number_digits(fabs(value), digits, &point);
  whole = point >= (int)count;
  if (sign) *text++ = '-';
  if (point < -5 || point > 21 || (whole && fabs(value) > 0x1p53)) {
    return sign + put_exponent(text, digits, count, point, 1);
  }
  return sign + put_plain(text, digits, count, point);
}

size_t lx_number_write_key(char text[LX_NUMBER_TEXT], double value) {
  char digits[LX_NUMBER_DIGITS];
  size_t count, sign = value < 0;
  float single = (float)value;
  int point;
  if (isinf(single)) return 0;
  if (single == 0) {
    memcpy(text, "-0", 2);
    if (signbit(single)) return 2;
    return lx_number_write_integer(text, 0);
  }
  count = single_digits(fabsf(single), digits, &point);
  if (sign) *text++ = '-';
  if (point < -3 || point > 6) return sign + put_exponent(text, digits, count, point, 2);
  return sign + put_plain(text, digits, count, point);
}
