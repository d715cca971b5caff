#include <string.h>

#include "schema/compile.h"

/* ---- Maps ----------------------------------------------------------------------------
 */

void lx_keyword_properties(lx_compiler *compiler, lx_draft *draft) {
  lua_State *L = compiler->L;
  if (!lx_compile_is_map(compiler)) return;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    size_t length, before;
    const char *name = lua_tolstring(L, -2, &length);
    lx_property *property;
    lx_node *node;
    before = lx_path_push_name(&compiler->path, name, length);
    node = lx_compile_node(compiler);
    lx_path_pop(&compiler->path, before);
    property = lx_node_property(compiler->schema, draft->node, name, length);
    if (property) property->node = node;
  }
}

void lx_keyword_required(lx_compiler *compiler, lx_draft *draft) {
  lua_State *L = compiler->L;
  size_t count;
  draft->has_required = true;
  if (!lx_compile_is_list(compiler, &count)) return;
  for (size_t i = 0; i < count; i++) {
    size_t length, before = lx_path_push_index(&compiler->path, i);
    const char *name;
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    if (lx_compile_text(compiler, &name, &length)) {
      lx_property *property = lx_node_property(compiler->schema, draft->node, name, length);
      if (property) property->required = true;
    }
    lua_pop(L, 1);
    lx_path_pop(&compiler->path, before);
  }
}

void lx_keyword_additional(lx_compiler *compiler, lx_draft *draft) {
  if (lua_isboolean(compiler->L, -1)) {
    draft->node->open = lua_toboolean(compiler->L, -1);
  } else if (compiler->in_logic) {
    lx_compile_fail(compiler, "must not be a schema below anyOf, oneOf, allOf or not");
  } else {
    draft->node->others = lx_compile_node(compiler);
  }
}

/* ---- Lists ---------------------------------------------------------------------------
 */

void lx_keyword_items(lx_compiler *compiler, lx_draft *draft) {
  draft->has_items = true;
  draft->node->items = lx_compile_node(compiler);
}

void lx_keyword_map_keys(lx_compiler *compiler, lx_draft *draft) {
  lua_State *L = compiler->L;
  const char **keys;
  size_t count;
  if (!lx_compile_is_list(compiler, &count)) return;
  keys = lx_schema_alloc(compiler->schema, count * sizeof *keys);
  if (!keys) return;
  for (size_t i = 0; i < count; i++) {
    const char *name = "";
    size_t length = 0, before = lx_path_push_index(&compiler->path, i);
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    lx_compile_text(compiler, &name, &length);
    keys[i] = lx_schema_copy(compiler->schema, name, length);
    lua_pop(L, 1);
    lx_path_pop(&compiler->path, before);
    if (!keys[i]) return;
  }
  draft->node->map_keys = keys;
  draft->node->map_key_count = count;
}

/* ---- Strings and choices -------------------------------------------------------------
 */

void lx_keyword_pattern(lx_compiler *compiler, lx_draft *draft) {
  char problem[LX_REGEX_PROBLEM];
  const char *text;
  size_t length;
  if (!lx_compile_text(compiler, &text, &length)) return;
  draft->node->pattern_text = lx_schema_copy(compiler->schema, text, length);
  if (!draft->node->pattern_text) return;
  draft->node->pattern = lx_schema_regex(compiler->schema, text, length, problem);
  if (problem[0]) lx_compile_fail(compiler, "cannot be used: %s", problem);
}

void lx_keyword_enum(lx_compiler *compiler, lx_draft *draft) {
  lua_State *L = compiler->L;
  lx_constant *choices;
  size_t count;
  if (!lx_compile_is_list(compiler, &count)) return;
  if (!count) lx_compile_fail(compiler, "must not be empty");
  choices = lx_schema_alloc(compiler->schema, count * sizeof *choices);
  if (!choices) return;
  for (size_t i = 0; i < count; i++) {
    size_t before = lx_path_push_index(&compiler->path, i);
    const char *problem = NULL;
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    if (lua_istable(L, -1)) problem = "must be no map or list";
    if (!problem) lx_constant_read(compiler->schema, L, -1, &choices[i], &problem);
    if (problem) lx_compile_fail(compiler, "%s", problem);
    lua_pop(L, 1);
    lx_path_pop(&compiler->path, before);
  }
  draft->node->choices = choices;
  draft->node->choice_count = count;
}

/* ---- Logic ---------------------------------------------------------------------------
 */

lx_node *lx_compile_logic(lx_compiler *compiler) {
  bool before = compiler->in_logic;
  lx_node *node;
  compiler->in_logic = true;
  node = lx_compile_node(compiler);
  compiler->in_logic = before;
  return node;
}

static void read_nodes(lx_compiler *compiler, lx_nodes *nodes) {
  lua_State *L = compiler->L;
  lx_node **items;
  size_t count;
  if (!lx_compile_is_list(compiler, &count)) return;
  if (!count) lx_compile_fail(compiler, "must not be empty");
  items = lx_schema_alloc(compiler->schema, count * sizeof *items);
  if (!items) return;
  for (size_t i = 0; i < count; i++) {
    size_t before = lx_path_push_index(&compiler->path, i);
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    items[i] = lx_compile_logic(compiler);
    lua_pop(L, 1);
    lx_path_pop(&compiler->path, before);
  }
  nodes->items = items;
  nodes->count = count;
}

void lx_keyword_all_of(lx_compiler *compiler, lx_draft *draft) {
  read_nodes(compiler, &draft->node->all_of);
}

void lx_keyword_any_of(lx_compiler *compiler, lx_draft *draft) {
  read_nodes(compiler, &draft->node->any_of);
}

void lx_keyword_one_of(lx_compiler *compiler, lx_draft *draft) {
  read_nodes(compiler, &draft->node->one_of);
}

void lx_keyword_not(lx_compiler *compiler, lx_draft *draft) {
  draft->node->none_of = lx_compile_logic(compiler);
}
