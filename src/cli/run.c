#include "run.h"

#include <string.h>

#include "clock.h"
#include "deadline.h"
#include "files.h"

enum { GRACE = 300 }; /* milliseconds for a late run to end as it should */

static bool is_late(const cli_run *run) {
  return run->deadline && cli_clock() >= run->deadline;
}

bool cli_run_open(cli_run *run) {
  const cli_settings *settings = run->settings;
  if (!settings->files.count) {
    cli_report_error(run->report, LUXR_ERR_USAGE, NULL, NULL,
                     "there is no input: name files or directories, or - for standard input");
    return false;
  }
  if (settings->shard && !cli_shard_read(&run->shard, settings->shard, run->report)) {
    return false;
  }
  if (settings->timeout) {
    run->deadline = cli_clock() + settings->timeout;
    cli_deadline_set(settings->timeout + GRACE, luxr_status_exit_code(LUXR_ERR_STOPPED));
  }
  if (settings->parameters) {
    size_t most = settings->limits.input;
    if (!most) most = luxr_limits_default().input;
    if (!cli_file_read(run->report, settings->parameters, most, &run->parameters)) return false;
    run->parameters_name =
        strcmp(settings->parameters, "-") == 0 ? "<stdin>" : settings->parameters;
  }
  return cli_engine_open(&run->engine, settings, settings->bundle, NULL, run->report);
}

static void report_clash(const cli_run *run, const luxr_result *result,
                         const luxr_document *document, const cli_clash *clash) {
  luxr_diagnostic finding = {.severity = LUXR_ERROR, .status = LUXR_ERR_INPUT};
  const luxr_identity *identity = clash->identity;
  cli_text sentence = {0};
  cli_text_print(&sentence, "%s: '%s' makes ", luxr_result_subject(result), clash->item->name);
  cli_identity_name(&sentence, identity);
  if (*identity->name_space) cli_text_print(&sentence, " in %s", identity->name_space);
  if (clash->twin) {
    cli_text_print(&sentence, ", as '%s' does", clash->twin->name);
  } else {
    cli_text_print(&sentence, ", as %s of %s:%zu does", clash->subject, clash->file,
                   clash->line);
  }
  if (clash->count > 1) cli_text_print(&sentence, " (and %zu more)", clash->count - 1);
  finding.file = document->origin;
  finding.line = document->line ? document->line : 1;
  finding.subject = luxr_result_subject(result);
  finding.sentence = cli_text_string(&sentence);
  cli_report_finding(run->report, &finding);
  cli_text_free(&sentence);
}

static bool is_new(cli_run *run, const luxr_result *result, const luxr_document *document) {
  cli_clash clash = {0};
  size_t line = document->line ? document->line : 1;
  if (cli_identities_add(&run->identities, result, document->origin, line, &clash)) return true;
  report_clash(run, result, document, &clash);
  return false;
}

static size_t count_manifests(const luxr_result *result) {
  size_t count = 0;
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    if (luxr_result_item(result, i)->state == LUXR_RENDERED) count++;
  }
  return count;
}

static void take_result(cli_run *run, const luxr_result *result, const luxr_document *document,
                        bool *over) {
  luxr_status status = luxr_result_status(result);
  bool good = status == LUXR_OK;
  cli_report_result(run->report, result);
  if (status == LUXR_ERR_STOPPED || status == LUXR_ERR_LIMIT) run->stopped = is_late(run);
  good = good && is_new(run, result, document);
  if (good) run->manifests += count_manifests(result);
  if (good) *over = !run->take(run->data, result, document);
  if (!good) run->report->failed++;
  if (!good || *over) run->good = false;
}

/* As cli_fleet.take. */
static bool take(void *data, luxr_result *const *results, const luxr_document *document) {
  cli_run *run = data;
  bool over = false;
  run->report->inputs++;
  if (results[0]) {
    take_result(run, results[0], document, &over);
  } else if (run->known) {
    over = !run->take_known(run->data, document);
    if (over) run->good = false;
  } else { /* it could not be rendered, which was reported */
    run->report->failed++;
    run->good = false;
  }
  cli_progress_step(&run->progress, run->report->inputs, run->fleet->read);
  return !over && (run->good || run->settings->keep_going);
}

/* As cli_fleet.fail. */
static bool fail(void *data) {
  cli_run *run = data;
  run->good = false;
  return run->settings->keep_going;
}

static bool known(void *data, const luxr_document *document) {
  const cli_run *run = data;
  return run->known(run->data, document);
}

static int stopped(void *data) {
  const cli_run *run = data;
  return run->stopped_by && run->stopped_by();
}

static luxr_result *answer(void *data, const luxr_document *document) {
  cli_run *run = data;
  return run->answer(run, document);
}

/* Unless the render that was at work then has said so. */
static void report_late(const cli_run *run) {
  if (run->stopped) return;
  cli_report_error(run->report, LUXR_ERR_STOPPED, NULL, NULL,
                   "the run took longer than --timeout allows (%llu ms)",
                   (unsigned long long)run->settings->timeout);
}

static cli_fleet fleet_of(cli_run *run) {
  return (cli_fleet){.settings = run->settings,
                     .report = run->report,
                     .worker = run->engine.worker,
                     .bundles = &run->engine.bundle,
                     .bundle_count = 1,
                     .output = run->output,
                     .flags = run->flags,
                     .parameters = &run->parameters,
                     .parameters_name = run->parameters_name,
                     .shard = run->shard,
                     .deadline = run->deadline,
                     .answer = run->answer ? answer : NULL,
                     .known = run->known ? known : NULL,
                     .stopped = stopped,
                     .take = take,
                     .fail = fail,
                     .data = run};
}

bool cli_run_file(cli_run *run, const char *origin, int fd) {
  cli_fleet fleet = fleet_of(run);
  run->fleet = &fleet;
  run->good = true;
  cli_fleet_file(&fleet, origin, fd);
  run->fleet = NULL;
  return run->good;
}

bool cli_run_files(cli_run *run) {
  cli_fleet fleet = fleet_of(run);
  run->fleet = &fleet;
  run->good = true;
  if (run->shows_progress) {
    cli_progress_begin(&run->progress, run->settings, run->report);
  }
  cli_fleet_files(&fleet);
  cli_progress_end(&run->progress);
  run->fleet = NULL;
  run->was_stopped = fleet.was_stopped;
  if (fleet.was_stopped) {
    run->good = false;
  } else if (fleet.late) {
    report_late(run);
    run->good = false;
  }
  if (run->good && !fleet.seen) {
    cli_report_error(run->report, LUXR_ERR_INPUT, NULL, NULL, "there is no document to render");
    run->good = false;
  }
  return run->good;
}

void cli_run_close(cli_run *run) {
  cli_identities_free(&run->identities);
  cli_text_free(&run->parameters);
  cli_engine_close(&run->engine);
}
