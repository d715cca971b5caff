#include "schema/compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "schema/check.h"

enum { DEEPEST = 64, MOST_NODES = 50000, ABOUT = 120, RULE = 240, STACK = 16 };

/* ---- Keywords of a line or two --------------------------------------------------------
 */

static void ignore(lx_compiler *compiler, lx_draft *draft) {
  (void)compiler;
  draft->keyword_count--; /* says nothing about values */
}

static void read_type(lx_compiler *compiler, lx_draft *draft) {
  static const struct {
    const char *name;
    lx_type type;
  } types[] = {{"object", LX_OBJECT},   {"array", LX_ARRAY},   {"string", LX_STRING},
               {"integer", LX_INTEGER}, {"number", LX_NUMBER}, {"boolean", LX_BOOLEAN}};
  const char *text;
  size_t length;
  draft->has_type = true;
  if (!lx_compile_text(compiler, &text, &length)) return;
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    if (!strcmp(types[i].name, text)) {
      draft->node->type = types[i].type;
      return;
    }
  }
  lx_compile_fail(compiler,
                  "must be object, array, string, integer, number or boolean, got \"%.40s\"",
                  text);
}

/* How much of a description is its first sentence, or its first paragraph, without the
 * full stop. */
static size_t measure(const char *text, bool sentence) {
  size_t end = 0;
  while (text[end] && !(text[end] == '\n' && text[end + 1] == '\n')) {
    /* The zero byte is found, too. */
    if (sentence && text[end] == '.' && strchr(" \n", text[end + 1])) break;
    end++;
  }
  while (end && strchr(" \n.", text[end - 1])) end--;
  return end;
}

static const char *copy_line(lx_schema *schema, const char *text, size_t length) {
  char *line = lx_schema_copy(schema, text, length);
  for (char *at = line; at && *at; at++) {
    if (*at == '\n') *at = ' ';
  }
  return line;
}

static void read_about(lx_compiler *compiler, lx_draft *draft) {
  lx_node *node = draft->node;
  const char *text;
  size_t length, end;
  draft->keyword_count--;
  if (!lx_compile_text(compiler, &text, &length)) return;
  end = measure(text, true);
  if (end && end <= ABOUT) node->about = copy_line(compiler->schema, text, end);
  node->rule = node->about;
  end = measure(text, false);
  if (end && end <= RULE) node->rule = copy_line(compiler->schema, text, end);
}

/* Like the API server, which takes 2147483648 for an int32: a bound is said with
 * `maximum`. */
static void read_format(lx_compiler *compiler, lx_draft *draft) {
  const char *text;
  size_t length;
  draft->keyword_count--;
  lx_compile_text(compiler, &text, &length);
}

static void read_list_type(lx_compiler *compiler, lx_draft *draft) {
  const char *text;
  size_t length;
  if (!lx_compile_text(compiler, &text, &length)) return;
  draft->set = !strcmp(text, "set");
  draft->map = !strcmp(text, "map");
  if (!draft->set && !draft->map && strcmp(text, "atomic") != 0) {
    lx_compile_fail(compiler, "must be atomic, set or map, got \"%.40s\"", text);
  }
}

static void read_default(lx_compiler *compiler, lx_draft *draft) {
  (void)compiler;
  draft->has_default = true; /* read when all else is known */
}

/* What a keyword holds, and where it goes. */
typedef enum goes_to { BY_ITSELF, BOUND, COUNT, SWITCH, DRAFT_SWITCH } goes_to;

#define IN_NODE(field) NULL, offsetof(lx_node, field)
#define IN_DRAFT(field) NULL, offsetof(lx_draft, field)

/* Sorted by name. */
static const struct keyword {
  const char *name;
  goes_to where;
  lx_keyword *read;
  size_t offset;
} keywords[] = {
    {"additionalProperties", BY_ITSELF, lx_keyword_additional, 0},
    {"allOf", BY_ITSELF, lx_keyword_all_of, 0},
    {"anyOf", BY_ITSELF, lx_keyword_any_of, 0},
    {"default", BY_ITSELF, read_default, 0},
    {"description", BY_ITSELF, read_about, 0},
    {"enum", BY_ITSELF, lx_keyword_enum, 0},
    {"example", BY_ITSELF, ignore, 0},
    {"exclusiveMaximum", DRAFT_SWITCH, IN_DRAFT(below_maximum)},
    {"exclusiveMinimum", DRAFT_SWITCH, IN_DRAFT(above_minimum)},
    {"externalDocs", BY_ITSELF, ignore, 0},
    {"format", BY_ITSELF, read_format, 0},
    {"items", BY_ITSELF, lx_keyword_items, 0},
    {"maxItems", COUNT, IN_NODE(list_items.most)},
    {"maxLength", COUNT, IN_NODE(characters.most)},
    {"maxProperties", COUNT, IN_NODE(entries.most)},
    {"maximum", BOUND, IN_NODE(maximum)},
    {"minItems", COUNT, IN_NODE(list_items.least)},
    {"minLength", COUNT, IN_NODE(characters.least)},
    {"minProperties", COUNT, IN_NODE(entries.least)},
    {"minimum", BOUND, IN_NODE(minimum)},
    {"multipleOf", BOUND, IN_NODE(multiple)},
    {"not", BY_ITSELF, lx_keyword_not, 0},
    {"nullable", SWITCH, IN_NODE(nullable)},
    {"oneOf", BY_ITSELF, lx_keyword_one_of, 0},
    {"pattern", BY_ITSELF, lx_keyword_pattern, 0},
    {"properties", BY_ITSELF, lx_keyword_properties, 0},
    {"required", BY_ITSELF, lx_keyword_required, 0},
    {"title", BY_ITSELF, ignore, 0},
    {"type", BY_ITSELF, read_type, 0},
    {"uniqueItems", DRAFT_SWITCH, IN_DRAFT(unique)},
    {"x-kubernetes-embedded-resource", SWITCH, IN_NODE(embedded)},
    {"x-kubernetes-int-or-string", DRAFT_SWITCH, IN_DRAFT(int_or_string)},
    {"x-kubernetes-list-map-keys", BY_ITSELF, lx_keyword_map_keys, 0},
    {"x-kubernetes-list-type", BY_ITSELF, read_list_type, 0},
    {"x-kubernetes-map-type", BY_ITSELF, ignore, 0},
    {"x-kubernetes-preserve-unknown-fields", DRAFT_SWITCH, IN_DRAFT(preserves)},
    {"x-kubernetes-validations", BY_ITSELF, lx_keyword_validations, 0},
};

static int compare_keyword(const void *name, const void *entry) {
  return strcmp(name, ((const struct keyword *)entry)->name);
}

static void say_unknown(lx_compiler *compiler, const char *name, size_t length) {
  lx_suggestion near = lx_suggest(name, length);
  char hint[64];
  for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
    lx_suggest_offer(&near, keywords[i].name, strlen(keywords[i].name));
  }
  if (near.best) {
    size_t used = strlen("did you mean '");
    memcpy(hint, "did you mean '", used);
    memcpy(hint + used, near.best, near.best_length);
    memcpy(hint + used + near.best_length, "'?", 3);
  }
  lx_compile_fail_hint(compiler, near.best ? hint : NULL, "is not a keyword of schemas");
}

static void read_keyword(lx_compiler *compiler, lx_draft *draft,
                         const struct keyword *keyword) {
  char *node = (char *)draft->node + keyword->offset;
  draft->keyword_count++;
  switch (keyword->where) {
    case BY_ITSELF: keyword->read(compiler, draft); break;
    case BOUND: lx_compile_bound(compiler, (lx_bound *)(void *)node); break;
    case COUNT: lx_compile_count(compiler, (size_t *)(void *)node); break;
    case SWITCH: lx_compile_bool(compiler, (bool *)node); break;
    case DRAFT_SWITCH:
      lx_compile_bool(compiler, (bool *)((char *)draft + keyword->offset));
      break;
  }
}

/* The table is at the top. */
static void read_keywords(lx_compiler *compiler, lx_draft *draft) {
  lua_State *L = compiler->L;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    const struct keyword *keyword;
    const char *name;
    size_t length, before;
    if (lua_type(L, -2) != LUA_TSTRING) {
      lx_compile_fail(compiler, "must be a map");
      continue;
    }
    name = lua_tolstring(L, -2, &length);
    before = lx_path_push_name(&compiler->path, name, length);
    keyword = bsearch(name, keywords, sizeof keywords / sizeof *keywords, sizeof *keywords,
                      compare_keyword);
    if (keyword) {
      read_keyword(compiler, draft, keyword);
    } else {
      say_unknown(compiler, name, length);
    }
    lx_path_pop(&compiler->path, before);
  }
}

/* ---- What depends on several keywords
 * -------------------------------------------------- */

static void finish_numbers(lx_compiler *compiler, lx_draft *draft) {
  lx_node *node = draft->node;
  if ((draft->above_minimum && !node->minimum.set) ||
      (draft->below_maximum && !node->maximum.set)) {
    lx_compile_fail(compiler, "has an exclusive bound without the bound");
  }
  node->minimum.exclusive = draft->above_minimum;
  node->maximum.exclusive = draft->below_maximum;
  if (node->multiple.set && !(node->multiple.number > 0)) {
    lx_compile_fail(compiler, "multipleOf must be above 0");
  }
}

static void finish_list(lx_compiler *compiler, lx_draft *draft) {
  lx_node *node = draft->node;
  if (node->type == LX_ARRAY && !draft->has_items && !draft->preserves && !compiler->in_logic) {
    lx_compile_fail(compiler, "is a list without 'items'");
  }
  if (draft->map && !node->map_key_count) {
    lx_compile_fail(compiler, "is a list of type map without x-kubernetes-list-map-keys");
  }
  if (draft->map) node->list_type = LX_LIST_MAP;
  if (!draft->set && !draft->unique) return;
  node->list_type = LX_LIST_SET;
  if (node->items && (node->items->type == LX_OBJECT || node->items->type == LX_ARRAY)) {
    lx_compile_fail(compiler, "sets of maps or lists are not supported");
  }
}

static void finish_map(lx_compiler *compiler, lx_draft *draft) {
  lx_node *node = draft->node;
  if (draft->preserves || compiler->in_logic) node->open = true;
  if (node->embedded && !lx_node_add_object_fields(compiler->schema, node, true)) {
    return;
  }
  lx_node_sort(node);
  for (size_t i = 0; i < node->property_count; i++) {
    const lx_property *property = &node->properties[i];
    if (property->required && !property->node && !node->open && !node->others) {
      lx_compile_fail(compiler, "requires '%.80s', which it does not declare", property->name);
    }
  }
  node->only_required = draft->keyword_count == 1 && draft->has_required;
}

static void finish_type(lx_compiler *compiler, lx_draft *draft) {
  if (draft->int_or_string) {
    if (draft->has_type) {
      lx_compile_fail(compiler, "has a type beside x-kubernetes-int-or-string");
    }
    draft->node->type = LX_INT_OR_STRING;
  } else if (!draft->has_type && !draft->preserves && !compiler->in_logic) {
    lx_compile_fail(compiler, "needs a type");
  }
}

/* Checks the default against its own schema, which also completes it. */
static void read_fallback(lx_compiler *compiler, lx_node *node) {
  lua_State *L = compiler->L;
  lx_check check = {.L = L, .problems = compiler->problems, .status = LUXR_ERR_SCRIPT};
  size_t before = lx_path_push_name(&compiler->path, "default", 7);
  lx_constant *value = lx_schema_alloc(compiler->schema, sizeof *value);
  const char *problem = NULL;
  check.prefix = compiler->path.text;
  lua_pushliteral(L, "default");
  lua_rawget(L, -2);
  if (value && lx_constant_read(compiler->schema, L, -1, value, &problem) &&
      lua_checkstack(L, LX_CONSTANT_STACK)) {
    lua_pop(L, 1);
    lx_constant_push(L, value);
    lx_node_settle(&check, node);
    lx_node_check(&check, NULL, node);
    lx_constant_read(compiler->schema, L, -1, value, &problem);
  }
  lua_pop(L, 1);
  if (problem) lx_compile_fail(compiler, "%s", problem);
  if (value && !problem) node->fallback = value;
  lx_path_pop(&compiler->path, before);
}

/* `before`: how many errors there were before this node, or any below it. */
static void finish(lx_compiler *compiler, lx_draft *draft, size_t before) {
  lx_node *node = draft->node;
  node->has_logic =
      node->all_of.count || node->any_of.count || node->one_of.count || node->none_of;
  finish_type(compiler, draft);
  finish_numbers(compiler, draft);
  finish_list(compiler, draft);
  finish_map(compiler, draft);
  if (!draft->has_default || lx_schema_failed(compiler->schema)) return;
  if (compiler->in_logic) {
    lx_compile_fail(compiler, "has a default where none is taken");
  } else if (compiler->problems->errors == before) {
    read_fallback(compiler, draft->node);
  }
}

lx_node *lx_compile_node(lx_compiler *compiler) {
  lx_draft draft = {.node = NULL};
  size_t errors = compiler->problems->errors;
  if (!lx_compile_is_map(compiler)) return NULL;
  if (compiler->depth == DEEPEST || ++compiler->nodes > MOST_NODES ||
      !lua_checkstack(compiler->L, STACK)) {
    lx_compile_fail(compiler, "the schema is too large or nested too deep");
    return NULL;
  }
  draft.node = lx_node_new(compiler->schema, LX_ANY);
  if (!draft.node) return NULL;
  compiler->depth++;
  read_keywords(compiler, &draft);
  finish(compiler, &draft, errors);
  compiler->depth--;
  return draft.node;
}
