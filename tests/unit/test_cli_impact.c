/* Differences counted in groups, within bounds; and put into words. */
#include "impact.h"

#include "check.h"
#include "diff_unified.h"
#include "impact_compare.h"
#include "impact_words.h"

static bool add(cli_impact *impact, size_t thing, const char *path, const char *old,
                const char *new) {
  return cli_impact_add(impact, &(cli_impact_entry){.part = CLI_IMPACT_CHANGED,
                                                    .kind = "Box.example",
                                                    .path = path,
                                                    .old = old,
                                                    .new = new,
                                                    .sample = "home/a",
                                                    .thing = thing});
}

static void things_count_once(void) {
  cli_impact impact = {0};
  const cli_impact_list *list = &impact.parts[CLI_IMPACT_CHANGED];
  CHECK(add(&impact, 0, "args[]", "1", "2"));
  CHECK(!add(&impact, 0, "args[]", "1", "2"));
  CHECK(add(&impact, 0, "args[]", "3", "4"));
  CHECK(!add(&impact, 1, "args[]", "1", "2"));
  CHECK(add(&impact, 1, "name", NULL, "2"));
  CHECK(list->count == 2 && list->things == 2);
  CHECK(list->fields[0].count == 2 && list->fields[0].way_count == 2);
  CHECK(list->fields[0].ways[0].count == 2 && list->fields[0].ways[1].count == 1);
  CHECK(list->fields[0].ways[0].sample_count == 2);
  CHECK(cli_impact_has(&impact, CLI_IMPACT_CHANGED) && !cli_impact_is_empty(&impact));
  cli_impact_free(&impact);
}

static void absent_is_no_text(void) {
  cli_impact impact = {0};
  CHECK(add(&impact, 0, "a", NULL, "1"));
  CHECK(add(&impact, 1, "a", "", "1"));
  CHECK(add(&impact, 2, "a", "1", NULL));
  CHECK(impact.parts[CLI_IMPACT_CHANGED].fields[0].way_count == 3);
  cli_impact_free(&impact);
}

/* Values are told apart by what was cut off, too. */
static void long_values_are_cut(void) {
  cli_impact impact = {0};
  char value[CLI_IMPACT_LONGEST + 40];
  memset(value, 'x', sizeof value);
  memcpy(value + CLI_IMPACT_LONGEST - 1, "\xC3\xA9", 2); /* not cut in two */
  value[sizeof value - 1] = '\0';
  CHECK(add(&impact, 0, "a", value, NULL));
  value[sizeof value - 2] = 'y';
  CHECK(add(&impact, 1, "a", value, NULL));
  CHECK(strlen(impact.parts[CLI_IMPACT_CHANGED].fields[0].ways[0].old) ==
        CLI_IMPACT_LONGEST - 1 + 3);
  cli_impact_free(&impact);
}

static void groups_are_bounded(void) {
  cli_impact impact = {0};
  const cli_impact_list *list = &impact.parts[CLI_IMPACT_CHANGED];
  size_t ways = 0, count = 0;
  char path[32], value[32];
  for (size_t i = 0; i < 200000; i++) {
    snprintf(path, sizeof path, "p%zu", i % 1500);
    snprintf(value, sizeof value, "%zu", i);
    add(&impact, i, path, value, NULL);
  }
  CHECK(list->things == 200000 && list->count == CLI_IMPACT_FIELDS + 1);
  for (size_t i = 0; i < list->count; i++) {
    const cli_impact_field *field = &list->fields[i];
    size_t counted = field->others;
    CHECK(field->way_count <= CLI_IMPACT_FIELD_WAYS);
    for (size_t k = 0; k < field->way_count; k++) counted += field->ways[k].count;
    CHECK(counted == field->count);
    ways += field->way_count;
    count += field->count;
  }
  CHECK(ways == impact.way_count && ways <= CLI_IMPACT_WAYS && count == 200000);
  cli_impact_free(&impact);
}

static void sorted_by_count(void) {
  cli_impact impact = {0};
  const cli_impact_field *fields;
  add(&impact, 0, "b", "1", "2");
  add(&impact, 1, "c", "1", "2");
  add(&impact, 2, "c", "3", "2");
  add(&impact, 3, "c", "3", "2");
  add(&impact, 4, "a", "1", "2");
  cli_impact_sort(&impact);
  fields = impact.parts[CLI_IMPACT_CHANGED].fields;
  CHECK_TEXT(fields[0].path, "c");
  CHECK_TEXT(fields[0].ways[0].old, "3");
  CHECK_TEXT(fields[1].path, "a");
  CHECK_TEXT(fields[2].path, "b");
  cli_impact_free(&impact);
}

static const char *general(const char *string, const char *input) {
  static cli_text text;
  text.length = 0;
  cli_impact_generalize(&text, string, input);
  return cli_text_string(&text);
}

static void names_of_the_input(void) {
  CHECK_TEXT(general("job=\"llama\",ns=\"prod\"", "prod/llama"),
             "job=\"<name>\",ns=\"<namespace>\"");
  CHECK_TEXT(general("llama-epp my-llama", "prod/llama"), "<name>-epp my-<name>");
  CHECK_TEXT(general("llamas product llama3", "prod/llama"), "llamas product llama3");
  CHECK_TEXT(general("3 of default", "default/3"), "3 of default");
  CHECK_TEXT(general("x", "cluster-wide"), "x");
  CHECK_TEXT(general("cluster-wide", "cluster-wide"), "<name>");
}

static const char *headline(cli_impact *impact) {
  static cli_text text;
  text.length = 0;
  cli_words_headline(&text, impact);
  return cli_text_string(&text);
}

static void one_sentence(void) {
  cli_impact impact = {0};
  CHECK_TEXT(headline(&impact), "nothing would change");
  for (size_t i = 0; i < 4000; i++) cli_impact_count(&impact, "Policy.example");
  for (size_t i = 0; i < 1312; i++) {
    cli_impact_add(&impact, &(cli_impact_entry){.part = CLI_IMPACT_CHANGED,
                                                .kind = "Policy.example",
                                                .path = "threshold",
                                                .old = "3",
                                                .new = "5",
                                                .sample = "a/b",
                                                .thing = i});
  }
  CHECK_TEXT(headline(&impact), "1,312 of 4,000 Policies change threshold 3 -> 5");
  cli_impact_add(&impact, &(cli_impact_entry){.part = CLI_IMPACT_DELETED,
                                              .kind = "Policy.example",
                                              .path = "policy",
                                              .new = "gone",
                                              .sample = "a/b"});
  CHECK_TEXT(headline(&impact),
             "1 resource would be deleted; 1,312 of 4,000 Policies change "
             "threshold 3 -> 5");
  cli_impact_count(&impact, "Policy.other");
  CHECK_TEXT(headline(&impact),
             "1 resource would be deleted; 1,312 of 4,000 Policies of "
             "example change threshold 3 -> 5");
  cli_impact_free(&impact);
}

static const char *unified(const char *old, const char *new) {
  static cli_text text;
  cli_text before = {0}, after = {0};
  cli_text_put(&before, old);
  cli_text_put(&after, new);
  text.length = 0;
  cli_unified_add(&text, &(cli_unified){"a", "b", &before, &after, false});
  cli_text_free(&before);
  cli_text_free(&after);
  return cli_text_string(&text);
}

static void hunks(void) {
  CHECK_TEXT(unified("1\n2\n", "1\n2\n"), "");
  CHECK_TEXT(unified("", "1\n"), "--- a\n+++ b\n@@ -0,0 +1 @@\n+1\n");
  CHECK_TEXT(unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n"),
             "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
  /* Six equal lines between two changes are one hunk, seven are two. */
  CHECK_TEXT(unified("a\n1\n2\n3\n4\n5\n6\nb\n", "x\n1\n2\n3\n4\n5\n6\ny\n"),
             "--- a\n+++ b\n@@ -1,8 +1,8 @@\n-a\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+y\n");
  CHECK_TEXT(unified("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "x\n1\n2\n3\n4\n5\n6\n7\ny\n"),
             "--- a\n+++ b\n@@ -1,4 +1,4 @@\n-a\n+x\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n "
             "7\n-b\n+y\n");
  CHECK_TEXT(unified("1\n2", "1\n2\n"),
             "--- a\n+++ b\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+2\n");
}

int main(void) {
  RUN(things_count_once);
  RUN(absent_is_no_text);
  RUN(long_values_are_cut);
  RUN(groups_are_bounded);
  RUN(sorted_by_count);
  RUN(names_of_the_input);
  RUN(one_sentence);
  RUN(hunks);
  return checks_done();
}
