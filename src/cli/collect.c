#include "collect.h"

#include <string.h>

#include "hold.h"

/* Where the results of one run go. */
struct collector {
  const cli_collection *collection;
  cli_hold hold;
};

static bool take(void *data, const luxr_result *result, const luxr_document *document) {
  struct collector *collector = data;
  const cli_collection *collection = collector->collection;
  collection->add(collection->data, result, document, &collector->hold.text);
  return cli_hold_settle(&collector->hold);
}

void cli_collect(const cli_collection *collection) {
  cli_run *run = collection->run;
  bool keep_going = run->settings->keep_going, good;
  struct collector collector = {collection, {.out = collection->out, .streams = keep_going}};
  run->take = take;
  run->data = &collector;
  good = collection->walk(run);
  if (good || (keep_going && !collection->out->error)) {
    if (collection->end) collection->end(collection->data, &collector.hold.text);
    cli_hold_release(&collector.hold);
  }
  if (collector.hold.error) {
    cli_report_error(run->report, LUXR_ERR_IO, NULL, "TMPDIR names the directory for it",
                     "the output cannot be kept in a temporary file: %s",
                     strerror(collector.hold.error));
  }
  cli_hold_free(&collector.hold);
}
