#include "collect.h"
#include "command.h"
#include "emit.h"

void cli_render(cli_context *context) {
  cli_format format = (cli_format)context->settings.format;
  cli_emitter emitter = {.format = format};
  cli_run run = {.settings = &context->settings,
                 .report = &context->report,
                 .output = cli_emit_format(format)};
  if (cli_run_open(&run)) {
    cli_collect(&(cli_collection){&run, &context->out, cli_run_files, cli_emit_add,
                                  cli_emit_end, &emitter});
  }
  cli_run_close(&run);
}
