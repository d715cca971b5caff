/* Documents converted and fields located through luxr.h. */
#include <string.h>

#include "check.h"
#include "luxr.h"

static luxr_document document_of(const char *text) {
  return (luxr_document){.origin = "x.yaml", .bytes = text, .length = strlen(text), .line = 4};
}

static void writes_json(void) {
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_document document = document_of("b: 1\na: [x, 9007199254740993, 3.0, 1e6, null]\n");
  luxr_result *result = luxr_convert(worker, &document, LUXR_FORMAT_JSON);
  const luxr_item *item = luxr_result_item(result, 0);
  CHECK(luxr_result_status(result) == LUXR_OK && item);
  CHECK(item->length == strlen(item->bytes));
  CHECK_TEXT(item->bytes, "{\"a\":[\"x\",9007199254740993,3,1000000,null],\"b\":1}");
  luxr_result_free(result);
  luxr_worker_free(worker);
}

static void writes_yaml_again_and_again(void) {
  luxr_worker *worker = luxr_worker_new(NULL, LUXR_WORKER_MALLOC);
  luxr_document document = document_of("{\"a10\":{\"x\":[]},\"a2\":\"yes\"}");
  for (int i = 0; i < 3; i++) {
    luxr_result *result = luxr_convert(worker, &document, LUXR_FORMAT_YAML);
    CHECK(luxr_result_item_count(result) == 1);
    CHECK_TEXT(luxr_result_item(result, 0)->bytes, "a2: \"yes\"\na10:\n  x: []\n");
    luxr_result_free(result);
  }
  luxr_worker_free(worker);
}

static void takes_any_value(void) {
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_document document = document_of("just text");
  luxr_result *result = luxr_convert(worker, &document, LUXR_FORMAT_JSON);
  CHECK_TEXT(luxr_result_item(result, 0)->bytes, "\"just text\"");
  luxr_result_free(result);
  luxr_worker_free(worker);
}

static void says_what_is_wrong(void) {
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_document document = document_of("a: 1\na: 2\n");
  luxr_result *result = luxr_convert(worker, &document, LUXR_FORMAT_JSON);
  const luxr_diagnostic *found = luxr_result_diagnostic(result, 0);
  CHECK(luxr_result_status(result) == LUXR_ERR_INPUT);
  CHECK(luxr_result_item_count(result) == 0 && found);
  CHECK_TEXT(found->file, "x.yaml");
  CHECK(found->line == 5 && found->column == 1);
  luxr_result_free(result);
  luxr_worker_free(worker);
}

static void heeds_limits(void) {
  luxr_limits limits = {.depth = 3};
  luxr_worker *worker = luxr_worker_new(&limits, 0);
  luxr_document document = document_of("[[[[1]]]]");
  luxr_result *result = luxr_convert(worker, &document, LUXR_FORMAT_YAML);
  CHECK(luxr_result_status(result) != LUXR_OK);
  luxr_result_free(result);
  luxr_worker_free(worker);
}

static void locates(void) {
  luxr_document document = document_of("a:\n  b.c: 1\n  d: [x, y]\n");
  size_t line = 0, column = 0;
  CHECK(luxr_locate(&document, "a[\"b.c\"]", &line, &column) == 1);
  CHECK(line == 5 && column == 8);
  CHECK(luxr_locate(&document, "a.d[1]", &line, &column) == 1);
  CHECK(line == 6 && column == 10);
  document = document_of("@");
  CHECK(luxr_locate(&document, "a", &line, &column) == 0);
}

int main(void) {
  RUN(writes_json);
  RUN(writes_yaml_again_and_again);
  RUN(takes_any_value);
  RUN(says_what_is_wrong);
  RUN(heeds_limits);
  RUN(locates);
  return checks_done();
}
