#include "rules.h"

#include "base/suggest.h"

/* Of names from outside, as much as a sentence needs. */
static int shown(lx_span span) {
  return span.length < 100 ? (int)span.length : 100;
}

/* 0: it is neither. */
static lx_target read_target(lx_span text) {
  if (!text.bytes || lx_span_is(text, "composite")) return LX_TARGET_XR;
  return lx_span_is(text, "claim") ? LX_TARGET_XR_AND_CLAIM : 0;
}

/* ---- conditions -------------------------------------------------------------------------- */

static lx_truth read_truth(lx_span text) {
  if (lx_span_is(text, "Unknown")) return LX_TRUTH_UNKNOWN;
  if (lx_span_is(text, "True")) return LX_TRUTH_TRUE;
  return lx_span_is(text, "False") ? LX_TRUTH_FALSE : 0;
}

bool lx_condition_is_callers(lx_span type) {
  static const char *const types[] = {"Ready", "Synced", "Healthy", "UpToDate", "Responsive"};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    if (lx_span_is(type, types[i])) return true;
  }
  return false;
}

static const char *fault_of(const lx_condition *condition) {
  if (lx_condition_is_callers(condition->type))
    return "is set by Crossplane and by no function";
  if (!condition->truth) return "needs a status of \"True\", \"False\" or \"Unknown\"";
  if (!condition->reason.length) return "needs a reason";
  if (!condition->whose) return "has a target that is neither \"composite\" nor \"claim\"";
  return NULL;
}

bool lx_condition_check(lx_condition *condition, lx_buffer *problem) {
  const char *fault;
  if (!condition->type.length) {
    lx_buffer_add_text(problem, "a condition must be a table with a type");
    return false;
  }
  condition->truth = read_truth(condition->status);
  condition->whose = read_target(condition->target);
  fault = fault_of(condition);
  if (!fault) return true;
  lx_buffer_print(problem, "the condition '%.*s' %s", shown(condition->type),
                  condition->type.bytes, fault);
  return false;
}

/* ---- events ------------------------------------------------------------------------------ */

bool lx_event_check(lx_event *event, lx_buffer *problem) {
  event->is_warning = lx_span_is(event->severity, "Warning");
  event->whose = read_target(event->target);
  if (event->message.bytes && event->whose) return true;
  lx_buffer_add_text(problem, event->whose ? "an event needs a message"
                                           : "an event's target is \"composite\" or \"claim\"");
  return false;
}

/* ---- requirements ------------------------------------------------------------------------ */

lx_selector_field lx_selector_take(lx_selector *selector, lx_span name, lx_said said,
                                   lx_buffer *problem) {
  static const char *const names[] = {"apiVersion", "kind", "name", "namespace", "matchLabels"};
  lx_suggestion near = lx_suggest(name.bytes, name.length);
  lx_span of = selector->of;
  for (size_t i = 0; i < LX_SELECTOR_FIELDS; i++) {
    bool is_map = i == LX_SELECTOR_LABELS;
    lx_suggest_offer(&near, names[i], strlen(names[i]));
    if (!lx_span_is(name, names[i])) continue;
    if (said == (is_map ? LX_SAID_MAP : LX_SAID_TEXT)) {
      selector->has[i] = true;
      return (lx_selector_field)i;
    }
    lx_buffer_print(problem, "the requirement '%.*s' has a %s that is no %s", shown(of),
                    of.bytes, names[i], is_map ? "map of labels" : "text");
    return LX_SELECTOR_FIELDS;
  }
  lx_buffer_print(problem, "the requirement '%.*s' has a field '%.*s', which is not known",
                  shown(of), of.bytes, shown(name), name.bytes);
  if (near.best) lx_buffer_print(problem, " (did you mean '%s'?)", near.best);
  return LX_SELECTOR_FIELDS;
}

bool lx_selector_label(const lx_selector *selector, lx_span name, bool is_text,
                       lx_buffer *problem) {
  if (is_text) return true;
  lx_buffer_print(problem, "the requirement '%.*s' has a label '%.*s' that is no text",
                  shown(selector->of), selector->of.bytes, shown(name), name.bytes);
  return false;
}

bool lx_selector_end(const lx_selector *selector, lx_buffer *problem) {
  const bool *has = selector->has;
  const char *fault = NULL;
  if (!has[LX_SELECTOR_API_VERSION] || !has[LX_SELECTOR_KIND])
    fault = "needs an apiVersion and a kind";
  else if (has[LX_SELECTOR_NAME] && has[LX_SELECTOR_LABELS])
    fault = "has a name and matchLabels: one of them";
  if (!fault) return true;
  lx_buffer_print(problem, "the requirement '%.*s' %s", shown(selector->of), selector->of.bytes,
                  fault);
  return false;
}

/* ---- resources --------------------------------------------------------------------------- */

void lx_collision_print(lx_buffer *problem, const char *name) {
  lx_buffer_print(problem,
                  "an earlier step already desires a resource named '%.200s'; luxr replaces "
                  "nothing that another function made",
                  name);
}
