#include "base/wire.h"

#include <string.h>

enum { GROUP_BEGIN = 3, GROUP_END = 4, MORE = 0x80, NUMBER_MAX = 0x1FFFFFFF };

lx_wire lx_wire_over(const char *bytes, size_t length) {
  const unsigned char *at = (const unsigned char *)(bytes ? bytes : "");
  return (lx_wire){.at = at, .end = at + length};
}

static bool breaks(lx_wire *wire) {
  wire->broken = true;
  wire->at = wire->end;
  return false;
}

/* Ten bytes at most, and no bit beyond the 64th. Longer forms of a small number are as good. */
static bool read_long(lx_wire *wire, uint64_t *value) {
  uint64_t sum = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    unsigned char byte;
    if (wire->at == wire->end) return breaks(wire);
    byte = *wire->at++;
    if (shift == 63 && byte > 1) return breaks(wire);
    sum |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < MORE) {
      *value = sum;
      return true;
    }
  }
  return breaks(wire);
}

static inline bool read_varint(lx_wire *wire, uint64_t *value) {
  if (wire->at == wire->end || *wire->at >= MORE) return read_long(wire, value);
  *value = *wire->at++;
  return true;
}

bool lx_wire_varint(lx_wire *wire, uint64_t *value) {
  if (wire->broken || wire->at == wire->end) return false;
  return read_varint(wire, value);
}

static bool read_fixed(lx_wire *wire, size_t size, uint64_t *value) {
  uint64_t sum = 0;
  if ((size_t)(wire->end - wire->at) < size) return breaks(wire);
  for (size_t i = 0; i < size; i++) sum |= (uint64_t)wire->at[i] << 8 * i;
  wire->at += size;
  *value = sum;
  return true;
}

static bool read_bytes(lx_wire *wire, lx_wire_field *field) {
  uint64_t length;
  if (!read_varint(wire, &length)) return false;
  if (length > (uint64_t)(wire->end - wire->at)) return breaks(wire);
  field->bytes = (const char *)wire->at;
  field->length = (size_t)length;
  wire->at += length;
  return true;
}

static bool read_tag(lx_wire *wire, lx_wire_field *field) {
  uint64_t tag;
  if (!read_varint(wire, &tag)) return false;
  if (tag >> 3 == 0 || tag >> 3 > NUMBER_MAX) return breaks(wire);
  *field = (lx_wire_field){.number = (uint32_t)(tag >> 3), .type = tag & 7};
  return true;
}

static bool read_content(lx_wire *wire, lx_wire_field *field) {
  switch (field->type) {
    case LX_WIRE_VARINT: return read_varint(wire, &field->value);
    case LX_WIRE_FIXED64: return read_fixed(wire, 8, &field->value);
    case LX_WIRE_BYTES: return read_bytes(wire, field);
    case LX_WIRE_FIXED32: return read_fixed(wire, 4, &field->value);
    default: return breaks(wire);
  }
}

/* Passes over the rest of the group `number`, whose begin was read. */
static bool skip_group(lx_wire *wire, uint32_t number) {
  uint32_t open[LX_WIRE_GROUPS];
  size_t depth = 1;
  lx_wire_field field;
  open[0] = number;
  while (depth) {
    if (!read_tag(wire, &field)) return false;
    if (field.type == GROUP_BEGIN) {
      if (depth == LX_WIRE_GROUPS) return breaks(wire);
      open[depth++] = field.number;
    } else if (field.type == GROUP_END) {
      if (open[--depth] != field.number) return breaks(wire);
    } else if (!read_content(wire, &field)) {
      return false;
    }
  }
  return true;
}

bool lx_wire_next(lx_wire *wire, lx_wire_field *field) {
  while (wire->at < wire->end) {
    if (!read_tag(wire, field)) return false;
    if (field->type != GROUP_BEGIN) return read_content(wire, field);
    if (!skip_group(wire, field->number)) return false;
  }
  return false;
}

double lx_wire_double(uint64_t value) {
  double number;
  memcpy(&number, &value, sizeof number);
  return number;
}

static size_t put(unsigned char *to, uint64_t value) {
  size_t length = 0;
  for (; value >= MORE; value >>= 7) to[length++] = (unsigned char)(value | MORE);
  to[length++] = (unsigned char)value;
  return length;
}

void lx_wire_put_varint(lx_buffer *buffer, uint64_t value) {
  if (!lx_buffer_reserve(buffer, 10)) return;
  buffer->length += put((unsigned char *)buffer->data + buffer->length, value);
}

static void put_tag(lx_buffer *buffer, uint32_t number, uint32_t type) {
  lx_wire_put_varint(buffer, (uint64_t)number << 3 | type);
}

void lx_wire_put_uint(lx_buffer *buffer, uint32_t number, uint64_t value) {
  put_tag(buffer, number, LX_WIRE_VARINT);
  lx_wire_put_varint(buffer, value);
}

void lx_wire_put_double(lx_buffer *buffer, uint32_t number, double value) {
  uint64_t bits;
  char bytes[8];
  memcpy(&bits, &value, sizeof bits);
  for (size_t i = 0; i < 8; i++) bytes[i] = (char)(bits >> 8 * i);
  put_tag(buffer, number, LX_WIRE_FIXED64);
  lx_buffer_add(buffer, bytes, 8);
}

void lx_wire_put_bytes(lx_buffer *buffer, uint32_t number, const char *bytes, size_t length) {
  put_tag(buffer, number, LX_WIRE_BYTES);
  lx_wire_put_varint(buffer, length);
  lx_buffer_add(buffer, bytes, length);
}

void lx_wire_put_text(lx_buffer *buffer, uint32_t number, const char *text) {
  lx_wire_put_bytes(buffer, number, text, strlen(text));
}

/* The mark is where the content begins, behind the bytes for its length. */
size_t lx_wire_begin_long(lx_buffer *buffer, uint32_t number, size_t expected) {
  static const char room[10];
  put_tag(buffer, number, LX_WIRE_BYTES);
  lx_buffer_add(buffer, room, lx_wire_size(expected));
  return buffer->length;
}

/* A length that needs other than those bytes moves the content. */
void lx_wire_end_long(lx_buffer *buffer, size_t mark, size_t expected) {
  size_t length, had = lx_wire_size(expected), needs;
  char *head;
  if (buffer->failed) return;
  length = buffer->length - mark;
  needs = lx_wire_size(length);
  if (needs > had && !lx_buffer_reserve(buffer, needs - had)) return;
  head = buffer->data + mark - had;
  if (needs != had) memmove(head + needs, head + had, length);
  put((unsigned char *)head, length);
  buffer->length = buffer->length - had + needs;
}

size_t lx_wire_begin(lx_buffer *buffer, uint32_t number) {
  put_tag(buffer, number, LX_WIRE_BYTES);
  lx_buffer_add_char(buffer, 0);
  return buffer->length;
}

void lx_wire_end(lx_buffer *buffer, size_t mark) {
  lx_wire_end_long(buffer, mark, 0);
}
