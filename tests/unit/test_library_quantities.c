#include "library/quantity.h"

#include <stdint.h>

#include "check.h"
#include "library.h"

/* What apimachinery 0.31 prints (CanonicalizeBytes). */
static const struct {
  const char *text, *canonical;
} vectors[] = {
    {"0", "0"},
    {"00", "0"},
    {"-0", "0"},
    {"+0", "0"},
    {"0Gi", "0"},
    {"0e5", "0"},
    {"0m", "0"},
    {"1", "1"},
    {"+1", "1"},
    {"+1Gi", "1Gi"},
    {"-1", "-1"},
    {"01", "1"},
    {"1.", "1"},
    {".5", "500m"},
    {"1.5", "1500m"},
    {"1.500", "1500m"},
    {"1.000", "1"},
    {"1.5000", "1500m"},
    {"0.5", "500m"},
    {"0.50", "500m"},
    {"0.5Gi", "512Mi"},
    {"1.5Gi", "1536Mi"},
    {"1024Gi", "1Ti"},
    {"1024", "1024"},
    {"1024Ki", "1Mi"},
    {"1023Ki", "1023Ki"},
    {"2048Ki", "2Mi"},
    {"2000m", "2"},
    {"1500m", "1500m"},
    {"16000m", "16"},
    {"1000", "1k"},
    {"1000k", "1M"},
    {"1k", "1k"},
    {"1e3", "1e3"},
    {"1E3", "1e3"},
    {"1e-3", "1e-3"},
    {"1e-9", "1e-9"},
    {"1e-10", "1e-9"},
    {"1e4", "10e3"},
    {"1e5", "100e3"},
    {"1e6", "1e6"},
    {"15e2", "1500"},
    {"1.5e3", "1500"},
    {"12e0", "12"},
    {"100", "100"},
    {"100m", "100m"},
    {"10", "10"},
    {"1000000", "1M"},
    {"0.1", "100m"},
    {"0.001", "1m"},
    {"0.0001", "100u"},
    {"0.000001", "1u"},
    {"0.0000001", "100n"},
    {"0.0000000001", "1n"},
    {"0.1m", "100u"},
    {"1n", "1n"},
    {"1u", "1u"},
    {"1000n", "1u"},
    {"1500u", "1500u"},
    {"1Ei", "1Ei"},
    {"7Ei", "7Ei"},
    {"9223372036854775807", "9223372036854775807"},
    {"9E", "9E"},
    {"1e18", "1e18"},
    {"0.5Ki", "512"},
    {"0.0001Ki", "102400u"},
    {"0.3Gi", "322122547200m"},
    {"1.1Gi", "1181116006400m"},
    {"1.00000000001Gi", "1073741824010737419n"},
    {"500Mi", "500Mi"},
    {"512Mi", "512Mi"},
    {"1025Mi", "1025Mi"},
    {"100Ki", "100Ki"},
    {"1000Ki", "1000Ki"},
    {"-1.5Gi", "-1536Mi"},
    {"-0.5", "-500m"},
    {"-1Ki", "-1Ki"},
    {"-1024Mi", "-1Gi"},
    {"1E", "1E"},
    {"1e+3", "1e3"},
    {"1e12", "1e12"},
    {"1E12", "1e12"},
    {"3e2", "300"},
    {"0.000000001Ki", "1024n"},
    {"1000e3", "1e6"},
    {"123456e-3", "123456e-3"},
    {"1G", "1G"},
    {"1.5G", "1500M"},
    {"1500M", "1500M"},
    {"1.5e-3", "1500e-6"},
    {"0.0000000015", "2n"},
    {"8Gi", "8Gi"},
    {"64Gi", "64Gi"},
    {"7.5Gi", "7680Mi"},
    {"2.25", "2250m"},
    {"1.5Ei", "1536Pi"},
    {"999Ki", "999Ki"},
    {"0.9Ki", "921600m"},
    {"1023", "1023"},
    {"5e-1", "500e-3"},
    {"-1e3", "-1e3"},
    {"000.5Gi", "512Mi"},
    {"9007199254740993m", "9007199254740993m"},
    {"0.123456789", "123456789n"},
    {"0.1234567891", "123456790n"},
    {"123456789.123456789", "123456789123456789n"},
    {"99999999999.999999999", "99999999999999999999n"},
    {"1024Pi", "1Ei"},
    {"1023.5Ki", "1048064"},
};

static const char *canonical(const char *text) {
  static char printed[LX_QUANTITY_TEXT];
  lx_quantity quantity;
  if (lx_quantity_parse(text, strlen(text), &quantity, NULL) != LX_QUANTITY_OK) return "error";
  return lx_quantity_print(&quantity, printed) == strlen(printed) ? printed : "bad length";
}

static void canonical_forms_are_those_of_the_original(void) {
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    const char *got = canonical(vectors[i].text);
    if (strcmp(got, vectors[i].canonical) != 0) printf("in: %s\n", vectors[i].text);
    CHECK_TEXT(got, vectors[i].canonical);
    CHECK_TEXT(canonical(got), vectors[i].canonical); /* and it is a fixed point */
  }
}

static void products_are_exact(void) {
  static const struct {
    const char *text;
    int64_t factor;
    const char *product;
  } products[] = {
      {"8Gi", 8, "64Gi"},
      {"8Gi", 1, "8Gi"},
      {"8Gi", 128, "1Ti"},
      {"8Gi", 0, "0"},
      {"500m", 3, "1500m"},
      {"500m", 2, "1"},
      {"1.5Gi", 2, "3Gi"},
      {"1e3", 5, "5e3"},
      {"1e3", 1000, "1e6"},
      {"1", 1024, "1024"},
      {"512", 2, "1024"},
      {"1Ki", -1, "-1Ki"},
      {"100m", 10, "1"},
      {"2", 64, "128"},
      {"3n", 7, "21n"},
      {"0.5Ki", 2, "1Ki"},
      {"1536Mi", 4, "6Gi"},
      {"250M", 4, "1G"},
      {"7", -3, "-21"},
      {"-7", -3, "21"},
      {"0.0001Ki", 100000, "10240"},
      {"1", INT64_MAX, "9223372036854775807"},
  };
  for (size_t i = 0; i < sizeof products / sizeof *products; i++) {
    char printed[LX_QUANTITY_TEXT];
    lx_quantity quantity;
    size_t length = strlen(products[i].text);
    CHECK(lx_quantity_parse(products[i].text, length, &quantity, NULL) == LX_QUANTITY_OK);
    CHECK(lx_quantity_multiply(&quantity, products[i].factor));
    lx_quantity_print(&quantity, printed);
    CHECK_TEXT(printed, products[i].product);
  }
}

static void too_large_products_are_refused(void) {
  lx_quantity quantity;
  CHECK(lx_quantity_parse("1", 1, &quantity, NULL) == LX_QUANTITY_OK);
  CHECK(!lx_quantity_multiply(&quantity, INT64_MIN));
  CHECK(lx_quantity_parse("4Ei", 3, &quantity, NULL) == LX_QUANTITY_OK);
  CHECK(!lx_quantity_multiply(&quantity, 2));
  CHECK(lx_quantity_multiply(&quantity, 1));
}

static lx_quantity_result parse(const char *text, size_t *unit) {
  lx_quantity quantity;
  return lx_quantity_parse(text, strlen(text), &quantity, unit);
}

static void what_is_no_quantity_is_refused(void) {
  static const char *const malformed[] = {"",  " 1",  "abc", ".",   "+",
                                          "-", "--1", "+-1", ".Gi", "Gi"};
  static const char *const units[] = {"1K",    "1.2.3", "1Zi", "1 Gi", "1e",
                                      "1e3.5", "1Gim",  "1m5", "1ki",  "1m3",
                                      "1i",    "1iK",   "1M1", "8GB",  "1e+"};
  static const char *const large[] = {"8Ei",
                                      "9223372036854775808",
                                      "-9223372036854775808",
                                      "10E",
                                      "1e20",
                                      "1e99999999999",
                                      "1234567890123456789Ki",
                                      "99999999999999999999999999999999999n"};
  size_t unit;
  for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
    CHECK(parse(malformed[i], NULL) == LX_QUANTITY_MALFORMED);
  }
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    CHECK(parse(units[i], NULL) == LX_QUANTITY_UNIT);
  }
  for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
    CHECK(parse(large[i], NULL) == LX_QUANTITY_RANGE);
  }
  CHECK(parse("12.5GB", &unit) == LX_QUANTITY_UNIT && unit == 4);
  CHECK(parse("1234567890123456789012345678901234567e-20", NULL) == LX_QUANTITY_DIGITS);
  CHECK(parse("0.0000000000000000000000000000000000001", NULL) == LX_QUANTITY_DIGITS);
  CHECK(parse("0000000000000000000000000000000000000000001."
              "50000000000000000000000000000000000000000",
              NULL) == LX_QUANTITY_OK);
  CHECK(parse("1e-99999999999", NULL) == LX_QUANTITY_OK);
}

static void scripts_ask_for_them(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "return luxr.quantities.canonical('1024Gi')"), "1Ti");
  CHECK_TEXT(script_run(L, "return luxr.quantities.canonical(2)"), "2");
  CHECK_TEXT(script_run(L, "return luxr.quantities.canonical(0.5)"), "500m");
  CHECK_TEXT(script_run(L, "return luxr.quantities.multiply('8Gi', 8)"), "64Gi");
  CHECK_TEXT(script_run(L, "return luxr.quantities.multiply('500m', 4.0)"), "2");
  CHECK_TEXT(script_run(L, "return luxr.quantities.compare('1Gi', '1024Mi')"), "0");
  CHECK_TEXT(script_run(L, "return luxr.quantities.compare('1Ki', '1k')"), "1");
  CHECK_TEXT(script_run(L, "return luxr.quantities.compare('-1', '1n')"), "-1");
  CHECK_TEXT(script_run(L, "return luxr.quantities.compare('2', '1999m')"), "1");
  library_clear(&made);
}

static void scripts_are_told_what_is_wrong(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "luxr.quantities.canonical()"),
             "luxr.quantities.canonical needs a quantity such as '500m' or '8Gi', got nothing");
  CHECK_TEXT(script_run(L, "luxr.quantities.canonical({})"),
             "luxr.quantities.canonical needs a quantity such as '500m' or '8Gi', got a table");
  CHECK_TEXT(script_run(L, "luxr.quantities.canonical('much')"),
             "luxr.quantities.canonical: 'much' is not a quantity such as '500m' or '8Gi'");
  CHECK_TEXT(script_run(L, "luxr.quantities.canonical('8GB')"),
             "luxr.quantities.canonical: '8GB' is not a quantity: 'GB' is not one of n u "
             "m k M G T P"
             " E Ki Mi Gi Ti Pi Ei, or e and a number");
  CHECK_TEXT(script_run(L, "luxr.quantities.canonical('8Ei')"),
             "luxr.quantities.canonical: '8Ei' is larger than 2^63-1, the largest quantity");
  CHECK_TEXT(script_run(L, "luxr.quantities.canonical(1/0)"),
             "luxr.quantities.canonical: 'inf' is not a quantity such as '500m' or '8Gi'");
  CHECK_TEXT(script_run(L, "luxr.quantities.canonical('1' .. ('0'):rep(36))"),
             "luxr.quantities.canonical: '1000000000000000000000000000000000000' has "
             "more than 36"
             " digits");
  CHECK_TEXT(script_run(L, "luxr.quantities.multiply('8Gi', 1.5)"),
             "luxr.quantities.multiply needs a whole number, got 1.5");
  CHECK_TEXT(script_run(L, "luxr.quantities.multiply('8Gi', '2')"),
             "luxr.quantities.multiply needs a whole number, got a string");
  CHECK_TEXT(script_run(L, "luxr.quantities.multiply('8Gi', 4000000000)"),
             "luxr.quantities.multiply: 8Gi times 4000000000 is larger than 2^63-1, the largest"
             " quantity");
  CHECK_TEXT(script_run(L, "luxr.quantities.compare('1')"),
             "luxr.quantities.compare needs a quantity such as '500m' or '8Gi', got nothing");
  library_clear(&made);
}

int main(void) {
  RUN(canonical_forms_are_those_of_the_original);
  RUN(products_are_exact);
  RUN(too_large_products_are_refused);
  RUN(what_is_no_quantity_is_refused);
  RUN(scripts_ask_for_them);
  RUN(scripts_are_told_what_is_wrong);
  return checks_done();
}
