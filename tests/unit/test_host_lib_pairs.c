/* pairs, next, ipairs. */
#include "check.h"
#include "sandbox.h"

#define COLLECT                                                             \
  "local r = {} for k, v in pairs(t) do r[#r + 1] = tostring(k) .. '=' .. " \
  "tostring(v) end return table.concat(r, ' ')"

static void pairs_in_order(void) {
  static const sandbox_case cases[] = {
      {"local t = { b = 1, a = 2, [3] = 3, [1] = 1, [2.5] = 2, [-1] = 0, [true] = 't', "
       "[false] = 'f', B = 4, ['a.b'] = 5, [''] = 6 } " COLLECT,
       "false=f true=t -1=0 1=1 2.5=2 3=3 =6 B=4 a=2 a.b=5 b=1"},
      {"local t = { [1e300] = 1, [-1e300] = 2, [math.maxinteger] = 3, [math.mininteger] = 4, "
       "[0.5] = 5, [math.huge] = 6 } " COLLECT,
       "-1e+300=2 -9223372036854775808=4 0.5=5 9223372036854775807=3 1e+300=1 inf=6"},
      {"local t = {} for i = 40, 1, -1 do t['k' .. i] = i t[i] = i end local r = {} for k in "
       "pairs(t) do r[#r + 1] = k end return #r, r[1], r[40], r[41], r[42], r[80]",
       "80, 1, 40, k1, k10, k9"},
      {"local t = {} " COLLECT, ""},
      {"local t = view " COLLECT, "list=table map=table text=x"},
      {"local t = view.list " COLLECT, "1=3 2=1 3=2"},
      {"local t = mark { 'x' } " COLLECT, "1=x"},
      {"for k, v in pairs(view) do if k == 'map' then v.a = 3 end end",
       "error: view.map.a is read-only"},
      {"pairs(nil)", "error: test:1: bad argument #1 to 'pairs' (table expected, got nil)"},
      {"pairs()", "error: test:1: bad argument #1 to 'pairs' (table expected, got no value)"},
      {"pairs(null)",
       "error: test:1: bad argument #1 to 'pairs' (table expected, got luxr.null)"},
      {"pairs('x')", "error: test:1: bad argument #1 to 'pairs' (table expected, got string)"},
      {"pairs { [{}] = 1 }", "error: a table with a table as a key has no order"},
      {"pairs { [print] = 1 }", "error: a table with a function as a key has no order"},
  };
  CHECK_CASES(cases);
}

static void loops_may_change_the_table(void) {
  static const sandbox_case cases[] = {
      {"local t, r = { a = 1, b = 2, c = 3, d = 4 }, {} for k, v in pairs(t) do r[#r + 1] = k "
       ".. v "
       "if k == 'a' then t.b = nil t.c = 30 t.e = 5 end end return table.concat(r, ' ')",
       "a1 c30 d4"},
      {"local t, n = { a = 1, b = 2 }, 0 for k in pairs(t) do t[k] = nil n = n + 1 end "
       "return n, next(t)",
       "2, nil"},
      {"local step = pairs { a = 1, b = 2 } local a, b = step(), step(5) return a, b, step()",
       "a, b, nil"},
      {"local t = setmetatable({ a = 1 }, { __index = { b = 2 } }) " COLLECT, "a=1"},
  };
  CHECK_CASES(cases);
}

static void next_in_order(void) {
  static const sandbox_case cases[] = {
      {"local t, k, r = { z = 1, a = 2, [1] = 3 }, nil, {} repeat local v k, v = next(t, k) "
       "r[#r + 1] = tostring(k) .. '=' .. tostring(v) until k == nil return table.concat(r, ' "
       "')",
       "1=3 a=2 z=1 nil=nil"},
      {"return next({})", "nil"},
      {"return next({ 7 })", "1, 7"},
      {"return next({ a = 1, c = 2 }, 'b')", "c, 2"},
      {"return next(view, 'list')", "map, table"},
      {"local _, v = next(view.list) return v", "3"},
      {"local _, v = next(view) v[1] = 1", "error: view.list[0] is read-only"},
      {"for k, v in next, { b = 1, a = 2 } do return k, v end", "a, 2"},
      {"next()", "error: test:1: bad argument #1 to 'next' (table expected, got no value)"},
      {"next({ a = 1 }, {})", "error: a table with a table as a key has no order"},
  };
  CHECK_CASES(cases);
}

static void ipairs_in_order(void) {
  static const sandbox_case cases[] = {
      {"local r = {} for i, v in ipairs { 'a', 'b', nil, 'd' } do r[#r + 1] = i .. v end "
       "return table.concat(r, ' ')",
       "1a 2b"},
      {"local r = {} for i, v in ipairs(view.list) do r[#r + 1] = i .. '=' .. v end "
       "return table.concat(r, ' ')",
       "1=3 2=1 3=2"},
      {"local t, r = setmetatable({}, { __index = function(_, i) if i < 4 then return i * i "
       "end "
       "end }), {} for _, v in ipairs(t) do r[#r + 1] = v end return table.concat(r, ' ')",
       "1 4 9"},
      {"for _ in ipairs(nil) do end",
       "error: test:1: bad argument #1 to 'ipairs' (table expected, got nil)"},
      {"for _ in ipairs(null) do end",
       "error: test:1: bad argument #1 to 'ipairs' (table expected, got luxr.null)"},
      {"local step = ipairs {} return (pcall(step, 5, 0))", "false"},
  };
  CHECK_CASES(cases);
}

/* What a walk costs depends on the keys alone, not on how the table was filled. */
static void charges_by_size(void) {
  sandbox_outcome up = sandbox_host(
      "local t = {} for i = 1, 500 do t['k' .. i] = i end for i = 1, 100 do pairs(t) end", 0,
      false);
  sandbox_outcome down = sandbox_host(
      "local t = {} for i = 500, 1, -1 do t['k' .. i] = i end for i = 1, 100 do pairs(t) end",
      0, false);
  sandbox_outcome small = sandbox_host(
      "local t = {} for i = 1, 500 do t['k' .. i] = i end for i = 1, 100 do pairs {} end", 0,
      false);
  CHECK_TEXT(up.text, "ok");
  CHECK(up.steps == down.steps);
  CHECK(up.steps > small.steps + 100 * 500 * 8);
}

/* What is left of a large table has no size that shows: the clock stops that. */
static void emptied_tables_meet_the_deadline(void) {
  luxr_limits limits = {.steps = 1ull << 60,
                        .milliseconds = 100,
                        .memory = 64u << 20,
                        .string = 1u << 20,
                        .log = 1000,
                        .log_lines = 10};
  lx_host_budget budget = {0};
  static const char chunk[] =
      "local t = {} for i = 1, 1 << 18 do t[i] = i end for i = 1, 1 << 18 do t[i] = nil end "
      "while true do next(t) end";
  lx_host *host = lx_host_new(&limits, false);
  CHECK(host);
  CHECK(lx_host_begin(host, 1, &budget, sandbox_build, NULL));
  CHECK(!lx_host_enter(host, sandbox_body, (void *)chunk));
  CHECK(lx_host_fault(host)->limit == LX_LIMIT_TIME);
  lx_host_free(host);
}

int main(void) {
  RUN(pairs_in_order);
  RUN(loops_may_change_the_table);
  RUN(next_in_order);
  RUN(ipairs_in_order);
  RUN(charges_by_size);
  RUN(emptied_tables_meet_the_deadline);
  return checks_done();
}
