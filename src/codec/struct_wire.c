#include "codec/struct_wire.h"

#include <string.h>

#include "base/utf8.h"

enum {
  NAME_TAG = LX_STRUCT_NAME << 3 | LX_WIRE_BYTES,
  VALUE_TAG = LX_STRUCT_VALUE << 3 | LX_WIRE_BYTES
};

static bool has_type(const lx_wire_field *field) {
  switch ((lx_struct_kind)field->number) {
    case LX_STRUCT_NULL:
    case LX_STRUCT_BOOL: return field->type == LX_WIRE_VARINT;
    case LX_STRUCT_NUMBER: return field->type == LX_WIRE_FIXED64;
    case LX_STRUCT_TEXT:
    case LX_STRUCT_MAP:
    case LX_STRUCT_LIST: return field->type == LX_WIRE_BYTES;
    default: return false;
  }
}

static lx_struct_value value_of(const lx_wire_field *field) {
  return (lx_struct_value){.kind = (lx_struct_kind)field->number,
                           .value = field->value,
                           .span = {field->bytes, field->length, 0}};
}

static bool comes_again(const lx_struct_value *before, const lx_wire_field *field) {
  return field->number >= LX_STRUCT_MAP && (uint32_t)before->kind == field->number;
}

/* A text that does not count, since another value follows, has to be one all the same. */
static bool is_text(const lx_struct_value *value) {
  return value->kind != LX_STRUCT_TEXT ||
         lx_utf8_check(value->span.bytes, value->span.length) == value->span.length;
}

static bool read_value_slowly(const char *bytes, size_t length, lx_struct_value *value) {
  lx_wire wire = lx_wire_over(bytes, length);
  lx_wire_field field;
  const char *run = bytes; /* where the kind that counts began */
  *value = (lx_struct_value){.kind = LX_STRUCT_NOTHING};
  for (;;) {
    const char *before = (const char *)wire.at;
    if (!lx_wire_next(&wire, &field)) return !wire.broken;
    if (!has_type(&field)) continue;
    if (comes_again(value, &field)) {
      value->span = (lx_struct_span){run, (size_t)(bytes + length - run), field.number};
      continue;
    }
    if (!is_text(value)) return false;
    *value = value_of(&field);
    run = before;
  }
}

static bool read_span(const unsigned char *at, size_t length, lx_struct_value *value) {
  const unsigned char *begin = lx_struct_length(at + 1, at + length, &value->span.length);
  if (!begin || begin + value->span.length != at + length) return false;
  value->kind = (lx_struct_kind)(*at >> 3);
  value->span.bytes = (const char *)begin;
  value->span.pieces = 0;
  return true;
}

/* Nearly every Value is one field, which is all of it. */
bool lx_struct_value_read(const char *bytes, size_t length, lx_struct_value *value) {
  const unsigned char *at = (const unsigned char *)bytes;
  switch (length ? *at : 0) {
    case LX_STRUCT_TEXT << 3 | LX_WIRE_BYTES:
    case LX_STRUCT_MAP << 3 | LX_WIRE_BYTES:
    case LX_STRUCT_LIST << 3 | LX_WIRE_BYTES:
      if (read_span(at, length, value)) return true;
      break;
    case LX_STRUCT_BOOL << 3 | LX_WIRE_VARINT:
      if (length != 2 || at[1] > 1) break;
      value->kind = LX_STRUCT_BOOL;
      value->value = at[1];
      return true;
    default: break;
  }
  return read_value_slowly(bytes, length, value);
}

static bool read_slowly(const char *bytes, size_t length, lx_struct_entry *entry) {
  lx_wire wire = lx_wire_over(bytes, length);
  lx_wire_field field;
  bool again = false;
  *entry = (lx_struct_entry){.name = "", .value = {"", 0, 0}};
  while (lx_wire_next(&wire, &field)) {
    if (field.type != LX_WIRE_BYTES) continue;
    if (field.number == LX_STRUCT_NAME) {
      if (lx_utf8_check(entry->name, entry->length) < entry->length) return false;
      entry->name = field.bytes;
      entry->length = field.length;
    } else if (field.number == LX_STRUCT_VALUE) {
      entry->value = again ? (lx_struct_span){bytes, length, LX_STRUCT_VALUE}
                           : (lx_struct_span){field.bytes, field.length, 0};
      again = true;
    }
  }
  return !wire.broken;
}

/* Nearly every entry is a short name and one Value, in this order. */
bool lx_struct_entry_read(const char *bytes, size_t length, lx_struct_entry *entry) {
  const unsigned char *at = (const unsigned char *)bytes, *end = at + length;
  if (length < 4 || at[0] != NAME_TAG || at[1] >= 0x80 || length < (size_t)at[1] + 4 ||
      at[2 + at[1]] != VALUE_TAG) {
    return read_slowly(bytes, length, entry);
  }
  entry->name = bytes + 2;
  entry->length = at[1];
  at = lx_struct_length(at + 3 + at[1], end, &entry->value.length);
  if (!at || at + entry->value.length != end) return read_slowly(bytes, length, entry);
  entry->value.bytes = (const char *)at;
  entry->value.pieces = 0;
  return true;
}

bool lx_struct_count(const char *bytes, size_t length, size_t *count) {
  lx_wire wire = lx_wire_over(bytes, length);
  lx_wire_field field;
  for (*count = 0; lx_struct_next(&wire, &field);) ++*count;
  return !wire.broken;
}

size_t lx_struct_join(const lx_struct_span *span, char *to) {
  lx_wire wire = lx_wire_over(span->bytes, span->length);
  lx_wire_field field;
  size_t length = 0;
  while (lx_wire_next(&wire, &field)) {
    if (field.number != span->pieces || field.type != LX_WIRE_BYTES) continue;
    if (to && field.length) memcpy(to + length, field.bytes, field.length);
    length += field.length;
  }
  return length;
}
