#include "structs.h"

#include <string.h>

#include "base/wire.h"

enum {
  STRUCT_FIELDS = 1,
  VALUE_NULL = 1,
  VALUE_NUMBER = 2,
  VALUE_TEXT = 3,
  VALUE_BOOL = 4,
  VALUE_STRUCT = 5,
  VALUE_LIST = 6,
  LIST_VALUES = 1,
  DEEPEST_MERGE = 64
};

/* The kind that a field of Value stands for; of several the last one holds. */
static lx_value_kind kind_of(const lx_wire_field *field) {
  if (field->number == VALUE_NULL && field->type == 0) return LX_VALUE_NULL;
  if (field->number == VALUE_NUMBER && field->type == 1) return LX_VALUE_NUMBER;
  if (field->number == VALUE_TEXT && field->type == 2) return LX_VALUE_TEXT;
  if (field->number == VALUE_BOOL && field->type == 0) return LX_VALUE_BOOL;
  if (field->number == VALUE_STRUCT && field->type == 2) return LX_VALUE_STRUCT;
  if (field->number == VALUE_LIST && field->type == 2) return LX_VALUE_LIST;
  return LX_VALUE_NONE;
}

/* A Struct or list in several pieces is joined; another kind between them starts anew. */
static lx_decoded join_pieces(lx_span bytes, lx_pool *pool, lx_value *value) {
  lx_wanted wanted[] = {{.number = value->kind == LX_VALUE_STRUCT ? VALUE_STRUCT : VALUE_LIST,
                         .shape = LX_SHAPE_MESSAGE}};
  lx_decoded decoded = lx_message_read(bytes, wanted, 1, pool);
  value->bytes = wanted[0].span;
  return decoded;
}

lx_decoded lx_value_read(lx_span bytes, lx_pool *pool, lx_value *value) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  lx_wire_field field;
  const char *end = bytes.bytes + bytes.length, *from = bytes.bytes, *at = bytes.bytes;
  size_t pieces = 0;
  *value = (lx_value){0};
  for (; lx_wire_next(&wire, &field); at = (const char *)wire.at) {
    lx_value_kind kind = kind_of(&field);
    if (kind == LX_VALUE_NONE) continue;
    if (kind != value->kind) from = at, pieces = 0;
    pieces++;
    value->kind = kind;
    if (kind == LX_VALUE_NUMBER) value->number = lx_wire_double(field.value);
    if (kind == LX_VALUE_BOOL) value->truth = field.value != 0;
    value->bytes =
        (lx_span){field.type == 2 ? field.bytes : "", field.type == 2 ? field.length : 0};
  }
  if (wire.broken) return LX_MALFORMED;
  bytes = (lx_span){from, (size_t)(end - from)};
  if (pieces > 1 && value->kind >= LX_VALUE_STRUCT) return join_pieces(bytes, pool, value);
  return LX_DECODED;
}

lx_decoded lx_tree_fields(lx_span bytes, lx_pool *pool, lx_entry **fields, size_t *count) {
  return lx_message_read_map(bytes, STRUCT_FIELDS, pool, fields, count);
}

/* An entry of a Struct; its name is looked at by nobody who minds what is in it. */
static bool read_entry(lx_span bytes, lx_pool *pool, lx_entry *entry) {
  lx_wanted wanted[] = {{.number = 1, .shape = LX_SHAPE_BYTES},
                        {.number = 2, .shape = LX_SHAPE_MESSAGE}};
  if (lx_entry_read_plain(bytes, entry)) return true;
  if (lx_message_read(bytes, wanted, 2, pool) != LX_DECODED) return false;
  entry->name = wanted[0].count ? wanted[0].span : (lx_span){"", 0};
  entry->value = wanted[1].count ? wanted[1].span : (lx_span){"", 0};
  return true;
}

/* The Value of one field; its `bytes` are NULL when there is none. */
static lx_span find_field(lx_span bytes, const char *name, size_t length, lx_pool *pool) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  lx_span found = {NULL, 0};
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) {
    lx_entry entry;
    if (field.number != STRUCT_FIELDS || field.type != 2 || !field.length) continue;
    if (!read_entry((lx_span){field.bytes, field.length}, pool, &entry)) continue;
    if (entry.name.length != length || memcmp(entry.name.bytes, name, length) != 0) continue;
    found = entry.value;
  }
  return found;
}

lx_value lx_tree_find(lx_span bytes, const char *path, lx_pool *pool) {
  lx_value value = {.kind = LX_VALUE_STRUCT, .bytes = bytes};
  if (!bytes.bytes) return (lx_value){0};
  for (;;) {
    size_t length = strcspn(path, ".");
    lx_span found;
    if (value.kind != LX_VALUE_STRUCT) return (lx_value){0};
    found = find_field(value.bytes, path, length, pool);
    if (!found.bytes || lx_value_read(found, pool, &value) != LX_DECODED) return (lx_value){0};
    if (!path[length]) return value;
    path += length + 1;
  }
}

lx_span lx_tree_text(lx_span bytes, const char *path, lx_pool *pool) {
  lx_value value = lx_tree_find(bytes, path, pool);
  return value.kind == LX_VALUE_TEXT ? value.bytes : (lx_span){NULL, 0};
}

void lx_tree_texts(lx_span bytes, const char *const *names, size_t count, lx_pool *pool,
                   lx_span *texts) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  lx_wire_field field;
  for (size_t i = 0; i < count; i++) texts[i] = (lx_span){NULL, 0};
  while (lx_wire_next(&wire, &field)) {
    lx_entry entry;
    if (field.number != STRUCT_FIELDS || field.type != 2 || !field.length) continue;
    if (!read_entry((lx_span){field.bytes, field.length}, pool, &entry)) continue;
    for (size_t i = 0; i < count; i++) {
      lx_value value;
      if (!lx_span_is(entry.name, names[i])) continue;
      texts[i] = (lx_span){NULL, 0};
      if (lx_value_read(entry.value, pool, &value) != LX_DECODED) continue;
      if (value.kind == LX_VALUE_TEXT) texts[i] = value.bytes;
    }
  }
}

/* ---- lists ------------------------------------------------------------------------------- */

lx_list_walk lx_list_over(lx_span bytes) {
  return (lx_list_walk){bytes.bytes, bytes.bytes ? bytes.bytes + bytes.length : NULL};
}

bool lx_list_next(lx_list_walk *walk, lx_pool *pool, lx_value *value) {
  lx_wire wire = lx_wire_over(walk->at, (size_t)(walk->end - walk->at));
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) {
    walk->at = (const char *)wire.at;
    if (field.number != LIST_VALUES || field.type != 2) continue;
    return lx_value_read((lx_span){field.bytes, field.length}, pool, value) == LX_DECODED;
  }
  return false;
}

/* ---- merging ----------------------------------------------------------------------------- */

static const lx_entry *find_entry(const lx_entry *entries, size_t count, lx_span name) {
  size_t low = 0;
  while (low < count) {
    size_t middle = low + (count - low) / 2;
    int order = lx_span_compare(entries[middle].name, name);
    if (order == 0) return &entries[middle];
    if (order < 0)
      low = middle + 1;
    else
      count = middle;
  }
  return NULL;
}

static void put_entry(lx_buffer *into, const lx_entry *entry) {
  size_t mark = lx_wire_begin(into, STRUCT_FIELDS);
  lx_wire_put_bytes(into, 1, entry->name.bytes, entry->name.length);
  lx_wire_put_bytes(into, 2, entry->value.bytes, entry->value.length);
  lx_wire_end(into, mark);
}

static lx_decoded merge(lx_buffer *into, lx_span under, lx_span over, lx_pool *pool, int depth);

/* A field that both have. */
static lx_decoded merge_field(lx_buffer *into, const lx_entry *under, const lx_entry *over,
                              lx_pool *pool, int depth) {
  lx_value below, above;
  lx_decoded decoded = lx_value_read(under->value, pool, &below);
  size_t entry, value, inner;
  if (decoded == LX_DECODED) decoded = lx_value_read(over->value, pool, &above);
  if (decoded != LX_DECODED) return decoded;
  if (below.kind != LX_VALUE_STRUCT || above.kind != LX_VALUE_STRUCT ||
      depth >= DEEPEST_MERGE) {
    put_entry(into, over);
    return LX_DECODED;
  }
  entry = lx_wire_begin(into, STRUCT_FIELDS);
  lx_wire_put_bytes(into, 1, under->name.bytes, under->name.length);
  value = lx_wire_begin(into, 2);
  inner = lx_wire_begin(into, VALUE_STRUCT);
  decoded = merge(into, below.bytes, above.bytes, pool, depth + 1);
  lx_wire_end(into, inner);
  lx_wire_end(into, value);
  lx_wire_end(into, entry);
  return decoded;
}

static lx_decoded merge(lx_buffer *into, lx_span under, lx_span over, lx_pool *pool,
                        int depth) {
  lx_entry *below = NULL, *above = NULL;
  size_t below_count = 0, above_count = 0;
  lx_decoded decoded = lx_tree_fields(under, pool, &below, &below_count);
  if (decoded == LX_DECODED) decoded = lx_tree_fields(over, pool, &above, &above_count);
  for (size_t i = 0; i < below_count && decoded == LX_DECODED; i++) {
    const lx_entry *both = find_entry(above, above_count, below[i].name);
    if (both)
      decoded = merge_field(into, &below[i], both, pool, depth);
    else
      put_entry(into, &below[i]);
  }
  for (size_t i = 0; i < above_count && decoded == LX_DECODED; i++) {
    if (!find_entry(below, below_count, above[i].name)) put_entry(into, &above[i]);
  }
  return decoded;
}

lx_decoded lx_tree_merge(lx_buffer *into, lx_span under, lx_span over, lx_pool *pool) {
  return merge(into, under, over, pool, 0);
}
