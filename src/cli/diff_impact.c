#include <string.h>
#include <unistd.h>

#include "color.h"
#include "diff_command.h"
#include "hold.h"
#include "impact_compare.h"
#include "impact_show.h"
#include "memory.h"
#include "run.h"
#include "stop.h"

enum { MOST_DIFFS = 20 };

/* One comparison of two sets of scripts. */
struct work {
  cli_run run; /* the scripts of now; its walk is not used */
  cli_settings before_settings;
  cli_engine before;
  cli_comparison comparison;
  const cli_impact_format *format;
  cli_progress progress;
  cli_fleet fleet;
  cli_hold diffs;
  size_t shown, left_out;
  bool colored, good, is_late;
};

/* ---- Diffs ---------------------------------------------------------------------------
 */

/* The item as YAML, which is how people read it. The worker is the one that renders
 * nothing: the others are at work. */
static void add_yaml(struct work *work, const luxr_item *item, cli_text *text) {
  luxr_document document = {.format = LUXR_FORMAT_JSON,
                            .origin = item->name,
                            .bytes = item->bytes,
                            .length = item->length};
  luxr_result *result = luxr_convert(work->before.worker, &document, LUXR_FORMAT_YAML);
  const luxr_item *converted = luxr_result_item(result, 0);
  if (converted) {
    cli_text_add(text, converted->bytes, converted->length);
  } else {
    cli_report_result(work->run.report, result);
    work->good = false;
  }
  luxr_result_free(result);
}

static bool is_wanted(const struct work *work, bool is_new) {
  switch (work->run.settings->diffs) {
    case CLI_DIFFS_ALL: return true;
    case CLI_DIFFS_NONE: return false;
    default: return is_new && work->shown < MOST_DIFFS;
  }
}

/* As cli_comparison.show. */
static void show(void *data, const char *input, const luxr_item *old, const luxr_item *new,
                 bool is_new) {
  struct work *work = data;
  cli_text before = {0}, after = {0};
  if (!is_wanted(work, is_new)) {
    work->left_out++;
    return;
  }
  if (old) add_yaml(work, old, &before);
  if (new) add_yaml(work, new, &after);
  work->format->diff(&work->diffs.text,
                     &(cli_impact_diff){.input = input,
                                        .item = new ? new : old,
                                        .old = old ? &before : NULL,
                                        .new = new ? &after : NULL},
                     work->shown++, work->colored);
  cli_text_free(&before);
  cli_text_free(&after);
}

/* ---- Inputs --------------------------------------------------------------------------
 */

/* What says nothing about the scripts: the run's time or memory is over. */
static bool was_cut_off(struct work *work, const luxr_result *result) {
  luxr_status status = luxr_result_status(result);
  bool is_late = work->run.deadline && luxr_result_status(result) == LUXR_ERR_STOPPED;
  if (status != LUXR_ERR_STOPPED && status != LUXR_ERR_MEMORY) return false;
  work->good = false;
  if (is_late) {
    work->is_late = true;
  } else {
    cli_report_result(work->run.report, result);
  }
  return true;
}

/* What is no document of a kind, on neither side, is an error of the inputs. */
static bool is_nothing(luxr_result *const *results) {
  return luxr_result_status(results[0]) != LUXR_OK &&
         luxr_result_status(results[1]) != LUXR_OK && !*luxr_result_subject(results[0]) &&
         !*luxr_result_subject(results[1]);
}

static bool refuse(struct work *work, const luxr_result *result) {
  cli_report *report = work->run.report;
  cli_report_result(report, result);
  report->inputs++;
  report->failed++;
  work->good = false;
  return work->run.settings->keep_going;
}

/* As cli_fleet.take. The workers have the first engine's scripts before the other's. */
static bool take(void *data, luxr_result *const *results, const luxr_document *document) {
  struct work *work = data;
  const char *subject = luxr_result_subject(results[1]);
  (void)document;
  if (was_cut_off(work, results[0]) || was_cut_off(work, results[1])) return false;
  if (is_nothing(results)) return refuse(work, results[1]);
  if (!*subject) subject = luxr_result_subject(results[0]);
  work->run.report->inputs++;
  cli_compare_results(&work->comparison, results[0], results[1], subject);
  cli_progress_step(&work->progress, work->run.report->inputs, work->fleet.read);
  return (work->good || work->run.settings->keep_going) && cli_hold_settle(&work->diffs);
}

static bool fail(void *data) {
  struct work *work = data;
  work->good = false;
  return work->run.settings->keep_going;
}

static int stopped(void *data) {
  (void)data;
  return cli_stop_wanted();
}

static void walk(struct work *work, luxr_bundle *const *bundles) {
  const cli_run *run = &work->run;
  work->fleet = (cli_fleet){.settings = run->settings,
                            .report = run->report,
                            .worker = run->engine.worker,
                            .bundles = bundles,
                            .bundle_count = 2,
                            .output = LUXR_FORMAT_JSON,
                            .parameters = &run->parameters,
                            .parameters_name = run->parameters_name,
                            .deadline = run->deadline,
                            .stopped = stopped,
                            .take = take,
                            .fail = fail,
                            .data = work};
  work->good = true;
  cli_stop_watch();
  cli_progress_begin(&work->progress, run->settings, run->report);
  cli_fleet_files(&work->fleet);
  cli_progress_end(&work->progress);
}

/* ---- The end -------------------------------------------------------------------------
 */

/* False: there is nothing to tell, for a reason that was reported. */
static bool check_walk(struct work *work) {
  cli_report *report = work->run.report;
  const cli_impact *impact = &work->comparison.impact;
  if (work->fleet.was_stopped) {
    report->exit_code = cli_stop_exit_code();
    return false;
  }
  if (work->fleet.late || work->is_late) {
    cli_report_error(report, LUXR_ERR_STOPPED, NULL, NULL,
                     "the run took longer than --timeout allows (%llu ms)",
                     (unsigned long long)work->run.settings->timeout);
    return false;
  }
  if (work->diffs.error) {
    cli_report_error(report, LUXR_ERR_IO, NULL, "TMPDIR names the directory for it",
                     "the diffs cannot be kept in a temporary file: %s",
                     strerror(work->diffs.error));
    return false;
  }
  if (!work->good && !work->run.settings->keep_going) return false;
  if (!impact->inputs && work->good) {
    cli_report_error(report, LUXR_ERR_INPUT, NULL, NULL, "there is no document to render");
    return false;
  }
  return true;
}

/* Two sets of scripts that both refuse everything say nothing about each other. */
static void check_still(struct work *work) {
  const cli_impact *impact = &work->comparison.impact;
  const cli_impact_list *still = &impact->parts[CLI_IMPACT_STILL];
  if (!impact->inputs || still->things < impact->inputs) return;
  cli_report_error(work->run.report, LUXR_ERR_INPUT, NULL,
                   "`luxr check` says what is wrong with each",
                   "no input can be rendered on either side, so nothing was compared");
}

static bool counts(const cli_impact *impact, unsigned wanted) {
  static const struct {
    cli_impact_part part;
    cli_difference difference;
  } all[] = {
      {CLI_IMPACT_DELETED, CLI_DIFFERS_DELETED},   {CLI_IMPACT_ADDED, CLI_DIFFERS_ADDED},
      {CLI_IMPACT_REJECTED, CLI_DIFFERS_REJECTED}, {CLI_IMPACT_CHANGED, CLI_DIFFERS_CHANGED},
      {CLI_IMPACT_ACCEPTED, CLI_DIFFERS_ACCEPTED}, {CLI_IMPACT_WARNED, CLI_DIFFERS_WARNINGS},
      {CLI_IMPACT_SILENT, CLI_DIFFERS_WARNINGS},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (cli_impact_has(impact, all[i].part) && wanted & 1u << all[i].difference) return true;
  }
  /* Whatever is asked for: a script that fails where it did not is never well. */
  return cli_impact_has(impact, CLI_IMPACT_FAILED);
}

static void tell(struct work *work, cli_context *context, unsigned wanted) {
  cli_impact *impact = &work->comparison.impact;
  cli_text tail = {0};
  cli_impact_sort(impact);
  work->format->head(&context->out.text, impact, work->shown, work->colored);
  work->format->tail(&tail, work->shown, work->left_out);
  if (cli_hold_release(&work->diffs)) {
    cli_text_add(&context->out.text, tail.data, tail.length);
  } else if (work->diffs.error) {
    check_walk(work);
  }
  cli_text_free(&tail);
  check_still(work);
  if (counts(impact, wanted)) cli_diff_differs(context);
}

/* ---- What is compared -----------------------------------------------------------------
 */

/* What is not said about the side of before is as on the other one. */
static bool open_before(struct work *work) {
  const cli_settings *settings = work->run.settings;
  const cli_list none = {0};
  work->before_settings = *settings;
  if (settings->against_bundle) work->before_settings.bundle = settings->against_bundle;
  if (settings->against_overlays.count) {
    work->before_settings.overlays = settings->against_overlays;
  }
  if (settings->against_plain) work->before_settings.overlays = none;
  return cli_engine_open(&work->before, &work->before_settings, work->before_settings.bundle,
                         NULL, work->run.report);
}

static bool is_sensible(cli_context *context) {
  const cli_settings *settings = &context->settings;
  bool is_folders =
      settings->prune || settings->split || settings->layout || settings->format != CLI_YAML;
  if (settings->against_plain && settings->against_overlays.count) {
    cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL,
                     "--against-plain is without overlays: it cannot stand with "
                     "--against-overlay");
    return false;
  }
  if (!is_folders) return true;
  cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL,
                   "--prune, --split, --layout and --format are for a directory of "
                   "manifests, with which no --against option can stand");
  return false;
}

void cli_diff_impact(cli_context *context) {
  static const cli_impact_format *const formats[] = {&cli_impact_text, &cli_impact_json,
                                                     &cli_impact_markdown};
  const cli_settings *settings = &context->settings;
  struct work work = {
      .run = {.settings = settings, .report = &context->report},
      .comparison = {.bare = settings->bare, .show = show, .data = &work},
      .format = formats[settings->impact],
      .diffs = {.out = &context->out},
      .colored = cli_color_wanted(settings->color, STDOUT_FILENO),
  };
  unsigned wanted, all = (1u << CLI_DIFFERENCES) - 1;
  if (!is_sensible(context) || !cli_diff_fail_on(context, all, &wanted)) return;
  if (cli_run_open(&work.run) && open_before(&work)) {
    luxr_bundle *const bundles[] = {work.before.bundle, work.run.engine.bundle};
    walk(&work, bundles);
    if (check_walk(&work)) tell(&work, context, wanted);
  }
  cli_hold_free(&work.diffs);
  cli_impact_free(&work.comparison.impact);
  cli_engine_close(&work.before);
  cli_run_close(&work.run);
}
