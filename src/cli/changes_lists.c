#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "changes_walk.h"
#include "memory.h"

/* Beyond these, items belong together by their number. */
enum { MOST_NAMED = 1000, MOST_CELLS = 1000000 };

/* The items of a list, by number. */
struct items {
  const cJSON **items;
  size_t count;
};

static struct items list_items(const cJSON *list) {
  struct items items = {NULL, 0};
  const cJSON *item;
  items.items = cli_alloc(((size_t)cJSON_GetArraySize(list) + 1) * sizeof *items.items);
  cJSON_ArrayForEach(item, list) {
    items.items[items.count++] = item;
  }
  return items;
}

/* ---- items that have names ----------------------------------------------------------
 */

static const cJSON *find_named(const struct items *items, const char *key, const char *name) {
  for (size_t i = 0; i < items->count; i++) {
    if (strcmp(cli_tree_text_of(cli_tree_get(items->items[i], key)), name) == 0)
      return items->items[i];
  }
  return NULL;
}

static const char *name_of(const cJSON *item, const char *key) {
  return cli_tree_text_of(cli_tree_get(item, key));
}

/* Whether the key names every item, each by another name. */
static bool is_key(const struct items *items, const char *key) {
  for (size_t i = 0; i < items->count; i++) {
    const char *name = name_of(items->items[i], key);
    if (!*name || find_named(items, key, name) != items->items[i]) return false;
  }
  return true;
}

static const char *find_key(const struct items *old, const struct items *new) {
  static const char *const keys[] = {"name", "id", "key", "type"};
  if (!old->count && !new->count) return NULL;
  if (old->count > MOST_NAMED || new->count > MOST_NAMED) return NULL;
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (is_key(old, keys[i]) && is_key(new, keys[i])) return keys[i];
  }
  return NULL;
}

static void add_named(cli_text *path, const char *key, const char *name) {
  cli_text_print(path, "[%s=", key);
  if (strpbrk(name, "]\" ")) {
    cJSON *quoted = cli_tree_text(name);
    cli_tree_print(path, quoted);
    cJSON_Delete(quoted);
  } else {
    cli_text_put(path, name);
  }
  cli_text_put(path, "]");
}

/* The names of the items that the other list has too, in order. */
static cJSON *list_shared(const struct items *items, const struct items *other,
                          const char *key) {
  cJSON *names = cli_tree_list();
  for (size_t i = 0; i < items->count; i++) {
    const char *name = name_of(items->items[i], key);
    if (find_named(other, key, name)) cli_tree_add(names, cli_tree_text(name));
  }
  return names;
}

static void tell_order(cli_changes_walk *walk, const struct items *old, const struct items *new,
                       const char *key) {
  cJSON *before = list_shared(old, new, key), *after = list_shared(new, old, key);
  if (!cli_tree_is_same(before, after)) cli_changes_tell(walk, before, after, true);
  cJSON_Delete(before);
  cJSON_Delete(after);
}

static void walk_item(cli_changes_walk *walk, const char *key, const cJSON *old,
                      const cJSON *new) {
  size_t length = walk->path.length;
  if (key) {
    add_named(&walk->path, key, name_of(old ? old : new, key));
  } else {
    cli_text_put(&walk->path, "[]");
  }
  cli_changes_walk_values(walk, old, new);
  walk->path.length = length;
}

static void walk_named(cli_changes_walk *walk, const struct items *old, const struct items *new,
                       const char *key) {
  for (size_t i = 0; i < old->count; i++) {
    const cJSON *item = old->items[i];
    walk_item(walk, key, item, find_named(new, key, name_of(item, key)));
  }
  for (size_t i = 0; i < new->count; i++) {
    const cJSON *item = new->items[i];
    if (!find_named(old, key, name_of(item, key))) walk_item(walk, key, NULL, item);
  }
  tell_order(walk, old, new, key);
}

/* ---- items that have none -----------------------------------------------------------
 */

/* [row][column]: how many items the lists share from there on; NULL: they are too long.
 */
static uint32_t *count_shared(const struct items *old, const struct items *new) {
  size_t width = new->count + 1, cells = (old->count + 1) * width;
  uint32_t *shared;
  if (cells > MOST_CELLS) return NULL;
  shared = cli_alloc(cells * sizeof *shared);
  memset(shared, 0, cells * sizeof *shared);
  for (size_t row = old->count; row-- > 0;) {
    for (size_t column = new->count; column-- > 0;) {
      uint32_t *cell = &shared[row * width + column];
      bool same = cli_tree_is_same(old->items[row], new->items[column]);
      *cell = same ? cell[width + 1] + 1 : cell[width] > cell[1] ? cell[width] : cell[1];
    }
  }
  return shared;
}

/* Of the items that only one list has, between two that both have, the first ones belong
 * together, then the second ones. */
static void walk_between(cli_changes_walk *walk, const cJSON *const *old, size_t old_count,
                         const cJSON *const *new, size_t new_count) {
  size_t count = old_count > new_count ? old_count : new_count;
  for (size_t i = 0; i < count; i++) {
    walk_item(walk, NULL, i < old_count ? old[i] : NULL, i < new_count ? new[i] : NULL);
  }
}

static void walk_lined_up(cli_changes_walk *walk, const struct items *old,
                          const struct items *new) {
  uint32_t *shared = count_shared(old, new);
  size_t width = new->count + 1, row = 0, column = 0, from = 0, to = 0;
  while (shared && row < old->count && column < new->count) {
    const uint32_t *cell = &shared[row * width + column];
    if (cli_tree_is_same(old->items[row], new->items[column])) {
      walk_between(walk, old->items + from, row - from, new->items + to, column - to);
      from = ++row;
      to = ++column;
    } else if (cell[width] >= cell[1]) {
      row++;
    } else {
      column++;
    }
  }
  walk_between(walk, old->items + from, old->count - from, new->items + to, new->count - to);
  free(shared);
}

void cli_changes_walk_lists(cli_changes_walk *walk, const cJSON *old, const cJSON *new) {
  struct items before = list_items(old), after = list_items(new);
  const char *key = find_key(&before, &after);
  if (key) {
    walk_named(walk, &before, &after, key);
  } else {
    walk_lined_up(walk, &before, &after);
  }
  free(before.items);
  free(after.items);
}
