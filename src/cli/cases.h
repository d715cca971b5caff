/* cases.h: the cases of an overlay or a bundle, run as `luxr render` would run them. */
#ifndef CLI_CASES_H
#define CLI_CASES_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"
#include "report.h"
#include "settings.h"

/* Runs the cases of directories, and counts. */
typedef struct cli_cases {
  const cli_settings *settings; /* bundle, overlays, limits, memory, update */
  cli_report *report;           /* of what keeps a case from running */
  cli_output *out;              /* a line a case; a diff where one fails */
  bool colored;
  size_t passed, failed;
} cli_cases;

/* Runs directory/cases. A directory with a bundle.lua is a bundle, any other an overlay.
 */
void cli_cases_run(cli_cases *cases, const char *directory);

#endif
