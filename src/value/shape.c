#include "value/shape.h"

#include "base/suggest.h"
#include "value/keys.h"

const lx_field *lx_shape_find(const lx_shape *shape, const char *name, size_t length) {
  size_t low = 0, high = shape->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const lx_field *field = &shape->fields[middle];
    int order = lx_compare_bytes(name, length, field->name, field->length);
    if (!order) return field;
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return NULL;
}

const char *lx_shape_nearest(const lx_shape *shape, const char *name, size_t length) {
  lx_suggestion suggestion = lx_suggest(name, length);
  for (size_t i = 0; i < shape->count; i++) {
    lx_suggest_offer(&suggestion, shape->fields[i].name, shape->fields[i].length);
  }
  return suggestion.best;
}
