#include <string.h>

#include "changes.h"
#include "impact_compare.h"

/* ---- The names of the input ---------------------------------------------------------
 */

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A name that every text could hold by chance is left alone. */
static bool is_telling(const char *name, size_t length) {
  bool has_letter = false;
  for (size_t i = 0; i < length; i++) {
    if (is_word(name[i]) && !(name[i] >= '0' && name[i] <= '9')) has_letter = true;
  }
  return has_letter && !(length == 7 && memcmp(name, "default", 7) == 0);
}

/* Whether the name stands at `at`, and not as a part of a longer word. */
static bool is_at(const char *string, const char *at, const char *name, size_t length) {
  return strncmp(at, name, length) == 0 && (at == string || !is_word(at[-1])) &&
         !is_word(at[length]);
}

void cli_impact_generalize(cli_text *text, const char *string, const char *input) {
  const char *slash = strchr(input, '/');
  const char *name = slash ? slash + 1 : input;
  size_t length = strlen(name), space = slash ? (size_t)(slash - input) : 0;
  bool use_name = is_telling(name, length), use_space = is_telling(input, space);
  for (const char *at = string; *at;) {
    if (use_name && is_at(string, at, name, length)) {
      cli_text_put(text, "<name>");
      at += length;
    } else if (use_space && is_at(string, at, input, space)) {
      cli_text_put(text, "<namespace>");
      at += space;
    } else {
      cli_text_add(text, at++, 1);
    }
  }
}

/* ---- One resource -------------------------------------------------------------------
 */

/* What is compared, and what is told of it. */
struct telling {
  cli_comparison *comparison;
  cli_text kind;
  const char *input;
  bool is_new;
};

static void tell(void *data, const cli_change *change) {
  struct telling *telling = data;
  cli_text path = {0}, old = {0}, new = {0};
  cli_impact_entry entry = {.part = CLI_IMPACT_CHANGED,
                            .kind = cli_text_string(&telling->kind),
                            .sample = telling->input,
                            .thing = telling->comparison->resources};
  cli_text wide = {0};
  cli_impact_generalize(&path, change->path, telling->input);
  if (change->is_order) cli_text_put(&path, " (order)");
  entry.path = cli_text_string(&path);
  if (change->old) {
    cli_tree_print(&wide, change->old);
    cli_impact_generalize(&old, cli_text_string(&wide), telling->input);
    entry.old = cli_text_string(&old);
  }
  wide.length = 0;
  if (change->new) {
    cli_tree_print(&wide, change->new);
    cli_impact_generalize(&new, cli_text_string(&wide), telling->input);
    entry.new = cli_text_string(&new);
  }
  if (cli_impact_add(&telling->comparison->impact, &entry)) telling->is_new = true;
  cli_text_free(&wide);
  cli_text_free(&path);
  cli_text_free(&old);
  cli_text_free(&new);
}

static bool is_manifest(const cJSON *value, const luxr_identity *identity) {
  return strcmp(cli_tree_string(value, "kind"), identity->kind) == 0 &&
         strcmp(cli_tree_string(value, "apiVersion"), identity->api_version) == 0 &&
         strcmp(cli_tree_string(value, "metadata.name"), identity->name) == 0;
}

/* The map below `object` that is the manifest; `*above` is the one that holds it. */
static cJSON *find_inside(cJSON *object, const luxr_identity *identity, cJSON **above) {
  cJSON *member;
  cJSON_ArrayForEach(member, object) {
    cJSON *found;
    if (!cJSON_IsObject(member)) continue;
    *above = object;
    if (is_manifest(member, identity)) return member;
    found = find_inside(member, identity, above);
    if (found) return found;
  }
  return NULL;
}

static void compare_trees(struct telling *telling, const luxr_identity *identity,
                          const cJSON *old, const cJSON *new) {
  telling->kind.length = 0;
  cli_impact_kind_of(&telling->kind, identity);
  cli_changes_find(old, new, tell, telling);
}

bool cli_compare_items(cli_comparison *comparison, const luxr_item *old, const luxr_item *new,
                       const char *input) {
  struct telling telling = {.comparison = comparison, .input = input};
  cJSON *before = cli_tree_parse(old->bytes, old->length), *above_before = NULL;
  cJSON *after = cli_tree_parse(new->bytes, new->length), *above_after = NULL;
  bool is_wrapped = strcmp(old->object.kind, old->manifest.kind) != 0 ||
                    strcmp(old->object.name, old->manifest.name) != 0;
  cJSON *inside_before = is_wrapped ? find_inside(before, &old->manifest, &above_before) : NULL;
  cJSON *inside_after = is_wrapped ? find_inside(after, &new->manifest, &above_after) : NULL;
  if (inside_before && inside_after) {
    inside_before = cJSON_DetachItemViaPointer(above_before, inside_before);
    inside_after = cJSON_DetachItemViaPointer(above_after, inside_after);
    compare_trees(&telling, &new->manifest, inside_before, inside_after);
    cJSON_Delete(inside_before);
    cJSON_Delete(inside_after);
  }
  compare_trees(&telling, &new->object, before, after);
  comparison->resources++;
  cJSON_Delete(before);
  cJSON_Delete(after);
  cli_text_free(&telling.kind);
  return telling.is_new;
}
