#include "check.h"
#include "script.h"

static int run_copy(lua_State *L) {
  size_t depth = (size_t)luaL_optinteger(L, 2, 64);
  size_t count = lx_view_copy(L, 1, depth);
  lua_pushinteger(L, (lua_Integer)count);
  return 2;
}

static int run_is_list(lua_State *L) {
  lua_pushboolean(L, lx_is_marked_list(L, 1));
  return 1;
}

static int run_mark(lua_State *L) {
  lx_mark_list(L, 1);
  lua_settop(L, 1);
  return 1;
}

static int run_freeze(lua_State *L) {
  lx_view_push(L, 1, NULL, "v");
  return 1;
}

static lua_State *new_state(void) {
  lua_State *L = script_new();
  lua_register(L, "copy", run_copy);
  lua_register(L, "is_list", run_is_list);
  lua_register(L, "list", run_mark);
  lua_register(L, "freeze", run_freeze);
  lx_push_null(L);
  lua_setglobal(L, "null");
  return L;
}

static void copies_are_their_own(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L,
                        "local t = { a = { b = 1 }, 5, 6 } local c = copy(t) c.a.b = 2"
                        " return t.a.b .. c.a.b .. c[1] .. c[2]"),
             "1256");
  CHECK_TEXT(script_run(L,
                        "local one = {} local c = copy { x = one, y = one }"
                        " return c.x == c.y"),
             "false");
  CHECK_TEXT(script_run(L, "return (copy('text'))"), "text");
  CHECK_TEXT(script_run(L, "return copy(null) == null"), "true");
  CHECK_TEXT(script_run(L, "return copy({ a = null, b = false, c = 1.5 }).a"), "null");
  lua_close(L);
}

static void copies_hold_no_views(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L,
                        "local v = freeze { a = { b = { 1, 2 } } }"
                        " local c = copy(v) c.a.b[3] = 3 return #c.a.b .. #v.a.b"),
             "32");
  CHECK_TEXT(script_run(L,
                        "local v = freeze { a = { b = 1 } }"
                        " local c = copy { deep = { v.a } } c.deep[1].b = 2 return v.a.b"),
             "1");
  lua_close(L);
}

static void copies_keep_the_list_mark_only(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L, "return is_list(copy(list {}))"), "true");
  CHECK_TEXT(script_run(L, "return is_list(copy(freeze { a = list {} }).a)"), "true");
  CHECK_TEXT(script_run(L, "return is_list(copy({}))"), "false");
  CHECK_TEXT(script_run(L, "return getmetatable(copy(setmetatable({}, {})))"), "nil");
  lua_close(L);
}

static void copies_are_counted(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L, "return (select(2, copy(1)))"), "1");
  CHECK_TEXT(script_run(L, "return (select(2, copy { 1, 2, { a = 'x' } }))"), "5");
  lua_close(L);
}

static void copies_have_a_depth(void) {
  lua_State *L = new_state();
  CHECK_TEXT(script_run(L, "return copy({ { {} } }, 3)[1][1][1]"), "nil");
  CHECK_TEXT(script_run(L, "return copy({ { { {} } } }, 3)"),
             "a value is nested deeper than 3 levels, or holds itself");
  CHECK_TEXT(script_run(L, "local t = {} t.t = t return copy(t)"),
             "a value is nested deeper than 64 levels, or holds itself");
  CHECK_TEXT(script_run(L, "local t = {} t.t = freeze(t) return copy(t)"),
             "a value is nested deeper than 64 levels, or holds itself");
  lua_close(L);
}

int main(void) {
  RUN(copies_are_their_own);
  RUN(copies_hold_no_views);
  RUN(copies_keep_the_list_mark_only);
  RUN(copies_are_counted);
  RUN(copies_have_a_depth);
  return checks_done();
}
