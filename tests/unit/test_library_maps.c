#include "check.h"
#include "library.h"

#define RUNS(code) script_run(L, code)

/* `docs`, a view, and `plain`, the same without one. */
static void make_documents(lua_State *L) {
  static const char text[] =
      "{ a = { kind = 'Role', n = 1 }, b = { kind = 'Pod' }, c = { kind = 'Role' }, d = {},"
      " e = 'Role' }";
  char assignment[sizeof text + 8];
  snprintf(assignment, sizeof assignment, "plain = %s", text);
  RUNS(assignment);
  script_view(L, "docs", NULL, text);
}

static void where_takes_what_has_the_value(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  make_documents(L);
  RUNS(
      "function names(map) local list = {} for name in pairs(map) do list[#list + 1] = name end"
      " table.sort(list) return table.concat(list, ' ') end");
  CHECK_TEXT(RUNS("return names(luxr.where(docs, 'kind', 'Role'))"), "a c");
  CHECK_TEXT(RUNS("return names(luxr.where(plain, 'kind', 'Role'))"), "a c");
  CHECK_TEXT(RUNS("return names(luxr.where(docs, 'kind', { Role = true, Pod = false }))"),
             "a c");
  CHECK_TEXT(RUNS("return names(luxr.where(docs, 'kind', docs.a))"), "");
  CHECK_TEXT(RUNS("return names(luxr.where(docs, 'n', 1))"), "a");
  CHECK_TEXT(RUNS("return luxr.json.encode(luxr.where(docs, 'kind', 'Node'))"), "{}");
  library_clear(&made);
}

static void what_where_finds_is_what_was_there(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  make_documents(L);
  CHECK_TEXT(RUNS("return luxr.where(docs, 'kind', 'Pod').b == docs.b"), "true");
  CHECK_TEXT(RUNS("luxr.where(docs, 'kind', 'Pod').b.kind = 1"), "docs.b.kind is read-only");
  CHECK_TEXT(RUNS("return luxr.where(plain, 'kind', 'Pod').b == plain.b"), "true");
  CHECK_TEXT(RUNS("luxr.where(docs, 'kind', 'Pod').x = 1 return docs.x"), "nil");
  library_clear(&made);
}

static void where_needs_its_arguments(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(RUNS("luxr.where('x', 'kind', 'Role')"), "luxr.where needs a table, got a string");
  CHECK_TEXT(RUNS("luxr.where({}, 1, 'Role')"), "luxr.where needs a string, got a number");
  CHECK_TEXT(RUNS("luxr.where({}, 'kind')"),
             "luxr.where needs what the field has to be, got nothing");
  library_clear(&made);
}

static void covers_compares_every_entry(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_view(L, "v", NULL, "{ labels = { app = 'x', tier = 'y' }, part = { app = 'x' } }");
  CHECK_TEXT(RUNS("return luxr.covers(v.labels, v.part)"), "true");
  CHECK_TEXT(RUNS("return luxr.covers(v.part, v.labels)"), "false");
  CHECK_TEXT(RUNS("return luxr.covers(v.labels, { app = 'y' })"), "false");
  CHECK_TEXT(RUNS("return luxr.covers(v.labels, { app = 'x', tier = 'z' })"), "false");
  CHECK_TEXT(RUNS("return luxr.covers({ app = 'x' }, v.part)"), "true");
  CHECK_TEXT(RUNS("return luxr.covers(v.labels, {})"), "false");
  CHECK_TEXT(RUNS("return luxr.covers(nil, { app = 'x' })"), "false");
  CHECK_TEXT(RUNS("return luxr.covers({ app = 'x' }, nil)"), "false");
  CHECK_TEXT(RUNS("return luxr.covers('x', 'x')"), "false");
  library_clear(&made);
}

int main(void) {
  RUN(where_takes_what_has_the_value);
  RUN(what_where_finds_is_what_was_there);
  RUN(where_needs_its_arguments);
  RUN(covers_compares_every_entry);
  return checks_done();
}
