#include <string.h>

#include "composition.h"

/* A resource that exists keeps its names. */
static void keep_names(cJSON *metadata, const cJSON *seen) {
  static const char *const names[] = {"namespace", "name", "generateName"};
  const cJSON *observed = cli_tree_get(seen, "metadata");
  if (!seen) return;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    cli_tree_set_or_remove(metadata, names[i], cli_tree_string(observed, names[i]));
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
static bool set_name(const cli_composition *all, const char *resource, cJSON *object) {
  cJSON *metadata = cli_tree_enter(object, "metadata");
  const char *prefix = cli_tree_string(metadata, "generateName");
  cli_text name = {0};
  bool good;
  cli_text_put(&name, cli_tree_string(metadata, "name"));
  if (!name.length) {
    cli_composition_name(&name, prefix, cli_tree_string(all->xr, "metadata.uid"), resource);
    cli_tree_set_text(metadata, "name", cli_text_string(&name));
  }
  good = cli_composition_is_name(cli_text_string(&name), cli_tree_string(object, "apiVersion"),
                                 cli_tree_string(object, "kind"));
  if (!good) {
    cli_report_error(all->library.report, LUXR_ERR_INPUT, NULL,
                     "lower-case letters, digits, - and . make a name of at most 253",
                     "resource '%s' has the invalid name '%s'", resource,
                     cli_text_string(&name));
  }
  cli_text_free(&name);
  return good;
}

bool cli_composition_complete(cli_composition *all, const char *resource, cJSON *object) {
  cJSON *metadata = cli_tree_enter(object, "metadata");
  const cJSON *labels = cli_tree_at(all->xr, "metadata.labels");
  const char *prefix = cli_tree_value(cli_tree_get(labels, "crossplane.io/composite"));
  cli_text generated = {0};
  keep_names(metadata, cli_tree_get(all->seen, resource));
  if (!prefix || !*prefix) {
    cli_report_error(all->library.report, LUXR_ERR_INPUT, NULL, NULL,
                     "resource '%s' cannot be named: the XR has no metadata.name", resource);
    return false;
  }
  if (!*cli_tree_string(metadata, "name") && !*cli_tree_string(metadata, "generateName")) {
    cli_text_print(&generated, "%s-", prefix);
    cli_tree_set_text(metadata, "generateName", cli_text_string(&generated));
    cli_text_free(&generated);
  }
  set_namespace(all, resource, metadata);
  cli_tree_set_text(enter_strings(metadata, "annotations"),
                    "crossplane.io/composition-resource-name", resource);
  set_labels(all, metadata, prefix);
  return set_owner(all, resource, metadata) && set_name(all, resource, object);
}
