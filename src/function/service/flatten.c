#include "flatten.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/wire.h"
#include "structs.h"

enum { DEEPEST = 200 };

typedef enum flat_kind { FLAT_TEXT, FLAT_NUMBER, FLAT_MESSAGE, FLAT_STRUCT } flat_kind;
typedef enum flat_shape { FLAT_ONE, FLAT_LIST, FLAT_MAP } flat_shape;

typedef struct flat_field {
  uint32_t number;
  const char *name;
  flat_kind kind;
  flat_shape shape;
  const struct flat_field *fields; /* of a FLAT_MESSAGE */
} flat_field;

static const flat_field duration_fields[] = {{1, "seconds", FLAT_NUMBER, FLAT_ONE, NULL},
                                             {2, "nanos", FLAT_NUMBER, FLAT_ONE, NULL},
                                             {0}};
static const flat_field meta_fields[] = {{1, "tag", FLAT_TEXT, FLAT_ONE, NULL},
                                         {2, "ttl", FLAT_MESSAGE, FLAT_ONE, duration_fields},
                                         {0}};
static const flat_field resource_fields[] = {
    {1, "resource", FLAT_STRUCT, FLAT_ONE, NULL},
    {2, "connectionDetails", FLAT_TEXT, FLAT_MAP, NULL},
    {3, "ready", FLAT_NUMBER, FLAT_ONE, NULL},
    {0}};
static const flat_field state_fields[] = {
    {1, "composite", FLAT_MESSAGE, FLAT_ONE, resource_fields},
    {2, "resources", FLAT_MESSAGE, FLAT_MAP, resource_fields},
    {0}};
static const flat_field result_fields[] = {{1, "severity", FLAT_NUMBER, FLAT_ONE, NULL},
                                           {2, "message", FLAT_TEXT, FLAT_ONE, NULL},
                                           {3, "reason", FLAT_TEXT, FLAT_ONE, NULL},
                                           {4, "target", FLAT_NUMBER, FLAT_ONE, NULL},
                                           {0}};
static const flat_field label_fields[] = {{1, "labels", FLAT_TEXT, FLAT_MAP, NULL}, {0}};
static const flat_field selector_fields[] = {
    {1, "apiVersion", FLAT_TEXT, FLAT_ONE, NULL},
    {2, "kind", FLAT_TEXT, FLAT_ONE, NULL},
    {3, "matchName", FLAT_TEXT, FLAT_ONE, NULL},
    {4, "matchLabels", FLAT_MESSAGE, FLAT_ONE, label_fields},
    {5, "namespace", FLAT_TEXT, FLAT_ONE, NULL},
    {0}};
static const flat_field requirements_fields[] = {
    {1, "extraResources", FLAT_MESSAGE, FLAT_MAP, selector_fields},
    {2, "resources", FLAT_MESSAGE, FLAT_MAP, selector_fields},
    {0}};
static const flat_field condition_fields[] = {
    {1, "type", FLAT_TEXT, FLAT_ONE, NULL},     {2, "status", FLAT_NUMBER, FLAT_ONE, NULL},
    {3, "reason", FLAT_TEXT, FLAT_ONE, NULL},   {4, "message", FLAT_TEXT, FLAT_ONE, NULL},
    {5, "target", FLAT_NUMBER, FLAT_ONE, NULL}, {0}};
static const flat_field response_fields[] = {
    {1, "meta", FLAT_MESSAGE, FLAT_ONE, meta_fields},
    {2, "desired", FLAT_MESSAGE, FLAT_ONE, state_fields},
    {3, "results", FLAT_MESSAGE, FLAT_LIST, result_fields},
    {4, "context", FLAT_STRUCT, FLAT_ONE, NULL},
    {5, "requirements", FLAT_MESSAGE, FLAT_ONE, requirements_fields},
    {6, "conditions", FLAT_MESSAGE, FLAT_LIST, condition_fields},
    {7, "output", FLAT_STRUCT, FLAT_ONE, NULL},
    {0}};

typedef struct flattening {
  lx_lines *lines;
  lx_pool *pool;
  lx_buffer path;
} flattening;

static bool flatten_message(flattening *flat, lx_span bytes, const flat_field *fields);
static bool flatten_value(flattening *flat, const lx_value *value, int depth);

/* ---- lines ------------------------------------------------------------------------------- */

/* A text on one line: what could break it is escaped. */
static void add_safe(lx_buffer *into, lx_span text) {
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.bytes[i];
    if (c == '\n')
      lx_buffer_add_text(into, "\\n");
    else if (c == '\\')
      lx_buffer_add_text(into, "\\\\");
    else if (c < 0x20 || c == 0x7f)
      lx_buffer_print(into, "\\x%02x", c);
    else
      lx_buffer_add_char(into, (char)c);
  }
}

static void begin_line(flattening *flat) {
  lx_buffer_add(&flat->lines->text, flat->path.data, flat->path.length);
  lx_buffer_add_text(&flat->lines->text, ": ");
}

static bool end_line(flattening *flat) {
  lx_buffer_add_char(&flat->lines->text, '\n');
  flat->lines->count++;
  return !flat->lines->text.failed;
}

static bool put_line(flattening *flat, const char *text) {
  begin_line(flat);
  lx_buffer_add_text(&flat->lines->text, text);
  return end_line(flat);
}

static bool put_text(flattening *flat, lx_span text) {
  begin_line(flat);
  lx_buffer_add_char(&flat->lines->text, '"');
  add_safe(&flat->lines->text, text);
  lx_buffer_add_char(&flat->lines->text, '"');
  return end_line(flat);
}

static size_t push_name(flattening *flat, lx_span name) {
  size_t before = flat->path.length;
  if (before) lx_buffer_add_char(&flat->path, '.');
  add_safe(&flat->path, name);
  return before;
}

/* ---- Structs ----------------------------------------------------------------------------- */

static bool flatten_struct(flattening *flat, lx_span bytes, int depth) {
  lx_entry *entries;
  size_t count;
  if (lx_tree_fields(bytes, flat->pool, &entries, &count) != LX_DECODED) return false;
  if (!count) return put_line(flat, "{}");
  for (size_t i = 0; i < count; i++) {
    size_t before = push_name(flat, entries[i].name);
    lx_value value;
    if (lx_value_read(entries[i].value, flat->pool, &value) != LX_DECODED ||
        !flatten_value(flat, &value, depth + 1)) {
      return false;
    }
    flat->path.length = before;
  }
  return true;
}

static bool flatten_list(flattening *flat, lx_span bytes, int depth) {
  lx_list_walk walk = lx_list_over(bytes);
  lx_value value;
  size_t count = 0;
  for (; lx_list_next(&walk, flat->pool, &value); count++) {
    size_t before = flat->path.length;
    lx_buffer_print(&flat->path, "[%zu]", count);
    if (!flatten_value(flat, &value, depth + 1)) return false;
    flat->path.length = before;
  }
  return count || put_line(flat, "[]");
}

static bool flatten_value(flattening *flat, const lx_value *value, int depth) {
  if (depth > DEEPEST) return false;
  switch (value->kind) {
    case LX_VALUE_STRUCT: return flatten_struct(flat, value->bytes, depth);
    case LX_VALUE_LIST: return flatten_list(flat, value->bytes, depth);
    case LX_VALUE_TEXT: return put_text(flat, value->bytes);
    case LX_VALUE_NUMBER:
      begin_line(flat);
      lx_buffer_print(&flat->lines->text, "%.17g", value->number);
      return end_line(flat);
    case LX_VALUE_BOOL: return put_line(flat, value->truth ? "true" : "false");
    default: return put_line(flat, "null");
  }
}

/* ---- messages ---------------------------------------------------------------------------- */

static bool flatten_content(flattening *flat, const flat_field *field, lx_span bytes) {
  if (field->kind == FLAT_STRUCT) return flatten_struct(flat, bytes, 0);
  if (field->kind == FLAT_TEXT) return put_text(flat, bytes);
  return flatten_message(flat, bytes, field->fields);
}

static bool flatten_map(flattening *flat, const flat_field *field, lx_span bytes) {
  lx_entry *entries;
  size_t count;
  if (lx_message_read_map(bytes, field->number, flat->pool, &entries, &count) != LX_DECODED) {
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    size_t before = push_name(flat, entries[i].name);
    if (!flatten_content(flat, field, entries[i].value)) return false;
    flat->path.length = before;
  }
  return true;
}

static bool flatten_repeated(flattening *flat, const flat_field *field, lx_span bytes) {
  lx_wire wire = lx_wire_over(bytes.bytes, bytes.length);
  lx_wire_field found;
  size_t count = 0;
  while (lx_wire_next(&wire, &found)) {
    size_t before = flat->path.length;
    if (found.number != field->number || found.type != LX_WIRE_BYTES) continue;
    lx_buffer_print(&flat->path, "[%zu]", count++);
    if (!flatten_content(flat, field, (lx_span){found.bytes, found.length})) return false;
    flat->path.length = before;
  }
  return !wire.broken;
}

static bool flatten_one(flattening *flat, const flat_field *field, lx_span bytes) {
  static const lx_shape shapes[] = {[FLAT_TEXT] = LX_SHAPE_BYTES,
                                    [FLAT_NUMBER] = LX_SHAPE_NUMBER,
                                    [FLAT_MESSAGE] = LX_SHAPE_MESSAGE,
                                    [FLAT_STRUCT] = LX_SHAPE_MESSAGE};
  lx_wanted wanted[] = {{.number = field->number, .shape = shapes[field->kind]}};
  if (lx_message_read(bytes, wanted, 1, flat->pool) != LX_DECODED) return false;
  if (!wanted[0].count) return true;
  if (field->kind != FLAT_NUMBER) return flatten_content(flat, field, wanted[0].span);
  begin_line(flat);
  lx_buffer_print(&flat->lines->text, "%" PRIu64, wanted[0].value);
  return end_line(flat);
}

static bool flatten_message(flattening *flat, lx_span bytes, const flat_field *fields) {
  for (const flat_field *field = fields; field->number; field++) {
    size_t before = push_name(flat, (lx_span){field->name, strlen(field->name)});
    bool good = field->shape == FLAT_MAP    ? flatten_map(flat, field, bytes)
                : field->shape == FLAT_LIST ? flatten_repeated(flat, field, bytes)
                                            : flatten_one(flat, field, bytes);
    if (!good) return false;
    flat->path.length = before;
  }
  return true;
}

/* ---- comparing --------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool lx_flatten(lx_lines *lines, lx_span response, lx_pool *pool) {
  flattening flat = {lines, pool, {0}};
  bool good = flatten_message(&flat, response, response_fields) && !flat.path.failed;
  char *at;
  lx_buffer_free(&flat.path);
  if (!good || !lines->count) return good;
  lines->items = lx_alloc(lines->count * sizeof *lines->items);
  if (!lines->items) return false;
  at = lines->text.data;
  for (size_t i = 0; i < lines->count; i++) {
    char *end = memchr(at, '\n', lines->text.length - (size_t)(at - lines->text.data));
    *end = '\0';
    lines->items[i] = at;
    at = end + 1;
  }
  qsort(lines->items, lines->count, sizeof *lines->items, by_text);
  return true;
}

void lx_lines_free(lx_lines *lines) {
  lx_buffer_free(&lines->text);
  lx_free(lines->items);
}

/* Whether two lines are about one value. */
static bool is_same_path(const char *a, const char *b) {
  const char *end = strstr(a, ": ");
  return end && strncmp(a, b, (size_t)(end - a) + 2) == 0;
}

size_t lx_lines_compare(lx_buffer *into, const lx_lines *before, const lx_lines *now) {
  size_t i = 0, k = 0, differences = 0;
  while (i < before->count || k < now->count) {
    int order = i == before->count ? 1
                : k == now->count  ? -1
                                   : strcmp(before->items[i], now->items[k]);
    if (order == 0) {
      i++, k++;
      continue;
    }
    if (i < before->count && k < now->count && is_same_path(before->items[i], now->items[k])) {
      lx_buffer_print(into, "- %s\n", before->items[i++]);
      order = 1;
    }
    lx_buffer_print(into, "%s %s\n", order < 0 ? "-" : "+",
                    order < 0 ? before->items[i++] : now->items[k++]);
    differences++;
  }
  return differences;
}
