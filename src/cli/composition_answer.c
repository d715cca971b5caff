#include <string.h>

#include "composition_step.h"

enum { MOST_WARNINGS = 10, LONGEST_MESSAGE = 2048 };

/* An answer in the making. */
struct answer {
  const cli_own_step *own;
  const cJSON *request;
  const luxr_result *result;
  cJSON *response;
};

/* The function ends the pipeline where a script says what cannot be passed on. False. */
static bool refuse(const struct answer *answer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static bool refuse(const struct answer *answer, const char *format, ...) {
  cli_text sentence = {0};
  va_list arguments;
  va_start(arguments, format);
  cli_text_vprint(&sentence, format, arguments);
  va_end(arguments);
  cli_report_error(answer->own->library.report, LUXR_ERR_SCRIPT, NULL, NULL, "%s",
                   cli_text_string(&sentence));
  cli_text_free(&sentence);
  return false;
}

static cJSON *part_of(const struct answer *answer, luxr_part part) {
  size_t length = 0;
  const char *text = luxr_result_part(answer->result, part, &length);
  return text ? cli_tree_parse(text, length) : NULL;
}

/* ---- what is desired -------------------------------------------------------------- */

/* What another step made is not replaced. */
static bool add_resources(const struct answer *answer) {
  cJSON *desired = cli_tree_enter(answer->response, "desired");
  cJSON *resources = cli_tree_enter(desired, "resources");
  for (size_t i = 0; i < luxr_result_item_count(answer->result); i++) {
    const luxr_item *item = luxr_result_item(answer->result, i);
    const cJSON *before = cli_tree_get(resources, item->name);
    cJSON *resource;
    if (item->state != LUXR_RENDERED) continue;
    if (cli_tree_get(before, "resource")) {
      return refuse(
          answer,
          "an earlier step already desires a resource named '%s'; luxr replaces "
          "nothing that another function made",
          item->name);
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

/* Cuts the text where a character ends. */
static void cut(cli_text *text) {
  if (text->length <= LONGEST_MESSAGE) return;
  text->length = LONGEST_MESSAGE;
  while (text->length && ((unsigned char)text->data[text->length] & 0xC0) == 0x80) {
    text->length--;
  }
}

static void add_result(const struct answer *answer, const char *severity,
                       const char *reason, const char *message) {
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

/* How many bytes of `file` say where `directory` is: all before its own name. */
static size_t length_before(const char *directory, const char *file) {
  size_t length = directory ? strlen(directory) : 0;
  while (length && directory[length - 1] == '/') length--;
  if (!length || strncmp(file, directory, length) != 0 || file[length] != '/') return 0;
  while (length && file[length - 1] != '/') length--;
  return length;
}

/* As the function calls it, which does not tell where its directories are. */
static const char *shown_path(const cli_settings *settings, const char *file) {
  static const char directory[] = "/";
  const char *const folders[] = {settings->bundles_folder, settings->overlays_folder};
  size_t skipped = 0;
  for (size_t i = 0; i < settings->overlays.count && !skipped; i++) {
    skipped = length_before(settings->overlays.items[i], file);
  }
  if (!skipped) skipped = length_before(settings->bundle, file);
  for (size_t i = 0; i < 2 && !skipped; i++) {
    size_t length = folders[i] ? strlen(folders[i]) : 0;
    if (length && strncmp(file, folders[i], length) == 0 && file[length] == *directory) {
      skipped = length + 1;
    }
  }
  return file + skipped;
}

/* Documents come to the function as messages, without lines. */
static bool has_lines(const char *file) {
  static const char observed[] = "observed.", required[] = "required.";
  if (strncmp(file, observed, sizeof observed - 1) == 0) return false;
  if (strncmp(file, required, sizeof required - 1) == 0) return false;
  return strcmp(file, "context") != 0 && strcmp(file, "input") != 0;
}

static void add_warning(const struct answer *answer, const luxr_diagnostic *finding) {
  const cli_settings *settings = answer->own->library.settings;
  cli_text text = {0};
  if (finding->file && *finding->file) {
    cli_text_put(&text, shown_path(settings, finding->file));
    if (finding->line && has_lines(finding->file)) {
      cli_text_print(&text, ":%zu", finding->line);
      if (finding->column) cli_text_print(&text, ":%zu", finding->column);
    }
    cli_text_put(&text, ": ");
  }
  if (finding->path && *finding->path) cli_text_print(&text, "%s: ", finding->path);
  cli_text_put(&text, finding->sentence);
  if (finding->hint && *finding->hint) cli_text_print(&text, " (%s)", finding->hint);
  cut(&text);
  add_result(answer, "SEVERITY_WARNING", "", cli_text_string(&text));
  cli_text_free(&text);
}

/* Warnings are told once for each generation of the XR: until the condition Synced says
 * that the core has worked on it. */
static bool are_told(const struct answer *answer) {
  const cJSON *xr = cli_tree_at(answer->request, "observed.composite.resource"), *item;
  const cJSON *generation = cli_tree_at(xr, "metadata.generation");
  cJSON_ArrayForEach(item, cli_tree_at(xr, "status.conditions")) {
    const cJSON *observed = cli_tree_get(item, "observedGeneration");
    if (strcmp(cli_tree_string(item, "type"), "Synced") != 0) continue;
    if (!cJSON_IsRaw(observed) || !cJSON_IsRaw(generation)) return true;
    return cli_tree_number(observed) >= cli_tree_number(generation);
  }
  return false;
}

static void add_warnings(const struct answer *answer) {
  size_t told = 0;
  for (size_t i = 0; i < luxr_result_diagnostic_count(answer->result); i++) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(answer->result, i);
    if (finding->severity != LUXR_WARNING) continue;
    if (!told && are_told(answer)) return;
    if (++told > MOST_WARNINGS) return;
    add_warning(answer, finding);
  }
}

static bool add_events(const struct answer *answer) {
  cJSON *events = part_of(answer, LUXR_PART_EVENTS);
  const cJSON *event;
  cJSON_ArrayForEach(event, events) {
    bool is_warning = strcmp(cli_tree_string(event, "severity"), "Warning") == 0;
    add_result(answer, is_warning ? "SEVERITY_WARNING" : "SEVERITY_NORMAL",
               cli_tree_string(event, "reason"), cli_tree_string(event, "message"));
  }
  cJSON_Delete(events);
  return true;
}

/* ---- conditions ------------------------------------------------------------------- */

static const char *status_word(const char *status) {
  if (strcmp(status, "True") == 0) return "STATUS_CONDITION_TRUE";
  if (strcmp(status, "False") == 0) return "STATUS_CONDITION_FALSE";
  return strcmp(status, "Unknown") == 0 ? "STATUS_CONDITION_UNKNOWN" : NULL;
}

/* What is wrong with the condition; NULL: nothing. */
static const char *fault_of(const cJSON *condition) {
  const char *target = cli_tree_string(condition, "target");
  if (cli_conditions_is_system(cli_tree_string(condition, "type")))
    return "is set by Crossplane and by no function";
  if (!status_word(cli_tree_string(condition, "status")))
    return "needs a status of \"True\", \"False\" or \"Unknown\"";
  if (!*cli_tree_string(condition, "reason")) return "needs a reason";
  if (*target && strcmp(target, "composite") != 0 && strcmp(target, "claim") != 0)
    return "has a target that is neither \"composite\" nor \"claim\"";
  return NULL;
}

static bool add_conditions(const struct answer *answer) {
  cJSON *conditions = part_of(answer, LUXR_PART_CONDITIONS), *condition;
  if (!conditions) return true;
  cli_tree_set(answer->response, "conditions", conditions);
  cJSON_ArrayForEach(condition, conditions) {
    const char *type = cli_tree_string(condition, "type");
    const char *fault = *type ? fault_of(condition) : NULL;
    if (!*type) return refuse(answer, "a condition must be a table with a type");
    if (fault) return refuse(answer, "the condition '%s' %s", type, fault);
    cli_tree_set_text(condition, "status",
                      status_word(cli_tree_string(condition, "status")));
  }
  return true;
}

/* ---- requirements ----------------------------------------------------------------- */

static bool is_selector_field(const cJSON *field) {
  static const char *const names[] = {"apiVersion", "kind", "name", "namespace"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(field->string, names[i]) == 0) return *cli_tree_text_of(field) != '\0';
  }
  return strcmp(field->string, "matchLabels") == 0 && cJSON_IsObject(field);
}

/* In the words of the protocol. */
static bool add_requirement(const struct answer *answer, cJSON *selector) {
  const char *of = selector->string;
  cJSON *name = cli_tree_get(selector, "name"), *field;
  cJSON *labels = cli_tree_get(selector, "matchLabels");
  cJSON_ArrayForEach(field, selector) {
    if (is_selector_field(field)) continue;
    return refuse(answer, "the requirement '%s' has a wrong or unknown field '%s'", of,
                  field->string);
  }
  if (!cli_tree_get(selector, "apiVersion") || !cli_tree_get(selector, "kind"))
    return refuse(answer, "the requirement '%s' needs an apiVersion and a kind", of);
  if (name && labels)
    return refuse(answer, "the requirement '%s' has a name and matchLabels: one of them",
                  of);
  cJSON_DetachItemViaPointer(selector, name ? name : labels);
  if (name) cli_tree_set(selector, "matchName", name);
  if (!labels) return true;
  cli_tree_set(cli_tree_enter(selector, "matchLabels"), "labels", labels);
  cJSON_ArrayForEach(field, labels) {
    if (cJSON_IsString(field)) continue;
    return refuse(answer, "the requirement '%s' has a label '%s' that is no text", of,
                  field->string);
  }
  return true;
}

static bool add_requirements(const struct answer *answer) {
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

cJSON *cli_own_step_answer(const cli_own_step *own, const cJSON *request,
                           const luxr_result *result) {
  struct answer answer = {own, request, result, cli_tree_object()};
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
  cJSON_Delete(answer.response);
  return NULL;
}
