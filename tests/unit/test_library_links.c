#include "check.h"
#include "library.h"

#define RUNS(code) script_run(L, code)

static void rows_that_do_not_hold_are_told(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  script_view(L, "docs", NULL,
              "{ route = { to = { 'pool', 'other' }, kind = 'Pool' },"
              " pool = { metadata = { name = 'pool' }, kind = 'Pool' }, off = false }");
  RUNS(
      "function broken(...) local list = luxr.links { ... } (docs)"
      " return list and table.concat(list, ' ') end");
  CHECK_TEXT(RUNS("return broken({ 'route', 'to[0]', 'pool', 'metadata.name' },"
                  " { 'route', 'kind', 'pool', 'kind' })"),
             "nil");
  CHECK_TEXT(RUNS("return broken({ 'route', 'to[1]', 'pool', 'metadata.name' },"
                  " { 'route', 'kind', 'pool', 'kind' }, { 'route', 'kind', 'pool', "
                  "'metadata.name' })"),
             "1 3");
  CHECK_TEXT(RUNS("return broken({ 'route', 'to[2]', 'pool', 'metadata.name' })"), "1");
  CHECK_TEXT(RUNS("return broken({ 'route', 'to[2]', 'pool', 'metadata.nothing.at.all' })"),
             "nil");
  CHECK_TEXT(RUNS("return broken({ 'route', 'kind.deeper', 'pool', 'kind' })"), "1");
  CHECK_TEXT(RUNS("return broken({ 'route', '', 'route', '' }, { 'route', '', 'pool', '' })"),
             "2");
  library_clear(&made);
}

static void a_target_has_to_be_there(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(RUNS("return #luxr.links { { 'a', 'x', 'b', 'y' } } { a = { x = 1 } }"), "1");
  CHECK_TEXT(RUNS("return luxr.links { { 'a', 'x', 'b', 'y' } } { b = { y = 1 } }"), "nil");
  CHECK_TEXT(RUNS("return luxr.links {} { b = { y = 1 } }"), "nil");
  CHECK_TEXT(RUNS("local links = luxr.links { { 'a', 'x', 'b', 'y' } }"
                  " return tostring(links { a = { x = 1 }, b = { y = 1 } })"
                  " .. #links { a = {}, b = { y = 1 } }"),
             "nil1");
  library_clear(&made);
}

static void rows_are_looked_at_when_they_are_made(void) {
  library made;
  library_init(&made);
  lua_State *L = made.L;
  CHECK_TEXT(RUNS("luxr.links 'x'"), "luxr.links needs a table, got a string");
  CHECK_TEXT(RUNS("luxr.links {} (1)"), "luxr.links needs a table, got a number");
  CHECK_TEXT(RUNS("luxr.links { { 'a', 'x', 'b', 'y' }, { 'a', 'x', 'b' } }"),
             "luxr.links: row 2 must be { name, path, target, its path }, four strings");
  CHECK_TEXT(RUNS("luxr.links { 'a' }"),
             "luxr.links: row 1 must be { name, path, target, its path }, four strings");
  CHECK_TEXT(RUNS("luxr.links { { 'a', 'x..y', 'b', 'y' } }"),
             "luxr.links: row 1: 'x..y' is not a path, such as spec.ports[0].name");
  CHECK_TEXT(RUNS("luxr.links { { 'a', 'x', 'b', 'y[' } }"),
             "luxr.links: row 1: 'y[' is not a path, such as spec.ports[0].name");
  library_clear(&made);
}

int main(void) {
  RUN(rows_that_do_not_hold_are_told);
  RUN(a_target_has_to_be_there);
  RUN(rows_are_looked_at_when_they_are_made);
  return checks_done();
}
