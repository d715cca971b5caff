#include <string.h>

#include "composition_step.h"
#include "composition_work.h"

static const cJSON *pipeline_of(const cli_work *work) {
  return cli_tree_at(work->composition->value, "spec.pipeline");
}

static const cJSON *find_function(const cli_work *work, const char *name) {
  for (size_t i = 0; i < work->functions.count; i++) {
    const cJSON *function = work->functions.items[i].value;
    if (strcmp(cli_tree_string(function, "metadata.name"), name) == 0) return function;
  }
  return NULL;
}

/* By its input; without one, by the name of the function or of its package. */
static bool is_ours(const cli_work *work, const cJSON *step) {
  const cJSON *input = cli_tree_get(step, "input");
  const char *name = cli_tree_string(step, "functionRef.name");
  const cJSON *function = find_function(work, name);
  if (input) {
    return strcmp(cli_tree_string(input, "apiVersion"), "luxr.fn.crossplane.io/v1beta1") == 0 &&
           strcmp(cli_tree_string(input, "kind"), "Input") == 0;
  }
  return strstr(name, "luxr") ||
         (function && strstr(cli_tree_string(function, "spec.package"), "function-luxr"));
}

static bool has_secret(const cli_work *work, const char *name, const char *name_space) {
  for (size_t i = 0; i < work->secrets.count; i++) {
    const cJSON *secret = work->secrets.items[i].value;
    if (strcmp(cli_tree_string(secret, "metadata.name"), name) != 0) continue;
    if (strcmp(cli_tree_string(secret, "metadata.namespace"), name_space) == 0) return true;
  }
  return false;
}

static bool has_credentials(const cli_work *work, const cJSON *step, const char *path) {
  const cJSON *credential;
  cJSON_ArrayForEach(credential, cli_tree_get(step, "credentials")) {
    const char *name = cli_tree_string(credential, "secretRef.name");
    const char *name_space = cli_tree_string(credential, "secretRef.namespace");
    if (strcmp(cli_tree_string(credential, "source"), "Secret") != 0 || !*name) continue;
    if (has_secret(work, name, name_space)) continue;
    cli_document_error(&work->all.library, work->composition, path,
                       "--function-credentials names the file it is in",
                       "there is no Secret '%s' in '%s', which the step '%s' needs", name,
                       name_space, cli_tree_string(step, "step"));
    return false;
  }
  return true;
}

static bool check_step(const cli_work *work, const cJSON *step, const char *path) {
  const char *name = cli_tree_string(step, "step");
  const char *function = cli_tree_string(step, "functionRef.name");
  if (work->functions.count && !find_function(work, function)) {
    cli_document_error(&work->all.library, work->composition, path, NULL,
                       "the step '%s' runs the unknown function '%s'", name, function);
    return false;
  }
  if (!is_ours(work, step)) {
    cli_document_error(
        &work->all.library, work->composition, path,
        "input: {apiVersion: luxr.fn.crossplane.io/v1beta1, kind: Input} makes it ours",
        "the step '%s' runs '%s', which is not luxr", name, function);
    return false;
  }
  return has_credentials(work, step, path);
}

/* What a step has before it asks, as a tree that is the caller's. */
static cJSON *bootstrap(const cli_work *work, const cJSON *step) {
  const cJSON *listed = cli_tree_at(step, "requirements.requiredResources"), *entry;
  cJSON *selectors = cli_tree_object(), *found = cli_tree_object();
  cJSON_ArrayForEach(entry, listed) {
    static const char *const names[] = {"apiVersion", "kind", "namespace"};
    cJSON *selector = cli_tree_enter(selectors, cli_tree_string(entry, "requirementName"));
    const cJSON *labels = cli_tree_get(entry, "matchLabels");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
      const char *value = cli_tree_string(entry, names[i]);
      if (*value) cli_tree_set_text(selector, names[i], value);
    }
    if (cli_tree_get(entry, "name")) {
      cli_tree_set_text(selector, "matchName", cli_tree_string(entry, "name"));
    } else if (labels) {
      cli_tree_set(cli_tree_enter(selector, "matchLabels"), "labels", cli_tree_copy(labels));
    }
  }
  cli_composition_require(&work->all, selectors, found);
  cJSON_Delete(selectors);
  return found;
}

/* Findings are about the XR and about scripts; of several steps one must be told. */
static void name_step(const cli_work *work, const char *name, const char *path) {
  const cli_document *document = work->composition;
  cli_text sentence = {0};
  luxr_diagnostic note = {.severity = LUXR_NOTE, .file = document->source.origin};
  if (cJSON_GetArraySize(pipeline_of(work)) < 2) return;
  cli_text_print(&sentence, "that was in the step '%s'", name);
  note.sentence = cli_text_string(&sentence);
  luxr_locate(&document->source, path, &note.line, &note.column);
  cli_report_finding(work->all.library.report, &note);
  cli_text_free(&sentence);
}

static bool run_step(cli_work *work, const cJSON *step, const char *path) {
  const char *name = cli_tree_string(step, "step");
  cli_own_step own = {.library = work->all.library, .xr = work->xr, .deadline = work->deadline};
  cJSON *given = bootstrap(work, step);
  cli_step described = {
      .name = name, .shown = name, .bootstrap = given, .run = cli_own_step_run, .data = &own};
  bool good = cli_own_step_open(&own, work->composition, step, path);
  if (good) {
    good = cli_composition_run(&work->all, &described);
    cli_own_step_report(&own);
  }
  if (!good) name_step(work, name, path);
  if (own.is_late) work->all.library.report->exit_code = CLI_LATE;
  cli_own_step_close(&own);
  cJSON_Delete(given);
  return good;
}

bool cli_work_steps(cli_work *work, bool check) {
  const cJSON *step;
  size_t index = 0;
  bool good = true;
  cJSON_ArrayForEach(step, pipeline_of(work)) {
    cli_text path = {0};
    cli_text_print(&path, "spec.pipeline[%zu]", index++);
    good = check ? check_step(work, step, cli_text_string(&path))
                 : run_step(work, step, cli_text_string(&path));
    cli_text_free(&path);
    if (!good) return false;
  }
  return true;
}
