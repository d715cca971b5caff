#include <string.h>

#include "answer/rules.h"
#include "answer/warnings.h"
#include "composition_step.h"
#include "memory.h"

/* An answer in the making. */
struct answer {
  const cli_own_step *own;
  const cJSON *request;
  const luxr_result *result;
  cJSON *response;
  lx_buffer problem; /* what a script says that cannot be passed on */
};

/* What a rule wrote, as text that ends in a zero byte. */
static const char *text_of(lx_buffer *buffer) {
  const char *text = lx_buffer_text(buffer);
  if (!text) cli_out_of_memory();
  return text;
}

/* The text that is a member; absent when there is none. */
static lx_span said_of(const cJSON *object, const char *name) {
  const char *text = cli_tree_value(cli_tree_get(object, name));
  return (lx_span){text, text ? strlen(text) : 0};
}

static cJSON *part_of(const struct answer *answer, luxr_part part) {
  size_t length = 0;
  const char *text = luxr_result_part(answer->result, part, &length);
  return text ? cli_tree_parse(text, length) : NULL;
}

/* ---- what is desired -------------------------------------------------------------- */

/* What another step made is not replaced. */
static bool add_resources(struct answer *answer) {
  cJSON *desired = cli_tree_enter(answer->response, "desired");
  cJSON *resources = cli_tree_enter(desired, "resources");
  for (size_t i = 0; i < luxr_result_item_count(answer->result); i++) {
    const luxr_item *item = luxr_result_item(answer->result, i);
    const cJSON *before = cli_tree_get(resources, item->name);
    cJSON *resource;
    if (item->state != LUXR_RENDERED) continue;
    if (cli_tree_get(before, "resource")) {
      lx_collision_print(&answer->problem, item->name);
      return false;
    }
    resource = cli_tree_object();
    cli_tree_set(resource, "resource", cli_tree_parse(item->bytes, item->length));
    if (item->ready >= 0) {
      cli_tree_set_text(resource, "ready", item->ready ? "READY_TRUE" : "READY_FALSE");
    }
    cli_tree_set(resources, item->name, resource);
  }
  return true;
}

static void add_status(const struct answer *answer) {
  cJSON *status = part_of(answer, LUXR_PART_STATUS), *composite;
  if (!status) return;
  composite = cli_tree_enter(cli_tree_enter(answer->response, "desired"), "composite");
  cli_tree_merge(cli_tree_enter(cli_tree_enter(composite, "resource"), "status"), status);
  cJSON_Delete(status);
}

/* ---- results ---------------------------------------------------------------------- */

static void add_result(const struct answer *answer, const char *severity, const char *reason,
                       const char *message) {
  cJSON *results = cli_tree_get(answer->response, "results");
  cJSON *result = cli_tree_object();
  if (!results) {
    results = cli_tree_list();
    cli_tree_set(answer->response, "results", results);
  }
  cli_tree_set_text(result, "severity", severity);
  if (*reason) cli_tree_set_text(result, "reason", reason);
  cli_tree_set_text(result, "message", message);
  cli_tree_add(results, result);
}

/* As the function calls its files: it does not tell where its directories are. */
static lx_source_paths paths_of(const cli_settings *settings) {
  return (lx_source_paths){.bundle = settings->bundle,
                           .overlays = settings->overlays.items,
                           .overlay_count = settings->overlays.count,
                           .bundles_dir = settings->bundles_folder,
                           .overlays_dir = settings->overlays_folder};
}

/* Documents come to the function as messages, without lines. */
static bool has_lines(const char *file) {
  static const char observed[] = "observed.", required[] = "required.";
  if (strncmp(file, observed, sizeof observed - 1) == 0) return false;
  if (strncmp(file, required, sizeof required - 1) == 0) return false;
  return strcmp(file, "context") != 0 && strcmp(file, "input") != 0;
}

static void add_warning(const struct answer *answer, const luxr_diagnostic *finding) {
  const lx_source_paths paths = paths_of(answer->own->library.settings);
  luxr_diagnostic shown = *finding;
  lx_buffer text = {0};
  if (shown.file && !has_lines(shown.file)) shown.line = 0;
  lx_warning_print(&text, &shown, &paths);
  add_result(answer, "SEVERITY_WARNING", "", text_of(&text));
  lx_buffer_free(&text);
}

/* A number node's value; NULL when there is none. */
static const double *number_of(const cJSON *node, double *value) {
  if (!cJSON_IsRaw(node)) return NULL;
  *value = cli_tree_number(node);
  return value;
}

static bool are_told(const struct answer *answer) {
  const cJSON *xr = cli_tree_at(answer->request, "observed.composite.resource"), *item;
  double observed, generation;
  cJSON_ArrayForEach(item, cli_tree_at(xr, "status.conditions")) {
    if (strcmp(cli_tree_string(item, "type"), "Synced") != 0) continue;
    return lx_warnings_are_told(number_of(cli_tree_get(item, "observedGeneration"), &observed),
                                number_of(cli_tree_at(xr, "metadata.generation"), &generation));
  }
  return false;
}

static void add_warnings(const struct answer *answer) {
  lx_warnings news = {answer->result, 0, 0};
  const luxr_diagnostic *warning;
  while ((warning = lx_warnings_next(&news))) {
    if (news.told == 1 && are_told(answer)) return;
    add_warning(answer, warning);
  }
}

static bool add_events(struct answer *answer) {
  cJSON *events = part_of(answer, LUXR_PART_EVENTS);
  const cJSON *event;
  bool well = true;
  cJSON_ArrayForEach(event, events) {
    lx_event said = {.severity = said_of(event, "severity"),
                     .reason = said_of(event, "reason"),
                     .message = said_of(event, "message"),
                     .target = said_of(event, "target")};
    well = lx_event_check(&said, &answer->problem);
    if (!well) break;
    add_result(answer, said.is_warning ? "SEVERITY_WARNING" : "SEVERITY_NORMAL",
               cli_tree_string(event, "reason"), cli_tree_string(event, "message"));
  }
  cJSON_Delete(events);
  return well;
}

/* ---- conditions ------------------------------------------------------------------- */

static const char *truth_word(lx_truth truth) {
  if (truth == LX_TRUTH_TRUE) return "STATUS_CONDITION_TRUE";
  return truth == LX_TRUTH_FALSE ? "STATUS_CONDITION_FALSE" : "STATUS_CONDITION_UNKNOWN";
}

static bool add_conditions(struct answer *answer) {
  cJSON *conditions = part_of(answer, LUXR_PART_CONDITIONS), *condition;
  if (!conditions) return true;
  cli_tree_set(answer->response, "conditions", conditions);
  cJSON_ArrayForEach(condition, conditions) {
    lx_condition said = {.type = said_of(condition, "type"),
                         .status = said_of(condition, "status"),
                         .reason = said_of(condition, "reason"),
                         .message = said_of(condition, "message"),
                         .target = said_of(condition, "target")};
    if (!lx_condition_check(&said, &answer->problem)) return false;
    cli_tree_set_text(condition, "status", truth_word(said.truth));
  }
  return true;
}

/* ---- requirements ----------------------------------------------------------------- */

static lx_said what_is(const cJSON *node) {
  if (cJSON_IsString(node)) return *node->valuestring ? LX_SAID_TEXT : LX_SAID_NO_TEXT;
  return cJSON_IsObject(node) ? LX_SAID_MAP : LX_SAID_OTHER;
}

static lx_span name_of(const cJSON *node) {
  return (lx_span){node->string, strlen(node->string)};
}

static bool check_requirement(struct answer *answer, const cJSON *requirement) {
  lx_selector selector = {.of = name_of(requirement)};
  const cJSON *field, *label;
  cJSON_ArrayForEach(field, requirement) {
    if (lx_selector_take(&selector, name_of(field), what_is(field), &answer->problem) ==
        LX_SELECTOR_FIELDS)
      return false;
  }
  if (!lx_selector_end(&selector, &answer->problem)) return false;
  cJSON_ArrayForEach(label, cli_tree_get(requirement, "matchLabels")) {
    if (!lx_selector_label(&selector, name_of(label), cJSON_IsString(label), &answer->problem))
      return false;
  }
  return true;
}

/* In the words of the protocol. */
static bool add_requirement(struct answer *answer, cJSON *selector) {
  cJSON *name = cli_tree_get(selector, "name");
  cJSON *labels = cli_tree_get(selector, "matchLabels");
  if (!check_requirement(answer, selector)) return false;
  cJSON_DetachItemViaPointer(selector, name ? name : labels);
  if (name) cli_tree_set(selector, "matchName", name);
  if (labels) cli_tree_set(cli_tree_enter(selector, "matchLabels"), "labels", labels);
  return true;
}

static bool add_requirements(struct answer *answer) {
  cJSON *selectors = part_of(answer, LUXR_PART_REQUIREMENTS), *selector;
  if (!selectors) return true;
  if (!selectors->child) {
    cJSON_Delete(selectors);
    return true;
  }
  cli_tree_set(cli_tree_enter(answer->response, "requirements"), "resources", selectors);
  cJSON_ArrayForEach(selector, selectors) {
    if (!add_requirement(answer, selector)) return false;
  }
  return true;
}

/* The function ends the pipeline where a script says what cannot be passed on. */
static void refuse(struct answer *answer) {
  cli_report_error(answer->own->library.report, LUXR_ERR_SCRIPT, NULL, NULL, "%s",
                   text_of(&answer->problem));
  lx_buffer_free(&answer->problem);
  cJSON_Delete(answer->response);
}

cJSON *cli_own_step_answer(const cli_own_step *own, const cJSON *request,
                           const luxr_result *result) {
  struct answer answer = {own, request, result, cli_tree_object(), {0}};
  const cJSON *desired = cli_tree_get(request, "desired");
  const cJSON *context = cli_tree_get(request, "context");
  if (desired) cli_tree_set(answer.response, "desired", cli_tree_copy(desired));
  if (context) cli_tree_set(answer.response, "context", cli_tree_copy(context));
  add_status(&answer);
  add_warnings(&answer);
  if (add_resources(&answer) && add_events(&answer) && add_conditions(&answer) &&
      add_requirements(&answer)) {
    return answer.response;
  }
  refuse(&answer);
  return NULL;
}
