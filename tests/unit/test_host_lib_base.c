/* assert, error, pcall, print, rawequal, select, tonumber, tostring, type. */
#include "check.h"
#include "sandbox.h"

static void asserts(void) {
  static const sandbox_case cases[] = {
      {"return assert(1, 2, 3)", "1, 2, 3"},
      {"assert(false)", "error: assertion failed!"},
      {"assert(nil, 'no model')", "error: no model"},
      {"assert(false, {})", "error: table"},
      {"assert(false, nil)", "error: nil"},
      {"assert()", "error: test:1: bad argument #1 to 'assert' (value expected)"},
  };
  CHECK_CASES(cases);
}

static void raises_with_a_place(void) {
  static const sandbox_case cases[] = {
      {"error('bad')", "error: test:1: bad"},
      {"\nerror('bad', 1)", "error: test:2: bad"},
      {"error('bad', 0)", "error: bad"},
      {"local function f()\nerror('bad', 2)\nend\n\nf() return 1", "error: test:5: bad"},
      {"error()", "error: nil"},
      {"error({})", "error: table"},
      {"error(12)", "error: 12"},
  };
  CHECK_CASES(cases);
}

static void catches_errors(void) {
  static const sandbox_case cases[] = {
      {"return pcall(function(...) return ... end, 1, 2)", "true, 1, 2"},
      {"return pcall(error, 'bad', 0)", "false, bad"},
      {"local e = {} local ok, got = pcall(error, e) return ok, got == e", "false, true"},
      {"return pcall(error)", "false, nil"},
      {"return pcall(error, null)", "false, userdata"},
      {"return pcall(1)", "false, attempt to call a number value"},
      {"return pcall(pcall)", "false, bad argument #1 to 'pcall' (value expected)"},
      {"return pcall(function() local x = nil; return x.y end)",
       "false, test:1: attempt to index a nil value (local 'x')"},
      {"return select('#', pcall(table.unpack, {}, 1, 60000))", "60001"},
  };
  CHECK_CASES(cases);
}

static void overflows_in_order(void) {
  lua_State *L = sandbox_new();
  CHECK(strstr(sandbox_run(L, "local function f() return 1 + f() end f()"), "stack overflow"));
  CHECK(strstr(sandbox_run(L, "local function f() return 1 + f() end return pcall(f)"),
               "stack overflow"));
  CHECK_TEXT(sandbox_run(L, "local function f() return pcall(f) end return select(-1, f())"),
             "C stack overflow");
  CHECK(strstr(sandbox_run(L, "local function f() string.gsub('a', 'a', f) end f()"),
               "C stack overflow"));
  CHECK(strstr(sandbox_run(L,
                           "local t = setmetatable({}, { __tostring = function(t) "
                           "return tostring(t) end }) tostring(t)"),
               "C stack overflow"));
  lua_close(L);
}

static void selects(void) {
  static const sandbox_case cases[] = {
      {"return select('#', nil, nil)", "2"},
      {"return select(2, 'a', 'b', 'c')", "b, c"},
      {"return select(-1, 'a', 'b', 'c')", "c"},
      {"return select(9, 'a')", ""},
      {"return select(0)", "error: test:1: bad argument #1 to 'select' (index out of range)"},
      {"select(-5, 1)", "error: test:1: bad argument #1 to 'select' (index out of range)"},
  };
  CHECK_CASES(cases);
}

static void reads_numbers(void) {
  static const sandbox_case cases[] = {
      {"return tonumber('0x10'), tonumber(' 12 '), tonumber('1e1'), tonumber('8Gi')",
       "16, 12, 10.0, nil"},
      {"return tonumber('ff', 16), tonumber('zz', 36), tonumber('-7', 8), tonumber('9', 8)",
       "255, 1295, -7, nil"},
      {"return tonumber(null), tonumber({}), tonumber(true), tonumber('')",
       "nil, nil, nil, nil"},
      {"return tonumber('1\\0'), tonumber('1\\0', 10)", "nil, nil"},
      {"tonumber()", "error: test:1: bad argument #1 to 'tonumber' (value expected)"},
      {"tonumber('1', 1)", "error: test:1: bad argument #2 to 'tonumber' (base out of range)"},
      {"tonumber(1, 10)",
       "error: test:1: bad argument #1 to 'tonumber' (string expected, got number)"},
      {"return '1' + 1",
       "error: test:1: attempt to perform arithmetic on a string value "
       "(constant '1')"},
  };
  CHECK_CASES(cases);
}

static void shows_no_address(void) {
  static const sandbox_case cases[] = {
      {"return tostring({}), tostring(print), tostring(function() end), tostring(null)",
       "table, function, function, null"},
      {"return tostring(nil), tostring(true), tostring(1), tostring(1.0), tostring('x')",
       "nil, true, 1, 1.0, x"},
      {"return tostring(view), tostring(view.list), tostring(mark {})", "table, table, table"},
      {"return tostring(setmetatable({}, { __name = 'model' }))", "model"},
      {"return tostring(setmetatable({}, { __name = 12 }))", "table"},
      {"return tostring(setmetatable({}, { __tostring = function() return 'it' end }))", "it"},
      {"return tostring(setmetatable({}, { __tostring = function() return 5 end }))", "5"},
      {"tostring(setmetatable({}, { __tostring = function() return {} end }))",
       "error: '__tostring' must return a string"},
      {"tostring(setmetatable({}, { __tostring = function() error('no', 0) end }))",
       "error: no"},
      {"tostring()", "error: test:1: bad argument #1 to 'tostring' (value expected)"},
      {"return type(view), type(null), type(nil), type(1), type(type)",
       "table, userdata, nil, number, function"},
      {"type()", "error: test:1: bad argument #1 to 'type' (value expected)"},
      {"return rawequal(view.map, view.map), rawequal({}, {}), rawequal('a', 'a')",
       "true, false, true"},
      {"return ('x'):rep(null)",
       "error: test:1: bad argument #1 to 'rep' "
       "(number expected, got luxr.null)"},
  };
  CHECK_CASES(cases);
}

static void prints_to_the_log(void) {
  sandbox_outcome outcome = sandbox_host(
      "print('a', 1, nil, {}, null) print() print('two\\nlines\\r\\0\\27[31m\\127\\tend') "
      "print('\\xff', 'g\\u{fc}n', '\\u{9b}', '\\u{d800}')",
      0, false);
  CHECK_TEXT(outcome.text, "ok");
  CHECK_TEXT(outcome.log,
             "a\t1\tnil\ttable\tnull\n"
             "\n"
             "two\\nlines\\r\\x00\\x1b[31m\\x7f\tend\n"
             "\\xff\tg\xc3\xbcn\t\\xc2\\x9b\t\\xed\\xa0\\x80\n");
}

static void log_is_capped(void) {
  sandbox_outcome outcome =
      sandbox_host("for i = 1, 1000 do print(i) end print(('x'):rep(1 << 20))", 0, false);
  CHECK_TEXT(outcome.text, "ok");
  CHECK(strstr(outcome.log, "\n100\n(the log was cut here)\n"));
  CHECK(!strstr(outcome.log, "\n101\n"));
}

static void limits_are_not_caught(void) {
  static const char *const chunks[] = {
      "while true do end",
      "while true do pcall(function() while true do end end) end",
      "setmetatable({}, { __newindex = function() while true do end end }).x = 1",
      "return setmetatable({}, { __index = function() while true do end end }).x",
      "tostring(setmetatable({}, { __tostring = function() while true do end end }))",
      "pcall(string.rep, 'x', 1 << 40)",
      "local s = 'x' while true do pcall(function() s = s .. s end) end",
      "local t = {} pcall(function() for i = 1, 1 << 60 do t[i] = {} end end)",
  };
  for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
    for (int use_malloc = 0; use_malloc < 2; use_malloc++) {
      sandbox_outcome outcome = sandbox_host(chunks[i], 0, use_malloc);
      if (outcome.limit == LX_LIMIT_NONE) printf("%s: %s\n", chunks[i], outcome.text);
      CHECK(outcome.limit != LX_LIMIT_NONE);
    }
  }
}

int main(void) {
  RUN(asserts);
  RUN(raises_with_a_place);
  RUN(catches_errors);
  RUN(overflows_in_order);
  RUN(selects);
  RUN(reads_numbers);
  RUN(shows_no_address);
  RUN(prints_to_the_log);
  RUN(log_is_capped);
  RUN(limits_are_not_caught);
  return checks_done();
}
