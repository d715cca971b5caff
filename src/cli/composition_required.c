#include <stdlib.h>
#include <string.h>

#include "composition.h"
#include "memory.h"

static bool is(const cJSON *object, const char *path, const char *wanted) {
  return strcmp(cli_tree_string(object, path), wanted) == 0;
}

/* By its name in the namespace that is said, or none. */
static bool has_name(const cJSON *object, const cJSON *selector) {
  return is(object, "metadata.name", cli_tree_string(selector, "matchName")) &&
         is(object, "metadata.namespace", cli_tree_string(selector, "namespace"));
}

/* In any namespace, unless one is said. */
static bool has_labels(const cJSON *object, const cJSON *selector) {
  const char *name_space = cli_tree_string(selector, "namespace");
  const cJSON *labels = cli_tree_at(object, "metadata.labels"), *wanted;
  if (*name_space && !is(object, "metadata.namespace", name_space)) return false;
  cJSON_ArrayForEach(wanted, cli_tree_at(selector, "matchLabels.labels")) {
    const char *value = cli_tree_value(cli_tree_get(labels, wanted->string));
    const char *other = cli_tree_value(wanted);
    if (!value || !other || strcmp(value, other) != 0) return false;
  }
  return true;
}

static bool matches(const cJSON *object, const cJSON *selector) {
  if (!is(object, "kind", cli_tree_string(selector, "kind"))) return false;
  if (!is(object, "apiVersion", cli_tree_string(selector, "apiVersion"))) return false;
  return cli_tree_get(selector, "matchName") ? has_name(object, selector)
                                             : has_labels(object, selector);
}

/* By "namespace/name". */
static int compare(const void *a, const void *b) {
  const cJSON *const *one = a, *const *other = b;
  cli_text texts[2] = {{0}, {0}};
  int order;
  cli_text_print(&texts[0], "%s/%s", cli_tree_string(*one, "metadata.namespace"),
                 cli_tree_string(*one, "metadata.name"));
  cli_text_print(&texts[1], "%s/%s", cli_tree_string(*other, "metadata.namespace"),
                 cli_tree_string(*other, "metadata.name"));
  order = strcmp(cli_text_string(&texts[0]), cli_text_string(&texts[1]));
  cli_text_free(&texts[0]);
  cli_text_free(&texts[1]);
  return order;
}

static cJSON *find_all(const cli_composition *all, const cJSON *selector) {
  const cJSON **found = cli_alloc(all->required.count * sizeof *found);
  cJSON *resources = cli_tree_object(), *items = cli_tree_list();
  size_t count = 0;
  for (size_t i = 0; i < all->required.count; i++) {
    const cJSON *object = all->required.items[i].value;
    if (matches(object, selector)) found[count++] = object;
  }
  qsort(found, count, sizeof *found, compare);
  for (size_t i = 0; i < count; i++) {
    cJSON *item = cli_tree_object();
    cli_tree_set(item, "resource", cli_tree_copy(found[i]));
    cli_tree_add(items, item);
  }
  cli_tree_set(resources, "items", items);
  free(found);
  return resources;
}

void cli_composition_require(const cli_composition *all, const cJSON *selectors, cJSON *found) {
  const cJSON *selector;
  cJSON_ArrayForEach(selector, selectors) {
    cli_tree_set(found, selector->string, find_all(all, selector));
  }
}
