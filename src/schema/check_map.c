#include <stdint.h>

#include "schema/check.h"
#include "schema/words.h"
#include "value/keys.h"
#include "value/value.h"

/* ---- Names that are not declared ------------------------------------------------------
 */

static bool is_declared(const lx_property *property) {
  return property->node && !property->forbidden;
}

void lx_node_suggest(const lx_node *node, lx_suggestion *suggestion) {
  for (size_t i = 0; i < node->property_count; i++) {
    const lx_property *property = &node->properties[i];
    if (is_declared(property)) {
      lx_suggest_offer(suggestion, property->name, property->length);
    }
  }
}

/* The name that is meant or, if none is near, all there are, where they are few. */
static void hint_for_unknown(const lx_spot *spot, const lx_node *node, lx_words *hint) {
  lx_suggestion near = lx_suggest(spot->name, spot->length);
  size_t offered = 0;
  lx_node_suggest(node, &near);
  if (near.best) {
    lx_words_add(hint, "did you mean '");
    lx_words_add_bytes(hint, near.best, near.best_length);
    lx_words_add(hint, "'?");
    return;
  }
  for (size_t i = 0; i < node->property_count; i++) {
    const lx_property *property = &node->properties[i];
    if (!is_declared(property)) continue;
    lx_words_add(hint, offered++ ? ", " : "the fields here are ");
    lx_words_add_bytes(hint, property->name, property->length);
  }
}

void lx_check_unknown(lx_check *check, const lx_spot *spot, const lx_node *node) {
  lx_words hint = {.length = 0};
  luxr_diagnostic *item;
  if (check->unknown_is_warning && check->problems) {
    lx_path path;
    lx_spot_path(check, spot, &path);
    item = lx_diagnostics_add(check->problems, LUXR_WARNING, LUXR_OK, path.text,
                              "is not a known field");
  } else {
    item = lx_check_fail(check, spot, "is not a known field");
  }
  if (!item) return;
  item->width = LX_WIDTH_OF_NAME;
  hint_for_unknown(spot, node, &hint);
  lx_check_hint(check, item, hint.length ? hint.text : NULL);
}

/* The name that has the value at the top is not declared: checks its value, or complains.
 */
static void check_other(lx_check *check, const lx_spot *spot, const lx_node *node) {
  lua_State *L = check->L;
  if (!node->others) {
    lx_check_unknown(check, spot, node);
    return;
  }
  if (lx_node_settle(check, node->others)) {
    lua_pushlstring(L, spot->name, spot->length);
    lua_pushvalue(L, -2);
    lua_rawset(L, -5);
  }
  lx_node_check(check, spot, node->others);
}

/* The table is at the top. */
static void check_others(lx_check *check, const lx_spot *above, const lx_node *node) {
  lua_State *L = check->L;
  int table = lua_gettop(L);
  size_t count = lx_sorted_keys(L, table);
  for (size_t i = 0; i < count; i++) {
    lx_spot spot = {.above = above};
    const lx_property *property;
    lua_rawgeti(L, table + 1, (lua_Integer)i + 1);
    spot.name = lua_tolstring(L, -1, &spot.length);
    property = lx_node_find(node, spot.name, spot.length);
    if (!property || (!property->node && !property->forbidden)) {
      /* The order on the stack: table, keys, value. */
      lua_pushvalue(L, -1);
      lua_rawget(L, table);
      lua_remove(L, -2);
      check_other(check, &spot, node);
    }
    lua_settop(L, table + 1);
  }
  lua_settop(L, table);
}

/* ---- Names that are -------------------------------------------------------------------
 */

static void say_forbidden(lx_check *check, const lx_spot *spot, const lx_property *property) {
  const char *path = property->forbidden_path;
  luxr_diagnostic *item;
  lx_segment segment;
  lx_spot there = {.above = spot->above};
  if (path && lx_path_next(&path, &segment) == 1 && !*path && !segment.is_index) {
    there.name = segment.name;
    there.length = segment.length;
    spot = &there;
  }
  item = lx_check_fail(check, spot, "%s", property->forbidden);
  if (item) item->width = LX_WIDTH_OF_NAME;
}

static void check_absent(lx_check *check, const lx_spot *spot, const lx_property *property) {
  lua_State *L = check->L;
  const lx_node *node = property->node;
  if (node && node->fallback && check->problems &&
      lua_checkstack(L, LX_CONSTANT_STACK + LX_CHECK_STACK)) {
    lua_pushlstring(L, property->name, property->length);
    lx_constant_push(L, node->fallback);
    lua_rawset(L, -3);
  } else if (property->required) {
    lx_check_hint(check, lx_check_fail(check, spot, "is required"), node ? node->about : NULL);
  }
}

/* The table is below the value. */
static void write_back(lua_State *L, const lx_property *property) {
  lua_pushlstring(L, property->name, property->length);
  lua_pushvalue(L, -2);
  lua_rawset(L, -4);
}

/* The value is at the top. */
static void check_present(lx_check *check, const lx_spot *spot, const lx_property *property) {
  lua_State *L = check->L;
  const lx_node *node = property->node;
  if (property->forbidden) {
    say_forbidden(check, spot, property);
    return;
  }
  if (!node) return;
  if (node->drops_null && check->problems && lx_is_null(L, -1)) {
    lua_pop(L, 1);
    lua_pushnil(L);
    write_back(L, property);
    if (property->required) lx_check_fail(check, spot, "is required");
    return;
  }
  if (lx_node_settle(check, node)) write_back(L, property);
  lx_node_check(check, spot, node);
}

static void check_entries(lx_check *check, const lx_spot *spot, const lx_node *node) {
  const lx_count *wanted = &node->entries;
  size_t count;
  if (!wanted->least && wanted->most == SIZE_MAX) return;
  lx_classify(check->L, -1, &count); /* with the defaults */
  if (count > wanted->most) {
    lx_check_fail(check, spot, "must have at most %zu entr%s, has %zu", wanted->most,
                  wanted->most == 1 ? "y" : "ies", count);
  } else if (count < wanted->least) {
    lx_check_fail(check, spot, "must have at least %zu entr%s, has %zu", wanted->least,
                  wanted->least == 1 ? "y" : "ies", count);
  }
}

void lx_node_check_map(lx_check *check, const lx_spot *above, const lx_node *node,
                       size_t count) {
  lua_State *L = check->L;
  size_t known = 0;
  for (size_t i = 0; i < node->property_count; i++) {
    const lx_property *property = &node->properties[i];
    lx_spot spot = {above, property->name, property->length, 0};
    if (known == count) { /* nothing else is there */
      check_absent(check, &spot, property);
      continue;
    }
    lua_pushlstring(L, property->name, property->length);
    if (lua_rawget(L, -2) != LUA_TNIL) {
      known += is_declared(property) || property->forbidden;
      check_present(check, &spot, property);
      lua_pop(L, 1);
    } else {
      lua_pop(L, 1);
      check_absent(check, &spot, property);
    }
  }
  if (known < count && (node->others || !node->open) && node->type == LX_OBJECT) {
    check_others(check, above, node);
  }
  check_entries(check, above, node);
}
