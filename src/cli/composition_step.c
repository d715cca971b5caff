#include "composition_step.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "memory.h"

/* ---- the question ----------------------------------------------------------------- */

/* The documents of a request, and the text of all of them: `origins` as messages call
 * them, which is as the function does. */
struct question {
  luxr_document *documents;
  size_t count;
  cli_text *texts, *origins;
};

static void add_document(struct question *question, luxr_role role, const char *prefix,
                         const char *name, const cJSON *value) {
  cli_text *text = &question->texts[question->count];
  cli_text *origin = &question->origins[question->count];
  cli_tree_print(text, value);
  cli_text_print(origin, "%s%s", prefix, name ? name : "");
  question->documents[question->count++] = (luxr_document){.role = role,
                                                           .format = LUXR_FORMAT_JSON,
                                                           .name = name,
                                                           .origin = cli_text_string(origin),
                                                           .bytes = text->data,
                                                           .length = text->length};
}

static size_t count_required(const cJSON *required) {
  const cJSON *resources;
  size_t count = 0;
  cJSON_ArrayForEach(resources, required) {
    count += (size_t)cJSON_GetArraySize(cli_tree_get(resources, "items"));
  }
  return count;
}

static void add_required(struct question *question, const cJSON *required) {
  const cJSON *resources, *item;
  cJSON_ArrayForEach(resources, required) {
    cJSON_ArrayForEach(item, cli_tree_get(resources, "items")) {
      add_document(question, LUXR_ROLE_REQUIRED, "required.", resources->string,
                   cli_tree_get(item, "resource"));
    }
  }
}

static void open_question(struct question *question, const cli_own_step *own,
                          const cJSON *request) {
  const cJSON *observed = cli_tree_at(request, "observed.resources"), *item;
  const cJSON *required = cli_tree_get(request, "requiredResources");
  const cJSON *context = cli_tree_get(request, "context");
  size_t most = (size_t)cJSON_GetArraySize(observed) + count_required(required) + 3;
  question->documents = cli_alloc(most * sizeof *question->documents);
  question->texts = cli_alloc(most * sizeof *question->texts);
  question->origins = cli_alloc(most * sizeof *question->origins);
  memset(question->texts, 0, most * sizeof *question->texts);
  memset(question->origins, 0, most * sizeof *question->origins);
  add_document(question, LUXR_ROLE_INPUT, "", NULL,
               cli_tree_at(request, "observed.composite.resource"));
  cJSON_ArrayForEach(item, observed) {
    add_document(question, LUXR_ROLE_OBSERVED, "observed.", item->string,
                 cli_tree_get(item, "resource"));
  }
  add_required(question, required);
  if (context) add_document(question, LUXR_ROLE_ENVIRONMENT, "context", NULL, context);
  if (!own->parameters.length) return;
  question->documents[question->count] = (luxr_document){.role = LUXR_ROLE_PARAMETERS,
                                                         .origin = own->parameters_name,
                                                         .bytes = own->parameters.data,
                                                         .length = own->parameters.length};
  question->count++;
}

static void close_question(struct question *question) {
  for (size_t i = 0; i < question->count; i++) {
    cli_text_free(&question->texts[i]);
    cli_text_free(&question->origins[i]);
  }
  free(question->texts);
  free(question->origins);
  free(question->documents);
}

static luxr_result *render(const cli_own_step *own, const struct question *question,
                           unsigned flags) {
  uint64_t time = own->deadline ? cli_clock() : 0;
  luxr_request request = {
      .documents = question->documents,
      .document_count = question->count,
      .only = own->only.items,
      .only_count = own->only.count,
      .skip = own->skip.items,
      .skip_count = own->skip.count,
      .sets = own->sets.items,
      .set_count = own->sets.count,
      .default_namespace = own->name_space,
      .output = LUXR_FORMAT_JSON,
      .flags = own->flags | LUXR_LIVE | flags,
      .milliseconds = !own->deadline         ? 0
                      : time < own->deadline ? own->deadline - time
                                             : 1,
  };
  return luxr_render(own->engine.worker, own->engine.bundle, &request);
}

/* ---- what was found --------------------------------------------------------------- */

static bool has_findings(const luxr_result *result) {
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    if (luxr_result_diagnostic(result, i)->severity != LUXR_NOTE) return true;
  }
  return false;
}

/* The flags for an XR as it was written, or as it was completed: what the core adds is
 * nobody's mistake. */
static unsigned flags_of(const cli_own_step *own, bool written) {
  unsigned flags = own->knows_fields && written ? 0 : LUXR_UNKNOWN_FIELDS;
  bool is_judged = !own->knows_fields || written;
  return flags | (own->strict && is_judged ? LUXR_STRICT : 0);
}

static bool is_well(const luxr_result *result) {
  return luxr_result_status(result) == LUXR_OK;
}

/* Findings name places in the XR as it was written, not as the core completed it: so what
 * was written is rendered again when there is something to find. It also tells fields
 * that the core added from those that nobody knows. Returns what to report, and frees the
 * other. */
static luxr_result *place(const cli_own_step *own, struct question *question,
                          luxr_result *result) {
  luxr_document completed = question->documents[0];
  luxr_result *again;
  bool better;
  if (!has_findings(result)) return result;
  question->documents[0] = own->xr->source;
  question->documents[0].role = LUXR_ROLE_INPUT;
  again = render(own, question, flags_of(own, true));
  question->documents[0] = completed;
  better = is_well(again) == is_well(result) || (own->knows_fields && !is_well(again));
  luxr_result_free(better ? result : again);
  return better ? again : result;
}

cJSON *cli_own_step_run(void *data, const cJSON *request) {
  cli_own_step *own = data;
  struct question question = {0};
  cJSON *response = NULL;
  luxr_result *result;
  open_question(&question, own, request);
  result = render(own, &question, flags_of(own, false));
  own->is_late = !is_well(result) && own->deadline && cli_clock() >= own->deadline;
  if (is_well(result)) response = cli_own_step_answer(own, request, result);
  if (own->last) luxr_result_free(own->last);
  own->last = own->is_late ? result : place(own, &question, result);
  if (!is_well(own->last)) {
    cJSON_Delete(response);
    response = NULL;
  }
  close_question(&question);
  return response;
}

/* What was found of a call that took too long is about the completed XR: its warnings
 * would name places that nobody wrote. */
static void report_late(const cli_own_step *own) {
  for (size_t i = 0; i < luxr_result_diagnostic_count(own->last); i++) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(own->last, i);
    if (finding->severity == LUXR_ERROR) cli_report_finding(own->library.report, finding);
  }
}

void cli_own_step_report(cli_own_step *own) {
  if (own->last && own->is_late) report_late(own);
  if (own->last && !own->is_late) cli_report_result(own->library.report, own->last);
}

void cli_own_step_close(cli_own_step *own) {
  if (own->last) luxr_result_free(own->last);
  cli_engine_close(&own->engine);
  cli_text_free(&own->parameters);
}
