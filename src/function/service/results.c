#include "results.h"

#include <string.h>

#include "answer/rules.h"
#include "answer/warnings.h"
#include "base/wire.h"
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
  CONDITION_TARGET = 5
};

static lx_span part_of(const luxr_result *result, luxr_part part) {
  lx_span span;
  span.bytes = luxr_result_part(result, part, &span.length);
  return span;
}

/* ---- requirements ------------------------------------------------------------------------ */

static lx_said what_is(const lx_value *value) {
  if (value->kind == LX_VALUE_TEXT) return value->bytes.length ? LX_SAID_TEXT : LX_SAID_NO_TEXT;
  return value->kind == LX_VALUE_STRUCT ? LX_SAID_MAP : LX_SAID_OTHER;
}

/* Finds the values of a selector's fields, by their place in lx_selector_field. */
static bool read_selector(lx_selector *selector, lx_span *spans, lx_span bytes, lx_pool *pool,
                          lx_buffer *problem) {
  lx_entry *entries;
  size_t count;
  if (lx_tree_fields(bytes, pool, &entries, &count) != LX_DECODED) return false;
  for (size_t i = 0; i < count; i++) {
    lx_selector_field field;
    lx_value value;
    if (lx_value_read(entries[i].value, pool, &value) != LX_DECODED) return false;
    field = lx_selector_take(selector, entries[i].name, what_is(&value), problem);
    if (field == LX_SELECTOR_FIELDS) return false;
    spans[field] = value.bytes;
  }
  return lx_selector_end(selector, problem);
}

static bool put_labels(lx_buffer *out, lx_span labels, const lx_selector *selector,
                       lx_pool *pool, lx_buffer *problem) {
  size_t match = lx_wire_begin(out, SELECTOR_LABELS);
  lx_entry *entries;
  size_t count;
  if (lx_tree_fields(labels, pool, &entries, &count) != LX_DECODED) return false;
  for (size_t i = 0; i < count; i++) {
    size_t entry = lx_wire_begin(out, 1);
    lx_value value;
    if (lx_value_read(entries[i].value, pool, &value) != LX_DECODED) return false;
    if (!lx_selector_label(selector, entries[i].name, value.kind == LX_VALUE_TEXT, problem)) {
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
  lx_selector selector = {.of = requirement->name};
  lx_span spans[LX_SELECTOR_FIELDS] = {{NULL, 0}};
  size_t entry, value;
  lx_value body;
  if (lx_value_read(requirement->value, pool, &body) != LX_DECODED) return false;
  if (!read_selector(&selector, spans, body.bytes, pool, problem)) return false;
  entry = lx_wire_begin(out, number);
  lx_wire_put_bytes(out, 1, requirement->name.bytes, requirement->name.length);
  value = lx_wire_begin(out, 2);
  put_span(out, SELECTOR_API_VERSION, spans[LX_SELECTOR_API_VERSION]);
  put_span(out, SELECTOR_KIND, spans[LX_SELECTOR_KIND]);
  put_span(out, SELECTOR_NAME, spans[LX_SELECTOR_NAME]);
  if (spans[LX_SELECTOR_LABELS].bytes &&
      !put_labels(out, spans[LX_SELECTOR_LABELS], &selector, pool, problem)) {
    return false;
  }
  put_span(out, SELECTOR_NAMESPACE, spans[LX_SELECTOR_NAMESPACE]);
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

static bool put_condition(lx_buffer *out, const lx_value *value, lx_pool *pool,
                          lx_buffer *problem) {
  static const char *const names[] = {"type", "status", "reason", "message", "target"};
  lx_span texts[5] = {{NULL, 0}};
  lx_condition said;
  size_t condition;
  if (value->kind == LX_VALUE_STRUCT) lx_tree_texts(value->bytes, names, 5, pool, texts);
  said = (lx_condition){.type = texts[0],
                        .status = texts[1],
                        .reason = texts[2],
                        .message = texts[3],
                        .target = texts[4]};
  if (!lx_condition_check(&said, problem)) return false;
  condition = lx_wire_begin(out, RESPONSE_CONDITIONS);
  put_span(out, CONDITION_TYPE, said.type);
  lx_wire_put_uint(out, CONDITION_STATUS, said.truth);
  put_span(out, CONDITION_REASON, said.reason);
  put_span(out, CONDITION_MESSAGE, said.message);
  lx_wire_put_uint(out, CONDITION_TARGET, said.whose);
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
    static const char *const names[] = {"severity", "reason", "message", "target"};
    lx_span texts[4];
    lx_event event;
    lx_tree_texts(value.bytes, names, 4, pool, texts);
    event = (lx_event){
        .severity = texts[0], .reason = texts[1], .message = texts[2], .target = texts[3]};
    if (!lx_event_check(&event, problem)) return false;
    lx_response_result(out, event.is_warning ? LX_RESULT_WARNING : LX_RESULT_NORMAL,
                       event.reason, event.message, event.whose == LX_TARGET_XR_AND_CLAIM);
  }
  return true;
}

/* ---- warnings ---------------------------------------------------------------------------- */

static const double *number_of(const lx_value *value) {
  return value->kind == LX_VALUE_NUMBER ? &value->number : NULL;
}

static bool is_told(const lx_rf_request *request, lx_pool *pool) {
  lx_value generation = lx_tree_find(request->composite, "metadata.generation", pool);
  lx_value conditions = lx_tree_find(request->composite, "status.conditions", pool);
  lx_list_walk walk =
      lx_list_over(conditions.kind == LX_VALUE_LIST ? conditions.bytes : (lx_span){NULL, 0});
  lx_value value;
  while (lx_list_next(&walk, pool, &value)) {
    lx_span type = lx_tree_text(value.bytes, "type", pool);
    lx_value observed;
    if (value.kind != LX_VALUE_STRUCT || !type.bytes || !lx_span_is(type, "Synced")) continue;
    observed = lx_tree_find(value.bytes, "observedGeneration", pool);
    return lx_warnings_are_told(number_of(&observed), number_of(&generation));
  }
  return false;
}

void lx_results_warnings(lx_buffer *out, const lx_rf_request *request,
                         const luxr_result *result, const lx_source_paths *paths,
                         lx_pool *pool) {
  lx_warnings news = {result, 0, 0};
  const luxr_diagnostic *warning;
  lx_buffer text = {0};
  while ((warning = lx_warnings_next(&news))) {
    if (news.told == 1 && is_told(request, pool)) break;
    lx_warning_print(&text, warning, paths);
    if (text.failed) out->failed = true;
    lx_response_result(out, LX_RESULT_WARNING, (lx_span){NULL, 0},
                       (lx_span){text.data, text.length}, false);
  }
  lx_buffer_free(&text);
}
