/* string.format: what differs from stock Lua. */
#include "check.h"
#include "sandbox.h"

static void works(void) {
  static const sandbox_case cases[] = {
      {"return ('%s has %d of %.1f%%'):format('gpu', 8, 0.5)", "gpu has 8 of 0.5%"},
      {"return ('%s %s %s %s'):format({}, print, nil, null)", "table function nil null"},
      {"return ('%s'):format(setmetatable({}, { __tostring = function() return 'it' end }))",
       "it"},
      {"return ('[%5s] [%-5s] [%.2s]'):format('ab', 'ab', 'abc')", "[   ab] [ab   ] [ab]"},
      {"return ('%05d %x %5.2f %g %c'):format(42, 255, 1.005, 1e20, 65)",
       "00042 ff  1.00 1e+20 A"},
      {"return ('%q'):format('a\\n\"b\\0')", "\"a\\\n\\\"b\\0\""},
      {"return ('%q'):format(1), ('%q'):format(math.mininteger), ('%q'):format(1 / 0)",
       "1, 0x8000000000000000, 1e9999"},
      {"return #('%99.99f'):format(1e308)", "409"},
      {"return #('%99.99f'):format(-1e308)", "410"},
  };
  CHECK_CASES(cases);
}

static void refuses(void) {
  static const sandbox_case cases[] = {
      {"('%p'):format({})",
       "error: string.format does not offer '%p' in scripts (addresses "
       "differ from run to run)"},
      {"('%a'):format(1)",
       "error: string.format does not offer '%a' in scripts (use '%.17g' for "
       "all digits of a number)"},
      {"('%A'):format(1)",
       "error: string.format does not offer '%A' in scripts (use '%.17g' for "
       "all digits of a number)"},
      {"string.format('%' .. ('0'):rep(200) .. 'd', 1)",
       "error: invalid conversion '%000000' to 'format'"},
      {"('%123d'):format(1)", "error: invalid conversion '%123' to 'format'"},
      {"('%y'):format(1)", "error: invalid conversion '%y' to 'format'"},
      {"('%'):format(1)", "error: invalid conversion '%' to 'format'"},
      {"('%#d'):format(1)", "error: invalid conversion '%#d' to 'format'"},
      {"('%.3c'):format(1)", "error: invalid conversion '%.3c' to 'format'"},
      {"('%5q'):format(1)", "error: specifier '%q' cannot have modifiers"},
      {"('%q'):format({})",
       "error: test:1: bad argument #1 to 'format' (value has no literal "
       "form)"},
      {"string.format('%d')", "error: test:1: bad argument #2 to 'format' (no value)"},
      {"string.format('%d', 1.5)",
       "error: test:1: bad argument #2 to 'format' (number has no "
       "integer representation)"},
      {"string.format('%5s', 'a\\0b')",
       "error: test:1: bad argument #2 to 'format' (string "
       "contains zeros)"},
      {"string.format('%d', null)",
       "error: test:1: bad argument #2 to 'format' (number expected, "
       "got luxr.null)"},
  };
  CHECK_CASES(cases);
}

static void results_meet_the_limit(void) {
  static const char *const chunks[] = {
      "local s = ('x'):rep(1 << 20) string.format('%sx', s)",
      "local s = ('x'):rep(1 << 20) string.format('%q', s)",
      "local s = ('\\0'):rep(1 << 19) string.format('%q', s)",
      ("string.format(('%99.99f'):rep(5000), table.unpack((function() local t = {} for i = 1, "
       "5000 "
       "do t[i] = 1e308 end return t end)()))"),
  };
  for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
    sandbox_outcome outcome = sandbox_host(chunks[i], 0, false);
    CHECK_TEXT(outcome.text, "limit: a string of more than 1048576 bytes (the limit)");
  }
}

int main(void) {
  RUN(works);
  RUN(refuses);
  RUN(results_meet_the_limit);
  return checks_done();
}
