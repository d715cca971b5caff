#include "batch.h"
#include "clock.h"
#include "collect.h"
#include "command.h"
#include "composition_live.h"
#include "emit.h"
#include "summary.h"

/* Options that say something about files only. */
static bool are_for_files(cli_context *context) {
  const cli_settings *settings = &context->settings;
  const char *option = settings->prune    ? "--prune"
                       : settings->resume ? "--resume"
                       : settings->split  ? "--split"
                       : settings->sync   ? "--fsync"
                       : settings->layout ? "--layout"
                                          : NULL;
  if (!option) return false;
  cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL,
                   "%s is for files, which --output-dir asks for", option);
  return true;
}

static void print(cli_context *context) {
  cli_format format = (cli_format)context->settings.format;
  cli_emitter emitter = {.format = format};
  cli_live *live = cli_live_is_wanted(&context->settings) ? cli_live_new(&emitter) : NULL;
  cli_summary summary = {.begun = cli_clock()};
  cli_run run = {.settings = &context->settings,
                 .report = &context->report,
                 .shows_progress = true,
                 .output = cli_emit_format(format),
                 .answer = live ? cli_live_answer : NULL,
                 .context = live};
  cli_collection plain = {&run,         &context->out, cli_run_files,
                          cli_emit_add, cli_emit_end,  &emitter};
  cli_collection full = {&run, &context->out, cli_run_files, cli_live_add, cli_live_end, live};
  if (cli_run_open(&run)) {
    cli_collect(live ? &full : &plain);
    if (!cli_output_flush(&context->out)) cli_report_exit(&context->report, LUXR_ERR_IO);
    cli_summary_write(&summary, &run);
  }
  cli_run_close(&run);
  if (live) cli_live_free(live);
}

void cli_render(cli_context *context) {
  if (context->settings.output_folder) {
    cli_batch(context);
  } else if (!are_for_files(context)) {
    print(context);
  }
}
