/* Doubles to text and back, and the shapes that YAML and JSON give them. */
#include "codec/number.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "check.h"
#include "random.h"

static double read(const char *text) {
  double value = -7;
  if (!lx_number_read(text, strlen(text), &value)) return NAN;
  return value;
}

static void reads_exactly(void) {
  CHECK(read("0") == 0 && !signbit(read("0")));
  CHECK(signbit(read("-0.0")));
  CHECK(read("1_000.5") == 1000.5);
  CHECK(read("9007199254740993") == 9007199254740992.0);
  CHECK(read("9007199254740993.00000000000000000000000000000000000001") == 9007199254740994.0);
  CHECK(read("9007199254740995") == 9007199254740996.0);
  CHECK(read("1e23") == 1e23);
  CHECK(read("8.5e-45") == 8.5e-45);
  CHECK(read("4.9406564584124654e-324") == 4.9406564584124654e-324);
  CHECK(read("2.4703282292062327e-324") == 0);
  CHECK(read("2.4703282292062328e-324") == 4.9406564584124654e-324);
  CHECK(read("2.2250738585072011e-308") == 2.2250738585072011e-308);
  CHECK(read("1.7976931348623157e308") == 1.7976931348623157e308);
  CHECK(read("1.7976931348623158e308") == 1.7976931348623157e308);
  CHECK(isnan(read("1.7976931348623159e308")));
  CHECK(isnan(read("1e400")));
  CHECK(isnan(read("-1e99999999999999999999")));
  CHECK(read("1e-99999999999999999999") == 0);
  CHECK(read("0e99999999999") == 0);
  CHECK(read(".5e+1") == 5);
}

/* The middle between two doubles, and one more digit a thousand places on. */
static void reads_many_digits(void) {
  static char text[3000];
  size_t length;
  strcpy(text, "9007199254740993.");
  length = strlen(text);
  memset(text + length, '0', 2000);
  text[length + 2000] = '\0';
  CHECK(read(text) == 9007199254740992.0);
  text[length + 1999] = '1';
  CHECK(read(text) == 9007199254740994.0);
  memset(text, '0', 2500);
  strcpy(text + 2500, "1");
  CHECK(read(text) == 1);
  strcpy(text, "0.");
  memset(text + 2, '0', 2500);
  strcpy(text + 2502, "5e2501");
  CHECK(read(text) == 5);
  memset(text, '7', 2000);
  strcpy(text + 2000, "e-1999");
  CHECK(read(text) == 7.7777777777777777777777);
}

static const char *shown(size_t write(char *, double), double value) {
  static char text[LX_NUMBER_TEXT + 1];
  text[write(text, value)] = '\0';
  return text;
}

static void writes_yaml(void) {
  CHECK_TEXT(shown(lx_number_write_yaml, 0), "0");
  CHECK_TEXT(shown(lx_number_write_yaml, -0.0), "0");
  CHECK_TEXT(shown(lx_number_write_yaml, 3), "3");
  CHECK_TEXT(shown(lx_number_write_yaml, 12345678901234567.0), "12345678901234568");
  CHECK_TEXT(shown(lx_number_write_yaml, 9223372036854774784.0), "9223372036854775000");
  CHECK_TEXT(shown(lx_number_write_yaml, 9223372036854775808.0), "9223372036854776000");
  CHECK_TEXT(shown(lx_number_write_yaml, -9223372036854774784.0), "-9223372036854775000");
  CHECK_TEXT(shown(lx_number_write_yaml, -9223372036854775808.0), "-9.223372036854776e+18");
  CHECK_TEXT(shown(lx_number_write_yaml, 18446744073709549568.0), "18446744073709550000");
  CHECK_TEXT(shown(lx_number_write_yaml, 18446744073709551616.0), "1.8446744073709552e+19");
  CHECK_TEXT(shown(lx_number_write_yaml, 1e20), "1e+20");
  CHECK_TEXT(shown(lx_number_write_yaml, 1234567.5), "1.2345675e+06");
  CHECK_TEXT(shown(lx_number_write_yaml, 999999.5), "999999.5");
  CHECK_TEXT(shown(lx_number_write_yaml, 0.0001), "0.0001");
  CHECK_TEXT(shown(lx_number_write_yaml, 0.00001), "1e-05");
  CHECK_TEXT(shown(lx_number_write_yaml, 5e-324), "5e-324");
  CHECK_TEXT(shown(lx_number_write_yaml, -1.7976931348623157e308), "-1.7976931348623157e+308");
  CHECK_TEXT(shown(lx_number_write_yaml, 0.1 + 0.2), "0.30000000000000004");
}

static const char *reads_written(const char *text) {
  double value;
  return lx_number_read_written(text, strlen(text), &value) ? shown(lx_number_write_json, value)
                                                            : "no";
}

static void reads_what_is_written(void) {
  CHECK_TEXT(reads_written("9223372036854776000"), "9.223372036854776e+18");
  CHECK_TEXT(reads_written("-9223372036854776000"), "-9.223372036854776e+18");
  CHECK_TEXT(reads_written("18446744073709550000"), "1.844674407370955e+19");
  CHECK_TEXT(reads_written("100000000000000000000"), "1e+20");
  CHECK_TEXT(reads_written("9223372036854775808"), "no"); /* the double's value, other digits */
  CHECK_TEXT(reads_written("18446744073709551615"), "no");
  CHECK_TEXT(reads_written("0x8000000000000000"), "no");
  CHECK_TEXT(reads_written("1e19"), "no");
  CHECK_TEXT(reads_written("010000000000000000000"), "no");
  CHECK_TEXT(reads_written("0"), "no");
  CHECK_TEXT(reads_written("-"), "no");
  CHECK_TEXT(reads_written(""), "no");
}

static void writes_json(void) {
  CHECK_TEXT(shown(lx_number_write_json, -0.0), "0");
  CHECK_TEXT(shown(lx_number_write_json, 3), "3");
  CHECK_TEXT(shown(lx_number_write_json, 1e15), "1000000000000000");
  CHECK_TEXT(shown(lx_number_write_json, 9007199254740992.0), "9007199254740992");
  CHECK_TEXT(shown(lx_number_write_json, 9007199254740994.0), "9.007199254740994e+15");
  CHECK_TEXT(shown(lx_number_write_json, 1e21), "1e+21");
  CHECK_TEXT(shown(lx_number_write_json, 1234567.5), "1234567.5");
  CHECK_TEXT(shown(lx_number_write_json, 0.000001), "0.000001");
  CHECK_TEXT(shown(lx_number_write_json, 0.0000001), "1e-7");
  CHECK_TEXT(shown(lx_number_write_json, 5e-324), "5e-324");
  CHECK_TEXT(shown(lx_number_write_json, -0.1), "-0.1");
}

static void writes_keys(void) {
  CHECK_TEXT(shown(lx_number_write_key, 1.5), "1.5");
  CHECK_TEXT(shown(lx_number_write_key, 1000), "1000");
  CHECK_TEXT(shown(lx_number_write_key, 1e6), "1e+06");
  CHECK_TEXT(shown(lx_number_write_key, 3.14159265358979), "3.1415927");
  CHECK_TEXT(shown(lx_number_write_key, -0.0), "-0");
  CHECK(lx_number_write_key((char[LX_NUMBER_TEXT]){0}, 1e39) == 0);
}

static void writes_integers(void) {
  char text[LX_NUMBER_TEXT + 1];
  text[lx_number_write_integer(text, INT64_MIN)] = '\0';
  CHECK_TEXT(text, "-9223372036854775808");
  text[lx_number_write_integer(text, INT64_MAX)] = '\0';
  CHECK_TEXT(text, "9223372036854775807");
  text[lx_number_write_integer(text, 0)] = '\0';
  CHECK_TEXT(text, "0");
}

/* Against the C library, which is exact: in the C locale, that is. */
static bool survives(double value) {
  char text[64], digits[LX_NUMBER_DIGITS];
  int point;
  size_t count;
  if (!isfinite(value) || value == 0) return true;
  snprintf(text, sizeof text, "%.16e", value);
  if (read(text) != strtod(text, NULL)) return false;
  snprintf(text, sizeof text, "%.30e", value);
  if (read(text) != value) return false;
  if (read(shown(lx_number_write_yaml, value)) != value) return false;
  if (read(shown(lx_number_write_json, value)) != value) return false;
  count = lx_number_digits(fabs(value), digits, &point);
  if (count > 1) { /* with one digit less, no number is the same */
    snprintf(text, sizeof text, "%.*e", (int)count - 2, fabs(value));
    if (read(text) == fabs(value)) return false;
  }
  return true;
}

static void round_trips(void) {
  for (int power = -1074; power < 1024; power++) {
    double value = ldexp(1, power);
    CHECK(survives(value) && survives(nextafter(value, 0)) &&
          survives(nextafter(value, INFINITY)));
  }
  for (int i = 0; i < 20000; i++) {
    uint64_t bits = random_bits();
    double value;
    memcpy(&value, &bits, sizeof value);
    CHECK(survives(value));
    CHECK(survives((double)(int64_t)random_bits() / 1000));
    CHECK(survives((double)(random_bits() % 1000000) / 1000));
  }
}

int main(void) {
  RUN(reads_exactly);
  RUN(reads_many_digits);
  RUN(writes_yaml);
  RUN(reads_what_is_written);
  RUN(writes_json);
  RUN(writes_keys);
  RUN(writes_integers);
  RUN(round_trips);
  return checks_done();
}
