#include "base/diagnostic.h"

#include "check.h"

static void keeps_what_it_is_told(void) {
  lx_diagnostics list = {0};
  luxr_diagnostic *item;
  item = lx_diagnostics_add(&list, LUXR_ERROR, LUXR_ERR_INPUT, "spec.gpu",
                            "must be at least %d, got %d", 1, 0);
  CHECK(item && list.count == 1 && !list.failed);
  CHECK(list.errors == 1 && list.warnings == 0);
  CHECK_TEXT(item->path, "spec.gpu");
  CHECK_TEXT(item->sentence, "must be at least 1, got 0");
  CHECK(item->severity == LUXR_ERROR && item->status == LUXR_ERR_INPUT);
  CHECK(!item->hint && !item->file && !item->line && !item->trace);
  lx_diagnostic_text(&list, &item->hint, "did you mean %s?", "1");
  lx_diagnostic_text(&list, &item->hint, "did you mean %s?", "2");
  CHECK_TEXT(item->hint, "did you mean 2?");
  item = lx_diagnostics_add(&list, LUXR_WARNING, LUXR_OK, NULL, "no path");
  CHECK(item && !item->path && list.warnings == 1 && list.count == 2);
  lx_diagnostics_free(&list);
  CHECK(!list.items && !list.count && !list.errors && !list.warnings);
}

static void places_an_error(void) {
  lx_diagnostics list = {0};
  luxr_diagnostic *item = lx_diagnostics_at(&list, 3, 9, "unexpected '%c'", '}');
  CHECK(item && item->line == 3 && item->column == 9 && !item->path);
  CHECK_TEXT(item->sentence, "unexpected '}'");
  CHECK(item->severity == LUXR_ERROR && item->status == LUXR_ERR_INPUT);
  CHECK(list.errors == 1);
  lx_diagnostics_free(&list);
}

static void only_counts_beyond_a_thousand(void) {
  lx_diagnostics list = {0};
  for (int i = 0; i < 1500; i++) {
    const luxr_diagnostic *item =
        lx_diagnostics_add(&list, LUXR_ERROR, LUXR_ERR_INPUT, "a", "%d", i);
    CHECK((item != NULL) == (i < 1000));
  }
  CHECK(list.count == 1000 && list.errors == 1500 && !list.failed);
  CHECK(!lx_diagnostics_at(&list, 1, 1, "one more"));
  CHECK_TEXT(list.items[999].sentence, "999");
  lx_diagnostics_close(&list);
  lx_diagnostics_close(&list);
  CHECK(list.count == 1001 && list.items[1000].severity == LUXR_NOTE);
  CHECK_TEXT(list.items[1000].sentence, "501 more findings are left out");
  lx_diagnostics_free(&list);
}

static void warnings_hide_no_error(void) {
  lx_diagnostics list = {0};
  for (int i = 0; i < 1200; i++) {
    lx_diagnostics_add(&list, i % 2 ? LUXR_NOTE : LUXR_WARNING, LUXR_OK, NULL, "%d", i);
  }
  CHECK(list.count == 1000 && list.left_out == 200 && list.warnings == 600);
  CHECK(lx_diagnostics_status(&list) == LUXR_OK);
  CHECK(lx_diagnostics_add(&list, LUXR_ERROR, LUXR_ERR_INPUT, NULL, "an error"));
  CHECK(lx_diagnostics_status(&list) == LUXR_ERR_INPUT);
  CHECK(list.count == 1001 && list.errors == 1);
  lx_diagnostics_free(&list);
}

static void an_error_left_out_still_counts(void) {
  lx_diagnostics list = {0};
  for (int i = 0; i < 1000; i++) {
    lx_diagnostics_add(&list, LUXR_ERROR, LUXR_ERR_INPUT, NULL, "%d", i);
  }
  CHECK(!lx_diagnostics_add(&list, LUXR_ERROR, LUXR_ERR_SCRIPT, NULL, "worse"));
  CHECK(lx_diagnostics_status(&list) == LUXR_ERR_SCRIPT);
  lx_diagnostics_free(&list);
}

static void knows_the_worst(void) {
  lx_diagnostics list = {0};
  CHECK(lx_diagnostics_status(&list) == LUXR_OK);
  lx_diagnostics_add(&list, LUXR_WARNING, LUXR_OK, NULL, "w");
  CHECK(lx_diagnostics_status(&list) == LUXR_OK);
  lx_diagnostics_add(&list, LUXR_ERROR, LUXR_ERR_SCRIPT, NULL, "s");
  lx_diagnostics_add(&list, LUXR_ERROR, LUXR_ERR_INPUT, NULL, "i");
  CHECK(lx_diagnostics_status(&list) == LUXR_ERR_SCRIPT);
  list.failed = true;
  CHECK(lx_diagnostics_status(&list) == LUXR_ERR_MEMORY);
  lx_diagnostics_free(&list);
}

int main(void) {
  RUN(keeps_what_it_is_told);
  RUN(places_an_error);
  RUN(only_counts_beyond_a_thousand);
  RUN(warnings_hide_no_error);
  RUN(an_error_left_out_still_counts);
  RUN(knows_the_worst);
  return checks_done();
}
