#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "schema/node.h"

enum { BLOCK = 8192 };

typedef struct block {
  struct block *next;
  size_t used, size;
  max_align_t bytes[];
} block;

typedef struct pattern {
  struct pattern *next;
  lx_regex *regex;
} pattern;

struct lx_schema {
  block *blocks;
  pattern *patterns;
  lx_node *root;
  bool failed;
};

lx_schema *lx_schema_start(void) {
  return lx_alloc_zero(sizeof(lx_schema));
}

void lx_schema_free(lx_schema *schema) {
  if (!schema) return;
  for (pattern *item = schema->patterns; item; item = item->next) lx_regex_free(item->regex);
  while (schema->blocks) {
    block *next = schema->blocks->next;
    lx_free(schema->blocks);
    schema->blocks = next;
  }
  lx_free(schema);
}

static block *add_block(lx_schema *schema, size_t size) {
  block *made = lx_alloc_zero(sizeof *made + size);
  if (!made) return NULL;
  made->size = size;
  made->next = schema->blocks;
  schema->blocks = made;
  return made;
}

void *lx_schema_alloc(lx_schema *schema, size_t size) {
  block *first = schema->blocks;
  char *found;
  size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
  if (!first || first->size - first->used < size) {
    first = add_block(schema, size > BLOCK ? size : BLOCK);
    if (!first) {
      schema->failed = true;
      return NULL;
    }
  }
  found = (char *)first->bytes + first->used;
  first->used += size;
  return found;
}

char *lx_schema_copy(lx_schema *schema, const char *bytes, size_t length) {
  char *copy = lx_schema_alloc(schema, length + 1);
  if (copy && length) memcpy(copy, bytes, length);
  return copy;
}

bool lx_schema_failed(const lx_schema *schema) {
  return schema->failed;
}

lx_regex *lx_schema_regex(lx_schema *schema, const char *text, size_t length,
                          char problem[LX_REGEX_PROBLEM]) {
  pattern *item = lx_schema_alloc(schema, sizeof *item);
  problem[0] = '\0';
  if (!item) return NULL;
  item->regex = lx_regex_new(text, length, problem);
  if (!item->regex) {
    if (!problem[0]) schema->failed = true;
    return NULL;
  }
  item->next = schema->patterns;
  schema->patterns = item;
  return item->regex;
}

lx_node *lx_schema_root(const lx_schema *schema) {
  return schema->root;
}

void lx_schema_set_root(lx_schema *schema, lx_node *root) {
  schema->root = root;
}

const lx_shape *lx_schema_shape(const lx_schema *schema) {
  return schema->root ? schema->root->shape : NULL;
}
