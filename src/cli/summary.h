/* summary.h: what a run came to, as a sentence and as JSON. */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run.h"

typedef struct cli_summary {
  size_t written, unchanged, removed; /* files */
  size_t resumed;                     /* inputs whose files were there already */
  uint64_t begun;                     /* of the monotonic clock */
} cli_summary;

/* "rendered 3 of 4 inputs into 12 manifests: 2 files written, 1 unchanged, 0 removed" */
void cli_summary_say(const cli_summary *summary, const cli_run *run);

/* Writes settings->report_file, if one is asked for; the output must have been flushed.
 */
void cli_summary_write(const cli_summary *summary, const cli_run *run);

#endif
