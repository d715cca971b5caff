/* find, match, gmatch, gsub: what they say, and what they may spend. */
#include "check.h"
#include "sandbox.h"

static void works(void) {
  static const sandbox_case cases[] = {
      {"return ('prod/llama-3'):match('^(%w+)/([%w-]+)$')", "prod, llama-3"},
      {"return ('8Gi'):find('%d+'), ('8Gi'):find('Gi', 1, true)", "1, 2, 3"},
      {"local r = {} for k, v in ('a=1,b=2'):gmatch('(%w)=(%w)') do r[#r + 1] = k .. v end "
       "return table.concat(r, ' ')",
       "a1 b2"},
      {"return ('hello world'):gsub('o', '0'), ('x'):gsub('', '-')", "hell0 w0rld, -x-, 2"},
      {"return ('abc'):gsub('%w', { a = 1, b = false })", "1bc, 3"},
      {"return ('abc'):gsub('%w', view.map)", "21c, 3"},
      {"return ('abc'):gsub('b', function(c) return c:upper() end)", "aBc, 1"},
      {"return ('f(a(b)c)d'):match('%b()'), ('THE (quick) fox'):find('%f[%a]%a+%f[%A]', 4)",
       "(a(b)c), 6, 10"},
      {"return ('a,b'):match('()(,)()')", "2, ,, 3"},
      /* what the first item cannot match is skipped */
      {"return ('a-b-c'):gsub('%-', '+'), ('a-b'):gsub('x', 'y')", "a+b+c, a-b, 0"},
      {"return ('a{b}c{d}'):gsub('{(.-)}', '%1'), ('aab'):find('a*b')", "abcd, 1, 3"},
      {"return ('a^b'):find('^b'), ('aaa'):gsub('^a', 'x'), ('ab'):find('%d?b')",
       "nil, xaa, 2, 2"},
      {"local n = 0 for _ in ('a.b.c'):gmatch('[%a]') do n = n + 1 end return n", "3"},
  };
  CHECK_CASES(cases);
}

static void names_the_pattern(void) {
  static const sandbox_case cases[] = {
      {"('a'):find('a%')", "error: malformed pattern 'a%' (ends with '%')"},
      {"('a'):find('[a')", "error: malformed pattern '[a' (missing ']')"},
      {"('a'):find('[]')", "error: malformed pattern '[]' (missing ']')"},
      {"('a'):match('%f')", "error: malformed pattern '%f' (missing '[' after '%f')"},
      {"('a'):match('%bx')", "error: malformed pattern '%bx' (missing arguments to '%b')"},
      {"('a'):gsub('a)', '')", "error: malformed pattern 'a)' (')' without '(')"},
      {"('a'):match('(a')", "error: malformed pattern '(a' (unfinished capture)"},
      {"('a'):find('%1')", "error: malformed pattern '%1' (invalid capture index %1)"},
      {"('a'):find('%0')", "error: malformed pattern '%0' (invalid capture index %0)"},
      {"('a'):find(('()'):rep(33))",
       "error: malformed pattern "
       "'()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()...' "
       "(more than 32 captures)"},
      {"('a'):rep(300):find(('a?'):rep(300))",
       "error: malformed pattern "
       "'a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?...' "
       "(too complex)"},
      {"('a'):find('[' .. ('\\u{20ac}'):rep(30))",
       "error: malformed pattern "
       "'[\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"
       "\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac...' (missing ']')"},
      {"('a'):gsub('a', '%2')", "error: malformed pattern 'a' (invalid capture index %2)"},
      {"('a'):gsub('(a)', '%x')", "error: invalid use of '%' in the replacement '%x'"},
      {"('a'):gsub('a', function() return {} end)",
       "error: invalid replacement value (a table)"},
      {"('a'):gsub('a', true)",
       "error: test:1: bad argument #2 to 'gsub' "
       "(string/function/table expected, got boolean)"},
      {"('a'):find()",
       "error: test:1: bad argument #1 to 'find' (string expected, got no value)"},
  };
  CHECK_CASES(cases);
}

/* Each ends by the limit of steps, in little more steps than that. */
static void hostile_patterns_meet_the_limit(void) {
  static const char *const chunks[] = {
      "('a'):rep(28):find(('a?'):rep(28) .. ('a'):rep(28))",
      "('a'):rep(300000):find('.-.-.-b')",
      "('a'):rep(26):find(('a-'):rep(26) .. 'b')",
      "for _ in ('a'):rep(1 << 20):gmatch('.-.-b') do end",
      "('a'):rep(1 << 20):gsub('.-.-b', '')",
      "('a'):rep(1 << 20):find('[' .. ('b'):rep(1 << 19) .. ']+')",
      "('a'):rep(1 << 20):find(('a'):rep(1 << 19) .. 'b', 1, true)",
      "('('):rep(1 << 20):gsub('%b()', '')",
      "('a'):rep(1 << 20):find('(a*)%1b')",
      "('a'):rep(1 << 20):gsub('%f[' .. ('b'):rep(1 << 19) .. ']', '')",
      "('a'):rep(1 << 20):match(('a*'):rep(150) .. 'b')",
  };
  for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
    sandbox_outcome outcome = sandbox_host(chunks[i], 0, false);
    if (outcome.limit != LX_LIMIT_STEPS) printf("%s: %s\n", chunks[i], outcome.text);
    CHECK(outcome.limit == LX_LIMIT_STEPS);
  }
}

static void results_meet_the_limit(void) {
  static const char *const chunks[] = {
      "('x'):rep(1 << 20):gsub('', ('y'):rep(100))",
      "('x'):rep(1 << 20):gsub('x', '%0%0')",
      "('x'):rep(1000):gsub('x', function() return ('y'):rep(5000) end)",
      "('x'):rep(1000):gsub('x', { x = ('y'):rep(5000) })",
      "local s = ('x'):rep(1 << 19) s:gsub('(.*)', '%1%1%1')",
  };
  for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
    sandbox_outcome outcome = sandbox_host(chunks[i], 100000000, false);
    CHECK_TEXT(outcome.text, "limit: a string of more than 1048576 bytes (the limit)");
  }
}

static void callbacks_may_fail(void) {
  static const sandbox_case cases[] = {
      {"('a'):gsub('a', function() error('no', 0) end)", "error: no"},
      {"return pcall(string.gsub, 'abc', '%w', function(c) if c == 'c' then error('no', 0) end "
       "end)",
       "false, no"},
      {"return ('abc'):gsub('%w', function(c) return (c:gsub('b', function() return 'x' end)) "
       "end)",
       "axc, 3"},
  };
  CHECK_CASES(cases);
}

int main(void) {
  RUN(works);
  RUN(names_the_pattern);
  RUN(hostile_patterns_meet_the_limit);
  RUN(results_meet_the_limit);
  RUN(callbacks_may_fail);
  return checks_done();
}
