#include <unistd.h>

#include "cases.h"
#include "color.h"
#include "command.h"

void cli_test(cli_context *context) {
  const cli_list *directories = &context->settings.files;
  cli_cases cases = {
      .settings = &context->settings,
      .report = &context->report,
      .out = &context->out,
      .colored = cli_color_wanted(context->settings.color, STDOUT_FILENO),
  };
  if (!directories->count) {
    cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL,
                     "there is nothing to test: name overlays or bundles");
    return;
  }
  for (size_t i = 0; i < directories->count && !context->out.error; i++) {
    cli_cases_run(&cases, directories->items[i]);
  }
  if (cases.failed) cli_report_exit(&context->report, LUXR_ERR_INPUT);
  cli_text_print(&context->out.text, "%zu passed, %zu failed\n", cases.passed, cases.failed);
}
