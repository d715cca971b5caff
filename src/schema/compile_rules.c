#include <string.h>

#include "base/path.h"
#include "schema/compile.h"

/* Rules in the API server's expression language are its own to evaluate; a bundle's
 * policies repeat them. One form is how a field is declared that was taken away, and is
 * kept here: the rule "!has(self.<name>)". */

typedef struct rule {
  const char *text, *message, *path; /* NULL where absent; the table keeps them */
  size_t text_length, message_length, path_length;
} rule;

static void read_rule_key(lx_compiler *compiler, rule *found, const char *key) {
  static const char *const others[] = {"messageExpression", "reason"};
  if (!strcmp(key, "rule")) {
    lx_compile_text(compiler, &found->text, &found->text_length);
  } else if (!strcmp(key, "message")) {
    lx_compile_text(compiler, &found->message, &found->message_length);
  } else if (!strcmp(key, "fieldPath")) {
    lx_compile_text(compiler, &found->path, &found->path_length);
  } else if (!strcmp(key, "optionalOldSelf")) {
    bool unused;
    lx_compile_bool(compiler, &unused);
  } else {
    const char *unused;
    size_t length;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
      if (strcmp(key, others[i]) != 0) continue;
      lx_compile_text(compiler, &unused, &length);
      return;
    }
    lx_compile_fail(compiler, "is not a part of a rule");
  }
}

static bool is_name(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !(i && c >= '0' && c <= '9')) return false;
  }
  return length > 0;
}

/* The name in "!has(self.<name>)". */
static bool find_forbidden(const rule *found, const char **name, size_t *length) {
  static const char start[] = "!has(self.";
  size_t used = sizeof start - 1;
  if (found->text_length <= used + 1 || strncmp(found->text, start, used) != 0) return false;
  if (found->text[found->text_length - 1] != ')') return false;
  *name = found->text + used;
  *length = found->text_length - used - 1;
  return is_name(*name, *length);
}

/* A path of one name, ".host": what is forbidden is reported beside itself at most. */
static bool is_one_name(const char *path) {
  lx_segment segment;
  return lx_path_next(&path, &segment) == 1 && !segment.is_index && !*path;
}

static void forbid(lx_compiler *compiler, lx_draft *draft, const rule *found, const char *name,
                   size_t length) {
  lx_schema *schema = compiler->schema;
  lx_property *property = lx_node_property(schema, draft->node, name, length);
  const char *message = found->message ? found->message : "must not be set";
  if (!property) return;
  property->forbidden = lx_schema_copy(schema, message, strlen(message));
  if (!found->path) return;
  if (!is_one_name(found->path)) {
    lx_compile_fail(compiler, "has a fieldPath of other than one name");
    return;
  }
  property->forbidden_path = lx_schema_copy(schema, found->path, found->path_length);
}

/* The rule is at the top. */
static void read_rule(lx_compiler *compiler, lx_draft *draft) {
  lua_State *L = compiler->L;
  rule found = {.text = NULL};
  const char *name;
  size_t length;
  if (!lx_compile_is_map(compiler)) return;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    const char *key = lua_tolstring(L, -2, &length);
    size_t before = lx_path_push_name(&compiler->path, key, length);
    read_rule_key(compiler, &found, key);
    lx_path_pop(&compiler->path, before);
  }
  if (!found.text) {
    lx_compile_fail(compiler, "has no 'rule'");
  } else if (find_forbidden(&found, &name, &length)) {
    forbid(compiler, draft, &found, name, length);
  }
}

void lx_keyword_validations(lx_compiler *compiler, lx_draft *draft) {
  lua_State *L = compiler->L;
  size_t count;
  if (!lx_compile_is_list(compiler, &count)) return;
  for (size_t i = 0; i < count; i++) {
    size_t before = lx_path_push_index(&compiler->path, i);
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    read_rule(compiler, draft);
    lua_pop(L, 1);
    lx_path_pop(&compiler->path, before);
  }
}
