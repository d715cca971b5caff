/* wire.h: the wire format of protobuf: a message's fields read where they lie, and written onto
 * a buffer. What a field means is the caller's to know. */
#ifndef LX_BASE_WIRE_H
#define LX_BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum { LX_WIRE_VARINT = 0, LX_WIRE_FIXED64 = 1, LX_WIRE_BYTES = 2, LX_WIRE_FIXED32 = 5 };

/* How deep groups may lie in each other; nothing here has any, a newer sender might. */
enum { LX_WIRE_GROUPS = 32 };

/* Bytes of somebody else's that are read from front to back. Once they make no sense, `broken`
 * stays set and nothing more comes: look once, at the end. */
typedef struct lx_wire {
  const unsigned char *at, *end;
  bool broken;
} lx_wire;

typedef struct lx_wire_field {
  uint32_t number; /* from 1 */
  uint8_t type;    /* LX_WIRE_VARINT, ... */
  uint64_t value;  /* of all but LX_WIRE_BYTES */
  const char
      *bytes; /* of LX_WIRE_BYTES: inside the message; never NULL there, also when empty */
  size_t length;
} lx_wire_field;

/* `bytes` may be NULL when `length` is 0. */
lx_wire lx_wire_over(const char *bytes, size_t length);

/* The next field, of any number and type. Groups, which are not used any more, are passed over.
 * False at the end, and when the message is malformed: then `broken` is set. */
bool lx_wire_next(lx_wire *wire, lx_wire_field *field);

/* One bare number, as packed fields hold them. False as above. */
bool lx_wire_varint(lx_wire *wire, uint64_t *value);

/* The double whose bits `value` is, of a field of type LX_WIRE_FIXED64. */
double lx_wire_double(uint64_t value);

void lx_wire_put_varint(lx_buffer *buffer, uint64_t value); /* bare */
void lx_wire_put_uint(lx_buffer *buffer, uint32_t number, uint64_t value);
void lx_wire_put_double(lx_buffer *buffer, uint32_t number, double value);
void lx_wire_put_bytes(lx_buffer *buffer, uint32_t number, const char *bytes, size_t length);
void lx_wire_put_text(lx_buffer *buffer, uint32_t number, const char *text);

/* A message inside the message: what is added between the two is its content. `end` takes what
 * `begin` returned, and writes the length, in the fewest bytes. They may be nested. */
size_t lx_wire_begin(lx_buffer *buffer, uint32_t number);
void lx_wire_end(lx_buffer *buffer, size_t mark);

/* The same where the content's length is known roughly: when it takes as many bytes to write as
 * `expected` does, nothing is moved at the end. */
size_t lx_wire_begin_long(lx_buffer *buffer, uint32_t number, size_t expected);
void lx_wire_end_long(lx_buffer *buffer, size_t mark, size_t expected);

/* How many bytes a number takes as a varint: 1 to 10. */
static inline size_t lx_wire_size(uint64_t value) {
  size_t size = 1;
  for (; value >= 0x80; value >>= 7) size++;
  return size;
}

#endif
