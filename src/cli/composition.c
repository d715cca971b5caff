/* `luxr composition render`: what `crossplane composition render` does, where every step
 * of the Composition is ours. Its exit codes are that command's. */
#include "composition_work.h"

#include <string.h>

#include "clock.h"
#include "command.h"
#include "deadline.h"
#include "files.h"
#include "memory.h"

enum { FAILED = 1, WRONG_USAGE = 80, DEFAULT_TIMEOUT = 60000, GRACE = 300 };

int cli_compose_exit_code(int code) {
  if (code == 0 || code == CLI_LATE) return code;
  return code == luxr_status_exit_code(LUXR_ERR_USAGE) ? WRONG_USAGE : FAILED;
}

/* ---- reading ---------------------------------------------------------------------- */

/* A file that must be there, as an argument must be right. */
static const cli_document *read_one(cli_work *work, cli_documents *documents,
                                    const char *path) {
  cli_report *report = work->all.library.report;
  if (!cli_file_exists(path)) {
    cli_report_error(report, LUXR_ERR_USAGE, path, NULL, "there is no such file");
    return NULL;
  }
  if (!cli_documents_read(&work->all.library, documents, path, CLI_FIRST_ONLY)) return NULL;
  if (documents->count) return documents->items;
  cli_report_error(report, LUXR_ERR_INPUT, path, NULL, "holds no document");
  return NULL;
}

static bool has_kind(const cli_work *work, const cli_document *document) {
  if (cJSON_IsObject(document->value) && *cli_tree_string(document->value, "kind")) return true;
  cli_document_error(&work->all.library, document, NULL, NULL, "has no kind");
  return false;
}

static bool is_of_type(const cli_work *work, const char *field) {
  const char *got = cli_tree_string(work->xr->value, field);
  cli_text path = {0};
  const char *wanted;
  cli_text_print(&path, "spec.compositeTypeRef.%s", field);
  wanted = cli_tree_string(work->composition->value, cli_text_string(&path));
  cli_text_free(&path);
  if (strcmp(got, wanted) == 0) return true;
  cli_document_error(&work->all.library, work->xr, field, NULL,
                     "the XR's %s is '%s', but the Composition is for '%s'", field, got,
                     wanted);
  return false;
}

/* What the XR's compositionSelector asks for. */
static bool has_labels(const cli_work *work) {
  const cJSON *labels = cli_tree_at(work->composition->value, "metadata.labels"), *wanted;
  const cJSON *selector =
      cli_tree_at(work->xr->value, "spec.crossplane.compositionSelector.matchLabels");
  if (!selector)
    selector = cli_tree_at(work->xr->value, "spec.compositionSelector.matchLabels");
  cJSON_ArrayForEach(wanted, selector) {
    const char *value = cli_tree_value(cli_tree_get(labels, wanted->string));
    const char *other = cli_tree_value(wanted);
    if (value && other && strcmp(value, other) == 0) continue;
    cli_document_error(&work->all.library, work->composition, "metadata.labels", NULL,
                       "the Composition's label '%s' is not what the XR selects",
                       wanted->string);
    return false;
  }
  return true;
}

static bool is_composition(const cli_work *work) {
  static const char version[] = "apiextensions.crossplane.io/v1";
  const cli_document *document = work->composition;
  if (strcmp(cli_tree_string(document->value, "apiVersion"), version) != 0 ||
      strcmp(cli_tree_string(document->value, "kind"), "Composition") != 0) {
    cli_document_error(&work->all.library, document, "kind", NULL, "is no Composition of %s",
                       version);
    return false;
  }
  return true;
}

static bool is_pipeline(const cli_work *work) {
  if (strcmp(cli_tree_string(work->composition->value, "spec.mode"), "Pipeline") == 0)
    return true;
  cli_document_error(&work->all.library, work->composition, "spec.mode", NULL,
                     "spec.mode must be 'Pipeline'");
  return false;
}

static bool read_functions(cli_work *work, const char *path) {
  static const char group[] = "pkg.crossplane.io/";
  if (!cli_documents_read(&work->all.library, &work->functions, path, CLI_YAML_ONLY))
    return false;
  for (size_t i = 0; i < work->functions.count; i++) {
    const cli_document *document = &work->functions.items[i];
    const char *version = cli_tree_string(document->value, "apiVersion");
    if (strcmp(cli_tree_string(document->value, "kind"), "Function") == 0 &&
        strncmp(version, group, sizeof group - 1) == 0) {
      continue;
    }
    cli_document_error(&work->all.library, document, "kind", NULL, "is no Function of %sv1",
                       group);
    return false;
  }
  return true;
}

/* The XR and the Composition, which must belong together. */
static bool read_main(cli_work *work, const cli_list *files) {
  work->xr = read_one(work, &work->xrs, files->items[1]);
  if (!work->xr || !has_kind(work, work->xr)) return false;
  work->composition = read_one(work, &work->compositions, files->items[2]);
  if (!work->composition) return false;
  if (!is_composition(work) || !is_of_type(work, "kind")) return false;
  return is_of_type(work, "apiVersion") && has_labels(work) && is_pipeline(work);
}

static bool read_others(cli_work *work) {
  cli_composition *all = &work->all;
  const cli_settings *settings = all->library.settings;
  if (settings->definition && !cli_composition_define(all, settings->definition)) return false;
  if (settings->credentials && !cli_documents_read(&all->library, &work->secrets,
                                                   settings->credentials, CLI_YAML_ONLY)) {
    return false;
  }
  if (!cli_composition_observe(all, settings->observed, CLI_YAML_ONLY)) return false;
  for (size_t i = 0; i < settings->required.count; i++) {
    const char *path = settings->required.items[i];
    if (!cli_documents_read(&all->library, &all->required, path, CLI_YAML_ONLY)) return false;
  }
  return cli_composition_seed(all);
}

/* ---- the command ------------------------------------------------------------------ */

static bool run(cli_work *work, const cli_list *files) {
  cli_composition *all = &work->all;
  if (!read_main(work, files)) return false;
  if (files->count > 3 && !read_functions(work, files->items[3])) return false;
  all->file = cli_tree_copy(work->xr->value);
  if (!read_others(work)) return false;
  cli_composition_prepare(all, cli_tree_string(work->composition->value, "metadata.name"));
  if (all->is_over) return true;
  return cli_work_steps(work, true) && cli_work_steps(work, false) &&
         cli_composition_compose(all);
}

static void print(const cli_work *work, cli_output *out) {
  const cli_settings *settings = work->all.library.settings;
  cli_printing printing = {.xr = true,
                           .full = settings->full_xr,
                           .results = settings->results,
                           .context = settings->context};
  cJSON *documents = cli_composition_documents(&work->all, &printing);
  const cJSON *document;
  cli_text text = {0};
  bool good = true;
  cJSON_ArrayForEach(document, documents) {
    cli_text_put(&text, "---\n");
    good = good &&
           cli_tree_write(&work->all.library, document, LUXR_FORMAT_YAML, "<output>", &text);
  }
  if (good) cli_text_add(&out->text, text.data, text.length);
  cli_text_free(&text);
  cJSON_Delete(documents);
}

static bool is_usage_good(const cli_context *context, cli_report *report) {
  const cli_list *files = &context->settings.files;
  const char *word = files->count ? files->items[0] : "";
  if (strcmp(word, "render") != 0) {
    cli_report_error(report, LUXR_ERR_USAGE, NULL, "luxr composition render XR COMPOSITION",
                     "expected the word render%s%s", *word ? ", got " : "", word);
    return false;
  }
  if (files->count >= 3 && files->count <= 4) return true;
  cli_report_error(report, LUXR_ERR_USAGE, NULL, "`luxr composition --help` shows them",
                   "expected two or three files, got %zu", files->count - 1);
  return false;
}

void cli_compose(cli_context *context) {
  cli_settings *settings = &context->settings;
  cli_work work = {.all.library = {.settings = settings, .report = &context->report}};
  if (!is_usage_good(context, &context->report)) return;
  if (!settings->timeout) settings->timeout = DEFAULT_TIMEOUT;
  work.deadline = cli_clock() + settings->timeout;
  cli_deadline_set(settings->timeout + GRACE, CLI_LATE);
  work.all.library.worker = luxr_worker_new(&settings->limits, 0);
  if (!work.all.library.worker) cli_out_of_memory();
  if (run(&work, &settings->files)) print(&work, &context->out);
  cli_composition_clear(&work.all);
  cli_documents_free(&work.xrs);
  cli_documents_free(&work.compositions);
  cli_documents_free(&work.functions);
  cli_documents_free(&work.secrets);
  luxr_worker_free(work.all.library.worker);
}
