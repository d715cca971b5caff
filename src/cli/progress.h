/* progress.h: how far a run is. On a terminal a line that is drawn again and again; where
 * there is none a line every few seconds; nothing where nobody wants it. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report.h"
#include "settings.h"

typedef enum cli_progress_kind { CLI_SILENT, CLI_BAR, CLI_LINES } cli_progress_kind;

typedef struct cli_progress {
  cli_progress_kind kind;
  cli_report *report; /* what it says stands between the lines */
  const cli_settings *settings;
  uint64_t begun, next, every; /* milliseconds */
  size_t total;                /* bytes of all inputs; 0: not known */
  bool is_drawn;
} cli_progress;

void cli_progress_begin(cli_progress *progress, const cli_settings *settings,
                        cli_report *report);

/* `done` inputs are delivered, of which some failed (as the report counts), and that many
 * bytes of the inputs were read. */
void cli_progress_step(cli_progress *progress, size_t done, size_t bytes);

/* Takes the bar away. */
void cli_progress_end(cli_progress *progress);

#endif
