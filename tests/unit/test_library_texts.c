#include "check.h"
#include "library.h"

static void yaml_ends_with_a_line_break(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "return luxr.yaml.encode { b = 1, a = { 'x', true, luxr.null } }"),
             "a:\n- x\n- true\n- null\nb: 1\n");
  CHECK_TEXT(script_run(L, "return luxr.yaml.encode 'text'"), "text\n");
  CHECK_TEXT(script_run(L, "return luxr.yaml.encode {}"), "{}\n");
  CHECK_TEXT(script_run(L, "return luxr.yaml.encode(luxr.list {})"), "[]\n");
  CHECK_TEXT(script_run(L, "return luxr.yaml.encode 'yes'"), "\"yes\"\n");
  CHECK_TEXT(script_run(L, "return luxr.yaml.encode(luxr.null)"), "null\n");
  library_clear(&made);
}

static void json_is_one_line(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(
      script_run(L, "return luxr.json.encode { b = 1.5, a = { 'x', false, luxr.null } }"),
      "{\"a\":[\"x\",false,null],\"b\":1.5}");
  CHECK_TEXT(script_run(L, "return luxr.json.encode(9007199254740993)"), "9007199254740993");
  CHECK_TEXT(script_run(L, "return luxr.json.encode 'a\"b'"), "\"a\\\"b\"");
  library_clear(&made);
}

static void views_are_encoded(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_view(L, "v", NULL, "{ a = { b = { 1, 2 } } }");
  CHECK_TEXT(script_run(L, "return luxr.json.encode(v)"), "{\"a\":{\"b\":[1,2]}}");
  CHECK_TEXT(script_run(L, "return luxr.yaml.encode { x = v.a }"), "x:\n  b:\n  - 1\n  - 2\n");
  library_clear(&made);
}

static void what_cannot_be_written_raises(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "luxr.yaml.encode()"), "luxr.yaml.encode needs a value, got nil");
  CHECK_TEXT(script_run(L, "luxr.json.encode(print)"),
             "luxr.json.encode: a function cannot be written");
  CHECK_TEXT(script_run(L, "luxr.json.encode { a = { 1, print } }"),
             "luxr.json.encode: a[1]: a function cannot be written");
  CHECK_TEXT(script_run(L, "luxr.yaml.encode { a = 0/0 }"),
             "luxr.yaml.encode: a: NaN (not a number) cannot be written");
  CHECK_TEXT(script_run(L, "return luxr.json.encode { a = 1 }"), "{\"a\":1}");
  library_clear(&made);
}

/* Without a worker nothing can jump, so the writer's own sentence shows. */
static void texts_have_a_maximum(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  made.limits.string = 50000;
  CHECK_TEXT(script_run(L, "return #luxr.json.encode(('x'):rep(49998))"), "50000");
  CHECK_TEXT(script_run(L, "return #luxr.json.encode(('x'):rep(100000))"),
             "luxr.json.encode: the output is larger than 50000 bytes");
  CHECK(made.buffer.max == 0);
  library_clear(&made);
}

static void texts_are_decoded(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "return luxr.yaml.decode('a: [1, yes, ~]').a[2]"), "true");
  CHECK_TEXT(script_run(L, "return luxr.yaml.decode('a: ~').a == luxr.null"), "true");
  CHECK_TEXT(script_run(L, "return math.type(luxr.json.decode('{\"a\":8}').a)"), "integer");
  CHECK_TEXT(script_run(L, "return luxr.json.encode(luxr.json.decode('{\"a\":[],\"b\":{}}'))"),
             "{\"a\":[],\"b\":{}}");
  CHECK_TEXT(script_run(L, "return luxr.json.decode('\"text\"')"), "text");
  CHECK_TEXT(script_run(L, "local t = luxr.yaml.decode('a: 1') t.a = 2 return t.a"), "2");
  library_clear(&made);
}

static void what_cannot_be_read_raises(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "luxr.yaml.decode()"),
             "luxr.yaml.decode needs a string, got nothing");
  CHECK_TEXT(script_run(L, "luxr.json.decode {}"),
             "luxr.json.decode needs a string, got a table");
  CHECK_TEXT(script_run(L, "luxr.yaml.decode('')"),
             "luxr.yaml.decode: no document (line 1, column 1)");
  CHECK_TEXT(script_run(L, "luxr.yaml.decode('a: 1\\nb: 2\\na: 3\\n')"),
             "luxr.yaml.decode: the key 'a' comes twice, first on line 1 (line 3, column 1)");
  CHECK_TEXT(script_run(L, "luxr.json.decode('{\"a\": tru}')"),
             "luxr.json.decode: expected a value, found 'tru' (line 1, column 7)");
  CHECK_TEXT(script_run(L, "luxr.json.decode('[1] x')"),
             "luxr.json.decode: expected nothing behind the document, found 'x' (line 1, "
             "column 5)");
  CHECK(made.problems.count == 0);
  CHECK_TEXT(script_run(L, "return luxr.json.decode('[7]')[1]"), "7");
  library_clear(&made);
}

int main(void) {
  RUN(yaml_ends_with_a_line_break);
  RUN(json_is_one_line);
  RUN(views_are_encoded);
  RUN(what_cannot_be_written_raises);
  RUN(texts_have_a_maximum);
  RUN(texts_are_decoded);
  RUN(what_cannot_be_read_raises);
  return checks_done();
}
