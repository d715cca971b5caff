#include <stdlib.h>
#include <string.h>

#include "composition.h"
#include "memory.h"

enum { NAMED_UNREADY = 3 };

/* A composed resource on its way. */
struct draft {
  const char *name; /* of the resource */
  const cJSON *wanted;
  cJSON *object;
};

/* ---- the XR ----------------------------------------------------------------------- */

static cJSON *new_reference(const cli_composition *all, const cJSON *object) {
  static const char *const names[][2] = {{"apiVersion", "apiVersion"},
                                         {"kind", "kind"},
                                         {"name", "metadata.name"},
                                         {"uid", "metadata.uid"},
                                         {"namespace", "metadata.namespace"}};
  bool has_namespace = *cli_tree_string(all->xr, "metadata.namespace") != '\0';
  size_t count = sizeof names / sizeof *names - (has_namespace ? 1 : 0);
  cJSON *reference = cli_tree_object();
  for (size_t i = 0; i < count; i++) {
    const char *value = cli_tree_string(object, names[i][1]);
    if (*value) cli_tree_set_text(reference, names[i][0], value);
  }
  return reference;
}

static void add_key(cli_text *text, const cJSON *reference) {
  static const char *const names[] = {"apiVersion", "kind", "name", "namespace"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    cli_text_put(text, cli_tree_string(reference, names[i]));
  }
}

static int compare_references(const void *a, const void *b) {
  cli_text texts[2] = {{0}, {0}};
  int order;
  add_key(&texts[0], *(cJSON *const *)a);
  add_key(&texts[1], *(cJSON *const *)b);
  order = strcmp(cli_text_string(&texts[0]), cli_text_string(&texts[1]));
  cli_text_free(&texts[0]);
  cli_text_free(&texts[1]);
  return order;
}

static cJSON *references_of(const cli_composition *all, const struct draft *drafts,
                            size_t count) {
  cJSON **references = cli_alloc(count * sizeof *references), *list = cli_tree_list();
  for (size_t i = 0; i < count; i++) {
    references[i] = new_reference(all, drafts[i].object);
  }
  qsort(references, count, sizeof *references, compare_references);
  for (size_t i = 0; i < count; i++) cli_tree_add(list, references[i]);
  free(references);
  return list;
}

/* "a, b, and c", "a, b, c, and 4 more". */
static void list_unready(cli_text *text, const struct draft *drafts, size_t count) {
  size_t unready = 0, named = 0;
  for (size_t i = 0; i < count; i++) unready += drafts[i].wanted != NULL;
  for (size_t i = 0; i < count && named < NAMED_UNREADY; i++) {
    if (!drafts[i].wanted) continue;
    if (named) cli_text_put(text, ", ");
    if (named + 1 == NAMED_UNREADY && unready == NAMED_UNREADY) cli_text_put(text, "and ");
    cli_text_put(text, drafts[i].name);
    named++;
  }
  if (unready > named) cli_text_print(text, ", and %zu more", unready - named);
}

/* Says which resources are not ready, which makes the XR so unless a function knows
 * better. Of `drafts` only those that are not ready have a `wanted`. */
static void mark_ready(cli_composition *all, const struct draft *drafts, size_t count,
                       cJSON *conditions) {
  const char *said = cli_tree_string(all->desired, "composite.ready");
  cli_text list = {0};
  list_unready(&list, drafts, count);
  for (size_t i = 0; i < count; i++) {
    cli_text message = {0};
    if (!drafts[i].wanted) continue;
    cli_text_print(&message, "Composed resource \"%s\" is not yet ready", drafts[i].name);
    cli_composition_event(all, "Normal", "ComposeResources", &message);
  }
  if (strcmp(said, "READY_TRUE") == 0 || (strcmp(said, "READY_FALSE") != 0 && !list.length)) {
    cli_conditions_mark(conditions, "Ready", "True", "Available", "", NULL);
  } else if (strcmp(said, "READY_FALSE") == 0) {
    cli_conditions_mark(conditions, "Ready", "False", "Creating", "", NULL);
  } else {
    cli_text message = {0};
    cli_text_print(&message, "Unready resources: %s", cli_text_string(&list));
    cli_conditions_mark(conditions, "Ready", "False", "Creating", cli_text_string(&message),
                        NULL);
    cli_text_free(&message);
  }
  cli_text_free(&list);
}

/* What is known of the XR after the run: identity, references, status. */
static void make_out(cli_composition *all, const struct draft *drafts, size_t count) {
  cJSON *out = cli_tree_object(), *metadata = cli_tree_enter(out, "metadata");
  const cJSON *status = cli_tree_at(all->desired, "composite.resource.status");
  cJSON *kept = cli_conditions_read(cli_tree_at(all->xr, "status.conditions"));
  cJSON *conditions = cli_tree_list();
  all->out = out;
  cli_tree_set_text(out, "apiVersion", cli_tree_string(all->xr, "apiVersion"));
  cli_tree_set_text(out, "kind", cli_tree_string(all->xr, "kind"));
  cli_tree_set_or_remove(metadata, "name", cli_tree_string(all->xr, "metadata.name"));
  cli_tree_set_or_remove(metadata, "namespace", cli_tree_string(all->xr, "metadata.namespace"));
  cli_tree_set(cli_composition_fields(all, out), "resourceRefs",
               references_of(all, drafts, count));
  if (cJSON_IsObject(status)) cli_tree_set(out, "status", cli_tree_copy(status));
  cli_conditions_merge(out, kept);
  cli_conditions_merge(out, all->marks);
  cli_conditions_mark(conditions, "Synced", "True", "ReconcileSuccess", "", NULL);
  mark_ready(all, drafts, count, conditions);
  cli_conditions_merge(out, conditions);
  cJSON_Delete(conditions);
  cJSON_Delete(kept);
}

/* ---- all of it -------------------------------------------------------------------- */

/* An object that tells no conditions is printed with none. False: reported. */
static bool settle_status(const cli_composition *all, const struct draft *draft) {
  cJSON *status = cli_tree_get(draft->object, "status"), *conditions;
  if (cJSON_IsNull(status)) {
    cli_report_error(all->library.report, LUXR_ERR_INPUT, NULL, NULL,
                     "the status of resource '%s' is null, not a map", draft->name);
    return false;
  }
  if (!cJSON_IsObject(status)) return true;
  conditions = cli_conditions_read(cli_tree_get(status, "conditions"));
  if (!conditions) return true;
  if (!cJSON_IsArray(cli_tree_get(status, "conditions"))) {
    cJSON_Delete(conditions);
    conditions = cJSON_CreateNull();
  }
  cli_tree_set(status, "conditions", conditions);
  return true;
}

static int compare_drafts(const void *a, const void *b) {
  return strcmp(((const struct draft *)a)->name, ((const struct draft *)b)->name);
}

/* The drafts, sorted by name; free what it returns. */
static struct draft *list_drafts(const cli_composition *all, size_t *count) {
  const cJSON *resources = cli_tree_get(all->desired, "resources"), *wanted;
  struct draft *drafts = cli_alloc((size_t)cJSON_GetArraySize(resources) * sizeof *drafts);
  *count = 0;
  cJSON_ArrayForEach(wanted, resources) {
    const cJSON *object = cli_tree_get(wanted, "resource");
    drafts[(*count)++] = (struct draft){wanted->string, wanted,
                                        object ? cli_tree_copy(object) : cli_tree_object()};
  }
  qsort(drafts, *count, sizeof *drafts, compare_drafts);
  return drafts;
}

bool cli_composition_compose(cli_composition *all) {
  size_t count = 0;
  struct draft *drafts = list_drafts(all, &count);
  bool good = true;
  all->composed = cli_tree_list();
  for (size_t i = 0; i < count; i++) {
    bool ready = strcmp(cli_tree_string(drafts[i].wanted, "ready"), "READY_TRUE") == 0;
    good = good && cli_composition_complete(all, drafts[i].name, drafts[i].object);
    if (ready) drafts[i].wanted = NULL;
  }
  if (good) make_out(all, drafts, count);
  for (size_t i = 0; i < count; i++) {
    if (!cli_tree_get(drafts[i].object, "apiVersion"))
      cli_tree_set_text(drafts[i].object, "apiVersion", "");
    if (!cli_tree_get(drafts[i].object, "kind"))
      cli_tree_set_text(drafts[i].object, "kind", "");
    good = good && settle_status(all, &drafts[i]);
    cli_tree_add(all->composed, drafts[i].object);
  }
  free(drafts);
  return good;
}
