/* byte, char, len, lower, rep, reverse, sub, upper: what differs from stock Lua. */
#include "check.h"
#include "sandbox.h"

static void works(void) {
  static const sandbox_case cases[] = {
      {"return ('model'):upper(), ('MoDeL'):lower(), ('abc'):reverse(), #('a\\0b')",
       "MODEL, model, cba, 3"},
      {"return ('gr\\u{fc}n'):upper() == 'GR\\u{fc}N'", "true"},
      {"return string.rep('ab', 3, '-'), string.rep('x', 0), string.rep('x', -1)",
       "ab-ab-ab, , "},
      {"return string.sub('hello', 2, -2), string.sub(12345, 2)", "ell, 2345"},
      {"return string.byte('abc', 1, -1)", "97, 98, 99"},
      {"return string.char(104, 105), string.char()", "hi, "},
      {"string.char(256)", "error: test:1: bad argument #1 to 'char' (value out of range)"},
      {"string.upper()",
       "error: test:1: bad argument #1 to 'upper' (string expected, got no "
       "value)"},
      {"('x'):rep(1.5)",
       "error: test:1: bad argument #1 to 'rep' (number has no integer "
       "representation)"},
      {"string.byte(('x'):rep(1 << 20), 1, -1)", "error: string slice too long"},
  };
  CHECK_CASES(cases);
}

/* Nothing times anything is nothing; all else has its size checked before it is made. */
static void repeats_within_limits(void) {
  sandbox_outcome nothing = sandbox_host("return string.rep('', 1 << 62)", 0, false);
  sandbox_outcome most = sandbox_host("assert(#string.rep('x', 1 << 20) == 1 << 20)", 0, false);
  sandbox_outcome more = sandbox_host("string.rep('x', (1 << 20) + 1)", 0, false);
  sandbox_outcome huge = sandbox_host("string.rep('x', 1 << 40)", 0, false);
  sandbox_outcome overflow =
      sandbox_host("string.rep('abc', math.maxinteger, 'xyz')", 0, false);
  sandbox_outcome again =
      sandbox_host("for i = 1, 1000 do string.rep('x', 1 << 20) end", 0, false);
  static const char too_long[] = "limit: a string of more than 1048576 bytes (the limit)";
  CHECK_TEXT(nothing.text, "ok");
  CHECK(nothing.steps < 1000);
  CHECK_TEXT(most.text, "ok");
  CHECK(most.steps > (1 << 20) / 16);
  CHECK_TEXT(more.text, too_long);
  CHECK_TEXT(huge.text, too_long);
  CHECK_TEXT(overflow.text, too_long);
  CHECK(again.limit == LX_LIMIT_STEPS || again.limit == LX_LIMIT_MEMORY);
}

/* Every function pays for the bytes it touches. */
static void charges_by_size(void) {
  static const char *const calls[] = {
      "s:upper()",
      "s:lower()",
      "s:reverse()",
      "s:sub(2)",
      "s:find('b', 1, true)",
      "s:find('%d')",
      "s:match('%d')",
      "s:gsub('%d', '')",
      "s:gmatch('%d')()",
      "s:byte(1, 60000)",
      "tonumber(s)",
      "tonumber(s, 10)",
      "utf8.len(s)",
      "utf8.codepoint(s, 1, 60000)",
      "utf8.offset(s, 100)",
      "string.format('%s', s)",
      "string.format('%q', s)",
      "string.format(s)",
      "table.concat({ s, s })",
      "table.unpack({}, 1, 60000)",
      "print(s)",
      "pcall(string.rep, 'x', n)",
      "pcall(string.format, '%d', n)",
      "math.floor(n)",
      "math.sqrt(n)",
      "pcall(utf8.char, n)",
      "pcall(table.unpack, {}, n, n)",
      "pcall(select, n)",
      "pcall(error, 'x', n)",
  };
  uint64_t idle =
      sandbox_host("local s, n = ('a'):rep(100000), ('1'):rep(100000)", 0, false).steps;
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    char chunk[160];
    sandbox_outcome outcome;
    snprintf(chunk, sizeof chunk,
             "local s, n = ('a'):rep(100000), ('1'):rep(100000) local x = %s", calls[i]);
    outcome = sandbox_host(chunk, 0, false);
    if (outcome.steps < idle + 60000 / 16) {
      printf("%s: %s, %d steps\n", calls[i], outcome.text, (int)(outcome.steps - idle));
    }
    CHECK_TEXT(outcome.text, "ok");
    CHECK(outcome.steps >= idle + 60000 / 16);
  }
}

/* The same steps and bytes are met in the arena and under malloc. */
static void modes_agree(void) {
  static const char *const chunks[] = {
      ("local t = {} for i = 1, 2000 do t[i] = ('x'):rep(i % 50) .. i end table.sort(t) "
       "local s = table.concat(t, ',') s:gsub('x+', '%0%0') string.format('%s', s)"),
      "for i = 1, 100 do print(i, {}, ('k'):rep(i)) end",
      "local s = '' for i = 1, 100000 do s = s .. 'some text' end",
      "local t = {} while true do t[#t + 1] = ('x'):rep(50000) end",
      "('a'):rep(26):find(('a-'):rep(26) .. 'b')",
  };
  for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
    sandbox_outcome arena = sandbox_host(chunks[i], 0, false);
    sandbox_outcome plain = sandbox_host(chunks[i], 0, true);
    CHECK_TEXT(plain.text, arena.text);
    CHECK(plain.steps == arena.steps);
    CHECK_TEXT(plain.log, arena.log);
  }
}

int main(void) {
  RUN(works);
  RUN(repeats_within_limits);
  RUN(charges_by_size);
  RUN(modes_agree);
  return checks_done();
}
