#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "color.h"
#include "diff_command.h"
#include "diff_unified.h"
#include "emit.h"
#include "hold.h"
#include "journal.h"
#include "layout.h"
#include "memory.h"
#include "run.h"
#include "stop.h"

enum { MOST_DIFFS = 20 };

/* One comparison of a render with a directory. */
struct work {
  cli_settings settings; /* without the directory */
  cli_run run;
  cli_layout layout;
  cli_target target; /* to be read only */
  cli_set paths;     /* of the files that would be made */
  cli_hold diffs;
  size_t created, changed, removed, same;
  size_t shown;
  const luxr_result *result;
  const luxr_document *document;
  bool colored, good;
};

static void fail(struct work *work, const char *sentence) {
  luxr_diagnostic finding = {.severity = LUXR_ERROR,
                             .status = LUXR_ERR_INPUT,
                             .file = work->document->origin,
                             .line = work->document->line ? work->document->line : 1,
                             .subject = luxr_result_subject(work->result),
                             .sentence = sentence};
  cli_report_finding(work->run.report, &finding);
  work->run.report->failed++;
  work->run.good = false;
  work->good = false;
}

/* ---- Files ---------------------------------------------------------------------------
 */

static bool is_wanted(const struct work *work) {
  switch (work->settings.diffs) {
    case CLI_DIFFS_SOME: return work->shown < MOST_DIFFS;
    case CLI_DIFFS_NONE: return false;
    default: return true;
  }
}

static const char *name_of(const struct work *work, const char *path, cli_text *text) {
  cli_text_put(text, work->target.name);
  if (text->data[text->length - 1] != '/') cli_text_put(text, "/");
  cli_text_put(text, path);
  return cli_text_string(text);
}

/* A diff; or where none is shown, what would become of the file. */
static void show(struct work *work, const char *path, const cli_text *old,
                 const cli_text *new) {
  cli_text name = {0};
  const char *called = name_of(work, path, &name);
  if (is_wanted(work)) {
    cli_unified_add(&work->diffs.text, &(cli_unified){called, called, old, new, work->colored});
    work->shown++;
  } else {
    cli_text_put(&work->diffs.text, !old ? "created " : !new ? "removed " : "changed ");
    cli_text_safe(&work->diffs.text, called, strlen(called));
    cli_text_put(&work->diffs.text, "\n");
  }
  cli_text_free(&name);
}

/* False: it is there and cannot be read, which was reported. */
static bool read_old(struct work *work, const char *path, cli_text *text, bool *is_there) {
  int error = cli_target_read(&work->target, path, text);
  cli_text name = {0};
  *is_there = !error;
  if (!error || error == ENOENT) return true;
  cli_report_error(work->run.report, LUXR_ERR_IO, name_of(work, path, &name), NULL,
                   "cannot be compared: %s",
                   error == EINVAL ? "it is no regular file" : strerror(error));
  cli_text_free(&name);
  work->good = false;
  return false;
}

/* As the visitor of cli_layout_files. */
static bool compare_file(void *data, const cli_layout_file *file) {
  struct work *work = data;
  uint64_t key = cli_journal_key(file->path);
  cli_text old = {0};
  const cli_text new = {.data = (char *)file->bytes, .length = file->length};
  bool is_there = false, good;
  if (cli_set_find(&work->paths, key)) {
    cli_text sentence = {0};
    cli_text_print(&sentence, "%s: its file '%s' is that of another input too",
                   luxr_result_subject(work->result), file->path);
    fail(work, cli_text_string(&sentence));
    cli_text_free(&sentence);
    return false;
  }
  cli_set_add(&work->paths, key, 1);
  good = read_old(work, file->path, &old, &is_there);
  if (good && is_there &&
      old.length == new.length &&memcmp(old.data ? old.data : "", new.data, new.length) == 0) {
    work->same++;
  } else if (good) {
    if (is_there) work->changed++;
    if (!is_there) work->created++;
    show(work, file->path, is_there ? &old : NULL, &new);
  }
  cli_text_free(&old);
  return good;
}

/* As cli_run.take. */
static bool take(void *data, const luxr_result *result, const luxr_document *document) {
  struct work *work = data;
  cli_text problem = {0};
  work->result = result;
  work->document = document;
  if (!cli_layout_files(&work->layout, result, compare_file, work, &problem) &&
      problem.length) {
    fail(work, cli_text_string(&problem));
  }
  cli_text_free(&problem);
  return cli_hold_settle(&work->diffs) && (work->good || work->settings.keep_going);
}

/* ---- What luxr wrote before -----------------------------------------------------------
 */

/* What --prune would remove: as luxr wrote it, and made by nothing any more. */
static bool compare_record(void *data, const cli_record *record) {
  struct work *work = data;
  uint64_t key = cli_journal_key(record->path);
  cli_text old = {0};
  bool is_there;
  if (cli_set_find(&work->paths, key)) return true;
  if (cli_target_look(&work->target, record) != CLI_AS_WRITTEN) return true;
  cli_set_add(&work->paths, key, 1);
  if (read_old(work, record->path, &old, &is_there)) {
    work->removed++;
    show(work, record->path, &old, NULL);
  }
  cli_text_free(&old);
  return cli_hold_settle(&work->diffs);
}

/* ---- The run -------------------------------------------------------------------------
 */

/* Opened to look only: nothing is made, and the directory must be there. */
static bool open_target(struct work *work) {
  cli_target *target = &work->target;
  target->folder = target->own = -1;
  target->root = open(target->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (target->root >= 0) return true;
  if (errno == ENOTDIR) {
    cli_report_error(work->run.report, LUXR_ERR_USAGE, target->name,
                     "behind the inputs stands a directory of manifests; or "
                     "--against-overlay, --against-bundle, --against-plain say what to "
                     "compare with",
                     "is no directory");
  } else {
    cli_report_errno(work->run.report, target->name, "be opened", errno);
  }
  return false;
}

static void close_target(const struct work *work) {
  if (work->target.folder >= 0) close(work->target.folder);
  if (work->target.root >= 0) close(work->target.root);
}

static void add_count(cli_text *text, size_t count, const char *what) {
  cli_text_print(text, "%s%zu %s", text->length ? ", " : "", count, what);
}

static void tell(struct work *work, cli_context *context, unsigned wanted) {
  cli_text counts = {0};
  bool differs = (work->changed && wanted & 1u << CLI_DIFFERS_CHANGED) ||
                 (work->created && wanted & 1u << CLI_DIFFERS_ADDED) ||
                 (work->removed && wanted & 1u << CLI_DIFFERS_DELETED);
  cli_hold_release(&work->diffs);
  if (!work->settings.quiet && (work->created || work->changed || work->removed)) {
    add_count(&counts, work->created, "created");
    add_count(&counts, work->changed, "changed");
    if (work->settings.prune) add_count(&counts, work->removed, "removed");
    add_count(&counts, work->same, "as they are");
    cli_output_flush(&context->out);
    cli_report_note(&context->report, cli_text_string(&counts));
  }
  if (differs) cli_diff_differs(context);
  cli_text_free(&counts);
}

static void walk(struct work *work, cli_context *context, unsigned wanted) {
  bool keep_going = work->settings.keep_going;
  work->good = true;
  cli_stop_watch();
  cli_run_files(&work->run);
  if (work->run.was_stopped) {
    context->report.exit_code = cli_stop_exit_code();
    return;
  }
  if (!work->run.good || !work->good) {
    if (!keep_going) return;
    if (work->settings.prune) {
      cli_report_note(&context->report, "nothing would be removed: the run had errors");
    }
  } else if (work->settings.prune) {
    cli_inventory_read(work->target.root, &context->report, compare_record, work);
  }
  if (work->diffs.error) {
    cli_report_error(&context->report, LUXR_ERR_IO, NULL, "TMPDIR names the directory for it",
                     "the diffs cannot be kept in a temporary file: %s",
                     strerror(work->diffs.error));
    return;
  }
  tell(work, context, wanted);
}

/* The last word of the command line is the directory. */
static bool split_names(struct work *work, cli_context *context) {
  cli_list *files = &work->settings.files;
  if (files->count >= 2) {
    work->target.name = files->items[--files->count];
    return true;
  }
  cli_report_error(&context->report, LUXR_ERR_USAGE, NULL,
                   "luxr diff xr.yaml out; or luxr diff xr.yaml --overlay new "
                   "--against-plain",
                   "name inputs and a directory of manifests, or what to compare with");
  return false;
}

void cli_diff_folder(cli_context *context) {
  enum {
    KNOWN = 1u << CLI_DIFFERS_CHANGED | 1u << CLI_DIFFERS_DELETED | 1u << CLI_DIFFERS_ADDED
  };
  struct work work = {
      .settings = context->settings,
      .run = {.report = &context->report, .take = take, .stopped_by = cli_stop_wanted},
      .target = {.part = "", .root = -1, .folder = -1},
      .diffs = {.out = &context->out},
      .colored = cli_color_wanted(context->settings.color, STDOUT_FILENO),
  };
  unsigned wanted;
  work.run.settings = &work.settings;
  work.run.data = &work;
  work.run.output = cli_emit_format((cli_format)work.settings.format);
  if (work.settings.impact) {
    cli_report_error(&context->report, LUXR_ERR_USAGE, NULL,
                     "--format names the format of the files",
                     "-o json and -o markdown are for --against; with a directory what "
                     "differs is text");
    return;
  }
  if (!split_names(&work, context) || !cli_diff_fail_on(context, KNOWN, &wanted) ||
      !cli_layout_open(&work.layout, &work.settings, &context->report)) {
    return;
  }
  if (open_target(&work) && cli_run_open(&work.run)) walk(&work, context, wanted);
  close_target(&work);
  cli_text_free(&work.target.folder_path);
  cli_set_free(&work.paths);
  cli_hold_free(&work.diffs);
  cli_run_close(&work.run);
}
