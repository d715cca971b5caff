/* source.h: the documents of a fleet's inputs, one after the other. One thread at a time
 * may ask for the next. */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include <stdbool.h>

#include "fleet.h"
#include "inputs.h"
#include "lines.h"

typedef enum cli_found {
  CLI_FOUND_DOCUMENT,
  CLI_FOUND_TROUBLE, /* `report` says what; an error unless `harmless` */
  CLI_FOUND_END,
} cli_found;

/* What was found. The strings of `document` are its own. */
typedef struct cli_finding {
  luxr_document document;
  cli_text bytes, origin;
  cli_report report;
  bool harmless;
} cli_finding;

typedef struct cli_source {
  cli_fleet *fleet;
  cli_inputs inputs;
  bool is_single; /* the one file that was given */
  cli_input input;
  bool is_open;
  luxr_stream *stream; /* NULL for JSON lines, except while a line is taken for a List */
  cli_lines lines;
  bool in_lines;
  const char *rest; /* of that line, behind `breaks` for the lines before it */
  size_t rest_length, breaks;
  size_t in_file; /* documents of the open file so far */
  char *origin;
} cli_source;

void cli_source_open(cli_source *source, cli_fleet *fleet);
void cli_source_open_file(cli_source *source, cli_fleet *fleet, const char *origin, int fd);
void cli_source_close(cli_source *source);

/* The next document of the fleet's part, copied into `finding`, which is used again and
 * again. `worker` is the thread's own. */
cli_found cli_source_next(cli_source *source, luxr_worker *worker, cli_finding *finding);

void cli_finding_free(cli_finding *finding);

/* Whether the fleet's time is over. */
bool cli_fleet_is_late(const cli_fleet *fleet);

/* Whether it is asked to end. */
bool cli_fleet_is_stopped(const cli_fleet *fleet);

/* Milliseconds until the walk must end, at least 1; 0 when it may go on for ever. */
uint64_t cli_fleet_time_left(const cli_fleet *fleet);

#endif
