#include "command.h"
#include "run.h"

static bool take(void *data, const luxr_result *result, const luxr_document *document) {
  (void)data;
  (void)result;
  (void)document;
  return true;
}

void cli_check(cli_context *context) {
  cli_run run = {.settings = &context->settings,
                 .report = &context->report,
                 .flags = LUXR_CHECK_ONLY,
                 .take = take};
  if (cli_run_open(&run)) cli_run_files(&run);
  cli_run_close(&run);
}
