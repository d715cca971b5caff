#include "schema/check.h"

#include <string.h>

#include "schema/words.h"
#include "value/value.h"

/* ---- Findings ------------------------------------------------------------------------
 */

static void add_spot(const lx_spot *spot, lx_path *path) {
  if (!spot) return;
  add_spot(spot->above, path);
  if (spot->name) {
    lx_path_push_name(path, spot->name, spot->length);
  } else {
    lx_path_push_index(path, spot->index);
  }
}

void lx_spot_path(const lx_check *check, const lx_spot *spot, lx_path *path) {
  size_t length = strlen(check->prefix);
  if (length > LX_PATH_MAX) length = LX_PATH_MAX;
  memset(path, 0, sizeof *path);
  memcpy(path->text, check->prefix, length);
  path->length = length;
  add_spot(spot, path);
}

luxr_diagnostic *lx_check_fail(lx_check *check, const lx_spot *spot, const char *format, ...) {
  luxr_diagnostic *item;
  lx_path path;
  va_list arguments;
  check->broken = true;
  if (!check->problems) return NULL;
  lx_spot_path(check, spot, &path);
  va_start(arguments, format);
  item = lx_diagnostics_vadd(check->problems, LUXR_ERROR, check->status,
                             path.length ? path.text : NULL, format, arguments);
  va_end(arguments);
  return item;
}

void lx_check_hint(lx_check *check, luxr_diagnostic *item, const char *text) {
  if (item && text) lx_diagnostic_text(check->problems, &item->hint, "%s", text);
}

/* ---- Values --------------------------------------------------------------------------
 */

bool lx_node_settle(const lx_check *check, const lx_node *node) {
  lua_State *L = check->L;
  lua_Integer integer;
  int whole;
  if (!check->problems) return false;
  if (lua_islightuserdata(L, -1)) {
    if (!node->fallback || node->nullable || !lua_checkstack(L, LX_CONSTANT_STACK)) {
      return false;
    }
    lx_constant_push(L, node->fallback);
    lua_replace(L, -2);
    return true;
  }
  if (node->type < LX_INTEGER || lua_type(L, -1) != LUA_TNUMBER) return false;
  if (lua_isinteger(L, -1)) return false;
  integer = lua_tointegerx(L, -1, &whole);
  if (!whole) return false;
  lua_pop(L, 1);
  lua_pushinteger(L, integer);
  return true;
}

/* Whether the scalar at the top has the type of the node. */
static bool has_type(lua_State *L, lx_type type) {
  int whole = 1;
  switch (lua_type(L, -1)) {
    case LUA_TSTRING: return type == LX_STRING || type == LX_INT_OR_STRING;
    case LUA_TBOOLEAN: return type == LX_BOOLEAN;
    case LUA_TNUMBER:
      if (type == LX_NUMBER) return true;
      if (type != LX_INTEGER && type != LX_INT_OR_STRING) return false;
      if (!lua_isinteger(L, -1)) lua_tointegerx(L, -1, &whole);
      return whole;
    default: return false;
  }
}

static void check_null(lx_check *check, const lx_spot *spot, const lx_node *node) {
  if (node->nullable || node->type == LX_ANY) return;
  lx_check_hint(check, lx_check_fail(check, spot, "must not be null"),
                "leave it out or give it a value");
}

static void say_choices(lx_check *check, const lx_spot *spot, const lx_node *node) {
  lx_words choices = {.length = 0}, got = {.length = 0}, hint = {.length = 0};
  lx_suggestion near;
  size_t length = 0;
  const char *text = "";
  if (!check->problems) {
    check->broken = true;
    return;
  }
  if (lua_type(check->L, -1) == LUA_TSTRING) text = lua_tolstring(check->L, -1, &length);
  near = lx_suggest(text, length);
  for (size_t i = 0; i < node->choice_count; i++) {
    const lx_constant *choice = &node->choices[i];
    if (i) lx_words_add(&choices, ", ");
    lx_words_constant(&choices, choice);
    if (choice->kind == LX_CONSTANT_TEXT) {
      lx_suggest_offer(&near, choice->text, choice->count);
    }
  }
  lx_words_value(&got, check->L, -1, false);
  if (near.best) {
    lx_words_add(&hint, "did you mean ");
    lx_words_quote(&hint, near.best, near.best_length);
    lx_words_add(&hint, "?");
  }
  lx_check_hint(check,
                lx_check_fail(check, spot, "must be %s%s, got %s",
                              node->choice_count > 1 ? "one of " : "", choices.text, got.text),
                near.best ? hint.text : node->rule);
}

static void check_choices(lx_check *check, const lx_spot *spot, const lx_node *node) {
  for (size_t i = 0; i < node->choice_count; i++) {
    if (lx_constant_is(check->L, -1, &node->choices[i])) return;
  }
  if (node->choice_count) say_choices(check, spot, node);
}

static void check_table(lx_check *check, const lx_spot *spot, const lx_node *node) {
  bool any = node->type == LX_ANY;
  size_t count;
  lx_table_kind kind;
  if (!lua_checkstack(check->L, LX_CHECK_STACK)) {
    lx_check_fail(check, spot, "is nested too deep");
    return;
  }
  kind = lx_classify(check->L, -1, &count);
  if (kind == LX_TABLE_MAP && (any || node->type == LX_OBJECT)) {
    lx_node_check_map(check, spot, node, count);
  } else if (kind == LX_TABLE_LIST && (any || node->type == LX_ARRAY)) {
    lx_node_check_list(check, spot, node, count);
  } else if (!any) {
    lx_check_wrong_type(check, spot, node);
    return;
  }
  if (node->has_logic) lx_node_check_logic(check, spot, node);
}

void lx_node_check(lx_check *check, const lx_spot *spot, const lx_node *node) {
  int type = lua_type(check->L, -1);
  if (type == LUA_TLIGHTUSERDATA) {
    check_null(check, spot, node);
    return;
  }
  if (type == LUA_TTABLE) {
    check_table(check, spot, node);
    return;
  }
  if (node->type != LX_ANY && !has_type(check->L, node->type)) {
    lx_check_wrong_type(check, spot, node);
    return;
  }
  check_choices(check, spot, node);
  if (type == LUA_TSTRING) {
    lx_node_check_string(check, spot, node);
  } else if (type == LUA_TNUMBER) {
    lx_node_check_number(check, spot, node);
  }
  if (node->has_logic) lx_node_check_logic(check, spot, node);
}

void lx_schema_apply(lua_State *L, int index, const lx_schema *schema,
                     const lx_schema_options *options, lx_diagnostics *problems) {
  lx_check check = {.L = L, .problems = problems, .status = LUXR_ERR_INPUT, .prefix = ""};
  check.unknown_is_warning = options->unknown_is_warning;
  if (!lua_checkstack(L, LX_CHECK_STACK)) {
    lx_check_fail(&check, NULL, "is nested too deep");
    return;
  }
  lua_pushvalue(L, index);
  lx_node_check(&check, NULL, lx_schema_root(schema));
  lua_pop(L, 1);
}
