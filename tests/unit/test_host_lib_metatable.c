/* setmetatable and getmetatable. */
#include "check.h"
#include "sandbox.h"

static void classes_work(void) {
  static const sandbox_case cases[] = {
      {"local C = {} C.__index = C function C.new(n) return setmetatable({ n = n }, C) end "
       "function C:twice() return self.n * 2 end local o = C.new(4) return o:twice(), "
       "getmetatable(o) == C",
       "8, true"},
      {"local A = {} A.__index = A function A.name() return 'a' end local B = setmetatable({}, "
       "A) "
       "B.__index = B local b = setmetatable({}, B) return b.name()",
       "a"},
      {"local V = {} V.__index = V V.__add = function(a, b) return a.n + b.n end "
       "V.__eq = function(a, b) return a.n == b.n end V.__lt = function(a, b) return a.n < b.n "
       "end "
       "V.__le = function(a, b) return a.n <= b.n end V.__len = function(a) return a.n end "
       "V.__call = function(a, x) return a.n .. x end V.__concat = function(a, b) return 'cat' "
       "end "
       "V.__unm = function(a) return -a.n end V.__idiv = function() return 'idiv' end "
       "V.__band = function() return 'band' end "
       "local function v(n) return setmetatable({ n = n }, V) end "
       "return v(1) + v(2), v(1) == v(1), v(1) < v(2), v(2) <= v(1), #v(7), v(3)('x'), "
       "v(1) .. '', -v(9), v(1) // 1, v(1) & 1",
       "3, true, true, false, 7, 3x, cat, -9, idiv, band"},
      {"local log = {} local t = setmetatable({}, { __newindex = function(t, k, v) "
       "log[#log + 1] = k .. v end }) t.a = 1 t.b = 2 return table.concat(log, ' '), t.a",
       "a1 b2, nil"},
      {"return setmetatable({}, { __index = view.map }).b", "1"},
      {"return setmetatable({ 1 }, nil)[1]", "1"},
      {"local t = setmetatable({}, { __index = { x = 1 } }) setmetatable(t, { __index = { x = "
       "2 } }) "
       "return t.x, setmetatable(t, nil).x, getmetatable(t)",
       "2, nil, nil"},
  };
  CHECK_CASES(cases);
}

/* A metatable is read when it is set, for all its tables. */
static void late_fields_wait(void) {
  static const sandbox_case cases[] = {
      {"local M = {} local t = setmetatable({}, M) M.__index = { x = 1 } return t.x", "nil"},
      {"local M = {} local t = setmetatable({}, M) M.__index = { x = 1 } setmetatable({}, M) "
       "return t.x",
       "1"},
      {"local M = { __index = { x = 1 } } local t = setmetatable({}, M) M.__index = nil "
       "setmetatable({}, M) return t.x",
       "nil"},
      {"local M = {} local t = setmetatable({}, M) M.__mode = 'k' M.__gc = print M.__close = "
       "print "
       "return pcall(setmetatable, {}, M)",
       "false, the metafield '__gc' is not available in scripts"},
      {"local M = {} local t = setmetatable({}, M) M.__close = print local x <close> = t",
       "error: test:1: variable 'x' got a non-closable value"},
  };
  CHECK_CASES(cases);
}

static void refuses(void) {
  static const sandbox_case cases[] = {
      {"setmetatable({}, { __gc = print })",
       "error: the metafield '__gc' is not available in scripts"},
      {"setmetatable({}, { __mode = 'v' })",
       "error: the metafield '__mode' is not available in scripts"},
      {"setmetatable({}, { __close = false })",
       "error: the metafield '__close' is not available in scripts"},
      {"setmetatable({}, { __pairs = print })",
       "error: the metafield '__pairs' is not available in scripts"},
      {"setmetatable(view, {})", "error: view[0] is read-only"},
      {"setmetatable(view.map, {})", "error: view.map[0] is read-only"},
      {"setmetatable({}, view)", "error: a read-only table cannot be a metatable"},
      {"setmetatable(mark {}, {})",
       "error: setmetatable cannot be used on a list made by luxr.list"},
      {"setmetatable({}, 1)",
       "error: test:1: bad argument #2 to 'setmetatable' (nil or table "
       "expected, got number)"},
      {"setmetatable({})",
       "error: test:1: bad argument #2 to 'setmetatable' (nil or table "
       "expected, got no value)"},
      {"setmetatable(1, {})",
       "error: test:1: bad argument #1 to 'setmetatable' (table expected, "
       "got number)"},
      {"getmetatable()", "error: test:1: bad argument #1 to 'getmetatable' (value expected)"},
  };
  CHECK_CASES(cases);
}

static void protects(void) {
  static const sandbox_case cases[] = {
      {"local t = setmetatable({}, { __metatable = 'mine' }) return getmetatable(t)", "mine"},
      {"local t = setmetatable({}, { __metatable = 'mine' }) setmetatable(t, nil)",
       "error: cannot change a protected metatable"},
      {"local M = {} local t = setmetatable({}, M) M.__metatable = false setmetatable(t, {})",
       "error: cannot change a protected metatable"},
      {"local M = {} local t = setmetatable({}, M) return getmetatable(t) == M, "
       "getmetatable({}), "
       "getmetatable(1)",
       "true, nil, nil"},
  };
  CHECK_CASES(cases);
}

static void ends_in_order(void) {
  lua_State *L = sandbox_new();
  CHECK(strstr(sandbox_run(L, "local t = {} setmetatable(t, { __index = t }) return t.x"),
               "'__index' chain too long"));
  CHECK(strstr(sandbox_run(L,
                           "local t = {} for i = 1, 3000 do t = setmetatable({}, "
                           "{ __index = t }) end return t.x"),
               "'__index' chain too long"));
  CHECK(strstr(sandbox_run(L,
                           "local t = setmetatable({}, { __index = function(t, k) "
                           "return t[k + 1] end }) return t[1]"),
               "stack overflow"));
  lua_close(L);
}

/* Instances share the copy: a million of them do not need a million copies. */
static void copies_are_shared(void) {
  sandbox_outcome one = sandbox_host(
      "local C = { __index = print, __len = print, __call = print } for i = 1, 10 do "
      "setmetatable({}, C) end",
      0, false);
  sandbox_outcome many = sandbox_host(
      "local C = { __index = print, __len = print, __call = print } for i = 1, 1010 do "
      "setmetatable({}, C) end",
      0, false);
  CHECK_TEXT(one.text, "ok");
  CHECK_TEXT(many.text, "ok");
  CHECK(many.memory - one.memory <= 1000 * 64);
}

int main(void) {
  RUN(classes_work);
  RUN(late_fields_wait);
  RUN(refuses);
  RUN(protects);
  RUN(ends_in_order);
  RUN(copies_are_shared);
  return checks_done();
}
