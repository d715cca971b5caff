#include "changes.h"

#include <string.h>

#include "changes_walk.h"

static bool is_plain(const char *name) {
  size_t length =
      strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  return length && !name[length];
}

static void add_member(cli_text *path, const char *name) {
  if (is_plain(name)) {
    cli_text_print(path, "%s%s", path->length ? "." : "", name);
  } else {
    cJSON *quoted = cli_tree_text(name);
    cli_text_put(path, "[");
    cli_tree_print(path, quoted);
    cli_text_put(path, "]");
    cJSON_Delete(quoted);
  }
}

void cli_changes_tell(cli_changes_walk *walk, const cJSON *old, const cJSON *new,
                      bool is_order) {
  cli_change change = {cli_text_string(&walk->path), old, new, is_order};
  walk->take(walk->data, &change);
}

static void walk_member(cli_changes_walk *walk, const char *name, const cJSON *old,
                        const cJSON *new) {
  size_t length = walk->path.length;
  add_member(&walk->path, name);
  cli_changes_walk_values(walk, old, new);
  walk->path.length = length;
}

static void walk_maps(cli_changes_walk *walk, const cJSON *old, const cJSON *new) {
  const cJSON *member;
  cJSON_ArrayForEach(member, old) {
    walk_member(walk, member->string, member, cli_tree_get(new, member->string));
  }
  cJSON_ArrayForEach(member, new) {
    if (!cli_tree_get(old, member->string)) walk_member(walk, member->string, NULL, member);
  }
}

/* As deep as a document may be, which the engine bounds. */
void cli_changes_walk_values(cli_changes_walk *walk, const cJSON *old, const cJSON *new) {
  if (cJSON_IsObject(old) && cJSON_IsObject(new)) {
    walk_maps(walk, old, new);
  } else if (cJSON_IsArray(old) && cJSON_IsArray(new)) {
    cli_changes_walk_lists(walk, old, new);
  } else if (!old || !new || !cli_tree_is_same(old, new)) {
    cli_changes_tell(walk, old, new, false);
  }
}

void cli_changes_find(const cJSON *old, const cJSON *new, cli_change_take *take, void *data) {
  cli_changes_walk walk = {.take = take, .data = data};
  cli_changes_walk_values(&walk, old, new);
  cli_text_free(&walk.path);
}
