/* utf8: what it says; the answers are compared with stock Lua's in test_host_matcher. */
#include "check.h"
#include "sandbox.h"

static void works(void) {
  static const sandbox_case cases[] = {
      {"return utf8.len('gr\\u{fc}n'), utf8.char(0x67, 0x20ac, 0x1f600) == "
       "'g\\u{20ac}\\u{1f600}'",
       "4, true"},
      {"return utf8.codepoint('\\u{20ac}', 1), utf8.offset('a\\u{20ac}b', 3)", "8364, 5"},
      {"local r = {} for at, c in utf8.codes('a\\u{20ac}b') do r[#r + 1] = at .. '=' .. c end "
       "return table.concat(r, ' ')",
       "1=97 2=8364 5=98"},
      {"local n = 0 for _ in ('a\\u{20ac}b'):gmatch(utf8.charpattern) do n = n + 1 end return "
       "n",
       "3"},
      {"return utf8.len('\\xff'), utf8.len('ab\\xff')", "nil, nil, 3"},
      {"utf8.codepoint('\\xff')", "error: invalid UTF-8 code"},
      {"for _ in utf8.codes('a\\xff') do end", "error: invalid UTF-8 code"},
      {"for _ in utf8.codes('\\x80') do end",
       "error: test:1: bad argument #1 to 'codes' (invalid UTF-8 code)"},
      {"utf8.char(-1)", "error: test:1: bad argument #1 to 'char' (value out of range)"},
      {"utf8.offset('\\u{fc}', 1, 2)", "error: initial position is a continuation byte"},
      {"utf8.offset('a', 1, 9)",
       "error: test:1: bad argument #3 to 'offset' (position out of bounds)"},
      {"utf8.len('a', 9)",
       "error: test:1: bad argument #2 to 'len' (initial position out of bounds)"},
      {"utf8.len('a', 1, 9)",
       "error: test:1: bad argument #3 to 'len' (final position out of bounds)"},
      {"utf8.codepoint('a', 1, 9)",
       "error: test:1: bad argument #3 to 'codepoint' (out of bounds)"},
      {"utf8.codepoint(('x'):rep(1 << 20), 1, -1)", "error: string slice too long"},
      {"local step = utf8.codes('abc') return step('\\x80\\x80\\x80', 0)", ""},
      {"local step = utf8.codes('abc') return step('abc', -5)", ""},
  };
  CHECK_CASES(cases);
}

int main(void) {
  RUN(works);
  return checks_done();
}
