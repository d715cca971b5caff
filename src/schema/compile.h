/* compile.h: an openAPIV3Schema table into nodes. Each function works on the value at the
 * top of the Lua stack and leaves it there. */
#ifndef LX_SCHEMA_COMPILE_H
#define LX_SCHEMA_COMPILE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "base/diagnostic.h"
#include "base/path.h"
#include "schema/node.h"

typedef struct lx_compiler {
  lx_schema *schema;
  lua_State *L;
  lx_diagnostics *problems;
  lx_path path; /* within the definition */
  size_t nodes;
  int depth;
  bool in_logic; /* below anyOf and alike: no defaults, and nothing is declared */
} lx_compiler;

/* A node whose keywords are being read. */
typedef struct lx_draft {
  lx_node *node;
  bool has_type, has_default, has_required, has_items;
  bool int_or_string, preserves;
  bool above_minimum, below_maximum; /* exclusiveMinimum, exclusiveMaximum */
  bool unique, set, map;
  size_t keyword_count; /* that say anything */
} lx_draft;

/* Says what is wrong at the compiler's path. */
void lx_compile_fail(lx_compiler *compiler, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void lx_compile_fail_hint(lx_compiler *compiler, const char *hint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The schema at the top as a node. NULL when memory is out or it has been complained
 * about. */
lx_node *lx_compile_node(lx_compiler *compiler);

/* The same for what a keyword at the top holds: a schema, with its own path; a list of
 * them. */
lx_node *lx_compile_logic(lx_compiler *compiler);

/* The value at the top as what a keyword wants; complains otherwise. */
bool lx_compile_text(lx_compiler *compiler, const char **text, size_t *length);
bool lx_compile_bool(lx_compiler *compiler, bool *value);
bool lx_compile_count(lx_compiler *compiler, size_t *count);
bool lx_compile_bound(lx_compiler *compiler, lx_bound *bound);
bool lx_compile_is_list(lx_compiler *compiler, size_t *count);
bool lx_compile_is_map(lx_compiler *compiler);

/* Keywords. */
typedef void lx_keyword(lx_compiler *compiler, lx_draft *draft);
lx_keyword lx_keyword_additional, lx_keyword_all_of, lx_keyword_any_of, lx_keyword_enum,
    lx_keyword_items, lx_keyword_map_keys, lx_keyword_not, lx_keyword_one_of,
    lx_keyword_pattern, lx_keyword_properties, lx_keyword_required, lx_keyword_validations;

#endif
