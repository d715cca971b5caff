#include "value/value.h"

#include "check.h"
#include "script.h"
#include "value/raise.h"
#include "value/shape.h"

static void with_null(lua_State *L) {
  lx_push_null(L);
  lua_setglobal(L, "null");
}

static void null_is_one_value(void) {
  lua_State *L = script_new();
  with_null(L);
  lx_push_null(L);
  CHECK(lx_is_null(L, -1));
  lua_pushnil(L);
  CHECK(!lx_is_null(L, -1));
  lua_pushlightuserdata(L, L);
  CHECK(!lx_is_null(L, -1));
  lua_newuserdatauv(L, 0, 0);
  CHECK(!lx_is_null(L, -1));
  CHECK(!lx_is_null(L, lua_gettop(L) + 1));
  CHECK_TEXT(script_run(L, "return tostring(null)"), "null");
  CHECK_TEXT(script_run(L, "return null == null"), "true");
  lua_close(L);
}

static void null_has_no_fields(void) {
  lua_State *L = script_new();
  with_null(L);
  CHECK_TEXT(script_run(L, "return null.spec"), "luxr.null has no field 'spec'");
  CHECK_TEXT(script_run(L, "null.spec = 1"), "luxr.null has no field 'spec'");
  CHECK_TEXT(script_run(L, "return null[1]"), "luxr.null has no fields");
  CHECK_TEXT(script_run(L, "return getmetatable(null)"), "false");
  lua_close(L);
}

static void lists_carry_a_mark(void) {
  lua_State *L = script_new();
  lua_newtable(L);
  CHECK(!lx_is_marked_list(L, -1));
  lx_mark_list(L, -1);
  CHECK(lx_is_marked_list(L, -1));
  CHECK(lua_gettop(L) == 1);
  lua_setglobal(L, "list");
  CHECK_TEXT(script_run(L, "return getmetatable(list)"), "false");
  CHECK_TEXT(script_run(L, "list[1] = 'a' return #list"), "1");
  lua_newtable(L);
  lua_newtable(L);
  lua_setmetatable(L, -2);
  CHECK(!lx_is_marked_list(L, -1));
  lua_pushinteger(L, 1);
  CHECK(!lx_is_marked_list(L, -1));
  lua_close(L);
}

/* The kind and the number of entries of what the constructor makes, "*" before it for the
 * mark. */
static lx_table_kind kind_of(const char *constructor, size_t *count) {
  lua_State *L = script_new();
  bool marked = constructor[0] == '*';
  lx_table_kind kind;
  lua_pushfstring(L, "return %s", constructor + marked);
  if (luaL_loadstring(L, lua_tostring(L, 1))) lua_error(L);
  lua_call(L, 0, 1);
  if (marked) lx_mark_list(L, -1);
  kind = lx_classify(L, -1, count);
  if (lua_gettop(L) != 2) kind = (lx_table_kind)-1;
  lua_close(L);
  return kind;
}

static void tables_are_what_they_look_like(void) {
  static const struct {
    const char *constructor;
    lx_table_kind kind;
    size_t count;
  } cases[] = {
      {"{}", LX_TABLE_MAP, 0},
      {"*{}", LX_TABLE_LIST, 0},
      {"{ 1, 2, 3 }", LX_TABLE_LIST, 3},
      {"*{ 1, 2, 3 }", LX_TABLE_LIST, 3},
      {"{ [2] = 'b', [1] = 'a' }", LX_TABLE_LIST, 2},
      {"{ [1.0] = 'a' }", LX_TABLE_LIST, 1},
      {"{ a = 1, b = 2 }", LX_TABLE_MAP, 2},
      {"{ ['1'] = 'a' }", LX_TABLE_MAP, 1},
      {"*{ a = 1 }", LX_TABLE_MIXED, 1},
      {"{ 1, a = 2 }", LX_TABLE_MIXED, 2},
      {"{ [2] = 1, a = 2 }", LX_TABLE_MIXED, 2},
      {"{ [2] = 1 }", LX_TABLE_HOLES, 1},
      {"{ 1, 2, [4] = 1 }", LX_TABLE_HOLES, 3},
      {"{ [0] = 0, 1 }", LX_TABLE_HOLES, 2},
      {"{ [-1] = 0 }", LX_TABLE_HOLES, 1},
      {"*{ [3] = 1 }", LX_TABLE_HOLES, 1},
      {"{ [math.maxinteger] = 1 }", LX_TABLE_HOLES, 1},
      {"{ [1.5] = 1 }", LX_TABLE_BAD_KEY, 1},
      {"{ [true] = 1, a = 1, 1 }", LX_TABLE_BAD_KEY, 3},
      {"{ [{}] = 1 }", LX_TABLE_BAD_KEY, 1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t count;
    lx_table_kind kind = kind_of(cases[i].constructor, &count);
    if (kind != cases[i].kind || count != cases[i].count) {
      printf("%s is %d of %zu\n", cases[i].constructor, (int)kind, count);
    }
    CHECK(kind == cases[i].kind);
    CHECK(count == cases[i].count);
  }
}

static const lx_field fields[] = {{"a", 1, NULL}, {"ab", 2, NULL}, {"minReplicas", 11, NULL}};
static const lx_shape shape = {fields, 3, false, NULL};

static void shapes_find_names(void) {
  CHECK(lx_shape_find(&shape, "a", 1) == &fields[0]);
  CHECK(lx_shape_find(&shape, "ab", 2) == &fields[1]);
  CHECK(lx_shape_find(&shape, "minReplicas", 11) == &fields[2]);
  CHECK(!lx_shape_find(&shape, "", 0));
  CHECK(!lx_shape_find(&shape, "abc", 3));
  CHECK(!lx_shape_find(&shape, "z", 1));
  CHECK(!lx_shape_find(&shape, "a\0b", 3));
}

static void shapes_suggest_names(void) {
  CHECK_TEXT(lx_shape_nearest(&shape, "minReplica", 10), "minReplicas");
  CHECK_TEXT(lx_shape_nearest(&shape, "minreplicas", 11), "minReplicas");
  CHECK(!lx_shape_nearest(&shape, "somethingElse", 13));
}

static int raise_long(lua_State *L) {
  char text[5000];
  memset(text, 'x', sizeof text);
  text[sizeof text - 1] = '\0';
  lx_raise(L, "%s", text);
}

static int raise_short(lua_State *L) {
  lx_raise(L, "%s has %d of %.2s", "spec", 7, "xyz");
}

static void raises_sentences(void) {
  lua_State *L = script_new();
  lua_register(L, "raise_long", raise_long);
  lua_register(L, "raise_short", raise_short);
  CHECK_TEXT(script_run(L, "raise_short()"), "spec has 7 of xy");
  CHECK_TEXT(script_run(L, "local _, text = pcall(raise_long) return #text .. text:sub(-5)"),
             "2047xx...");
  lua_close(L);
}

int main(void) {
  RUN(null_is_one_value);
  RUN(null_has_no_fields);
  RUN(lists_carry_a_mark);
  RUN(tables_are_what_they_look_like);
  RUN(shapes_find_names);
  RUN(shapes_suggest_names);
  RUN(raises_sentences);
  return checks_done();
}
