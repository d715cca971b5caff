#include "results.h"

#include <string.h>

#include "base/suggest.h"
#include "base/wire.h"
#include "fatal.h"
#include "response.h"
#include "structs.h"

enum {
  RESPONSE_REQUIREMENTS = 5,
  RESPONSE_CONDITIONS = 6,
  REQUIREMENTS_EXTRA = 1,
  REQUIREMENTS_RESOURCES = 2,
  SELECTOR_API_VERSION = 1,
  SELECTOR_KIND = 2,
  SELECTOR_NAME = 3,
  SELECTOR_LABELS = 4,
  SELECTOR_NAMESPACE = 5,
  CONDITION_TYPE = 1,
  CONDITION_STATUS = 2,
  CONDITION_REASON = 3,
  CONDITION_MESSAGE = 4,
  CONDITION_TARGET = 5,
  MOST_WARNINGS = 10
};

static int shown(lx_span span) {
  return span.length < 100 ? (int)span.length : 100;
}

static lx_span part_of(const luxr_result *result, luxr_part part) {
  lx_span span;
  span.bytes = luxr_result_part(result, part, &span.length);
  return span;
}

/* The target of a condition or an event: 1 for the XR, 2 for its claim as well, 0 for neither. */
static int read_target(lx_span text) {
  if (!text.bytes || lx_span_is(text, "composite")) return 1;
  return lx_span_is(text, "claim") ? 2 : 0;
}

/* ---- requirements ------------------------------------------------------------------------ */

typedef struct lx_selector {
  lx_span api_version, kind, name, name_space, labels;
} lx_selector;

static bool read_selector_field(lx_selector *selector, const lx_entry *entry, const char *of,
                                lx_pool *pool, lx_buffer *problem) {
  static const char *const names[] = {"apiVersion", "kind", "name", "namespace", "matchLabels"};
  lx_span *spans[] = {&selector->api_version, &selector->kind, &selector->name,
                      &selector->name_space, &selector->labels};
  lx_suggestion near = lx_suggest(entry->name.bytes, entry->name.length);
  lx_value value;
  if (lx_value_read(entry->value, pool, &value) != LX_DECODED) return false;
  for (size_t i = 0; i < 5; i++) {
    lx_value_kind wanted = i == 4 ? LX_VALUE_STRUCT : LX_VALUE_TEXT;
    lx_suggest_offer(&near, names[i], strlen(names[i]));
    if (!lx_span_is(entry->name, names[i])) continue;
    if (value.kind != wanted || (wanted == LX_VALUE_TEXT && !value.bytes.length)) {
      lx_buffer_print(problem, "the requirement '%s' has a %s that is no %s", of, names[i],
                      i == 4 ? "map of labels" : "text");
      return false;
    }
    *spans[i] = value.bytes;
    return true;
  }
  lx_buffer_print(problem, "the requirement '%s' has a field '%.*s', which is not known", of,
                  shown(entry->name), entry->name.bytes);
  if (near.best) lx_buffer_print(problem, " (did you mean '%s'?)", near.best);
  return false;
}

static bool read_selector(lx_selector *selector, lx_span bytes, const char *of, lx_pool *pool,
                          lx_buffer *problem) {
  lx_entry *entries;
  size_t count;
  if (lx_tree_fields(bytes, pool, &entries, &count) != LX_DECODED) return false;
  for (size_t i = 0; i < count; i++) {
    if (!read_selector_field(selector, &entries[i], of, pool, problem)) return false;
  }
  if (!selector->api_version.bytes || !selector->kind.bytes) {
    lx_buffer_print(problem, "the requirement '%s' needs an apiVersion and a kind", of);
    return false;
  }
  if (selector->name.bytes && selector->labels.bytes) {
    lx_buffer_print(problem, "the requirement '%s' has a name and matchLabels: one of them", of);
    return false;
  }
  return true;
}

static bool put_labels(lx_buffer *out, lx_span labels, const char *of, lx_pool *pool,
                       lx_buffer *problem) {
  size_t match = lx_wire_begin(out, SELECTOR_LABELS);
  lx_entry *entries;
  size_t count;
  if (lx_tree_fields(labels, pool, &entries, &count) != LX_DECODED) return false;
  for (size_t i = 0; i < count; i++) {
    size_t entry = lx_wire_begin(out, 1);
    lx_value value;
    if (lx_value_read(entries[i].value, pool, &value) != LX_DECODED ||
        value.kind != LX_VALUE_TEXT) {
      lx_buffer_print(problem, "the requirement '%s' has a label '%.*s' that is no text", of,
                      shown(entries[i].name), entries[i].name.bytes);
      return false;
    }
    lx_wire_put_bytes(out, 1, entries[i].name.bytes, entries[i].name.length);
    lx_wire_put_bytes(out, 2, value.bytes.bytes, value.bytes.length);
    lx_wire_end(out, entry);
  }
  lx_wire_end(out, match);
  return true;
}

static void put_span(lx_buffer *out, uint32_t number, lx_span span) {
  if (span.bytes) lx_wire_put_bytes(out, number, span.bytes, span.length);
}

static bool put_requirement(lx_buffer *out, uint32_t number, const lx_entry *requirement,
                            lx_pool *pool, lx_buffer *problem) {
  const char *of = lx_pool_copy(pool, requirement->name.bytes, requirement->name.length);
  lx_selector selector = {0};
  size_t entry, value;
  lx_value body;
  if (!of || lx_value_read(requirement->value, pool, &body) != LX_DECODED) return false;
  if (!read_selector(&selector, body.bytes, of, pool, problem)) return false;
  entry = lx_wire_begin(out, number);
  lx_wire_put_bytes(out, 1, requirement->name.bytes, requirement->name.length);
  value = lx_wire_begin(out, 2);
  put_span(out, SELECTOR_API_VERSION, selector.api_version);
  put_span(out, SELECTOR_KIND, selector.kind);
  put_span(out, SELECTOR_NAME, selector.name);
  if (selector.labels.bytes && !put_labels(out, selector.labels, of, pool, problem)) return false;
  put_span(out, SELECTOR_NAMESPACE, selector.name_space);
  lx_wire_end(out, value);
  lx_wire_end(out, entry);
  return true;
}

/* Whoever cannot say that it knows the newer field is asked in the older one as well. */
bool lx_results_requirements(lx_buffer *out, const lx_rf_request *request,
                             const luxr_result *result, lx_pool *pool, lx_buffer *problem) {
  static const uint32_t numbers[] = {REQUIREMENTS_RESOURCES, REQUIREMENTS_EXTRA};
  lx_span part = part_of(result, LUXR_PART_REQUIREMENTS);
  size_t rounds = request->capabilities & (1u << LX_CAN_REQUIRED_RESOURCES) ? 1 : 2;
  size_t count, requirements;
  lx_entry *entries;
  if (!part.bytes) return true;
  if (lx_tree_fields(part, pool, &entries, &count) != LX_DECODED) return false;
  if (!count) return true;
  requirements = lx_wire_begin(out, RESPONSE_REQUIREMENTS);
  for (size_t round = 0; round < rounds; round++) {
    for (size_t i = 0; i < count; i++) {
      if (!put_requirement(out, numbers[round], &entries[i], pool, problem)) return false;
    }
  }
  lx_wire_end(out, requirements);
  return true;
}

/* ---- conditions -------------------------------------------------------------------------- */

static uint64_t status_number(lx_span text) {
  if (lx_span_is(text, "Unknown")) return 1;
  if (lx_span_is(text, "True")) return 2;
  return lx_span_is(text, "False") ? 3 : 0;
}

/* Those that the caller sets itself; what a function says of them is dropped without a word. */
static bool is_callers(lx_span type) {
  static const char *const types[] = {"Ready", "Synced", "Healthy", "UpToDate", "Responsive"};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    if (lx_span_is(type, types[i])) return true;
  }
  return false;
}

static bool put_condition(lx_buffer *out, const lx_value *value, lx_pool *pool,
                          lx_buffer *problem) {
  lx_span type = lx_tree_text(value->bytes, "type", pool);
  lx_span reason = lx_tree_text(value->bytes, "reason", pool);
  lx_span message = lx_tree_text(value->bytes, "message", pool);
  lx_span status = lx_tree_text(value->bytes, "status", pool);
  int target = read_target(lx_tree_text(value->bytes, "target", pool));
  uint64_t number = status.bytes ? status_number(status) : 0;
  size_t condition;
  const char *wrong = NULL;
  if (value->kind != LX_VALUE_STRUCT || !type.length) {
    lx_buffer_add_text(problem, "a condition must be a table with a type");
    return false;
  }
  if (is_callers(type)) wrong = "is set by Crossplane and by no function";
  else if (!number) wrong = "needs a status of \"True\", \"False\" or \"Unknown\"";
  else if (!reason.length) wrong = "needs a reason";
  else if (!target) wrong = "has a target that is neither \"composite\" nor \"claim\"";
  if (wrong) {
    lx_buffer_print(problem, "the condition '%.*s' %s", shown(type), type.bytes, wrong);
    return false;
  }
  condition = lx_wire_begin(out, RESPONSE_CONDITIONS);
  put_span(out, CONDITION_TYPE, type);
  lx_wire_put_uint(out, CONDITION_STATUS, number);
  put_span(out, CONDITION_REASON, reason);
  put_span(out, CONDITION_MESSAGE, message);
  lx_wire_put_uint(out, CONDITION_TARGET, (uint64_t)target);
  lx_wire_end(out, condition);
  return true;
}

bool lx_results_conditions(lx_buffer *out, const luxr_result *result, lx_pool *pool,
                           lx_buffer *problem) {
  lx_list_walk walk = lx_list_over(part_of(result, LUXR_PART_CONDITIONS));
  lx_value value;
  while (lx_list_next(&walk, pool, &value)) {
    if (!put_condition(out, &value, pool, problem)) return false;
  }
  return true;
}

/* ---- events ------------------------------------------------------------------------------ */

bool lx_results_events(lx_buffer *out, const luxr_result *result, lx_pool *pool,
                       lx_buffer *problem) {
  lx_list_walk walk = lx_list_over(part_of(result, LUXR_PART_EVENTS));
  lx_value value;
  while (lx_list_next(&walk, pool, &value)) {
    lx_span severity = lx_tree_text(value.bytes, "severity", pool);
    lx_span reason = lx_tree_text(value.bytes, "reason", pool);
    lx_span message = lx_tree_text(value.bytes, "message", pool);
    int target = read_target(lx_tree_text(value.bytes, "target", pool));
    if (!message.bytes || !target) {
      lx_buffer_add_text(problem, target ? "an event needs a message"
                                         : "an event's target is \"composite\" or \"claim\"");
      return false;
    }
    lx_response_result(
        out, severity.bytes && lx_span_is(severity, "Warning") ? LX_RESULT_WARNING
                                                               : LX_RESULT_NORMAL,
        reason, message, target == 2);
  }
  return true;
}

/* ---- warnings ---------------------------------------------------------------------------- */

static bool is_told(const lx_rf_request *request, lx_pool *pool) {
  lx_value generation = lx_tree_find(request->composite, "metadata.generation", pool);
  lx_value conditions = lx_tree_find(request->composite, "status.conditions", pool);
  lx_list_walk walk = lx_list_over(conditions.kind == LX_VALUE_LIST ? conditions.bytes
                                                                    : (lx_span){NULL, 0});
  lx_value value;
  while (lx_list_next(&walk, pool, &value)) {
    lx_span type = lx_tree_text(value.bytes, "type", pool);
    lx_value observed;
    if (value.kind != LX_VALUE_STRUCT || !type.bytes || !lx_span_is(type, "Synced")) continue;
    observed = lx_tree_find(value.bytes, "observedGeneration", pool);
    if (observed.kind != LX_VALUE_NUMBER || generation.kind != LX_VALUE_NUMBER) return true;
    return observed.number >= generation.number;
  }
  return false;
}

void lx_results_warnings(lx_buffer *out, const lx_rf_request *request, const luxr_result *result,
                         const lx_source_paths *paths, lx_pool *pool) {
  lx_buffer text = {0};
  size_t told = 0;
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(result, i);
    if (finding->severity != LUXR_WARNING) continue;
    if (!told++ && is_told(request, pool)) break;
    if (told > MOST_WARNINGS) break;
    lx_buffer_clear(&text);
    lx_finding_print(&text, finding, paths);
    lx_message_cut(&text, LX_MESSAGE_MAX);
    if (text.failed) out->failed = true;
    lx_response_result(out, LX_RESULT_WARNING, (lx_span){NULL, 0},
                       (lx_span){text.data, text.length}, false);
  }
  lx_buffer_free(&text);
}
