/* rules.h: what scripts may say beside manifests, in whatever shape it came: conditions, events
 * and requirements. Each check that answers false has added to `problem` what is wrong. */
#ifndef LX_ANSWER_RULES_H
#define LX_ANSWER_RULES_H

#include "base/buffer.h"
#include "span.h"

/* As the protocol numbers them. */
typedef enum lx_truth { LX_TRUTH_UNKNOWN = 1, LX_TRUTH_TRUE = 2, LX_TRUTH_FALSE = 3 } lx_truth;
typedef enum lx_target { LX_TARGET_XR = 1, LX_TARGET_XR_AND_CLAIM = 2 } lx_target;

/* The texts as they were said; of what is no table all are absent. The check sets the rest. */
typedef struct lx_condition {
  lx_span type, status, reason, message, target;
  lx_truth truth;
  lx_target whose;
} lx_condition;
bool lx_condition_check(lx_condition *condition, lx_buffer *problem);

/* Whether the caller sets conditions of this type itself, and drops what a function says. */
bool lx_condition_is_callers(lx_span type);

typedef struct lx_event {
  lx_span severity, reason, message, target;
  bool is_warning;
  lx_target whose;
} lx_event;
bool lx_event_check(lx_event *event, lx_buffer *problem);

/* One requirement: what selects the objects that a script asks to see. */
typedef enum lx_selector_field {
  LX_SELECTOR_API_VERSION,
  LX_SELECTOR_KIND,
  LX_SELECTOR_NAME,
  LX_SELECTOR_NAMESPACE,
  LX_SELECTOR_LABELS,
  LX_SELECTOR_FIELDS
} lx_selector_field;

typedef enum lx_said { LX_SAID_TEXT, LX_SAID_NO_TEXT, LX_SAID_MAP, LX_SAID_OTHER } lx_said;

typedef struct lx_selector {
  lx_span of; /* the requirement's name */
  bool has[LX_SELECTOR_FIELDS];
} lx_selector;

/* A field of it. `said`: an empty text is LX_SAID_NO_TEXT. LX_SELECTOR_FIELDS: refused. */
lx_selector_field lx_selector_take(lx_selector *selector, lx_span name, lx_said said,
                                   lx_buffer *problem);
/* A label of it. */
bool lx_selector_label(const lx_selector *selector, lx_span name, bool is_text,
                       lx_buffer *problem);
/* After the last field. */
bool lx_selector_end(const lx_selector *selector, lx_buffer *problem);

/* What another function made is not replaced: says so about the resource of that name. */
void lx_collision_print(lx_buffer *problem, const char *name);

#endif
