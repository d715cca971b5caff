/* several.c: renders of the documents of a file, one after the other, as a batch has them: what
 * is learned of one document (by caches and by the processor's guesses) is of less use to the
 * next. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages.h"

typedef struct several {
  luxr_document *documents;
  size_t count;
} several;

static ptrdiff_t read_some(void *data, char *bytes, size_t size) {
  return (ptrdiff_t)fread(bytes, 1, size, data);
}

/* A stream's document is gone with the next. */
static void keep(several *all, luxr_document document) {
  char *bytes = malloc(document.length);
  if ((all->count & (all->count - 1)) == 0) {
    size_t capacity = all->count ? all->count * 2 : 1;
    all->documents = realloc(all->documents, capacity * sizeof *all->documents);
  }
  if (!bytes || !all->documents) bench_fail("out of memory");
  memcpy(bytes, document.bytes, document.length);
  document.bytes = bytes;
  document.origin = "bench";
  all->documents[all->count++] = document;
}

static several read_all(const char *path) {
  luxr_result *problems = NULL;
  FILE *file = fopen(path, "rb");
  luxr_stream *stream;
  luxr_document document;
  several all = {0};
  int got;
  if (!file) bench_fail("cannot read the documents");
  stream = luxr_stream_new(path, LUXR_FORMAT_YAML, read_some, file, NULL);
  while ((got = luxr_stream_next(stream, &document, &problems)) > 0) keep(&all, document);
  if (got < 0 || !all.count) bench_fail("the documents cannot be read");
  luxr_stream_free(stream);
  fclose(file);
  return all;
}

int bench_several(luxr_bundle *bundle, const char *path, size_t times) {
  several all = read_all(path);
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  for (size_t i = 0; i < times; i++) {
    luxr_request request = {.documents = &all.documents[i % all.count], .document_count = 1};
    luxr_result *result = luxr_render(worker, bundle, &request);
    if (luxr_result_status(result) != LUXR_OK) bench_fail("a render failed");
    luxr_result_free(result);
  }
  luxr_worker_free(worker);
  for (size_t i = 0; i < all.count; i++) free((char *)all.documents[i].bytes);
  free(all.documents);
  return 0;
}
