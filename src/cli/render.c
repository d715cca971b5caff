#include "collect.h"
#include "command.h"
#include "composition_live.h"
#include "emit.h"

void cli_render(cli_context *context) {
  cli_format format = (cli_format)context->settings.format;
  cli_emitter emitter = {.format = format};
  cli_live *live = cli_live_is_wanted(&context->settings) ? cli_live_new(&emitter) : NULL;
  cli_run run = {.settings = &context->settings,
                 .report = &context->report,
                 .output = cli_emit_format(format),
                 .answer = live ? cli_live_answer : NULL,
                 .context = live};
  cli_collection plain = {&run,         &context->out, cli_run_files,
                          cli_emit_add, cli_emit_end,  &emitter};
  cli_collection full = {&run,         &context->out, cli_run_files,
                         cli_live_add, cli_live_end,  live};
  if (cli_run_open(&run)) cli_collect(live ? &full : &plain);
  cli_run_close(&run);
  if (live) cli_live_free(live);
}
