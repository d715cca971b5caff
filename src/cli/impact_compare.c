#include "impact_compare.h"

#include <string.h>

static bool is_rendered(const luxr_item *item) {
  return item->state == LUXR_RENDERED;
}

static size_t group_length(const char *api_version) {
  const char *slash = strchr(api_version, '/');
  return slash ? (size_t)(slash - api_version) : 0;
}

void cli_impact_kind_of(cli_text *text, const luxr_identity *identity) {
  size_t group = group_length(identity->api_version);
  cli_text_put(text, identity->kind);
  if (group) cli_text_put(text, ".");
  cli_text_add(text, identity->api_version, group);
}

/* Versions of one group are one thing. */
static bool is_same_identity(const luxr_identity *a, const luxr_identity *b) {
  size_t group = group_length(a->api_version);
  return group == group_length(b->api_version) &&
         memcmp(a->api_version, b->api_version, group) == 0 && strcmp(a->kind, b->kind) == 0 &&
         strcmp(a->name, b->name) == 0 && strcmp(a->name_space, b->name_space) == 0;
}

static bool is_pair(const cli_comparison *comparison, const luxr_item *a, const luxr_item *b) {
  bool may_be_renamed = comparison->bare && *a->manifest.name;
  return is_rendered(a) && is_rendered(b) &&
         (may_be_renamed || strcmp(a->name, b->name) == 0) &&
         is_same_identity(&a->object, &b->object) &&
         is_same_identity(&a->manifest, &b->manifest);
}

/* The other side of an item; most often it stands at the same place. */
static const luxr_item *find_pair(const cli_comparison *comparison, const luxr_item *item,
                                  const luxr_result *others, size_t place) {
  size_t count = luxr_result_item_count(others);
  for (size_t i = 0; i < count; i++) {
    const luxr_item *other = luxr_result_item(others, (place + i) % count);
    if (is_pair(comparison, item, other)) return other;
  }
  return NULL;
}

static const luxr_item *find_named(const luxr_result *result, const char *name) {
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (strcmp(item->name, name) == 0) return item;
  }
  return NULL;
}

static bool add(cli_comparison *comparison, const cli_impact_entry *entry) {
  cli_text path = {0}, old = {0}, new = {0};
  cli_impact_entry wide = *entry;
  bool is_new;
  cli_impact_generalize(&path, entry->path, entry->sample);
  wide.path = cli_text_string(&path);
  if (entry->old) {
    cli_impact_generalize(&old, entry->old, entry->sample);
    wide.old = cli_text_string(&old);
  }
  if (entry->new) {
    cli_impact_generalize(&new, entry->new, entry->sample);
    wide.new = cli_text_string(&new);
  }
  is_new = cli_impact_add(&comparison->impact, &wide);
  cli_text_free(&path);
  cli_text_free(&old);
  cli_text_free(&new);
  return is_new;
}

/* ---- Resources that are on one side only --------------------------------------------
 */

/* Why there is none on the other side; `was` is for what is new. */
static void add_reason(cli_text *text, const luxr_item *item, const luxr_item *other,
                       bool was) {
  cli_text_print(text, "'%s' ", item->name);
  if (!other) {
    cli_text_put(text, was ? "is new" : "is made no more");
  } else if (!is_rendered(other)) {
    cli_text_print(text, "%s skipped: %s", was ? "was" : "is", other->reason);
  } else {
    cli_text_print(text, was ? "was %s %s" : "is %s %s now", other->manifest.kind,
                   other->manifest.name);
    if (*other->manifest.name_space) {
      cli_text_print(text, " in %s", other->manifest.name_space);
    }
  }
}

static void tell_alone(cli_comparison *comparison, cli_impact_part part, const luxr_item *item,
                       const luxr_result *others, const char *input) {
  bool is_added = part == CLI_IMPACT_ADDED, is_new;
  cli_text kind = {0}, reason = {0};
  cli_impact_entry entry = {.part = part, .path = item->name, .sample = input};
  cli_impact_kind_of(&kind, &item->manifest);
  add_reason(&reason, item, find_named(others, item->name), is_added);
  entry.kind = cli_text_string(&kind);
  entry.new = cli_text_string(&reason);
  entry.thing = comparison->resources++;
  is_new = add(comparison, &entry);
  if (comparison->show) {
    comparison->show(comparison->data, input, is_added ? NULL : item, is_added ? item : NULL,
                     is_new);
  }
  cli_text_free(&kind);
  cli_text_free(&reason);
}

static void count_resources(cli_comparison *comparison, const luxr_result *old) {
  cli_text kind = {0};
  for (size_t i = 0; i < luxr_result_item_count(old); i++) {
    const luxr_item *item = luxr_result_item(old, i);
    if (!is_rendered(item)) continue;
    comparison->impact.resources++;
    kind.length = 0;
    cli_impact_kind_of(&kind, &item->manifest);
    cli_impact_count(&comparison->impact, cli_text_string(&kind));
    if (is_same_identity(&item->object, &item->manifest)) continue;
    kind.length = 0;
    cli_impact_kind_of(&kind, &item->object);
    cli_impact_count(&comparison->impact, cli_text_string(&kind));
  }
  cli_text_free(&kind);
}

/* ---- Findings -----------------------------------------------------------------------
 */

static const char *text_of(const char *string) {
  return string ? string : "";
}

static bool is_same_finding(const luxr_diagnostic *a, const luxr_diagnostic *b) {
  return a->severity == b->severity && strcmp(text_of(a->path), text_of(b->path)) == 0 &&
         strcmp(text_of(a->hook), text_of(b->hook)) == 0 &&
         strcmp(text_of(a->sentence), text_of(b->sentence)) == 0;
}

static bool has_finding(const luxr_result *result, const luxr_diagnostic *wanted) {
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    if (is_same_finding(luxr_result_diagnostic(result, i), wanted)) return true;
  }
  return false;
}

static void tell_finding(cli_comparison *comparison, cli_impact_part part,
                         const luxr_diagnostic *finding, const char *input) {
  cli_text sentence = {0};
  cli_impact_entry entry = {.part = part,
                            .kind = text_of(finding->hook),
                            .path = text_of(finding->path),
                            .sample = input,
                            .thing = comparison->impact.inputs};
  bool is_script = finding->status == LUXR_ERR_SCRIPT || finding->status == LUXR_ERR_LIMIT;
  if (is_script && finding->file && finding->line) {
    cli_text_print(&sentence, "%s:%zu: ", finding->file, finding->line);
  }
  cli_text_put(&sentence, text_of(finding->sentence));
  entry.new = cli_text_string(&sentence);
  add(comparison, &entry);
  cli_text_free(&sentence);
}

static void tell_failure(cli_comparison *comparison, cli_impact_part part,
                         const luxr_result *result, const char *input) {
  luxr_diagnostic none = {.severity = LUXR_ERROR};
  size_t told = 0;
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(result, i);
    if (finding->severity != LUXR_ERROR) continue;
    tell_finding(comparison, part, finding, input);
    told++;
  }
  none.sentence = luxr_status_name(luxr_result_status(result));
  if (!told) tell_finding(comparison, part, &none, input);
}

/* True when there was one. */
static bool tell_warnings(cli_comparison *comparison, cli_impact_part part,
                          const luxr_result *result, const luxr_result *other,
                          const char *input) {
  bool found = false;
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(result, i);
    if (finding->severity != LUXR_WARNING || has_finding(other, finding)) continue;
    tell_finding(comparison, part, finding, input);
    found = true;
  }
  return found;
}

/* ---- Inputs -------------------------------------------------------------------------
 */

static bool compare_resources(cli_comparison *comparison, const luxr_result *old,
                              const luxr_result *new, const char *input) {
  bool differs = false;
  for (size_t i = 0; i < luxr_result_item_count(old); i++) {
    const luxr_item *item = luxr_result_item(old, i), *pair;
    if (!is_rendered(item)) continue;
    pair = find_pair(comparison, item, new, i);
    if (pair && pair->length == item->length &&
        memcmp(pair->bytes, item->bytes, item->length) == 0) {
      continue;
    }
    differs = true;
    if (pair) {
      bool is_new = cli_compare_items(comparison, item, pair, input);
      if (comparison->show) comparison->show(comparison->data, input, item, pair, is_new);
    } else {
      tell_alone(comparison, CLI_IMPACT_DELETED, item, new, input);
    }
  }
  for (size_t i = 0; i < luxr_result_item_count(new); i++) {
    const luxr_item *item = luxr_result_item(new, i);
    if (!is_rendered(item) || find_pair(comparison, item, old, i)) continue;
    differs = true;
    tell_alone(comparison, CLI_IMPACT_ADDED, item, old, input);
  }
  return differs;
}

static void compare_good(cli_comparison *comparison, const luxr_result *old,
                         const luxr_result *new, const char *input) {
  bool differs = compare_resources(comparison, old, new, input);
  if (tell_warnings(comparison, CLI_IMPACT_WARNED, new, old, input)) differs = true;
  if (tell_warnings(comparison, CLI_IMPACT_SILENT, old, new, input)) differs = true;
  if (differs) {
    comparison->impact.touched++;
  } else {
    comparison->impact.same++;
  }
}

static size_t count_rendered(const luxr_result *result) {
  size_t count = 0;
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    if (is_rendered(luxr_result_item(result, i))) count++;
  }
  return count;
}

void cli_compare_results(cli_comparison *comparison, const luxr_result *old,
                         const luxr_result *new, const char *input) {
  bool was_good = luxr_result_status(old) == LUXR_OK;
  luxr_status status = luxr_result_status(new);
  if (was_good) count_resources(comparison, old);
  if (was_good && status == LUXR_OK) {
    compare_good(comparison, old, new, input);
  } else if (was_good) {
    tell_failure(comparison, status == LUXR_ERR_INPUT ? CLI_IMPACT_REJECTED : CLI_IMPACT_FAILED,
                 new, input);
  } else if (status == LUXR_OK) {
    tell_failure(comparison, CLI_IMPACT_ACCEPTED, old, input);
    comparison->impact.created += count_rendered(new);
  } else {
    tell_failure(comparison, CLI_IMPACT_STILL, new, input);
  }
  comparison->impact.inputs++;
}
