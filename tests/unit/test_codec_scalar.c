/* What plain scalars mean, by the table of what sigs.k8s.io/yaml and kubectl make of them. */
#include "codec/scalar.h"

#include "check.h"

/* The meaning as a text: "true", "null", "integer 8", "float 0.5", "text". */
static const char *meaning(const char *text) {
  static char told[64];
  lx_scalar scalar = lx_scalar_resolve(text, strlen(text));
  const char *zero = scalar.leading_zero ? " with leading zero" : "";
  switch (scalar.kind) {
    case LX_SCALAR_NULL: return "null";
    case LX_SCALAR_BOOLEAN: return scalar.boolean ? "true" : "false";
    case LX_SCALAR_INTEGER:
      snprintf(told, sizeof told, "%lld%s", (long long)scalar.integer, zero);
      return told;
    case LX_SCALAR_UNSIGNED: return "unsigned";
    case LX_SCALAR_FLOAT:
      snprintf(told, sizeof told, "float %.17g%s%s", scalar.number,
               scalar.rounded ? " rounded" : "", zero);
      return told;
    case LX_SCALAR_INFINITE: return "infinite";
    case LX_SCALAR_TIME: return "time";
    default: return "text";
  }
}

static void means(const char *const *texts, const char *what) {
  for (; *texts; texts++) {
    if (strcmp(meaning(*texts), what) == 0) continue;
    printf("%s: %s, not %s\n", *texts, meaning(*texts), what);
    check_bad = 1;
  }
}

#define MEAN(what, ...) means((const char *const[]){__VA_ARGS__, NULL}, what)

static void booleans(void) {
  MEAN("true", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE");
  MEAN("false", "n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE");
}

static void nulls(void) {
  MEAN("null", "", "~", "null", "Null", "NULL");
}

static void words_that_are_text(void) {
  MEAN("text", "tRUE", "nULL", "nan", "inf", "NaN", "Infinity", "yEs", "yess", "ye", "nul",
       "nil", "none", "~~", "t", "f", "o", "truely", "<<", "=", "oN");
  CHECK(lx_scalar_resolve("y\0", 2).kind == LX_SCALAR_TEXT);
}

static void integers(void) {
  MEAN("8", "0o10", "8", "+8", "0b1000", "0x8", "8_", "0O10", "0B1000", "0X8");
  MEAN("8 with leading zero", "010", "0_10");
  MEAN("0 with leading zero", "00");
  MEAN("511 with leading zero", "0777");
  MEAN("31", "0x1F", "0X1f");
  MEAN("5", "0b101");
  MEAN("-1", "-0x1", "-_1", "-1", "-0b1", "-0o1");
  MEAN("1000", "1_000", "1__000_");
  MEAN("1", "0x_1", "1_");
  MEAN("80", "8_0");
  MEAN("0", "0", "-0", "+0", "0x0");
  MEAN("-5", "0b-101");
  MEAN("5", "0b+101");
  MEAN("text", "0x", "0b", "0o", "0b2", "0o8", "_1", "-", "+", "--1", "1-", "0x1G", "1 ", "- 1",
       "0b--1", "-0b-1");
}

static void limits_of_integers(void) {
  MEAN("9223372036854775807", "9223372036854775807", "0x7fffffffffffffff");
  MEAN("-9223372036854775808", "-9223372036854775808", "-0x8000000000000000");
  MEAN("9007199254740993", "9007199254740993");
  MEAN("unsigned", "9223372036854775808", "18446744073709551615", "0xffffffffffffffff");
  MEAN("float 1.8446744073709552e+19 rounded", "18446744073709551616");
  MEAN("float -9.2233720368547758e+18 rounded", "-9223372036854775809");
  MEAN("float 1.2345678901234568e+22 rounded", "12345678901234567890123");
  MEAN("float 9.2233720368547758e+18 rounded", "+9223372036854775808");
  MEAN("text", "0x10000000000000000", "-0x8000000000000001");
}

static void floats(void) {
  MEAN("float 1000", "1e3", "1E3", "1e+3", "1_0e0_2");
  MEAN("float 1", "1.", "1.0", "1.e0");
  MEAN("float 0.5", ".5", "+.5", "0.5", ".5_0");
  MEAN("float -0.5", "-.5");
  MEAN("float 8 with leading zero", "08");
  MEAN("float 8.5", "08.5");
  MEAN("float 0", "1e-400", "0.0");
  MEAN("text", "1e", "1e+", "e3", ".", "..", "1.2.3", ".e3", "._5", ".5_", "1e400", "-1e400",
       "1.5.", "0x1p2", ".5f", "1e3e3");
  MEAN("infinite", ".inf", ".Inf", ".INF", "+.inf", "-.inf", "-.INF", ".nan", ".NaN", ".NAN");
  MEAN("text", ".iNF", "-.nan", "+.nan", ".infinity", "--.inf");
}

static void times(void) {
  MEAN("time", "2024-01-01", "2024-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14T21:59:43Z",
       "2001-12-14 21:59:43.10", "2001-12-14  21:59:43", "0000-1-1", "2024-02-29",
       "2024-01-01T00:00:00,5Z", "2024-01-01T0:0:0+24:60");
  MEAN("text", "2024-13-01", "2024-00-01", "2024-01-00", "2023-02-29", "2024-02-30",
       "2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "2024-01-01T24:00:00Z",
       "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2024-01-01T00:00:00z",
       "2024-01-01T00:00:00+0000", "2024-01-01T00:00:00+25:00", "2024-01-01T00:00:00.Z",
       "2024-001-01", "24-01-01", "2024-01-01x", "12:30:45", "1:20", "1900-02-29", "2024-1");
  MEAN("time", "2000-02-29");
}

static void reads_as_text(const char *const *texts, bool is) {
  for (; *texts; texts++) {
    if (lx_scalar_is_text(*texts, strlen(*texts)) == is) continue;
    printf("%s: %s\n", *texts, is ? "is no text" : "is text");
    check_bad = 1;
  }
}

#define TEXT(is, ...) reads_as_text((const char *const[]){__VA_ARGS__, NULL}, is)

/* The writer quotes times and numbers of base 60 too, for readers that know them. */
static void what_every_reader_takes_as_text(void) {
  TEXT(false, "", "y", "true", "~", "1", "0x1F", ".5", ".inf", "2024-01-01", "12:30:45", "1:20",
       "190:20:30.15", "-1:2", "+1_0:59", "1:2.", "1:2._", "9223372036854775808", "0o7",
       "1_000");
  TEXT(true, "a", "name", "no1", "nope", "yesterday", "one", "tru", "1:60", "1:2:", ":1", "1:a",
       "1:123", "1.5:2", "10.0.0.1", "v1", "1d", "100m", "5Gi", "1e400", "0b2", "<<", "=", ".a",
       "-a", "--", "+", "fast", "non", "on-call", "offset", "type", "to", "nu", "fa", "ye",
       "\xC3\xA9");
}

int main(void) {
  RUN(booleans);
  RUN(nulls);
  RUN(words_that_are_text);
  RUN(integers);
  RUN(limits_of_integers);
  RUN(floats);
  RUN(times);
  RUN(what_every_reader_takes_as_text);
  return checks_done();
}
