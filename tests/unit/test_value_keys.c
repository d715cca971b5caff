#include "value/keys.h"

#include "check.h"
#include "script.h"

static int run_keys(lua_State *L) {
  size_t count = lx_sorted_keys(L, 1);
  lua_pushinteger(L, (lua_Integer)count);
  return 2;
}

static int run_next(lua_State *L) {
  lua_settop(L, 2);
  lx_next_key(L, 1);
  return 1;
}

static lua_State *new_state(void) {
  lua_State *L = script_new();
  lua_register(L, "keys", run_keys);
  lua_register(L, "after", run_next);
  script_run(L,
             "function show(t)"
             "  local list, count = keys(t) local shown = {}"
             "  assert(#list == count)"
             "  for i, key in ipairs(list) do shown[i] = tostring(key) end"
             "  local key, walked = nil, {}"
             "  repeat key = after(t, key) walked[#walked + 1] = tostring(key) until key == nil"
             "  walked[#walked] = nil"
             "  assert(table.concat(walked, ' ') == table.concat(shown, ' '))"
             "  return table.concat(shown, ' ') end");
  return L;
}

static void bytes_compare(void) {
  CHECK(lx_compare_bytes("a", 1, "b", 1) < 0);
  CHECK(lx_compare_bytes("b", 1, "a", 1) > 0);
  CHECK(lx_compare_bytes("a", 1, "a", 1) == 0);
  CHECK(lx_compare_bytes("a", 1, "ab", 2) < 0);
  CHECK(lx_compare_bytes("ab", 2, "a", 1) > 0);
  CHECK(lx_compare_bytes("", 0, "", 0) == 0);
  CHECK(lx_compare_bytes("", 0, "\0", 1) < 0);
  CHECK(lx_compare_bytes("a\0b", 3, "a\0a", 3) > 0);
  CHECK(lx_compare_bytes("\x7f", 1, "\x80", 1) < 0);
}

static void keys_come_in_order(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L, "return show {}"), "");
  CHECK_TEXT(script_run(L, "return show { b = 1, a = 1, ab = 1, B = 1 }"), "B a ab b");
  CHECK_TEXT(script_run(L, "return show { x = 1, [true] = 1, [false] = 1, [2] = 1, [-1] = 1 }"),
             "false true -1 2 x");
  CHECK_TEXT(script_run(L, "return show { 'a', 'b', 'c', 'd' }"), "1 2 3 4");
  CHECK_TEXT(script_run(L, "return show { [1.5] = 1, [1] = 1, [2] = 1, [-0.5] = 1, [0] = 1 }"),
             "-0.5 0 1 1.5 2");
  CHECK_TEXT(script_run(L,
                        "return show { [math.huge] = 1, [-math.huge] = 1,"
                        " [math.maxinteger] = 1, [math.mininteger] = 1, [2^63] = 1,"
                        " [-2^64] = 1, [2^53 + 0.0] = 1 }"),
             "-inf -1.844674407371e+19 -9223372036854775808 9007199254740992 "
             "9223372036854775807 9.2233720368548e+18 inf");
  CHECK_TEXT(script_run(L, "return show { ['10'] = 1, ['9'] = 1, ['a.b/c'] = 1, [''] = 1 }"),
             " 10 9 a.b/c");
  lua_close(L);
}

/* Whatever the order of insertion, and however many there are. */
static void many_keys_come_in_order(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L,
                        "for n = 0, 300 do"
                        "  local t, want = {}, {}"
                        "  for i = 1, n do t[('k%03d'):format(i * 7919 % 1000)] = i end"
                        "  for key in next, t do want[#want + 1] = key end"
                        "  table.sort(want)"
                        "  local got = keys(t)"
                        "  assert(#got == #want)"
                        "  for i = 1, #want do assert(got[i] == want[i], n) end "
                        "end return 'same'"),
             "same");
  CHECK_TEXT(script_run(L,
                        "local t = {} for i = 60, 1, -1 do t[i] = 1 t['s' .. i] = 1 end"
                        " local got = keys(t) for i = 1, 60 do assert(got[i] == i) end"
                        " return got[61] .. ' ' .. got[62] .. ' ' .. got[120]"),
             "s1 s10 s9");
  lua_close(L);
}

static void keys_leave_the_stack_alone(void) {
  lua_State *L = new_state();
  lua_settop(L, 0);
  lua_newtable(L);
  lua_pushinteger(L, 1);
  lua_rawseti(L, 1, 1);
  CHECK(lx_sorted_keys(L, -1) == 1);
  CHECK(lua_gettop(L) == 2 && lua_istable(L, 2));
  lua_settop(L, 1);
  lua_pushnil(L);
  lx_next_key(L, 1);
  CHECK(lua_gettop(L) == 2 && lua_tointeger(L, 2) == 1);
  lx_next_key(L, 1);
  CHECK(lua_gettop(L) == 2 && lua_isnil(L, 2));
  lua_close(L);
}

static void the_next_key_need_not_follow_one_that_is_there(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L, "return after({ a = 1, c = 1 }, 'b')"), "c");
  CHECK_TEXT(script_run(L, "return after({ a = 1, c = 1 }, 'c')"), "nil");
  CHECK_TEXT(script_run(L, "return after({ a = 1, c = 1 }, true)"), "a");
  lua_close(L);
}

static void keys_without_an_order_raise(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L, "return keys { [{}] = 1 }"),
             "a table with a table as a key has no order");
  CHECK_TEXT(script_run(L, "return keys { a = 1, [print] = 1 }"),
             "a table with a function as a key has no order");
  CHECK_TEXT(script_run(L, "return after({ [print] = 1 })"),
             "a table with a function as a key has no order");
  CHECK_TEXT(
      script_run(L, "local t = {} for i = 1, 50 do t[i] = 1 end t[t] = 1 return keys(t)"),
      "a table with a table as a key has no order");
  lua_close(L);
}

int main(void) {
  RUN(bytes_compare);
  RUN(keys_come_in_order);
  RUN(many_keys_come_in_order);
  RUN(keys_leave_the_stack_alone);
  RUN(the_next_key_need_not_follow_one_that_is_there);
  RUN(keys_without_an_order_raise);
  return checks_done();
}
