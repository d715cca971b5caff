#include <string.h>

#include "composition.h"

/* As often as Crossplane calls one function in one run. */
enum { MOST_CALLS = 6 };

/* ---- one step ------------------------------------------------------------------------
 */

static cJSON *new_request(const cli_composition *all, const cli_step *step) {
  cJSON *request = cli_tree_object(), *observed = cli_tree_enter(request, "observed");
  cJSON *resources = cli_tree_enter(observed, "resources");
  const cJSON *object;
  cli_tree_set(cli_tree_enter(observed, "composite"), "resource", cli_tree_copy(all->xr));
  cJSON_ArrayForEach(object, all->seen) {
    cJSON *resource = cli_tree_object();
    cli_tree_set(resource, "resource", cli_tree_copy(object));
    cli_tree_set(resources, object->string, resource);
  }
  cli_tree_set(request, "desired", cli_tree_copy(all->desired));
  if (all->context) cli_tree_set(request, "context", cli_tree_copy(all->context));
  if (step->bootstrap) {
    cli_tree_set(request, "requiredResources", cli_tree_copy(step->bootstrap));
  }
  return request;
}

static bool is_fatal(const cJSON *result) {
  return strcmp(cli_tree_string(result, "severity"), "SEVERITY_FATAL") == 0;
}

static const cJSON *find_fatal(const cJSON *response) {
  const cJSON *result;
  cJSON_ArrayForEach(result, cli_tree_get(response, "results")) {
    if (is_fatal(result)) return result;
  }
  return NULL;
}

static bool is_settled(const cJSON *before, const cJSON *after) {
  return before && after ? cli_tree_is_same(before, after) : before == after;
}

/* Readies the request for the next call, with what the answer asked for. */
static void answer(const cli_composition *all, const cli_step *step, const cJSON *wanted,
                   const cJSON *response, cJSON *request) {
  cJSON *found = step->bootstrap ? cli_tree_copy(step->bootstrap) : cli_tree_object();
  cJSON *extra = cli_tree_object();
  const cJSON *context = cli_tree_get(response, "context");
  cli_composition_require(all, cli_tree_get(wanted, "resources"), found);
  cli_composition_require(all, cli_tree_get(wanted, "extraResources"), extra);
  cli_tree_set(request, "requiredResources", found);
  cli_tree_set(request, "extraResources", extra);
  cli_tree_set(request, "context", context ? cli_tree_copy(context) : NULL);
}

/* The answer that asks for nothing new, or is fatal; NULL: there is none. */
static cJSON *call(const cli_composition *all, const cli_step *step) {
  cJSON *request = new_request(all, step), *response = NULL, *wanted = NULL;
  for (int i = 0; i < MOST_CALLS; i++) {
    cJSON *next;
    bool settled;
    response = step->run(step->data, request);
    if (!response) break;
    next = cJSON_DetachItemFromObjectCaseSensitive(response, "requirements");
    settled = find_fatal(response) || is_settled(wanted, next);
    cJSON_Delete(wanted);
    wanted = next;
    if (settled) break;
    answer(all, step, wanted, response, request);
    cJSON_Delete(response);
    response = NULL;
    if (i + 1 < MOST_CALLS) continue;
    cli_report_error(all->library.report, LUXR_ERR_INPUT, NULL, NULL,
                     "step '%s' asks for other resources in each of %d calls", step->name,
                     MOST_CALLS);
  }
  cJSON_Delete(wanted);
  cJSON_Delete(request);
  return response;
}

/* ---- its answer ----------------------------------------------------------------------
 */

static void take_result(cli_composition *all, const char *step, const cJSON *result) {
  const char *severity = cli_tree_string(result, "severity");
  const char *reason = cli_tree_string(result, "reason");
  const char *message = cli_tree_string(result, "message");
  bool is_known = *severity && strcmp(severity, "SEVERITY_UNSPECIFIED") != 0;
  bool is_normal = strcmp(severity, "SEVERITY_NORMAL") == 0;
  cli_text text = {0};
  if (step) cli_text_print(&text, "Pipeline step \"%s\"", step);
  if (!is_known) {
    cli_text_put(&text, " returned a result of unknown severity (assuming warning)");
  }
  if (step) cli_text_put(&text, ": ");
  cli_text_put(&text, message);
  cli_composition_event(all, is_normal ? "Normal" : "Warning",
                        *reason ? reason : "ComposeResources", &text);
}

static void take(cli_composition *all, const cJSON *response, const char *step) {
  const cJSON *desired = cli_tree_get(response, "desired");
  const cJSON *context = cli_tree_get(response, "context"), *result;
  cJSON_Delete(all->desired);
  cJSON_Delete(all->context);
  all->desired = desired ? cli_tree_copy(desired) : cli_tree_object();
  all->context = context ? cli_tree_copy(context) : NULL;
  cli_conditions_take(all->marks, cli_tree_get(response, "conditions"));
  cJSON_ArrayForEach(result, cli_tree_get(response, "results")) {
    take_result(all, step, result);
  }
}

static void report_fatal(const cli_composition *all, const cli_step *step,
                         const char *message) {
  cli_text safe = {0};
  cli_text_safe(&safe, message, strlen(message));
  cli_report_error(all->library.report, LUXR_ERR_INPUT, NULL, NULL,
                   "step '%s' returned a fatal result: %s", step->name, cli_text_string(&safe));
  cli_text_free(&safe);
}

bool cli_composition_run(cli_composition *all, const cli_step *step) {
  cJSON *response = call(all, step);
  const cJSON *fatal = response ? find_fatal(response) : NULL;
  if (fatal) report_fatal(all, step, cli_tree_string(fatal, "message"));
  if (response && !fatal) take(all, response, step->shown);
  cJSON_Delete(response);
  return response && !fatal;
}
