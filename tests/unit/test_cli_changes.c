/* How two trees differ, field by field. */
#include "changes.h"

#include <stdlib.h>

#include "check.h"

static cli_text told;

static void add(const cJSON *value) {
  if (value) {
    cli_tree_print(&told, value);
  } else {
    cli_text_put(&told, "-");
  }
}

static void tell(void *data, const cli_change *change) {
  (void)data;
  cli_text_print(&told, "%s%s%s ", told.length ? "; " : "", change->path,
                 change->is_order ? " order" : "");
  add(change->old);
  cli_text_put(&told, ">");
  add(change->new);
}

/* "path old>new; path old>new". */
static const char *changes(const char *old, const char *new) {
  cJSON *before = cli_tree_parse(old, strlen(old)), *after = cli_tree_parse(new, strlen(new));
  told.length = 0;
  cli_changes_find(before, after, tell, NULL);
  cJSON_Delete(before);
  cJSON_Delete(after);
  return cli_text_string(&told);
}

static void members(void) {
  CHECK_TEXT(changes("{\"a\":1,\"b\":{\"c\":\"x\"}}", "{\"a\":1,\"b\":{\"c\":\"x\"}}"), "");
  CHECK_TEXT(changes("{\"a\":1,\"b\":{\"c\":\"x\"}}", "{\"a\":2,\"b\":{\"c\":\"y\"}}"),
             "a 1>2; b.c \"x\">\"y\"");
  CHECK_TEXT(changes("{\"a\":1,\"b\":2}", "{\"b\":2,\"c\":{\"d\":3}}"), "a 1>-; c ->{\"d\":3}");
  CHECK_TEXT(changes("{\"a\":{}}", "{\"a\":[]}"), "a {}>[]");
  CHECK_TEXT(changes("{\"a\":1}", "{\"a\":\"1\"}"), "a 1>\"1\"");
  CHECK_TEXT(changes("{\"a\":null}", "{}"), "a null>-");
  CHECK_TEXT(changes("1", "2"), " 1>2");
}

static void keys_are_quoted(void) {
  CHECK_TEXT(changes("{\"l\":{\"a.b/c\":1}}", "{\"l\":{\"a.b/c\":2}}"), "l[\"a.b/c\"] 1>2");
  CHECK_TEXT(changes("{\"l\":{\"\":1,\"a\\\"b\":1}}", "{\"l\":{\"\":2,\"a\\\"b\":2}}"),
             "l[\"\"] 1>2; l[\"a\\\"b\"] 1>2");
}

static void numbers_keep_their_digits(void) {
  CHECK_TEXT(changes("[9007199254740993]", "[9007199254740992]"),
             "[] 9007199254740993>9007199254740992");
}

static void items_with_names(void) {
  CHECK_TEXT(changes("{\"t\":[{\"name\":\"a\",\"v\":1},{\"name\":\"b\",\"v\":1}]}",
                     "{\"t\":[{\"name\":\"b\",\"v\":2},{\"name\":\"c\"}]}"),
             "t[name=a] {\"name\":\"a\",\"v\":1}>-; t[name=b].v 1>2; t[name=c] "
             "->{\"name\":\"c\"}");
  CHECK_TEXT(changes("[{\"type\":\"Pods\",\"v\":1}]", "[{\"type\":\"Pods\",\"v\":2}]"),
             "[type=Pods].v 1>2");
  CHECK_TEXT(changes("[{\"name\":\"a ]\",\"v\":1}]", "[{\"name\":\"a ]\",\"v\":2}]"),
             "[name=\"a ]\"].v 1>2");
}

static void order_of_names_is_told(void) {
  CHECK_TEXT(changes("[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]",
                     "[{\"name\":\"c\"},{\"name\":\"a\"}]"),
             "[name=b] {\"name\":\"b\"}>-;  order [\"a\",\"c\"]>[\"c\",\"a\"]");
}

/* No key where two have one name, or one has none. */
static void names_must_tell_apart(void) {
  CHECK_TEXT(changes("[{\"name\":\"a\",\"v\":1},{\"name\":\"a\",\"v\":2}]",
                     "[{\"name\":\"a\",\"v\":1},{\"name\":\"a\",\"v\":3}]"),
             "[].v 2>3");
  CHECK_TEXT(changes("[{\"name\":\"a\",\"id\":\"x\",\"v\":1},{\"name\":\"a\",\"id\":\"y\"}]",
                     "[{\"name\":\"a\",\"id\":\"x\",\"v\":2},{\"name\":\"a\",\"id\":\"y\"}]"),
             "[id=x].v 1>2");
  CHECK_TEXT(changes("[{\"name\":1,\"v\":1}]", "[{\"name\":1,\"v\":2}]"), "[].v 1>2");
}

static void items_without_names_are_lined_up(void) {
  CHECK_TEXT(changes("[1,2,3,4]", "[1,3,4]"), "[] 2>-");
  CHECK_TEXT(changes("[1,2,3]", "[0,1,2,3]"), "[] ->0");
  CHECK_TEXT(changes("[\"a=1\",\"b=1\",\"c=1\"]", "[\"a=1\",\"b=2\",\"c=1\"]"),
             "[] \"b=1\">\"b=2\"");
  CHECK_TEXT(changes("[1,2,9]", "[3,4,5,9]"), "[] 1>3; [] 2>4; [] ->5");
  CHECK_TEXT(changes("[]", "[1]"), "[] ->1");
  CHECK_TEXT(changes("[[1,2]]", "[[1,3]]"), "[][] 2>3");
}

/* Beyond the bounds of both ways to match, items belong together by their number. */
static void long_lists_by_number(void) {
  cli_text old = {0}, new = {0};
  for (int i = 0; i < 1200; i++) {
    cli_text_print(&old, "%s{\"name\":\"n%d\",\"v\":1}", i ? "," : "[", i);
    cli_text_print(&new, "%s{\"name\":\"n%d\",\"v\":%d}", i ? "," : "[", i, i == 700 ? 2 : 1);
  }
  cli_text_put(&old, "]");
  cli_text_put(&new, "]");
  CHECK_TEXT(changes(cli_text_string(&old), cli_text_string(&new)), "[].v 1>2");
  cli_text_free(&old);
  cli_text_free(&new);
}

int main(void) {
  RUN(members);
  RUN(keys_are_quoted);
  RUN(numbers_keep_their_digits);
  RUN(items_with_names);
  RUN(order_of_names_is_told);
  RUN(names_must_tell_apart);
  RUN(items_without_names_are_lined_up);
  RUN(long_lists_by_number);
  cli_text_free(&told);
  return checks_done();
}
