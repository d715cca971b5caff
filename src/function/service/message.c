#include "message.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/wire.h"

enum { VARINT = 0, FIXED64 = 1, LENGTH = 2 };

static uint8_t type_of(lx_shape shape) {
  if (shape == LX_SHAPE_NUMBER) return VARINT;
  return shape == LX_SHAPE_DOUBLE ? FIXED64 : LENGTH;
}

static bool is_text(lx_span span) {
  return !memchr(span.bytes, '\0', span.length) &&
         lx_utf8_check(span.bytes, span.length) == span.length;
}

static bool note(lx_wanted *wanted, const lx_wire_field *field) {
  if (type_of(wanted->shape) != field->type) return true;
  wanted->count++;
  if (field->type != LENGTH) {
    wanted->value = field->value;
    return true;
  }
  wanted->span = (lx_span){field->bytes, field->length};
  wanted->total += field->length;
  return wanted->shape != LX_SHAPE_TEXT || is_text(wanted->span);
}

/* The pieces of a message that came in several, behind one another. */
static bool join(lx_span message, lx_wanted *wanted, lx_pool *pool) {
  lx_wire wire = lx_wire_over(message.bytes, message.length);
  char *joined = lx_pool_take(pool, wanted->total + 1);
  lx_wire_field field;
  size_t length = 0;
  if (!joined) return false;
  while (lx_wire_next(&wire, &field)) {
    if (field.number != wanted->number || field.type != LENGTH) continue;
    memcpy(joined + length, field.bytes, field.length);
    length += field.length;
  }
  wanted->span = (lx_span){joined, length};
  return true;
}

lx_decoded lx_message_read(lx_span message, lx_wanted *wanted, size_t count, lx_pool *pool) {
  lx_wire wire = lx_wire_over(message.bytes, message.length);
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) {
    for (size_t i = 0; i < count; i++) {
      if (wanted[i].number == field.number && !note(&wanted[i], &field)) return LX_MALFORMED;
    }
  }
  if (wire.broken) return LX_MALFORMED;
  for (size_t i = 0; i < count; i++) {
    if (wanted[i].shape != LX_SHAPE_MESSAGE || wanted[i].count < 2) continue;
    if (!join(message, &wanted[i], pool)) return LX_NO_MEMORY;
  }
  return LX_DECODED;
}

/* ---- maps -------------------------------------------------------------------------------- */

int lx_span_compare(lx_span a, lx_span b) {
  size_t shorter = a.length < b.length ? a.length : b.length;
  int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
  if (order) return order;
  return (a.length > b.length) - (a.length < b.length);
}

static int by_name_then_place(const void *a, const void *b) {
  const lx_entry *left = a, *right = b;
  int order = lx_span_compare(left->name, right->name);
  if (order) return order;
  return (left->place > right->place) - (left->place < right->place);
}

bool lx_entry_read_plain(lx_span bytes, lx_entry *entry) {
  const unsigned char *at = (const unsigned char *)bytes.bytes, *end = at + bytes.length;
  size_t name, length = 0;
  if (bytes.length < 4 || at[0] != (1 << 3 | LENGTH) || at[1] >= 0x80) return false;
  name = at[1];
  at += 2;
  if ((size_t)(end - at) < name + 2 || at[name] != (2 << 3 | LENGTH)) return false;
  entry->name = (lx_span){(const char *)at, name};
  at += name + 1;
  for (unsigned shift = 0; at < end && shift < 28; shift += 7) {
    length |= (size_t)(*at & 0x7F) << shift;
    if (*at++ >= 0x80) continue;
    entry->value = (lx_span){(const char *)at, length};
    return (size_t)(end - at) == length;
  }
  return false;
}

static lx_decoded read_entry(lx_span bytes, lx_pool *pool, lx_entry *entry) {
  lx_wanted wanted[] = {{.number = 1, .shape = LX_SHAPE_TEXT},
                        {.number = 2, .shape = LX_SHAPE_MESSAGE}};
  lx_decoded decoded;
  if (lx_entry_read_plain(bytes, entry))
    return is_text(entry->name) ? LX_DECODED : LX_MALFORMED;
  decoded = lx_message_read(bytes, wanted, 2, pool);
  if (decoded != LX_DECODED) return decoded;
  entry->name = wanted[0].count ? wanted[0].span : (lx_span){"", 0};
  entry->value = wanted[1].count ? wanted[1].span : (lx_span){"", 0};
  return LX_DECODED;
}

static bool count_entries(lx_span message, uint32_t number, size_t *count) {
  lx_wire wire = lx_wire_over(message.bytes, message.length);
  lx_wire_field field;
  *count = 0;
  while (lx_wire_next(&wire, &field)) {
    *count += field.number == number && field.type == LENGTH;
  }
  return !wire.broken;
}

/* Keeps the last of each name in a sorted list. */
static size_t keep_last(lx_entry *entries, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (i + 1 < count && lx_span_compare(entries[i].name, entries[i + 1].name) == 0) continue;
    entries[kept++] = entries[i];
  }
  return kept;
}

lx_decoded lx_message_read_map(lx_span message, uint32_t number, lx_pool *pool,
                               lx_entry **entries, size_t *count) {
  lx_wire wire = lx_wire_over(message.bytes, message.length);
  lx_wire_field field;
  size_t room, used = 0;
  *entries = NULL;
  *count = 0;
  if (!count_entries(message, number, &room)) return LX_MALFORMED;
  if (!room) return LX_DECODED;
  *entries = lx_pool_take(pool, room * sizeof **entries);
  if (!*entries) return LX_NO_MEMORY;
  while (lx_wire_next(&wire, &field)) {
    lx_decoded decoded;
    if (field.number != number || field.type != LENGTH) continue;
    decoded = read_entry((lx_span){field.bytes, field.length}, pool, &(*entries)[used]);
    if (decoded != LX_DECODED) return decoded;
    (*entries)[used].place = used;
    used++;
  }
  qsort(*entries, used, sizeof **entries, by_name_then_place);
  *count = keep_last(*entries, used);
  return LX_DECODED;
}
