#include "batch.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "composition_live.h"
#include "emit.h"
#include "journal.h"
#include "layout.h"
#include "resume.h"
#include "run.h"
#include "stop.h"
#include "summary.h"

/* One run that writes files. */
struct batch {
  cli_run run;
  cli_layout layout;
  cli_target target;
  cli_journal journal;
  cli_resume resume;
  cli_summary summary;
  cli_text part;
  /* Of the input at hand: */
  const luxr_result *result;
  const luxr_document *document;
  cli_hash source;
  unsigned files;
  cli_written written; /* the worst of its files */
};

/* ---- One input -----------------------------------------------------------------------
 */

/* An error of the input at hand, which is left out. */
static void fail(struct batch *batch, const char *sentence) {
  luxr_diagnostic finding = {.severity = LUXR_ERROR,
                             .status = LUXR_ERR_INPUT,
                             .file = batch->document->origin,
                             .line = batch->document->line ? batch->document->line : 1,
                             .sentence = sentence};
  if (batch->result) finding.subject = luxr_result_subject(batch->result);
  cli_report_finding(batch->run.report, &finding);
}

/* False: another input made a file of that name. */
static bool check_path(struct batch *batch, const char *path) {
  uint32_t number = cli_set_find(&batch->journal.paths, cli_journal_key(path));
  cli_text sentence = {0};
  cli_origin_of origin;
  if (!number) return true;
  origin = cli_identities_origin(&batch->run.identities, number);
  if (batch->result) {
    cli_text_print(&sentence, "%s: ", luxr_result_subject(batch->result));
  }
  cli_text_print(&sentence, "its file '%s' is that of %s%s%s:%zu too", path, origin.subject,
                 *origin.subject ? " of " : "", origin.file, origin.line);
  fail(batch, cli_text_string(&sentence));
  cli_text_free(&sentence);
  return false;
}

static bool look_at_file(void *data, const cli_layout_file *file) {
  struct batch *batch = data;
  batch->files++;
  return check_path(batch, file->path);
}

static bool note_file(void *data, const cli_layout_file *file) {
  struct batch *batch = data;
  cli_record record = {.bytes = cli_hash_add((cli_hash){{0, 0}}, file->bytes, file->length),
                       .source = batch->source,
                       .count = batch->files,
                       .path = file->path};
  cli_journal_add(&batch->journal, &record, batch->run.identities.count);
  return true;
}

static bool write_file(void *data, const cli_layout_file *file) {
  struct batch *batch = data;
  cli_written written = CLI_UNCHANGED;
  if (!cli_target_has(&batch->target, file->path, file->bytes, file->length)) {
    if (!cli_journal_flush(&batch->journal)) {
      batch->written = CLI_BROKEN;
      return false;
    }
    written = cli_target_write(&batch->target, file->path, file->bytes, file->length,
                               batch->run.report);
  }
  if (written == CLI_WRITTEN) batch->summary.written++;
  if (written == CLI_UNCHANGED) batch->summary.unchanged++;
  if (written > batch->written) batch->written = written;
  return written != CLI_BROKEN;
}

/* The lines of all files stand in the journal before the first file has its name; so a
 * run that was killed knows what it may have made. */
static bool take(void *data, const luxr_result *result, const luxr_document *document) {
  struct batch *batch = data;
  cli_text problem = {0};
  bool good;
  batch->result = result;
  batch->document = document;
  batch->source = cli_resume_source(&batch->resume, document);
  batch->files = 0;
  batch->written = CLI_WRITTEN;
  good = cli_layout_files(&batch->layout, result, look_at_file, batch, &problem);
  if (good) {
    cli_layout_files(&batch->layout, result, note_file, batch, &problem);
    cli_layout_files(&batch->layout, result, write_file, batch, &problem);
  } else if (problem.length) {
    fail(batch, cli_text_string(&problem));
  }
  cli_text_free(&problem);
  if (good && batch->written < CLI_REFUSED) return true;
  batch->run.report->failed++;
  batch->run.good = false;
  return batch->written != CLI_BROKEN;
}

/* ---- Inputs whose files are there ----------------------------------------------------
 */

static bool known(void *data, const luxr_document *document) {
  const struct batch *batch = data;
  return cli_resume_knows(&batch->resume, document, NULL, NULL);
}

static void take_record(void *data, const cli_record *record) {
  struct batch *batch = data;
  if (check_path(batch, record->path)) {
    batch->summary.unchanged++;
    cli_journal_add(&batch->journal, record, batch->run.identities.count);
  } else {
    batch->written = CLI_REFUSED;
  }
}

static bool take_known(void *data, const luxr_document *document) {
  struct batch *batch = data;
  batch->result = NULL;
  batch->document = document;
  batch->written = CLI_WRITTEN;
  cli_identities_origin_add(&batch->run.identities, document->origin, "",
                            document->line ? document->line : 1);
  cli_resume_knows(&batch->resume, document, take_record, batch);
  if (batch->written == CLI_REFUSED) {
    batch->run.report->failed++;
    batch->run.good = false;
  } else {
    batch->summary.resumed++;
  }
  return batch->journal.waiting.length < 65536 || cli_journal_flush(&batch->journal);
}

/* ---- The run -------------------------------------------------------------------------
 */

static bool can_be(cli_context *context) {
  if (!cli_live_is_wanted(&context->settings)) return true;
  cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL,
                   "--output-dir holds what inputs alone make: it cannot be asked for "
                   "together with an option of `luxr help live`");
  return false;
}

/* Files are removed only when it is sure that nothing makes them any more. */
static bool may_prune(struct batch *batch, const cli_settings *settings) {
  if (!settings->prune) return false;
  if (batch->run.good) return true;
  if (!batch->run.was_stopped) {
    cli_report_note(batch->run.report,
                    "nothing was removed, as --prune would: the run had errors");
  }
  return false;
}

static void finish(struct batch *batch, const cli_settings *settings) {
  cli_journal_finish(&batch->journal, may_prune(batch, settings), batch->run.report);
  batch->summary.removed = batch->journal.removed;
  if (batch->run.was_stopped) batch->run.report->exit_code = cli_stop_exit_code();
}

static void close_summary(struct batch *batch, cli_context *context) {
  cli_output_flush(&context->out);
  cli_summary_say(&batch->summary, &batch->run);
  cli_summary_write(&batch->summary, &batch->run);
}

static void run_in(struct batch *batch, cli_context *context) {
  const cli_settings *settings = &context->settings;
  batch->summary.begun = cli_clock();
  batch->resume = (cli_resume){.target = &batch->target, .fd = -1};
  cli_resume_depend(&batch->resume, batch->run.engine.bundle, settings, batch->layout.pattern,
                    &batch->run.parameters);
  if (settings->resume && !cli_resume_open(&batch->resume, &context->report)) return;
  if (settings->resume) {
    batch->run.known = known;
    batch->run.take_known = take_known;
  }
  cli_stop_watch();
  cli_run_files(&batch->run);
  finish(batch, settings);
  close_summary(batch, context);
  cli_resume_close(&batch->resume);
}

/* Parts of a fleet may be rendered into one directory, each with an inventory. */
static bool name_part(struct batch *batch) {
  const cli_shard *shard = &batch->run.shard;
  if (!shard->parts) return true;
  cli_text_print(&batch->part, "-%u-of-%u", shard->part, shard->parts);
  batch->target.part = cli_text_string(&batch->part);
  return true;
}

void cli_batch(cli_context *context) {
  const cli_settings *settings = &context->settings;
  struct batch batch = {
      .run = {.settings = settings,
              .report = &context->report,
              .shows_progress = true,
              .output = cli_emit_format((cli_format)settings->format),
              .take = take,
              .stopped_by = cli_stop_wanted,
              .data = &batch},
      .target = {.name = settings->output_folder, .part = "", .sync = settings->sync}};
  if (!can_be(context) || !cli_layout_open(&batch.layout, settings, &context->report)) {
    return;
  }
  if (cli_run_open(&batch.run) && name_part(&batch) &&
      cli_target_open(&batch.target, &context->report)) {
    if (cli_journal_open(&batch.journal, &batch.target, &context->report)) {
      run_in(&batch, context);
      cli_journal_close(&batch.journal);
    }
    cli_target_close(&batch.target);
  }
  cli_text_free(&batch.part);
  cli_run_close(&batch.run);
}
