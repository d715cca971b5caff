/* What tables become, and why some cannot be written. */
#include "codec.h"

static const char *as_yaml(const char *chunk) {
  run(chunk);
  return top_as_yaml();
}

static const char *as_json(const char *chunk) {
  run(chunk);
  return top_as_json();
}

/* ---- Shapes -------------------------------------------------------------------------- */

static void scalars(void) {
  CHECK_TEXT(as_yaml("return 'a'"), "a\n");
  CHECK_TEXT(as_yaml("return 'a\\nb'"), "|-\n  a\n  b\n");
  CHECK_TEXT(as_yaml("return 7"), "7\n");
  CHECK_TEXT(as_yaml("return true"), "true\n");
  CHECK_TEXT(as_yaml("return null"), "null\n");
  CHECK_TEXT(as_yaml("return {}"), "{}\n");
  CHECK_TEXT(as_yaml("return list{}"), "[]\n");
  CHECK_TEXT(as_json("return {}"), "{}");
  CHECK_TEXT(as_json("return list{}"), "[]");
  CHECK_TEXT(as_json("return {list{}, {}, null, {list{list{}}}}"), "[[],{},null,[[[]]]]");
  CHECK_TEXT(as_json("return list{1}"), "[1]");
}

static void nesting(void) {
  CHECK_TEXT(as_yaml("return {a = {b = {1, {c = 2, d = {}}}, e = list{}}, f = {{1, {2}}, {}}}"),
             "a:\n  b:\n  - 1\n  - c: 2\n    d: {}\n  e: []\nf:\n- - 1\n  - - 2\n- {}\n");
  CHECK_TEXT(as_yaml("return {{a = 1, b = {2}}, 'x'}"), "- a: 1\n  b:\n  - 2\n- x\n");
  CHECK_TEXT(as_json("return {b = {1, 2.5, 'x', false}, a = {c = null}}"),
             "{\"a\":{\"c\":null},\"b\":[1,2.5,\"x\",false]}");
}

static void complex_keys(void) {
  CHECK_TEXT(as_yaml("return {['a\\nb'] = {c = 1, d = 2}}"),
             "? |-\n  a\n  b\n: c: 1\n  d: 2\n");
  CHECK_TEXT(as_yaml("return {['a\\nb'] = {1, {2}}}"), "? |-\n  a\n  b\n: - 1\n  - - 2\n");
  CHECK_TEXT(as_yaml("return {['a\\nb'] = 'c\\nd'}"), "? |-\n  a\n  b\n: |-\n  c\n  d\n");
  CHECK_TEXT(as_yaml("return {{['a\\rb'] = list{}}}"), "- ? \"a\\rb\"\n  : []\n");
  CHECK_TEXT(as_yaml("return {[('x'):rep(128)] = 1}") + 128, ": 1\n");
  CHECK_TEXT(as_yaml("return {[('x'):rep(129)] = 1}") + 131, "\n: 1\n");
  CHECK_TEXT(as_yaml("return {['<<'] = '<<'}"), "\"<<\": <<\n");
}

/* Items that lie in disorder in their table are still a list. */
static void lists_in_disorder(void) {
  CHECK_TEXT(as_json("local t = {} for i = 9, 1, -1 do t[i] = i end return t"),
             "[1,2,3,4,5,6,7,8,9]");
  CHECK_TEXT(as_json("local t = {1, 2} t[4] = 4 t[3] = {3} return {t, t}"),
             "[[1,2,[3],4],[1,2,[3],4]]");
  CHECK_TEXT(as_yaml("local t = {} t[2] = {a = 1} t[1] = 0 return t"), "- 0\n- a: 1\n");
}

static void views(void) {
  CHECK_TEXT(as_json("return view{a = {1, {b = 'x'}}, c = list{}}"),
             "{\"a\":[1,{\"b\":\"x\"}],\"c\":[]}");
  CHECK_TEXT(as_yaml("local v = view{a = {b = {1}}} return {x = v.a, y = v.a.b, z = v}"),
             "x:\n  b:\n  - 1\n\"y\":\n- 1\nz:\n  a:\n    b:\n    - 1\n");
  CHECK_TEXT(as_json("return setmetatable({a = 1}, {__index = {b = 2}})"), "{\"a\":1}");
}

static void many_fields(void) {
  run("local t, s = {}, {} "
      "for i = 1, 30000 do t[('k%05d'):format(i)] = i; s[i] = ('\"k%05d\":%d'):format(i, i) "
      "end "
      "return {t, '{' .. table.concat(s, ',') .. '}'}");
  lua_rawgeti(its.L, -1, 2);
  lua_rawgeti(its.L, -2, 1);
  CHECK_TEXT(top_as_json(), lua_tostring(its.L, -2));
}

/* ---- Numbers ------------------------------------------------------------------------- */

static void numbers(void) {
  CHECK_TEXT(
      as_json("return {1 << 53 | 1, math.maxinteger, math.mininteger, 1e15, 0.1, -0.0}"),
      "[9007199254740993,9223372036854775807,-9223372036854775808,1000000000000000,0.1,0]");
  CHECK_TEXT(as_yaml("return {1 << 53 | 1, math.maxinteger, 1e15, 1e21, 0.1, 5e-324, 8.0}"),
             "- 9007199254740993\n- 9223372036854775807\n- 1000000000000000\n- 1e+21\n- 0.1\n"
             "- 5e-324\n- 8\n");
}

static void exact_only(void) {
  lx_write_options options = {.exact_only = true};
  lx_write_problem problem;
  run("return {a = {1, (1 << 53) + 1}}");
  lx_buffer_clear(&its.out);
  CHECK(!lx_write_json(its.L, -1, its.writer, &options, &its.out, &problem));
  CHECK_TEXT(problem.path.text, "a[1]");
  CHECK_TEXT(problem.sentence,
             "the integer 9007199254740993 is larger than a double can hold exactly");
  run("return {-(1 << 53), 1 << 53, 1e300}");
  CHECK(lx_write_json(its.L, -1, its.writer, &options, &its.out, &problem));
}

/* ---- What cannot be written ---------------------------------------------------------- */

static void other_values(void) {
  CHECK_TEXT(as_yaml("return {a = {{b = print}}}"), "a[0].b: a function cannot be written");
  CHECK_TEXT(as_json("return {a = {1, coroutine.create(print)}}"),
             "a[1]: a thread cannot be written");
  CHECK_TEXT(as_yaml("return {['x.y'] = io.stdout}"),
             "[\"x.y\"]: a userdata cannot be written");
  CHECK_TEXT(as_yaml("return nil"), ": a nil cannot be written");
  CHECK_TEXT(as_yaml("return {a = 0/0}"), "a: NaN (not a number) cannot be written");
  CHECK_TEXT(as_json("return {a = {1, -1/0}}"), "a[1]: infinity cannot be written");
}

static void invalid_text(void) {
  CHECK_TEXT(as_yaml("return {a = {'x', 'y\\xFFz'}}"),
             "a[1]: the text is not UTF-8: byte 2 of 3");
  CHECK_TEXT(as_json("return {a = {'x', '\\xC3'}}"),
             "a[1]: the text is not UTF-8: byte 1 of 1");
  CHECK_TEXT(as_yaml("return {a = {['k\\xED\\xA0\\x80'] = 1}}"),
             "a[\"k\\xed\\xa0\\x80\"]: the key is not UTF-8: byte 2 of 4");
  CHECK_TEXT(as_json("return {['\\xFF'] = 1}"),
             "[\"\\xff\"]: the key is not UTF-8: byte 1 of 1");
}

static void strange_tables(void) {
  CHECK_TEXT(as_yaml("return {a = {1, 2, x = 3}}"),
             "a: a table with both list items and named fields");
  CHECK_TEXT(as_json("return {a = {x = 3, [1] = 1}}"),
             "a: a table with both list items and named fields");
  CHECK_TEXT(as_json("return {a = list{x = 3}}"),
             "a: a table with both list items and named fields");
  CHECK_TEXT(as_json("return {a = {1, nil, 3}}"),
             "a: a list with holes: item 2 is missing, counted from 1");
  CHECK_TEXT(as_yaml("return {a = {[0] = 1}}"),
             "a: a list with holes: item 1 is missing, counted from 1");
  CHECK_TEXT(as_yaml("return {{1, 2, [5] = 5}}"),
             "[0]: a list with holes: item 3 is missing, counted from 1");
  CHECK_TEXT(as_yaml("return {a = {[1.5] = 1}}"),
             "a: a number that is no integer as a key: keys are text");
  CHECK_TEXT(as_yaml("return {[true] = 1}"), ": a boolean as a key: keys are text");
  CHECK_TEXT(as_json("return {a = {b = 1, [print] = 1}}"),
             "a: a function as a key: keys are text");
}

static void cycles(void) {
  CHECK_TEXT(as_yaml("local t = {a = {{}}} t.a[1].b = t return t"),
             "a[0].b: the table contains itself");
  CHECK_TEXT(as_json("local t = {} t[1] = t return t"), "[0]: the table contains itself");
  CHECK_TEXT(as_json("local t = {} t.a = {view(t)} return t"),
             "a[0]: the table contains itself");
  CHECK_TEXT(as_json("local t = {x = 1} return {t, t}"), "[{\"x\":1},{\"x\":1}]");
}

static void depth(void) {
  lx_write_options options = {.depth = 3};
  lx_write_problem problem;
  const char *deep = "local t = 1 for i = 1, %s do t = {t} end return t";
  char chunk[100];
  snprintf(chunk, sizeof chunk, deep, "64");
  CHECK(strlen(as_json(chunk)) == 129);
  snprintf(chunk, sizeof chunk, deep, "65");
  CHECK(strstr(as_json(chunk), "[0][0]: nested deeper than 64 levels"));
  run("return {a = {b = {1}}}");
  lx_buffer_clear(&its.out);
  CHECK(lx_write_yaml(its.L, -1, its.writer, &options, &its.out, &problem));
  run("return {a = {b = {{}}}}");
  CHECK(!lx_write_yaml(its.L, -1, its.writer, &options, &its.out, &problem));
  CHECK_TEXT(problem.path.text, "a.b[0]");
  CHECK_TEXT(problem.sentence, "nested deeper than 3 levels");
}

/* ---- The buffer and the stack -------------------------------------------------------- */

static void a_full_buffer(void) {
  lx_buffer small = {.max = 300};
  lx_write_problem problem;
  run("return {a = 1}");
  CHECK(lx_write_yaml(its.L, -1, its.writer, NULL, &small, &problem));
  run("local t = {} for i = 1, 100 do t[i] = 'text' end return t");
  CHECK(!lx_write_json(its.L, -1, its.writer, NULL, &small, &problem));
  CHECK(small.failed && small.length == 5);
  CHECK_TEXT(problem.sentence, "the output is larger than 300 bytes");
  CHECK_TEXT(problem.path.text, "");
  lx_buffer_clear(&small);
  CHECK(!lx_write_yaml(its.L, -1, its.writer, NULL, &small, &problem));
  CHECK_TEXT(problem.sentence, "the output is larger than 300 bytes");
  lx_buffer_free(&small);
}

/* On failure nothing is added, and the stack is as it was either way. */
static void leaves_things_alone(void) {
  lx_write_problem problem;
  run("return {a = {b = {1, 2, print}}}");
  lx_buffer_clear(&its.out);
  lx_buffer_add_text(&its.out, "before ");
  CHECK(!lx_write_yaml(its.L, 1, its.writer, NULL, &its.out, &problem));
  CHECK(its.out.length == 7 && lua_gettop(its.L) == 1);
  CHECK(!lx_write_json(its.L, 1, its.writer, NULL, &its.out, &problem));
  CHECK(its.out.length == 7 && lua_gettop(its.L) == 1);
  run("return {a = view{1}}");
  CHECK(lx_write_yaml(its.L, -1, its.writer, NULL, &its.out, &problem));
  CHECK_TEXT(lx_buffer_text(&its.out), "before a:\n- 1\n");
  CHECK(lua_gettop(its.L) == 1);
  lua_getfield(its.L, 1, "a");
  CHECK(lx_is_view(its.L, 2));
}

int main(void) {
  codec_open();
  RUN(scalars);
  RUN(nesting);
  RUN(complex_keys);
  RUN(lists_in_disorder);
  RUN(views);
  RUN(many_fields);
  RUN(numbers);
  RUN(exact_only);
  RUN(other_values);
  RUN(invalid_text);
  RUN(strange_tables);
  RUN(cycles);
  RUN(depth);
  RUN(a_full_buffer);
  RUN(leaves_things_alone);
  codec_close();
  return checks_done();
}
