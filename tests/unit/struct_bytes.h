/* struct_bytes.h: google.protobuf.Struct messages for tests, piece by piece: right or wrong. */
#ifndef TEST_STRUCT_BYTES_H
#define TEST_STRUCT_BYTES_H

#include <stdio.h>
#include <string.h>

#include "base/wire.h"

/* What is being made. Each function adds to it; a mark is given back to bytes_end. */
static lx_buffer made;

static inline void bytes_start(void) {
  lx_buffer_clear(&made);
}

static inline size_t bytes_begin(uint32_t number) {
  return lx_wire_begin(&made, number);
}

static inline void bytes_end(size_t mark) {
  lx_wire_end(&made, mark);
}

/* An entry of a Struct whose Value is `length` bytes. */
static inline void bytes_entry(const char *name, const char *value, size_t length) {
  size_t mark = bytes_begin(1);
  lx_wire_put_text(&made, 1, name);
  lx_wire_put_bytes(&made, 2, value, length);
  bytes_end(mark);
}

#define ENTRY(name, value) bytes_entry(name, value, sizeof value - 1)

static inline void bytes_number(const char *name, double number) {
  size_t mark = bytes_begin(1), value;
  lx_wire_put_text(&made, 1, name);
  value = bytes_begin(2);
  lx_wire_put_double(&made, 2, number);
  bytes_end(value);
  bytes_end(mark);
}

static inline void bytes_text(const char *name, const char *text, size_t length) {
  size_t mark = bytes_begin(1), value;
  lx_wire_put_text(&made, 1, name);
  value = bytes_begin(2);
  lx_wire_put_bytes(&made, 3, text, length);
  bytes_end(value);
  bytes_end(mark);
}

/* An entry that holds a Struct (5) or a ListValue (6), open: bytes_close ends it. */
typedef struct bytes_mark {
  size_t entry, value, content;
} bytes_mark;

static inline bytes_mark bytes_open(const char *name, uint32_t kind) {
  bytes_mark mark;
  mark.entry = bytes_begin(1);
  lx_wire_put_text(&made, 1, name);
  mark.value = bytes_begin(2);
  mark.content = bytes_begin(kind);
  return mark;
}

/* The same for an item of a ListValue. */
static inline bytes_mark bytes_open_item(uint32_t kind) {
  bytes_mark mark = {0, 0, 0};
  mark.value = bytes_begin(1);
  mark.content = bytes_begin(kind);
  return mark;
}

static inline void bytes_close(bytes_mark mark) {
  bytes_end(mark.content);
  bytes_end(mark.value);
  if (mark.entry) bytes_end(mark.entry);
}

#endif
