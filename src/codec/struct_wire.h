/* struct_wire.h: google.protobuf.Struct, ListValue and Value, a message at a time.
 *
 *   Struct     repeated { 1: text name, 2: Value }     a map; of equal names the last one counts
 *   ListValue  repeated 1: Value
 *   Value      one of 1: null, 2: double, 3: text, 4: bool, 5: Struct, 6: ListValue; the last
 *              one counts, and none of them is null
 *
 * A message that comes twice where only one may stand is both of them, one behind the other. */
#ifndef LX_CODEC_STRUCT_WIRE_H
#define LX_CODEC_STRUCT_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/wire.h"

enum { LX_STRUCT_FIELD = 1, LX_STRUCT_ITEM = 1 }; /* of a Struct, of a ListValue */
enum { LX_STRUCT_NAME = 1, LX_STRUCT_VALUE = 2 }; /* of an entry */

/* The numbers of the fields of a Value. */
typedef enum lx_struct_kind {
  LX_STRUCT_NOTHING,
  LX_STRUCT_NULL,
  LX_STRUCT_NUMBER,
  LX_STRUCT_TEXT,
  LX_STRUCT_BOOL,
  LX_STRUCT_MAP,
  LX_STRUCT_LIST
} lx_struct_kind;

/* Bytes of a message. In pieces: the message around it, in which the pieces are the fields with
 * that number. */
typedef struct lx_struct_span {
  const char *bytes;
  size_t length;
  uint32_t pieces; /* 0: whole */
} lx_struct_span;

typedef struct lx_struct_value {
  lx_struct_kind kind;
  uint64_t value;      /* the bits of a number; a bool */
  lx_struct_span span; /* a text, a Struct or a ListValue */
} lx_struct_value;

typedef struct lx_struct_entry {
  const char *name;
  size_t length;
  lx_struct_span value;
} lx_struct_entry;

/* Each false when the bytes are no such message. */
bool lx_struct_value_read(const char *bytes, size_t length, lx_struct_value *value);
bool lx_struct_entry_read(const char *bytes, size_t length, lx_struct_entry *entry);

/* How many fields number 1 with bytes: of a Struct its entries, of a ListValue its items. */
bool lx_struct_count(const char *bytes, size_t length, size_t *count);

/* A length of one or two bytes at `at`, behind which that many bytes come before `end`: where they
 * begin, and by `*length` how many. NULL: read it another way. */
static inline const unsigned char *lx_struct_length(const unsigned char *at,
                                                    const unsigned char *end, size_t *length) {
  if (end - at < 2) return NULL;
  *length = *at++;
  if (*length >= 0x80) {
    if (*at >= 0x80) return NULL;
    *length = (*length & 0x7F) | (size_t)*at++ << 7;
  }
  return *length <= (size_t)(end - at) ? at : NULL;
}

/* The next of them: false at the end, or when the message is broken. */
static inline bool lx_struct_next(lx_wire *wire, lx_wire_field *field) {
  if (wire->at < wire->end && *wire->at == (LX_STRUCT_FIELD << 3 | LX_WIRE_BYTES)) {
    size_t length;
    const unsigned char *at = lx_struct_length(wire->at + 1, wire->end, &length);
    if (at) {
      field->bytes = (const char *)at;
      field->length = length;
      wire->at = at + length;
      return true;
    }
  }
  while (lx_wire_next(wire, field)) {
    if (field->number == LX_STRUCT_FIELD && field->type == LX_WIRE_BYTES) return true;
  }
  return false;
}

/* The pieces of a span behind one another: how many bytes; written to `to` unless it is NULL. */
size_t lx_struct_join(const lx_struct_span *span, char *to);

#endif
