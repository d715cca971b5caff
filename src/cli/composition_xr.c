#include <string.h>

#include "composition.h"

static const char name_annotation[] = "crossplane.io/composition-resource-name";
static const char prefix_label[] = "crossplane.io/composite";

void cli_composition_clear(cli_composition *all) {
  cli_documents_free(&all->observed);
  cli_documents_free(&all->required);
  cJSON_Delete(all->file);
  cJSON_Delete(all->xr);
  cJSON_Delete(all->seen);
  cJSON_Delete(all->events);
  cJSON_Delete(all->desired);
  cJSON_Delete(all->context);
  cJSON_Delete(all->marks);
  cJSON_Delete(all->out);
  cJSON_Delete(all->composed);
  *all = (cli_composition){.library = all->library};
}

cJSON *cli_composition_fields(const cli_composition *all, cJSON *xr) {
  cJSON *spec = cli_tree_enter(xr, "spec");
  return all->is_legacy ? spec : cli_tree_enter(spec, "crossplane");
}

void cli_composition_event(cli_composition *all, const char *type, const char *reason,
                           cli_text *message) {
  cJSON *event = cli_tree_object();
  cli_tree_set_text(event, "type", type);
  cli_tree_set_text(event, "reason", reason);
  cli_tree_set_text(event, "message", cli_text_string(message));
  cli_tree_add(all->events, event);
  cli_text_free(message);
}

/* Of the observed resources; those of the file go. */
static void refer_to_observed(cli_composition *all) {
  bool has_namespace = *cli_tree_string(all->xr, "metadata.namespace") != '\0';
  cJSON *references = cli_tree_list();
  for (size_t i = 0; i < all->observed.count; i++) {
    static const char *const names[] = {"apiVersion", "kind"};
    const cJSON *object = all->observed.items[i].value;
    const char *name_space = cli_tree_string(object, "metadata.namespace");
    const char *name = cli_tree_string(object, "metadata.name");
    cJSON *reference = cli_tree_object();
    for (size_t k = 0; k < 2; k++) {
      const char *value = cli_tree_string(object, names[k]);
      if (*value) cli_tree_set_text(reference, names[k], value);
    }
    if (*name) cli_tree_set_text(reference, "name", name);
    if (!has_namespace && *name_space) {
      cli_tree_set_text(reference, "namespace", name_space);
    }
    cli_tree_add(references, reference);
  }
  cli_tree_set(cli_composition_fields(all, all->xr), "resourceRefs", references);
}

/* Says that the Composition was selected unless the file names it already. */
static void select_composition(cli_composition *all, const char *composition) {
  cJSON *fields = cli_composition_fields(all, all->xr);
  const cJSON *old = cli_tree_get(fields, "compositionRef");
  cJSON *reference = cli_tree_object();
  cli_text message = {0};
  bool is_same;
  if (*composition) cli_tree_set_text(reference, "name", composition);
  is_same = old && cli_tree_is_same(old, reference);
  cli_tree_set(fields, "compositionRef", reference);
  if (is_same) return;
  cli_text_print(&message, "Successfully selected composition: %s", composition);
  cli_composition_event(all, "Normal", "SelectComposition", &message);
}

/* Names of composed resources begin with this label's value. */
static void set_prefix(cJSON *metadata) {
  const char *name = cli_tree_string(metadata, "name");
  cJSON *labels = cli_tree_copy_strings(cli_tree_get(metadata, "labels"));
  const char *given = cli_tree_value(cli_tree_get(labels, prefix_label));
  if (*name && (!given || !*given)) {
    cli_tree_set_text(labels, prefix_label, name);
    cli_tree_set(metadata, "labels", labels);
  } else {
    cJSON_Delete(labels);
  }
}

/* Somebody asked for this run by an annotation: the status says that it was done. */
static void handle_request(cli_composition *all) {
  const cJSON *annotations = cli_tree_at(all->xr, "metadata.annotations");
  const char *token =
      cli_tree_text_of(cli_tree_get(annotations, "crossplane.io/reconcile-requested-at"));
  cJSON *status = cli_tree_enter(all->xr, "status");
  cli_text message = {0};
  if (!*token || strcmp(token, cli_tree_string(status, "lastHandledReconcileAt")) == 0) return;
  cli_text_put(&message, "Handling reconcile request");
  cli_composition_event(all, "Normal", "ReconcileRequestHandled", &message);
  cli_tree_set_text(status, "lastHandledReconcileAt", token);
}

static bool is_paused(const cJSON *xr) {
  const cJSON *annotations = cli_tree_at(xr, "metadata.annotations");
  return strcmp(cli_tree_text_of(cli_tree_get(annotations, "crossplane.io/paused")), "true") ==
         0;
}

/* The XR with these conditions, which are freed, is all that comes of it. */
static void end(cli_composition *all, cJSON *conditions) {
  all->is_over = true;
  cli_conditions_merge(all->xr, conditions);
  cJSON_Delete(conditions);
  all->out = cli_tree_copy(all->xr);
  all->composed = cli_tree_list();
}

static void end_paused(cli_composition *all) {
  cJSON *conditions = cli_tree_list();
  cli_text message = {0};
  cli_text_put(&message, "Reconciliation is paused via the pause annotation");
  cli_composition_event(all, "Normal", "ReconciliationPaused", &message);
  cli_conditions_mark(conditions, "Synced", "False", "ReconcilePaused",
                      "Reconciliation (including deletion) is paused via the pause annotation",
                      cli_tree_at(all->xr, "metadata.generation"));
  end(all, conditions);
}

static void end_deleted(cli_composition *all) {
  const cJSON *generation = cli_tree_at(all->xr, "metadata.generation");
  cJSON *conditions = cli_tree_list();
  cli_conditions_mark(conditions, "Ready", "False", "Deleting", "", generation);
  cli_conditions_mark(conditions, "Synced", "True", "ReconcileSuccess", "", generation);
  end(all, conditions);
}

/* What stands in the XR whenever the core looks at it. */
static void identify(cli_composition *all, cJSON *metadata) {
  cJSON *conditions = cli_tree_list();
  char uid[CLI_UID_LENGTH + 1];
  if (!*cli_tree_string(metadata, "uid")) {
    cli_composition_uid(all->xr, uid);
    cli_tree_set_text(metadata, "uid", uid);
  }
  cli_tree_set_text(metadata, "resourceVersion", "999");
  if (all->observed.count) refer_to_observed(all);
  cli_conditions_mark(conditions, "Responsive", "True", "WatchCircuitClosed", "",
                      cli_tree_get(metadata, "generation"));
  cli_conditions_merge(all->xr, conditions);
  cJSON_Delete(conditions);
}

void cli_composition_prepare(cli_composition *all, const char *composition) {
  cJSON *metadata;
  all->events = cli_tree_list();
  all->marks = cli_tree_list();
  all->desired = cli_tree_object();
  all->xr = cli_tree_copy(all->file);
  metadata = cli_tree_enter(all->xr, "metadata");
  identify(all, metadata);
  if (is_paused(all->xr)) {
    end_paused(all);
    return;
  }
  handle_request(all);
  if (*cli_tree_string(metadata, "deletionTimestamp")) {
    end_deleted(all);
    return;
  }
  if (composition) select_composition(all, composition);
  set_prefix(metadata);
}

/* ---- observed resources ----------------------------------------------------------- */

/* Of the object's controller; NULL: it has none. */
static const char *controller_of(const cJSON *object) {
  const cJSON *owner;
  cJSON_ArrayForEach(owner, cli_tree_at(object, "metadata.ownerReferences")) {
    if (cJSON_IsTrue(cli_tree_get(owner, "controller"))) return cli_tree_string(owner, "uid");
  }
  return NULL;
}

static bool check_observed(const cli_composition *all, const cli_document *document,
                           const char *uid) {
  const char *given = cli_tree_string(document->value, "metadata.name");
  const char *name = *given ? given : cli_tree_string(document->value, "kind");
  const char *name_space = cli_tree_string(all->file, "metadata.namespace");
  const char *controller = controller_of(document->value);
  bool good = true;
  if (controller && strcmp(controller, uid) != 0) {
    cli_document_error(&all->library, document, "metadata.ownerReferences", NULL,
                       "observed resource %s has a controller that is not the XR", name);
    good = false;
  }
  if (*name_space &&
      strcmp(cli_tree_string(document->value, "metadata.namespace"), name_space) != 0) {
    cli_document_error(&all->library, document, "metadata.namespace", NULL,
                       "observed resource %s is not in the XR's namespace, '%s'", name,
                       name_space);
    good = false;
  }
  return good;
}

/* An object without a name is as good as none: nothing can refer to it. */
static bool see(cli_composition *all, const cli_document *document) {
  const char *name = cli_tree_value(
      cli_tree_get(cli_tree_at(document->value, "metadata.annotations"), name_annotation));
  if (!*cli_tree_string(document->value, "metadata.name")) return true;
  if (!name || !*name) {
    cli_document_error(&all->library, document, "metadata.annotations", NULL,
                       "observed resource %s has no annotation %s",
                       cli_tree_string(document->value, "metadata.name"), name_annotation);
    return false;
  }
  cli_tree_set(all->seen, name, cli_tree_copy(document->value));
  return true;
}

bool cli_composition_observe(cli_composition *all, const char *path, unsigned flags) {
  char uid[CLI_UID_LENGTH + 1];
  const char *given = cli_tree_string(all->file, "metadata.uid");
  bool good = true;
  all->seen = cli_tree_object();
  if (!path) return true;
  if (!cli_documents_read(&all->library, &all->observed, path, flags)) return false;
  cli_composition_uid(all->file, uid);
  for (size_t i = 0; i < all->observed.count; i++) {
    good = check_observed(all, &all->observed.items[i], *given ? given : uid) && good;
  }
  for (size_t i = 0; good && i < all->observed.count; i++) {
    good = see(all, &all->observed.items[i]);
  }
  return good;
}
