/* node.h: a schema, compiled. What hangs on an lx_schema is made once, in its own memory,
 * and never changes. */
#ifndef LX_SCHEMA_NODE_H
#define LX_SCHEMA_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lua.h>

#include "schema/constant.h"
#include "schema/regex.h"
#include "schema/schema.h"
#include "value/shape.h"

typedef struct lx_node lx_node;

typedef enum lx_type {
  LX_ANY,
  LX_OBJECT,
  LX_ARRAY,
  LX_STRING,
  LX_INTEGER,
  LX_NUMBER,
  LX_BOOLEAN,
  LX_INT_OR_STRING
} lx_type;

typedef struct lx_property {
  const char *name; /* ends in a zero byte */
  size_t length;
  lx_node *node; /* NULL: not declared, only required or forbidden */
  bool required;
  const char *forbidden;      /* what to say when it is there; NULL: it may be */
  const char *forbidden_path; /* where, from its map; NULL: at itself */
} lx_property;

/* How many characters, items or entries. */
typedef struct lx_count {
  size_t least, most;
} lx_count;

/* A number to compare with; a whole one is an integer. */
typedef struct lx_bound {
  bool set, exclusive, is_integer;
  int64_t integer;
  double number;
} lx_bound;

typedef struct lx_nodes {
  lx_node **items;
  size_t count;
} lx_nodes;

typedef enum lx_list_type { LX_LIST_ATOMIC, LX_LIST_SET, LX_LIST_MAP } lx_list_type;

struct lx_node {
  lx_type type;
  bool nullable;
  bool drops_null;    /* a null is as good as absent */
  bool open;          /* other names than the declared ones are fine */
  bool embedded;      /* an object of its own, with apiVersion, kind and metadata */
  bool only_required; /* says nothing but which names must be there */
  const char *about;  /* the first sentence of its description; NULL: too long */
  const char *rule;   /* its first paragraph, or the first sentence where that is long */
  const lx_constant *fallback; /* the default, complete */

  const lx_constant *choices;
  size_t choice_count; /* 0: any value */

  lx_bound minimum, maximum, multiple;

  lx_count characters, entries, list_items;
  const char *pattern_text;
  lx_regex *pattern;

  lx_node *items;
  lx_list_type list_type;
  const char *const *map_keys;
  size_t map_key_count;

  lx_property *properties; /* sorted bytewise by name */
  size_t property_count, property_capacity;
  lx_node *others; /* of names that are not declared */

  bool has_logic; /* any of these */
  lx_nodes all_of, any_of, one_of;
  lx_node *none_of;

  const lx_shape *shape; /* NULL: anything */
};

/* Memory of the schema, all zero; NULL (and the schema remembers) when there is none
 * left. */
void *lx_schema_alloc(lx_schema *schema, size_t size);
char *lx_schema_copy(lx_schema *schema, const char *bytes, size_t length);

/* Whether memory was missing at any time. */
bool lx_schema_failed(const lx_schema *schema);

/* Compiles a pattern that belongs to the schema; NULL as lx_regex_new. */
lx_regex *lx_schema_regex(lx_schema *schema, const char *pattern, size_t length,
                          char problem[LX_REGEX_PROBLEM]);

/* A node that accepts anything; NULL when memory is out. */
lx_node *lx_node_new(lx_schema *schema, lx_type type);

/* The property of that name, made if there is none yet; NULL when memory is out. Only
 * before lx_node_sort. */
lx_property *lx_node_property(lx_schema *schema, lx_node *node, const char *name,
                              size_t length);
void lx_node_sort(lx_node *node);

/* NULL when there is none. */
const lx_property *lx_node_find(const lx_node *node, const char *name, size_t length);

/* What every object has, unless it is declared: apiVersion and kind (`required` or not),
 * and name, namespace, labels and annotations in an open metadata. False when memory is
 * out. */
bool lx_node_add_object_fields(lx_schema *schema, lx_node *node, bool required);

/* Opens what lies at a path of the platform, all the way down, and makes it if it is not
 * declared. False when memory is out. */
bool lx_node_add_platform(lx_schema *schema, lx_node *root, const char *path);

/* Fills in the shapes of the node and of all below. False when memory is out. */
bool lx_node_add_shapes(lx_schema *schema, lx_node *node);

lx_node *lx_schema_root(const lx_schema *schema);
void lx_schema_set_root(lx_schema *schema, lx_node *root);

#endif
