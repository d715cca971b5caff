#include "check.h"
#include "library.h"

/* The answer of luxr.getter or luxr.finder, or why there is none. */
#define RUNS(code) script_run(L, code)

static void a_getter_reads_as_get_does(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  RUNS(
      "t = { spec = { ports = { { name = 'http', port = 80 } }, off = false, none = luxr.null,"
      " labels = { ['a.b/c'] = 'x' } } }");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.ports[0].port' (t)"), "80");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.labels[\"a.b/c\"]' (t)"), "x");
  CHECK_TEXT(RUNS("return luxr.getter 'spec' (t) == t.spec"), "true");
  CHECK_TEXT(RUNS("return luxr.getter '' (t) == t"), "true");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.off' (t, true)"), "false");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.none' (t, 7)"), "7");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.none.deeper' (t, 7)"), "7");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.ports[1].port' (t, 7)"), "7");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.ports[1].port' (t)"), "nil");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.ports[0].name.first' (t)"), "nil");
  CHECK_TEXT(RUNS("return luxr.getter 'spec.ports[0].name.first.of' (t, 7)"), "7");
  CHECK_TEXT(RUNS("return luxr.getter '' ('x')"), "x");
  CHECK_TEXT(RUNS("return luxr.getter 'a.b' ()"), "nil");
  CHECK_TEXT(RUNS("local get = luxr.getter 'n' return get { n = 1 } + get { n = 2 }"), "3");
  library_clear(&made);
}

static const lx_field fields[] = {{"gpu", 3, NULL}};
static const lx_shape shape = {fields, 1, false, NULL};

static void a_getter_looks_through_views(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_view(L, "v", NULL, "{ a = { b = { { c = 1 } }, none = luxr.list {} } }");
  script_view(L, "xr", &shape, "{}");
  CHECK_TEXT(RUNS("return luxr.getter 'a.b[0].c' (v)"), "1");
  CHECK_TEXT(RUNS("return luxr.getter 'a.b' (v) == v.a.b"), "true");
  CHECK_TEXT(RUNS("luxr.getter 'a.b' (v)[1] = 1"), "v.a.b[0] is read-only");
  CHECK_TEXT(RUNS("return luxr.getter 'x.a.b[1].c' ({ x = v }, 'd')"), "d");
  CHECK_TEXT(RUNS("return luxr.getter 'a.none[0].c' (v, 'd')"), "d");
  CHECK_TEXT(RUNS("return luxr.getter 'gpu' (xr, 1)"), "1");
  CHECK_TEXT(RUNS("return luxr.getter 'gpus' (xr, 1)"),
             "xr.gpus is not in the schema (did you mean 'gpu'?)");
  library_clear(&made);
}

static void a_finder_looks_at_every_item(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_view(
      L, "v", NULL,
      "{ rules = { { verbs = { 'get', 'list' } }, { verbs = { 'bind' } }, {} },"
      " ports = { { port = 80 }, { port = 443, off = false } }, map = { a = 1, b = 2 } }");
  CHECK_TEXT(RUNS("return luxr.finder 'rules[].verbs[]' (v, 'bind')"), "true");
  CHECK_TEXT(RUNS("return luxr.finder 'rules[].verbs[]' (v, 'create')"), "false");
  CHECK_TEXT(RUNS("return luxr.finder 'rules[].verbs[]' (v, { bind = true, ['*'] = true })"),
             "true");
  CHECK_TEXT(RUNS("return luxr.finder 'rules[].verbs[]' (v, { get = false })"), "false");
  CHECK_TEXT(RUNS("return luxr.finder 'rules[1].verbs[]' (v, 'get')"), "false");
  CHECK_TEXT(RUNS("return luxr.finder 'ports[].port' (v, 443)"), "true");
  CHECK_TEXT(RUNS("return luxr.finder 'ports[].port' (v, '443')"), "false");
  CHECK_TEXT(RUNS("return luxr.finder 'ports[].off' (v, false)"), "true");
  CHECK_TEXT(RUNS("return luxr.finder 'ports[].name' (v, nil)"), "false");
  CHECK_TEXT(RUNS("return luxr.finder 'map[]' (v, 2)"), "true");
  CHECK_TEXT(RUNS("return luxr.finder 'ports[]' (v, v)"), "false");
  CHECK_TEXT(RUNS("return luxr.finder 'ports[].port[]' (v, 80)"), "false");
  CHECK_TEXT(RUNS("return luxr.finder '[][]' ({ { 5 } }, 5)"), "true");
  CHECK_TEXT(RUNS("return luxr.finder 'a.b' (nil, 1)"), "false");
  library_clear(&made);
}

static void a_getter_chooses_an_item(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  RUNS(
      "t = { list = { { name = 'a', n = 1 }, 'b', luxr.null, { name = 'c', n = 2, of = { 7 } },"
      " { name = 'c', n = 3 } }, map = { name = 'c', n = 4 } }");
  script_view(L, "v", NULL,
              "{ list = { { name = 'a', n = 1 }, { name = 'c', n = 2, of = { 7 } } } }");
  script_view(L, "xr", &shape, "{}");
  CHECK_TEXT(RUNS("return luxr.getter 'list[name=c].n' (t)"), "2");
  CHECK_TEXT(RUNS("return luxr.getter 'list[name=c].of[0]' (t)"), "7");
  CHECK_TEXT(RUNS("return luxr.getter 'list[name=c]' (t) == t.list[4]"), "true");
  CHECK_TEXT(RUNS("return luxr.getter 'list[name=d].n' (t, 9)"), "9");
  CHECK_TEXT(RUNS("return luxr.getter 'list[n=2].name' (t, 'a number is no text')"),
             "a number is no text");
  CHECK_TEXT(RUNS("return luxr.getter 'map[name=c].n' (t, 9)"), "9");
  CHECK_TEXT(RUNS("return luxr.getter 'none[name=c].n' (t, 9)"), "9");
  CHECK_TEXT(RUNS("return luxr.getter 'list[name=c].n' (nil, 9)"), "9");
  CHECK_TEXT(RUNS("return luxr.getter '[name=c].n' (t.list)"), "2");
  CHECK_TEXT(RUNS("return luxr.getter 'list[name=c].n' (v)"), "2");
  CHECK_TEXT(RUNS("luxr.getter 'list[name=c].of' (v)[1] = 1"), "v.list[1].of[0] is read-only");
  CHECK_TEXT(RUNS("return luxr.getter 'gpus[name=c].n' (xr, 1)"),
             "xr.gpus is not in the schema (did you mean 'gpu'?)");
  CHECK_TEXT(RUNS("return luxr.getter 'a[\"b=c\"]' ({ a = { ['b=c'] = 5 } })"), "5");
  library_clear(&made);
}

static void both_need_a_path(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(RUNS("luxr.getter()"), "luxr.getter needs a string, got nil");
  CHECK_TEXT(RUNS("luxr.finder(1)"), "luxr.finder needs a string, got a number");
  CHECK_TEXT(RUNS("luxr.getter 'a..b'"),
             "luxr.getter: 'a..b' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.getter 'a\\0b'"),
             "luxr.getter: 'a' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.getter 'a[]'"),
             "luxr.getter: 'a[]' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.getter 'a[b=]'"),
             "luxr.getter: 'a[b=]' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.getter 'a[=b]'"),
             "luxr.getter: 'a[=b]' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.getter 'a[b=c'"),
             "luxr.getter: 'a[b=c' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.getter 'a[b=c]d'"),
             "luxr.getter: 'a[b=c]d' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.getter(('a.'):rep(16) .. 'a[b=c]')"),
             "luxr.getter: the path has more than 16 names and items");
  CHECK_TEXT(RUNS("luxr.get({}, 'a[b=c]')"),
             "luxr.get: 'a[b=c]' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.finder 'a[]b'"),
             "luxr.finder: 'a[]b' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.finder(('a.'):rep(60) .. 'a')"),
             "luxr.finder: the path has more than 60 names and items");
  CHECK_TEXT(RUNS("return luxr.getter(('a.'):rep(59) .. 'a') ({}, 'none')"), "none");
  library_clear(&made);
}

int main(void) {
  RUN(a_getter_reads_as_get_does);
  RUN(a_getter_looks_through_views);
  RUN(a_finder_looks_at_every_item);
  RUN(a_getter_chooses_an_item);
  RUN(both_need_a_path);
  return checks_done();
}
