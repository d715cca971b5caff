/* concat, insert, pack, remove, sort, unpack. */
#include "check.h"
#include "sandbox.h"

static void reads_through_views(void) {
  static const sandbox_case cases[] = {
      {"return table.concat(view.list, '-'), table.unpack(view.list)", "3-1-2, 3, 1, 2"},
      {"return table.concat(view.list, '-', 2, 3), #view.list", "1-2, 3"},
      {"local t = { view } local u = table.unpack(t) u.text = 1",
       "error: view.text is read-only"},
      {"return table.unpack(view.list, 2, 4)", "1, 2, nil"},
      {"return table.pack(1, nil, 3).n, select('#', table.unpack({ 1, nil, 3 }, 1, 3))",
       "3, 3"},
      {"return table.concat({ 1, 2.5, 'x' }), table.concat({}), table.concat({}, ',', 1, 0)",
       "12.5x, , "},
      {"return table.concat(mark { 'a' })", "a"},
  };
  CHECK_CASES(cases);
}

static void refuses_to_write_views(void) {
  static const sandbox_case cases[] = {
      {"table.insert(view.list, 1)", "error: view.list[0] is read-only"},
      {"table.remove(view.list)", "error: view.list[0] is read-only"},
      {"table.sort(view.list)", "error: view.list[0] is read-only"},
      {"local t = mark {} table.insert(t, 'x') return t[1]", "x"},
  };
  CHECK_CASES(cases);
}

/* Metamethods are not asked: a length that is a lie costs nothing. */
static void uses_the_raw_length(void) {
  static const sandbox_case cases[] = {
      {"local t = setmetatable({}, { __len = function() return 1 << 62 end }) "
       "table.insert(t, 1, 1) table.insert(t, 2) return t[1], t[2], table.remove(t, 1), #t > 5",
       "1, 2, 1, true"},
      {"local t = setmetatable({}, { __index = type, __len = function() return 1 << 62 end }) "
       "return table.concat(t), table.unpack(t)",
       ""},
      {"local t = setmetatable({ 2, 1 }, { __len = function() return 1 << 31 end }) "
       "table.sort(t) "
       "return t[1], t[2]",
       "1, 2"},
      {"local t = setmetatable({}, { __newindex = error }) table.insert(t, 5) return t[1]",
       "5"},
  };
  CHECK_CASES(cases);
}

static void checks_ranges(void) {
  static const sandbox_case cases[] = {
      {"table.concat({}, '', 1, 1 << 62)", "error: range too long"},
      {"table.concat({}, '', math.mininteger, math.maxinteger)", "error: range too long"},
      {"table.concat({ 'a' }, '', 1, 2)",
       "error: invalid value (at index 2, a nil) in the table for 'concat'"},
      {"table.concat({ {} })",
       "error: invalid value (at index 1, a table) in the table for 'concat'"},
      {"table.unpack({}, 1, 1e8)", "error: too many results to unpack"},
      {"table.unpack({}, 1, 65536)", "error: too many results to unpack"},
      {"return select('#', table.unpack({}, 1, 65535))", "65535"},
      {"table.unpack({}, math.mininteger, math.maxinteger)",
       "error: too many results to unpack"},
      {"return table.unpack({}, math.maxinteger, math.maxinteger)", "nil"},
      {"table.insert({ 1 }, 3, 1)",
       "error: test:1: bad argument #2 to 'insert' (position out of "
       "bounds)"},
      {"table.remove({ 1 }, 3)",
       "error: test:1: bad argument #2 to 'remove' (position out of "
       "bounds)"},
      {"table.insert({ 1 })", "error: wrong number of arguments to 'insert'"},
      {"table.insert({}, 1, 2, 3)", "error: wrong number of arguments to 'insert'"},
      {"table.concat(nil)",
       "error: test:1: bad argument #1 to 'concat' (table expected, got nil)"},
      {"table.concat(null)",
       "error: test:1: bad argument #1 to 'concat' (table expected, got luxr.null)"},
      {"table.unpack('x')",
       "error: test:1: bad argument #1 to 'unpack' (table expected, got "
       "string)"},
  };
  CHECK_CASES(cases);
}

static void sorts_stably(void) {
  static const sandbox_case cases[] = {
      {"local t = {} for i = 1, 200 do t[i] = { key = i % 7, at = i } end "
       "table.sort(t, function(a, b) return a.key < b.key end) "
       "for i = 2, 200 do local a, b = t[i - 1], t[i] assert(a.key < b.key or (a.key == b.key "
       "and "
       "a.at < b.at)) end return t[1].at, t[200].at",
       "7, 195"},
      {"local t = {} for i = 1, 10000 do t[i] = { key = 0, at = i } end "
       "table.sort(t, function(a, b) return a.key < b.key end) for i = 1, 10000 do "
       "assert(t[i].at == i) end",
       ""},
      {"local t = { 'b', 'a', 'C' } table.sort(t) return table.unpack(t)", "C, a, b"},
      {"local t = { 3, 1, 2 } table.sort(t, function(a, b) return a > b end) return "
       "table.unpack(t)",
       "3, 2, 1"},
      {"local t = { 5 } table.sort(t, error) return t[1]", "5"},
      {"local t = {} table.sort(t) return #t", "0"},
  };
  CHECK_CASES(cases);
}

static void bad_comparators_do_no_harm(void) {
  static const sandbox_case cases[] = {
      {"local t = { 3, 1, 2, 5, 4 } table.sort(t, function() return true end) local n = 0 "
       "for _, v in ipairs(t) do n = n + v end return #t, n",
       "5, 15"},
      {"local n, t = 0, {} for i = 1, 100 do t[i] = i end table.sort(t, function() n = n + 1 "
       "return n % 3 == 0 end) local sum = 0 for _, v in ipairs(t) do sum = sum + v end "
       "return sum",
       "5050"},
      {"local t = { 3, 1, 2 } local ok, e = pcall(table.sort, t, function(a, b) error('no', 0) "
       "end) return ok, e, table.unpack(t)",
       "false, no, 3, 1, 2"},
      {"local t = { 3, 1, 2 } table.sort(t, function(a, b) for i = 1, 9 do t[i] = nil end "
       "return a "
       "< b end) return table.unpack(t)",
       "1, 2, 3"},
      {"table.sort({ 1, 'x' })", "error: attempt to compare string with number"},
      {"table.sort({ {}, {} })", "error: attempt to compare two table values"},
      {"table.sort({ 1, 2 }, 5)",
       "error: test:1: bad argument #2 to 'sort' (function expected, got "
       "number)"},
      {"local t = {} for i = 1, 100001 do t[i] = i end table.sort(t)",
       "error: table.sort takes 100000 elements at most, and these are 100001"},
      {"local function f(a, b) table.sort({ 1, 2 }, f) end f()", "error: C stack overflow"},
  };
  CHECK_CASES(cases);
}

/* What a sort costs depends on how much it sorts, not on how mixed up it is. */
static void charges_by_size(void) {
  sandbox_outcome sorted =
      sandbox_host("local t = {} for i = 1, 3000 do t[i] = i * 1 end table.sort(t)", 0, false);
  sandbox_outcome reversed =
      sandbox_host("local t = {} for i = 1, 3000 do t[i] = i * -1 end table.sort(t)", 0, false);
  sandbox_outcome unsorted =
      sandbox_host("local t = {} for i = 1, 3000 do t[i] = i * 1 end", 0, false);
  sandbox_outcome long_strings = sandbox_host(
      "local t, s = {}, ('x'):rep(1 << 20) for i = 1, 1000 do t[i] = s end table.sort(t)", 0,
      false);
  CHECK_TEXT(sorted.text, "ok");
  CHECK(sorted.steps == reversed.steps);
  CHECK(sorted.steps >= unsorted.steps + 33000);
  CHECK(long_strings.limit == LX_LIMIT_STEPS);
}

static void results_meet_the_limit(void) {
  sandbox_outcome outcome =
      sandbox_host("local s = ('x'):rep(1 << 19) table.concat({ s, s, s })", 0, false);
  CHECK_TEXT(outcome.text, "limit: a string of more than 1048576 bytes (the limit)");
  outcome = sandbox_host(
      "local t = {} for i = 1, 2000 do t[i] = 'x' end table.concat(t, "
      "('-'):rep(1000))",
      0, false);
  CHECK_TEXT(outcome.text, "limit: a string of more than 1048576 bytes (the limit)");
  outcome = sandbox_host(
      "local t = {} for i = 1, 40000 do t[i] = i end while true do "
      "table.insert(t, 1, table.remove(t)) end",
      0, false);
  CHECK(outcome.limit == LX_LIMIT_STEPS);
}

int main(void) {
  RUN(reads_through_views);
  RUN(refuses_to_write_views);
  RUN(uses_the_raw_length);
  RUN(checks_ranges);
  RUN(sorts_stably);
  RUN(bad_comparators_do_no_harm);
  RUN(charges_by_size);
  RUN(results_meet_the_limit);
  return checks_done();
}
