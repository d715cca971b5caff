#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "schema/compile.h"
#include "schema/words.h"
#include "value/value.h"

static const char *path_of(const lx_compiler *compiler) {
  return compiler->path.length ? compiler->path.text : NULL;
}

void lx_compile_fail(lx_compiler *compiler, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  lx_diagnostics_vadd(compiler->problems, LUXR_ERROR, LUXR_ERR_SCRIPT, path_of(compiler),
                      format, arguments);
  va_end(arguments);
}

void lx_compile_fail_hint(lx_compiler *compiler, const char *hint, const char *format, ...) {
  luxr_diagnostic *item;
  va_list arguments;
  va_start(arguments, format);
  item = lx_diagnostics_vadd(compiler->problems, LUXR_ERROR, LUXR_ERR_SCRIPT, path_of(compiler),
                             format, arguments);
  va_end(arguments);
  if (item && hint) lx_diagnostic_text(compiler->problems, &item->hint, "%s", hint);
}

static bool refuse(lx_compiler *compiler, const char *wanted) {
  lx_words got = {.length = 0};
  lx_words_value(&got, compiler->L, -1, true);
  lx_compile_fail(compiler, "must be %s, got %s", wanted, got.text);
  return false;
}

bool lx_compile_text(lx_compiler *compiler, const char **text, size_t *length) {
  if (lua_type(compiler->L, -1) != LUA_TSTRING) return refuse(compiler, "a string");
  *text = lua_tolstring(compiler->L, -1, length);
  return true;
}

bool lx_compile_bool(lx_compiler *compiler, bool *value) {
  if (!lua_isboolean(compiler->L, -1)) return refuse(compiler, "true or false");
  *value = lua_toboolean(compiler->L, -1);
  return true;
}

bool lx_compile_count(lx_compiler *compiler, size_t *count) {
  lua_State *L = compiler->L;
  int whole = 0;
  lua_Integer number = 0;
  if (lua_type(L, -1) == LUA_TNUMBER) number = lua_tointegerx(L, -1, &whole);
  if (!whole || number < 0) return refuse(compiler, "a whole number, 0 or more");
  *count = (size_t)number;
  return true;
}

bool lx_compile_bound(lx_compiler *compiler, lx_bound *bound) {
  lua_State *L = compiler->L;
  int whole = 0;
  if (lua_type(L, -1) != LUA_TNUMBER) return refuse(compiler, "a number");
  bound->set = true;
  bound->number = lua_tonumber(L, -1);
  bound->integer = lua_tointegerx(L, -1, &whole);
  bound->is_integer = whole;
  return true;
}

bool lx_compile_is_list(lx_compiler *compiler, size_t *count) {
  lua_State *L = compiler->L;
  if (lua_istable(L, -1) && lx_classify(L, -1, count) == LX_TABLE_LIST) return true;
  return refuse(compiler, "a list");
}

bool lx_compile_is_map(lx_compiler *compiler) {
  lua_State *L = compiler->L;
  size_t count;
  if (lua_istable(L, -1) && lx_classify(L, -1, &count) == LX_TABLE_MAP) return true;
  return refuse(compiler, "a map");
}

/* ---- The whole -----------------------------------------------------------------------
 */

static int compare_texts(const char *a, const char *b) {
  return strcmp(a ? a : "", b ? b : "");
}

static int compare_findings(const void *a, const void *b) {
  const luxr_diagnostic *left = a, *right = b;
  int order = compare_texts(left->path, right->path);
  return order ? order : compare_texts(left->sentence, right->sentence);
}

static bool add_implied(lx_compiler *compiler, lx_node *root, const char *const *platform) {
  lx_schema *schema = compiler->schema;
  if (!lx_node_add_object_fields(schema, root, false)) return false;
  for (; platform && *platform; platform++) {
    if (!lx_node_add_platform(schema, root, *platform)) return false;
  }
  return lx_node_add_shapes(schema, root);
}

bool lx_schema_compile(lx_schema *schema, lua_State *L, int index, const char *prefix,
                       const char *const *platform, lx_diagnostics *problems) {
  lx_compiler compiler = {.schema = schema, .L = L, .problems = problems};
  size_t length = strlen(prefix), errors = problems->errors, kept = problems->count;
  lx_node *root;
  if (length > LX_PATH_MAX) length = LX_PATH_MAX;
  memcpy(compiler.path.text, prefix, length);
  compiler.path.length = length;
  lua_pushvalue(L, index);
  root = lx_compile_node(&compiler);
  lua_pop(L, 1);
  if (root && root->type != LX_OBJECT && errors == problems->errors) {
    lx_compile_fail(&compiler, "must be of type object");
  }
  if (root && errors == problems->errors && add_implied(&compiler, root, platform) &&
      !lx_schema_failed(schema) && !problems->failed) {
    lx_schema_set_root(schema, root);
    return true;
  }
  if (lx_schema_failed(schema)) problems->failed = true;
  /* Tables have no order: findings get one. */
  if (problems->count > kept) {
    qsort(problems->items + kept, problems->count - kept, sizeof *problems->items,
          compare_findings);
  }
  return false;
}
