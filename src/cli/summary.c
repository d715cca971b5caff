#include "summary.h"

#include "amounts.h"
#include "clock.h"
#include "files.h"
#include "json.h"
#include "memory.h"

static size_t rendered(const cli_summary *summary, const cli_run *run) {
  const cli_report *report = run->report;
  return report->inputs - report->failed - summary->resumed;
}

static void add_count(cli_text *text, size_t count, const char *noun) {
  cli_amount_add(text, count);
  cli_text_print(text, " %s%s", noun, count == 1 ? "" : "s");
}

void cli_summary_say(const cli_summary *summary, const cli_run *run) {
  cli_report *report = run->report;
  cli_text *text = &report->out.text;
  uint64_t spent = cli_clock() - summary->begun;
  if (run->settings->quiet || report->json) return;
  if (run->was_stopped) cli_text_put(text, "interrupted: ");
  cli_text_put(text, "rendered ");
  cli_amount_add(text, rendered(summary, run));
  cli_text_put(text, " of ");
  add_count(text, report->inputs, "input");
  if (summary->resumed) {
    cli_text_put(text, " (");
    cli_amount_add(text, summary->resumed);
    cli_text_put(text, " had their files)");
  }
  if (run->settings->output_folder) {
    cli_text_put(text, ": ");
    add_count(text, summary->written, "file");
    cli_text_put(text, " written, ");
    cli_amount_add(text, summary->unchanged);
    cli_text_put(text, " unchanged, ");
    cli_amount_add(text, summary->removed);
    cli_text_put(text, " removed");
  }
  if (spent >= 1000) cli_text_print(text, ", in %.1f s", (double)spent / 1000);
  cli_text_put(text, "\n");
}

/* Zero too: who reads it finds every member. */
static void add_number(cJSON *object, const char *name, size_t number) {
  if (!cJSON_AddNumberToObject(object, name, (double)number)) cli_out_of_memory();
}

static void add_files(cJSON *object, const cli_summary *summary) {
  cJSON *files = cli_json_object();
  add_number(files, "written", summary->written);
  add_number(files, "unchanged", summary->unchanged);
  add_number(files, "removed", summary->removed);
  cJSON_AddItemToObject(object, "files", files);
}

void cli_summary_write(const cli_summary *summary, const cli_run *run) {
  const cli_settings *settings = run->settings;
  const cli_report *report = run->report;
  const char *path = settings->report_file;
  cJSON *object;
  cli_text text = {0};
  if (!path) return;
  object = cli_json_object();
  add_number(object, "inputs", report->inputs);
  add_number(object, "rendered", rendered(summary, run));
  add_number(object, "resumed", summary->resumed);
  add_number(object, "failed", report->failed);
  add_number(object, "manifests", run->manifests);
  add_number(object, "errors", report->errors);
  add_number(object, "warnings", report->warnings);
  if (settings->output_folder) add_files(object, summary);
  if (settings->shard) cli_json_add_string(object, "shard", settings->shard);
  cJSON_AddBoolToObject(object, "interrupted", run->was_stopped);
  add_number(object, "milliseconds", (size_t)(cli_clock() - summary->begun));
  add_number(object, "exitCode", (size_t)report->exit_code);
  cli_json_print(&text, object);
  cli_text_put(&text, "\n");
  cli_file_write(run->report, path, path, text.data, text.length);
  cli_text_free(&text);
}
