/* Any bytes as a stream of documents: it ends, within its input, and a failure says why. */
#include <string.h>

#include "fuzz.h"
#include "luxr.h"

/* Spaces before a document that begins in the middle of a line. */
enum { INDENT = 1024 };

typedef struct feeder {
  const uint8_t *bytes;
  size_t left, step;
} feeder;

/* Gives pieces of every length, so that each boundary falls everywhere. */
static ptrdiff_t read_piece(void *data, char *bytes, size_t size) {
  feeder *feed = data;
  size_t count = feed->step++ % 7 + 1;
  if (count > feed->left) count = feed->left;
  if (count > size) count = size;
  memcpy(bytes, feed->bytes, count);
  feed->bytes += count;
  feed->left -= count;
  return (ptrdiff_t)count;
}

static void read_stream(const uint8_t *data, size_t size, luxr_format format) {
  feeder feed = {data, size, size};
  luxr_limits limits = {.input = 4096, .documents = 50};
  luxr_stream *stream = luxr_stream_new("fuzz", format, read_piece, &feed, &limits);
  luxr_result *problems = NULL;
  luxr_document document;
  size_t documents = 0;
  int more;
  PROMISE(stream);
  while ((more = luxr_stream_next(stream, &document, &problems)) == 1) {
    PROMISE(document.length > 0 && document.length <= limits.input + INDENT);
    PROMISE(document.line > 0);
    PROMISE(++documents <= limits.documents);
  }
  PROMISE((more < 0) == (problems != NULL));
  if (problems) PROMISE(luxr_result_diagnostic_count(problems) > 0);
  luxr_result_free(problems);
  luxr_stream_free(stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  read_stream(data, size, LUXR_FORMAT_ANY);
  read_stream(data, size, LUXR_FORMAT_YAML);
  read_stream(data, size, LUXR_FORMAT_JSON);
  return 0;
}
