/* Streams through luxr.h: documents with their origin, and failures that name it. */
#include <string.h>

#include "check.h"
#include "luxr.h"

typedef struct feeding {
  const char *text;
  size_t at;
} feeding;

static ptrdiff_t feed(void *data, char *bytes, size_t size) {
  feeding *from = data;
  size_t count = strlen(from->text + from->at);
  if (count > 3) count = 3;
  if (count > size) count = size;
  memcpy(bytes, from->text + from->at, count);
  from->at += count;
  return (ptrdiff_t)count;
}

static void gives_documents(void) {
  feeding from = {"a: 1\n---\nb: 2\n", 0};
  luxr_stream *stream = luxr_stream_new("two.yaml", LUXR_FORMAT_YAML, feed, &from, NULL);
  luxr_result *problems = NULL;
  luxr_document document;
  CHECK(stream);
  CHECK(luxr_stream_next(stream, &document, &problems) == 1);
  CHECK(document.role == LUXR_ROLE_INPUT && document.format == LUXR_FORMAT_YAML);
  CHECK_TEXT(document.origin, "two.yaml");
  CHECK(!document.name && document.line == 1);
  CHECK(document.length == 5 && memcmp(document.bytes, "a: 1\n", 5) == 0);
  CHECK(luxr_stream_next(stream, &document, &problems) == 1);
  CHECK(document.line == 2 && document.length == 9);
  CHECK(luxr_stream_next(stream, &document, &problems) == 0);
  CHECK(luxr_stream_next(stream, &document, &problems) == 0);
  CHECK(!problems);
  luxr_stream_free(stream);
}

static void fails_with_a_result(void) {
  feeding from = {"a: 1\n---\nkind: List\n", 0};
  luxr_stream *stream = luxr_stream_new("lists.yaml", LUXR_FORMAT_ANY, feed, &from, NULL);
  luxr_result *problems = NULL;
  luxr_document document;
  const luxr_diagnostic *found;
  CHECK(luxr_stream_next(stream, &document, &problems) == 1);
  CHECK(luxr_stream_next(stream, &document, &problems) == -1);
  CHECK(problems && luxr_result_status(problems) == LUXR_ERR_INPUT);
  CHECK(luxr_result_diagnostic_count(problems) == 1);
  found = luxr_result_diagnostic(problems, 0);
  CHECK_TEXT(found->file, "lists.yaml");
  CHECK_TEXT(found->sentence, "a List without a list of items");
  CHECK(found->line == 2);
  luxr_result_free(problems);
  CHECK(luxr_stream_next(stream, &document, NULL) == 0);
  luxr_stream_free(stream);
}

static void may_fail_without_one(void) {
  feeding from = {"kind: List\n", 0};
  luxr_stream *stream = luxr_stream_new(NULL, LUXR_FORMAT_YAML, feed, &from, NULL);
  luxr_document document;
  CHECK(luxr_stream_next(stream, &document, NULL) == -1);
  luxr_stream_free(stream);
  luxr_stream_free(NULL);
}

static void takes_no_structs(void) {
  feeding from = {"", 0};
  luxr_stream *stream = luxr_stream_new("x", LUXR_FORMAT_STRUCT, feed, &from, NULL);
  luxr_result *problems = NULL;
  luxr_document document;
  CHECK(luxr_stream_next(stream, &document, &problems) == -1);
  CHECK(luxr_result_status(problems) == LUXR_ERR_USAGE);
  CHECK_TEXT(luxr_result_diagnostic(problems, 0)->sentence,
             "a stream is YAML or JSON, and no Struct");
  luxr_result_free(problems);
  CHECK(luxr_stream_next(stream, &document, NULL) == 0);
  luxr_stream_free(stream);
}

int main(void) {
  RUN(gives_documents);
  RUN(fails_with_a_result);
  RUN(may_fail_without_one);
  RUN(takes_no_structs);
  return checks_done();
}
