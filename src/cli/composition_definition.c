#include <string.h>

#include "composition.h"

/* ---- defaults, as API servers fill them in ---------------------------------------- */

static bool must_not_be_null(const cJSON *value, const cJSON *schema) {
  return cJSON_IsNull(value) && cJSON_IsObject(schema) &&
         !cJSON_IsTrue(cli_tree_get(schema, "nullable"));
}

static const cJSON *default_of(const cJSON *schema) {
  const cJSON *value = cli_tree_get(schema, "default");
  return cJSON_IsNull(value) ? NULL : value;
}

static void fill(cJSON *value, const cJSON *schema);

static void fill_object(cJSON *object, const cJSON *schema) {
  const cJSON *properties = cli_tree_get(schema, "properties"), *property;
  const cJSON *others = cli_tree_get(schema, "additionalProperties");
  cJSON *member, *next;
  cJSON_ArrayForEach(property, properties) {
    const cJSON *value = default_of(property), *old = cli_tree_get(object, property->string);
    if (!value || (old && !must_not_be_null(old, property))) continue;
    cli_tree_set(object, property->string, cli_tree_copy(value));
  }
  for (member = object->child; member; member = next) {
    const cJSON *its = cli_tree_get(properties, member->string);
    next = member->next;
    if (!its && must_not_be_null(member, others) && default_of(others)) {
      cJSON *copy = cli_tree_copy(default_of(others));
      cli_tree_set(object, member->string, copy);
      member = copy;
    }
    fill(member, its ? its : others);
  }
}

static void fill_list(cJSON *list, const cJSON *schema) {
  const cJSON *items = cli_tree_get(schema, "items");
  cJSON *item, *next;
  for (item = list->child; item; item = next) {
    next = item->next;
    if (must_not_be_null(item, items) && default_of(items)) {
      cJSON *copy = cli_tree_copy(default_of(items));
      cJSON_ReplaceItemViaPointer(list, item, copy);
      item = copy;
    }
    fill(item, items);
  }
}

static void fill(cJSON *value, const cJSON *schema) {
  if (!cJSON_IsObject(schema)) return;
  if (cJSON_IsObject(value)) fill_object(value, schema);
  if (cJSON_IsArray(value)) fill_list(value, schema);
}

/* ---- the definition --------------------------------------------------------------- */

/* The schema for the XR's version; NULL: reported. */
static const cJSON *find_schema(const cli_composition *all, const cli_document *document) {
  const char *wanted = cli_tree_string(all->file, "apiVersion");
  const char *group = cli_tree_string(document->value, "spec.group");
  size_t length = strlen(group);
  const cJSON *version;
  cJSON_ArrayForEach(version, cli_tree_at(document->value, "spec.versions")) {
    if (strncmp(wanted, group, length) != 0 || wanted[length] != '/') continue;
    if (strcmp(cli_tree_string(version, "name"), wanted + length + 1) != 0) continue;
    return cli_tree_at(version, "schema.openAPIV3Schema");
  }
  cli_document_error(&all->library, document, "spec.versions", NULL,
                     "the definition has no version %s", wanted);
  return NULL;
}

static bool is_same_kind(const cli_composition *all, const cli_document *document) {
  const char *kind = cli_tree_string(all->file, "kind");
  if (strcmp(cli_tree_string(document->value, "spec.names.kind"), kind) == 0) return true;
  cli_document_error(&all->library, document, "spec.names.kind", NULL,
                     "the definition is of another kind than the XR, which is a '%s'", kind);
  return false;
}

/* The first versions of definitions have the old scope where they name none. */
static bool read_scope(cli_composition *all, const cli_document *document) {
  static const char group[] = "apiextensions.crossplane.io/";
  const char *version = cli_tree_string(document->value, "apiVersion");
  const char *scope = cli_tree_string(document->value, "spec.scope");
  bool is_first, is_good = strncmp(version, group, sizeof group - 1) == 0;
  version += is_good ? sizeof group - 1 : 0;
  is_first = strcmp(version, "v1") == 0;
  if (!is_good || (!is_first && strcmp(version, "v2") != 0)) {
    cli_document_error(&all->library, document, "apiVersion", NULL,
                       "expected a CompositeResourceDefinition of %sv1 or v2", group);
    return false;
  }
  all->is_legacy = strcmp(scope, "LegacyCluster") == 0 || (is_first && !*scope);
  return true;
}

static bool apply(cli_composition *all, const cli_documents *documents, const char *path) {
  const cli_document *document = documents->items;
  const cJSON *schema;
  if (!documents->count) {
    cli_report_error(all->library.report, LUXR_ERR_INPUT, path, NULL, "holds no document");
    return false;
  }
  schema = find_schema(all, document);
  if (!schema || !is_same_kind(all, document) || !read_scope(all, document)) return false;
  fill(all->file, schema);
  return true;
}

bool cli_composition_define(cli_composition *all, const char *path) {
  cli_documents documents = {0};
  bool good = cli_documents_read(&all->library, &documents, path, CLI_FIRST_ONLY) &&
              apply(all, &documents, path);
  cli_documents_free(&documents);
  return good;
}
