#include "schema/node.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "value/keys.h"

lx_node *lx_node_new(lx_schema *schema, lx_type type) {
  lx_node *node = lx_schema_alloc(schema, sizeof *node);
  if (!node) return NULL;
  node->type = type;
  node->characters.most = node->entries.most = node->list_items.most = SIZE_MAX;
  return node;
}

/* ---- Properties ------------------------------------------------------------------ */

static bool is_named(const lx_property *property, const char *name, size_t length) {
  return property->length == length && !memcmp(property->name, name, length);
}

lx_property *lx_node_property(lx_schema *schema, lx_node *node, const char *name,
                              size_t length) {
  lx_property *property;
  for (size_t i = 0; i < node->property_count; i++) {
    if (is_named(&node->properties[i], name, length)) return &node->properties[i];
  }
  if (node->property_count == node->property_capacity) {
    size_t capacity = node->property_capacity ? node->property_capacity * 2 : 4;
    lx_property *more = lx_schema_alloc(schema, capacity * sizeof *more);
    if (!more) return NULL;
    if (node->property_count) {
      memcpy(more, node->properties, node->property_count * sizeof *more);
    }
    node->properties = more;
    node->property_capacity = capacity;
  }
  property = &node->properties[node->property_count];
  property->name = lx_schema_copy(schema, name, length);
  if (!property->name) return NULL;
  property->length = length;
  node->property_count++;
  return property;
}

static int compare_properties(const void *a, const void *b) {
  const lx_property *left = a, *right = b;
  return lx_compare_bytes(left->name, left->length, right->name, right->length);
}

void lx_node_sort(lx_node *node) {
  if (!node->property_count) return;
  qsort(node->properties, node->property_count, sizeof *node->properties, compare_properties);
}

const lx_property *lx_node_find(const lx_node *node, const char *name, size_t length) {
  size_t low = 0, high = node->property_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const lx_property *property = &node->properties[middle];
    int order = lx_compare_bytes(name, length, property->name, property->length);
    if (!order) return property;
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return NULL;
}

/* ---- What every object has ------------------------------------------------------- */

/* The node of a property, made if it has none. */
static lx_node *declare(lx_schema *schema, lx_node *node, const char *name, lx_type type,
                        bool drops_null) {
  lx_property *property = lx_node_property(schema, node, name, strlen(name));
  if (!property) return NULL;
  if (!property->node) {
    property->node = lx_node_new(schema, type);
    if (property->node) property->node->drops_null = drops_null;
  }
  return property->node;
}

static bool declare_texts(lx_schema *schema, lx_node *node, const char *name) {
  lx_node *map = declare(schema, node, name, LX_OBJECT, true);
  if (!map) return false;
  if (map->open || map->others || map->property_count) return true;
  map->others = lx_node_new(schema, LX_STRING);
  return map->others != NULL;
}

bool lx_node_add_object_fields(lx_schema *schema, lx_node *node, bool required) {
  static const char *const names[] = {"apiVersion", "kind"};
  lx_node *metadata = declare(schema, node, "metadata", LX_OBJECT, false);
  if (!metadata) return false;
  for (size_t i = 0; i < 2; i++) {
    lx_property *property;
    if (!declare(schema, node, names[i], LX_STRING, false)) return false;
    property = lx_node_property(schema, node, names[i], strlen(names[i]));
    property->required = property->required || required;
  }
  lx_node_sort(node);
  if (metadata->type != LX_OBJECT) return true;
  metadata->open = true;
  if (!declare(schema, metadata, "name", LX_STRING, false)) return false;
  if (!declare(schema, metadata, "namespace", LX_STRING, true)) return false;
  if (!declare_texts(schema, metadata, "labels")) return false;
  if (!declare_texts(schema, metadata, "annotations")) return false;
  lx_node_sort(metadata);
  return true;
}

/* ---- The platform's paths -------------------------------------------------------- */

static void open_all(lx_node *node) {
  if (node->type == LX_OBJECT && !node->others) node->open = true;
  if (node->items) open_all(node->items);
  if (node->others) open_all(node->others);
  for (size_t i = 0; i < node->property_count; i++) {
    if (node->properties[i].node) open_all(node->properties[i].node);
  }
}

bool lx_node_add_platform(lx_schema *schema, lx_node *root, const char *path) {
  lx_node *node = root;
  lx_segment segment;
  while (lx_path_next(&path, &segment) == 1 && !segment.is_index) {
    lx_node *above = node;
    node = declare(schema, above, segment.name, *path ? LX_OBJECT : LX_ANY, false);
    if (!node) return false;
    lx_node_sort(above);
  }
  if (node != root) open_all(node);
  return true;
}

/* ---- Shapes ---------------------------------------------------------------------- */

static bool fill_fields(lx_schema *schema, const lx_node *node, lx_shape *shape) {
  lx_field *fields = lx_schema_alloc(schema, node->property_count * sizeof *fields);
  if (!fields) return false;
  shape->fields = fields;
  for (size_t i = 0; i < node->property_count; i++) {
    const lx_property *property = &node->properties[i];
    if (!property->node) continue;
    if (!lx_node_add_shapes(schema, property->node)) return false;
    fields[shape->count].name = property->name;
    fields[shape->count].length = property->length;
    fields[shape->count++].shape = property->node->shape;
  }
  return true;
}

bool lx_node_add_shapes(lx_schema *schema, lx_node *node) {
  lx_node *others = node->type == LX_ARRAY ? node->items : node->others;
  lx_shape *shape;
  if (node->type == LX_ANY && !node->property_count) return true;
  if (node->type != LX_ANY && node->type != LX_OBJECT && node->type != LX_ARRAY) {
    return true;
  }
  shape = lx_schema_alloc(schema, sizeof *shape);
  if (!shape || !fill_fields(schema, node, shape)) return false;
  shape->open = node->open || node->others || node->type == LX_ANY;
  if (others) {
    if (!lx_node_add_shapes(schema, others)) return false;
    shape->others = others->shape;
  }
  node->shape = shape;
  return true;
}
