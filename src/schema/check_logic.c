#include "schema/check.h"
#include "schema/words.h"

static bool fits(const lx_check *check, const lx_node *node) {
  lx_check quiet = {.L = check->L, .prefix = ""};
  lx_node_check(&quiet, NULL, node);
  return !quiet.broken;
}

/* 'a' with 'b': the names that must be there together. */
static void add_names(lx_words *words, const lx_node *node) {
  for (size_t i = 0; i < node->property_count; i++) {
    lx_words_add(words, i ? " with '" : "'");
    lx_words_add_bytes(words, node->properties[i].name, node->properties[i].length);
    lx_words_add(words, "'");
  }
}

/* The names of all alternatives, if they say nothing else. */
static bool list_names(lx_words *words, const lx_nodes *nodes, const char *between) {
  for (size_t i = 0; i < nodes->count; i++) {
    if (!nodes->items[i]->only_required) return false;
    if (i) lx_words_add(words, between);
    add_names(words, nodes->items[i]);
  }
  return true;
}

static void check_any(lx_check *check, const lx_spot *spot, const lx_node *node) {
  lx_words names = {.length = 0};
  luxr_diagnostic *item;
  for (size_t i = 0; i < node->any_of.count; i++) {
    if (fits(check, node->any_of.items[i])) return;
  }
  if (list_names(&names, &node->any_of, " or ")) {
    item = lx_check_fail(check, spot, "needs %s", names.text);
  } else {
    item = lx_check_fail(check, spot, "fits none of the %zu forms that are allowed",
                         node->any_of.count);
  }
  lx_check_hint(check, item, node->rule);
}

static void check_one(lx_check *check, const lx_spot *spot, const lx_node *node) {
  lx_words names = {.length = 0};
  luxr_diagnostic *item;
  size_t count = 0;
  for (size_t i = 0; i < node->one_of.count; i++) {
    count += fits(check, node->one_of.items[i]);
  }
  if (count == 1) return;
  if (list_names(&names, &node->one_of, ", ")) {
    item = lx_check_fail(check, spot, "needs exactly one of %s%s", names.text,
                         count ? ", has more" : "");
  } else if (count) {
    item =
        lx_check_fail(check, spot, "must fit one of the %zu forms that are allowed, fits %zu",
                      node->one_of.count, count);
  } else {
    item = lx_check_fail(check, spot, "fits none of the %zu forms that are allowed",
                         node->one_of.count);
  }
  lx_check_hint(check, item, node->rule);
}

static void check_none(lx_check *check, const lx_spot *spot, const lx_node *node) {
  lx_words names = {.length = 0};
  luxr_diagnostic *item;
  if (!fits(check, node->none_of)) return;
  if (node->none_of->only_required) {
    add_names(&names, node->none_of);
    item = lx_check_fail(check, spot, "must not have %s", names.text);
  } else {
    item = lx_check_fail(check, spot, "has a form that is not allowed");
  }
  lx_check_hint(check, item, node->rule);
}

void lx_node_check_logic(lx_check *check, const lx_spot *spot, const lx_node *node) {
  for (size_t i = 0; i < node->all_of.count; i++) {
    lx_node_check(check, spot, node->all_of.items[i]);
  }
  if (node->any_of.count) check_any(check, spot, node);
  if (node->one_of.count) check_one(check, spot, node);
  if (node->none_of) check_none(check, spot, node);
}
