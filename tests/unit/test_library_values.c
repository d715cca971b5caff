#include "check.h"
#include "library.h"

static void lists_are_marked(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "return luxr.json.encode(luxr.list {})"), "[]");
  CHECK_TEXT(script_run(L, "return luxr.json.encode(luxr.list { 1, 2 })"), "[1,2]");
  CHECK_TEXT(script_run(L, "local t = {} return luxr.list(t) == t"), "true");
  CHECK_TEXT(script_run(L, "return luxr.json.encode(luxr.list(luxr.list {}))"), "[]");
  CHECK_TEXT(script_run(L, "local t = luxr.list {} t[1] = 'x' return luxr.json.encode(t)"),
             "[\"x\"]");
  library_clear(&made);
}

static void lists_of_views_are_new(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_view(L, "xr", NULL, "{ items = { 'a', { b = 1 } }, none = {} }");
  CHECK_TEXT(script_run(L,
                        "local t = luxr.list(xr.items) t[3] = 'c'"
                        " return luxr.json.encode(t) .. #xr.items"),
             "[\"a\",{\"b\":1},\"c\"]2");
  CHECK_TEXT(script_run(L, "return luxr.json.encode(luxr.list(xr.none))"), "[]");
  CHECK_TEXT(script_run(L, "luxr.list(xr.items)[2].b = 2"), "xr.items[1].b is read-only");
  library_clear(&made);
}

static void what_is_no_list_raises(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "luxr.list()"), "luxr.list needs a table, got nil");
  CHECK_TEXT(script_run(L, "luxr.list('x')"), "luxr.list needs a table, got a string");
  CHECK_TEXT(script_run(L, "luxr.list(luxr.null)"), "luxr.list needs a table, got luxr.null");
  CHECK_TEXT(script_run(L, "luxr.list { a = 1 }"),
             "luxr.list needs a list, got a table with names as keys");
  CHECK_TEXT(script_run(L, "luxr.list { 1, nil, 3 }"),
             "luxr.list needs a list, got a table whose items are not numbered 1 to n");
  CHECK_TEXT(script_run(L, "luxr.list { 1, a = 1 }"),
             "luxr.list needs a list, got a table with other keys too");
  CHECK_TEXT(script_run(L, "luxr.list { [true] = 1 }"),
             "luxr.list needs a list, got a table with other keys too");
  CHECK_TEXT(script_run(L, "luxr.list(setmetatable({}, {}))"),
             "luxr.list needs a table without a metatable");
  library_clear(&made);
}

static void get_reads_paths(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_run(L,
             "t = { spec = { ports = { { name = 'http', port = 80 } }, off = false,"
             "  labels = { ['a.b/c'] = 'x' }, none = luxr.null } }");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'spec.ports[0].port')"), "80");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'spec.labels[\"a.b/c\"]')"), "x");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'spec').off"), "false");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'spec.off', true)"), "false");
  CHECK_TEXT(script_run(L, "return luxr.get(t, '') == t"), "true");
  CHECK_TEXT(script_run(L, "return select('#', luxr.get(t, 'spec.off'))"), "1");
  library_clear(&made);
}

static void get_has_a_default(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_run(L, "t = { a = { b = 'text', n = luxr.null } }");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'a.x')"), "nil");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'a.x', 7)"), "7");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'a.x.y.z[3]', 7)"), "7");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'a.b.c', 7)"), "7");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'a.n', 7)"), "7");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'a.n.m', 7)"), "7");
  CHECK_TEXT(script_run(L, "return luxr.get(t, 'a.n')"), "nil");
  CHECK_TEXT(script_run(L, "return luxr.get(nil, 'a', 'd')"), "d");
  CHECK_TEXT(script_run(L, "return luxr.get(nil, '', 'd')"), "d");
  CHECK_TEXT(script_run(L, "return luxr.get({ 'x' }, '[1]', 'd')"), "d");
  library_clear(&made);
}

static const lx_field fields[] = {{"gpu", 3, NULL}};
static const lx_shape shape = {fields, 1, false, NULL};

static void get_looks_through_views(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_view(L, "v", NULL, "{ a = { b = { { c = 1 } } } }");
  script_view(L, "xr", &shape, "{}");
  CHECK_TEXT(script_run(L, "return luxr.get(v, 'a.b[0].c')"), "1");
  CHECK_TEXT(script_run(L, "return luxr.get(v, 'a.b') == v.a.b"), "true");
  CHECK_TEXT(script_run(L, "luxr.get(v, 'a.b')[1] = 1"), "v.a.b[0] is read-only");
  CHECK_TEXT(script_run(L, "return luxr.get({ x = v }, 'x.a.b[1].c', 'd')"), "d");
  CHECK_TEXT(script_run(L, "return luxr.get(xr, 'gpu', 1)"), "1");
  CHECK_TEXT(script_run(L, "return luxr.get(xr, 'gpus', 1)"),
             "xr.gpus is not in the schema (did you mean 'gpu'?)");
  library_clear(&made);
}

static void get_needs_a_path(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "luxr.get({})"), "luxr.get needs a string, got nil");
  CHECK_TEXT(script_run(L, "luxr.get({}, 1)"), "luxr.get needs a string, got a number");
  CHECK_TEXT(script_run(L, "luxr.get({}, 'a..b')"),
             "luxr.get: 'a..b' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(script_run(L, "luxr.get({}, 'a[')"),
             "luxr.get: 'a[' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(script_run(L, "luxr.get({}, 'a\\0b')"),
             "luxr.get: 'a' is not a path, such as spec.ports[0].name");
  library_clear(&made);
}

static void parts_are_sealed(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(script_run(L, "return luxr.null == luxr.null and tostring(luxr.null)"), "null");
  CHECK_TEXT(script_run(L, "return luxr.names.shortn"),
             "luxr.names.shortn is not defined (did you mean 'luxr.names.shorten'?)");
  CHECK_TEXT(script_run(L, "return luxr.yml"),
             "luxr.yml is not defined (did you mean 'luxr.yaml'?)");
  CHECK_TEXT(script_run(L, "luxr.extra = 1"),
             "luxr.extra is assigned (return it from a module of your own)");
  library_clear(&made);
}

/* lua/meta/luxr.lua makes a table of the same names. */
static void stubs_for_editors_name_the_same(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  lua_pushliteral(L, LUXR_SOURCE_DIR "/lua/meta/luxr.lua");
  lua_setglobal(L, "path");
  CHECK_TEXT(
      script_run(L,
                 "local stub = {} assert(loadfile(path, 't', stub))()"
                 " stub.luxr.null = luxr.null"
                 " local function names(t, at, out) for key, value in next, t do"
                 "   if type(value) == 'table' then names(value, at .. key .. '.', out)"
                 "   else out[#out + 1] = at .. key end end"
                 "   table.sort(out) return table.concat(out, ' ') end"
                 " local want = names(luxr, '', {})"
                 " assert(names(stub.luxr, '', {}) == want)"
                 " return want"),
      "covers digest.sha256 finder get getter json.decode json.encode links list "
      "names.is_dns1035_label names.is_dns1123_label names.is_dns1123_subdomain names.shorten "
      "null quantities.canonical quantities.compare quantities.multiply where yaml.decode "
      "yaml.encode");
  library_clear(&made);
}

int main(void) {
  RUN(lists_are_marked);
  RUN(lists_of_views_are_new);
  RUN(what_is_no_list_raises);
  RUN(get_reads_paths);
  RUN(get_has_a_default);
  RUN(get_looks_through_views);
  RUN(get_needs_a_path);
  RUN(parts_are_sealed);
  RUN(stubs_for_editors_name_the_same);
  return checks_done();
}
