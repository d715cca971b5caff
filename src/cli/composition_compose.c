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

/* ---- metadata
 * ---------------------------------------------------------------------------- */

static void set_or_remove(cJSON *metadata, const char *name, const char *value) {
  cli_tree_set(metadata, name, *value ? cli_tree_text(value) : NULL);
}

/* A resource that exists keeps its names. */
static void keep_names(cJSON *metadata, const cJSON *seen) {
  static const char *const names[] = {"namespace", "name", "generateName"};
  const cJSON *observed = cli_tree_get(seen, "metadata");
  if (!seen) return;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    set_or_remove(metadata, names[i], cli_tree_string(observed, names[i]));
  }
}

static void set_namespace(cli_composition *all, const char *name, cJSON *metadata) {
  const char *wanted = cli_tree_string(all->xr, "metadata.namespace");
  const char *got = cli_tree_string(metadata, "namespace");
  cli_text message = {0};
  if (!*wanted) return;
  if (*got && strcmp(got, wanted) != 0) {
    cli_text_print(&message,
                   "cannot create composed resource \"%s\" in namespace \"%s\", using XR "
                   "namespace \"%s\" instead",
                   name, got, wanted);
    cli_composition_event(all, "Warning", "NamespaceOverridden", &message);
  }
  cli_tree_set_text(metadata, "namespace", wanted);
}

/* Text alone may stand there: a map that holds anything else is not kept. */
static cJSON *enter_strings(cJSON *metadata, const char *name) {
  cJSON *strings = cli_tree_copy_strings(cli_tree_get(metadata, name));
  cli_tree_set(metadata, name, strings);
  return strings;
}

static void set_labels(const cli_composition *all, cJSON *metadata, const char *prefix) {
  static const char claim[] = "crossplane.io/claim-name";
  static const char claim_namespace[] = "crossplane.io/claim-namespace";
  const cJSON *given = cli_tree_at(all->xr, "metadata.labels");
  const char *name = cli_tree_value(cli_tree_get(given, claim));
  const char *name_space = cli_tree_value(cli_tree_get(given, claim_namespace));
  cJSON *labels = enter_strings(metadata, "labels");
  cli_tree_set_text(labels, "crossplane.io/composite", prefix);
  if (!name || !name_space || !*name || !*name_space) return;
  cli_tree_set_text(labels, claim, name);
  cli_tree_set_text(labels, claim_namespace, name_space);
}

static cJSON *new_owner(const cJSON *xr) {
  cJSON *owner = cli_tree_object();
  cli_tree_set_text(owner, "apiVersion", cli_tree_string(xr, "apiVersion"));
  cli_tree_set_text(owner, "kind", cli_tree_string(xr, "kind"));
  cli_tree_set_text(owner, "name", cli_tree_string(xr, "metadata.name"));
  cli_tree_set_text(owner, "uid", cli_tree_string(xr, "metadata.uid"));
  cli_tree_set(owner, "controller", cJSON_CreateTrue());
  cli_tree_set(owner, "blockOwnerDeletion", cJSON_CreateTrue());
  return owner;
}

/* What an owner reference has, and no more. */
static cJSON *copy_owner(const cJSON *owner) {
  static const char *const texts[] = {"apiVersion", "kind", "name", "uid"};
  static const char *const flags[] = {"controller", "blockOwnerDeletion"};
  cJSON *copy = cli_tree_object();
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    cli_tree_set_text(copy, texts[i], cli_tree_string(owner, texts[i]));
  }
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
    const cJSON *flag = cli_tree_get(owner, flags[i]);
    if (cJSON_IsBool(flag)) cli_tree_set(copy, flags[i], cli_tree_copy(flag));
  }
  return copy;
}

/* The XR becomes the controller. False: somebody else is, which was reported. */
static bool set_owner(const cli_composition *all, const char *name, cJSON *metadata) {
  const char *uid = cli_tree_string(all->xr, "metadata.uid");
  cJSON *owners = cli_tree_list(), *ours = new_owner(all->xr);
  const cJSON *owner;
  cJSON_ArrayForEach(owner, cli_tree_get(metadata, "ownerReferences")) {
    bool same = strcmp(cli_tree_string(owner, "uid"), uid) == 0;
    if (!same && cJSON_IsTrue(cli_tree_get(owner, "controller"))) {
      cli_report_error(all->library.report, LUXR_ERR_INPUT, NULL, NULL,
                       "resource '%s' has a controller already, %s %s", name,
                       cli_tree_string(owner, "kind"), cli_tree_string(owner, "name"));
      cJSON_Delete(ours);
      cJSON_Delete(owners);
      return false;
    }
    cli_tree_add(owners, same && ours ? ours : copy_owner(owner));
    if (same) ours = NULL;
  }
  if (ours) cli_tree_add(owners, ours);
  cli_tree_set(metadata, "ownerReferences", owners);
  return true;
}

/* False: reported. */
static bool set_name(const cli_composition *all, const struct draft *draft,
                     cJSON *metadata) {
  const char *prefix = cli_tree_string(metadata, "generateName");
  cli_text name = {0};
  bool good;
  cli_text_put(&name, cli_tree_string(metadata, "name"));
  if (!name.length) {
    cli_composition_name(&name, prefix, cli_tree_string(all->xr, "metadata.uid"),
                         draft->name);
    cli_tree_set_text(metadata, "name", cli_text_string(&name));
  }
  good = cli_composition_is_name(cli_text_string(&name),
                                 cli_tree_string(draft->object, "apiVersion"),
                                 cli_tree_string(draft->object, "kind"));
  if (!good) {
    cli_report_error(all->library.report, LUXR_ERR_INPUT, NULL,
                     "lower-case letters, digits, - and . make a name of at most 253",
                     "resource '%s' has the invalid name '%s'", draft->name,
                     cli_text_string(&name));
  }
  cli_text_free(&name);
  return good;
}

/* An object of the resource `draft` as it is applied. False: reported. */
static bool complete(cli_composition *all, struct draft *draft) {
  cJSON *metadata = cli_tree_enter(draft->object, "metadata");
  const cJSON *labels = cli_tree_at(all->xr, "metadata.labels");
  const char *prefix = cli_tree_value(cli_tree_get(labels, "crossplane.io/composite"));
  cli_text generated = {0};
  keep_names(metadata, cli_tree_get(all->seen, draft->name));
  if (!prefix || !*prefix) {
    cli_report_error(all->library.report, LUXR_ERR_INPUT, NULL, NULL,
                     "resource '%s' cannot be named: the XR has no metadata.name",
                     draft->name);
    return false;
  }
  if (!*cli_tree_string(metadata, "name") &&
      !*cli_tree_string(metadata, "generateName")) {
    cli_text_print(&generated, "%s-", prefix);
    cli_tree_set_text(metadata, "generateName", cli_text_string(&generated));
    cli_text_free(&generated);
  }
  set_namespace(all, draft->name, metadata);
  cli_tree_set_text(enter_strings(metadata, "annotations"),
                    "crossplane.io/composition-resource-name", draft->name);
  set_labels(all, metadata, prefix);
  return set_owner(all, draft->name, metadata) && set_name(all, draft, metadata);
}

/* ---- the XR
 * ------------------------------------------------------------------------------ */

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
    if (named + 1 == NAMED_UNREADY && unready == NAMED_UNREADY)
      cli_text_put(text, "and ");
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
  if (strcmp(said, "READY_TRUE") == 0 ||
      (strcmp(said, "READY_FALSE") != 0 && !list.length)) {
    cli_conditions_mark(conditions, "Ready", "True", "Available", "", NULL);
  } else if (strcmp(said, "READY_FALSE") == 0) {
    cli_conditions_mark(conditions, "Ready", "False", "Creating", "", NULL);
  } else {
    cli_text message = {0};
    cli_text_print(&message, "Unready resources: %s", cli_text_string(&list));
    cli_conditions_mark(conditions, "Ready", "False", "Creating",
                        cli_text_string(&message), NULL);
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
  set_or_remove(metadata, "name", cli_tree_string(all->xr, "metadata.name"));
  set_or_remove(metadata, "namespace", cli_tree_string(all->xr, "metadata.namespace"));
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

/* ---- all of it
 * --------------------------------------------------------------------------- */

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
  struct draft *drafts =
      cli_alloc((size_t)cJSON_GetArraySize(resources) * sizeof *drafts);
  *count = 0;
  cJSON_ArrayForEach(wanted, resources) {
    const cJSON *object = cli_tree_get(wanted, "resource");
    drafts[(*count)++] = (struct draft){
        wanted->string, wanted, object ? cli_tree_copy(object) : cli_tree_object()};
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
    good = good && complete(all, &drafts[i]);
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

bool cli_composition_is_over(cli_composition *all) {
  const cJSON *annotations = cli_tree_at(all->xr, "metadata.annotations");
  const cJSON *generation = cli_tree_at(all->xr, "metadata.generation");
  const char *paused = cli_tree_value(cli_tree_get(annotations, "crossplane.io/paused"));
  cJSON *conditions = cli_tree_list();
  cli_text message = {0};
  if (paused && strcmp(paused, "true") == 0) {
    cli_text_put(&message, "Reconciliation is paused via the pause annotation");
    cli_composition_event(all, "Normal", "ReconciliationPaused", &message);
    cli_conditions_mark(
        conditions, "Synced", "False", "ReconcilePaused",
        "Reconciliation (including deletion) is paused via the pause annotation",
        generation);
  } else if (*cli_tree_string(all->xr, "metadata.deletionTimestamp")) {
    cli_conditions_mark(conditions, "Ready", "False", "Deleting", "", generation);
    cli_conditions_mark(conditions, "Synced", "True", "ReconcileSuccess", "", generation);
  } else {
    cJSON_Delete(conditions);
    return false;
  }
  all->out = cli_tree_copy(all->xr);
  all->composed = cli_tree_list();
  cli_conditions_merge(all->out, conditions);
  cJSON_Delete(conditions);
  return true;
}
