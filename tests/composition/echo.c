/* Stands in for composition_step.c and composition_input.c: a step answers what its
 * input's parameters.response says, without an engine. So the core's part of the work is
 * tested with answers that no script of ours can give. */
#include "composition_step.h"

/* Of the answer that each step is to give; `parameters` has it as text. */
static cJSON *answer_of(const cli_own_step *own) {
  return cli_tree_parse(own->parameters.data, own->parameters.length);
}

/* Resources and what a context has are replaced by name; what is said of the XR is
 * merged. */
static void lay_over(cJSON *response, const cJSON *request) {
  const cJSON *own = cli_tree_get(response, "desired"), *member;
  const cJSON *given = cli_tree_get(request, "desired");
  cJSON *desired = given ? cli_tree_copy(given) : cli_tree_object();
  cJSON *context = cli_tree_get(request, "context");
  if (cli_tree_get(own, "composite")) {
    cli_tree_merge(cli_tree_enter(desired, "composite"), cli_tree_get(own, "composite"));
  }
  cJSON_ArrayForEach(member, cli_tree_get(own, "resources")) {
    cli_tree_set(cli_tree_enter(desired, "resources"), member->string, cli_tree_copy(member));
  }
  cli_tree_set(response, "desired", desired);
  if (!context) return;
  context = cli_tree_copy(context);
  cJSON_ArrayForEach(member, cli_tree_get(response, "context")) {
    cli_tree_set(context, member->string, cli_tree_copy(member));
  }
  cli_tree_set(response, "context", context);
}

cJSON *cli_own_step_run(void *data, const cJSON *request) {
  cJSON *parameters = answer_of(data);
  cJSON *response = cJSON_DetachItemFromObjectCaseSensitive(parameters, "response");
  if (!response) response = cli_tree_object();
  cJSON_Delete(parameters);
  lay_over(response, request);
  return response;
}

bool cli_own_step_open(cli_own_step *own, const cli_document *composition, const cJSON *step,
                       const char *path) {
  const cJSON *parameters = cli_tree_at(step, "input.parameters");
  (void)composition;
  (void)path;
  cli_text_put(&own->parameters, "");
  if (parameters) cli_tree_print(&own->parameters, parameters);
  if (!parameters) cli_text_put(&own->parameters, "{}");
  return true;
}

void cli_own_step_report(cli_own_step *own) {
  (void)own;
}

void cli_own_step_close(cli_own_step *own) {
  cli_text_free(&own->parameters);
}
