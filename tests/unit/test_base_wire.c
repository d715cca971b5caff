#include "base/wire.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "check.h"
#include "random.h"

#define OVER(text) lx_wire_over(text, sizeof text - 1)

/* Whether the bytes are no message, and stay none when asked again. */
static int refused(const char *bytes, size_t length) {
  lx_wire wire = lx_wire_over(bytes, length);
  lx_wire_field field;
  while (lx_wire_next(&wire, &field)) continue;
  return wire.broken && !lx_wire_next(&wire, &field) && wire.broken && wire.at == wire.end;
}

#define REFUSED(text) refused(text, sizeof text - 1)

static int is_varint(const char *bytes, size_t length, uint64_t want) {
  lx_wire wire = lx_wire_over(bytes, length);
  uint64_t value;
  return lx_wire_varint(&wire, &value) && value == want && wire.at == wire.end &&
         !lx_wire_varint(&wire, &value) && !wire.broken;
}

#define IS_VARINT(text, want) is_varint(text, sizeof text - 1, want)

static void reads_varints_of_each_length(void) {
  CHECK(IS_VARINT("\x00", 0) && IS_VARINT("\x01", 1) && IS_VARINT("\x7F", 127));
  CHECK(IS_VARINT("\x80\x01", 128) && IS_VARINT("\xFF\x7F", 16383));
  CHECK(IS_VARINT("\xAC\x02", 300));
  CHECK(IS_VARINT("\xFF\xFF\xFF\xFF\x0F", UINT32_MAX));
  CHECK(IS_VARINT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", INT64_MAX));
  CHECK(IS_VARINT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", UINT64_MAX));
}

static void reads_longer_forms_of_small_numbers(void) {
  CHECK(IS_VARINT("\x80\x00", 0) && IS_VARINT("\x81\x80\x80\x00", 1));
  CHECK(IS_VARINT("\x81\x80\x80\x80\x80\x80\x80\x80\x80\x00", 1));
}

static void refuses_bad_varints(void) {
  static const char eleven[] = "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01";
  static const char beyond[] = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02";
  uint64_t value;
  lx_wire wire = OVER(eleven);
  CHECK(!lx_wire_varint(&wire, &value) && wire.broken && !lx_wire_varint(&wire, &value));
  wire = OVER(beyond);
  CHECK(!lx_wire_varint(&wire, &value) && wire.broken);
  for (size_t length = 1; length < 10; length++) {
    wire = lx_wire_over("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", length);
    CHECK(!lx_wire_varint(&wire, &value) && wire.broken);
  }
  CHECK(REFUSED("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"));
}

static void reads_each_type(void) {
  lx_wire wire = OVER(
      "\x08\x96\x01"
      "\x11\x00\x00\x00\x00\x00\x00\xF8\x3F"
      "\x1A\x02hi"
      "\x25\x01\x02\x03\x04"
      "\xFA\x01\x00");
  lx_wire_field field;
  CHECK(lx_wire_next(&wire, &field) && field.number == 1 && field.type == LX_WIRE_VARINT);
  CHECK(field.value == 150);
  CHECK(lx_wire_next(&wire, &field) && field.number == 2 && field.type == LX_WIRE_FIXED64);
  CHECK(lx_wire_double(field.value) == 1.5);
  CHECK(lx_wire_next(&wire, &field) && field.number == 3 && field.type == LX_WIRE_BYTES);
  CHECK(field.length == 2 && memcmp(field.bytes, "hi", 2) == 0);
  CHECK(lx_wire_next(&wire, &field) && field.number == 4 && field.type == LX_WIRE_FIXED32);
  CHECK(field.value == 0x04030201);
  CHECK(lx_wire_next(&wire, &field) && field.number == 31 && field.type == LX_WIRE_BYTES);
  CHECK(field.length == 0 && field.bytes != NULL);
  CHECK(!lx_wire_next(&wire, &field) && !wire.broken);
}

static void reads_nothing_from_nothing(void) {
  lx_wire wire = lx_wire_over(NULL, 0);
  lx_wire_field field;
  uint64_t value;
  CHECK(!lx_wire_next(&wire, &field) && !wire.broken);
  CHECK(!lx_wire_varint(&wire, &value) && !wire.broken);
}

static void reads_packed_numbers(void) {
  lx_wire message = OVER("\x12\x04\x01\xAC\x02\x05"), packed;
  lx_wire_field field;
  uint64_t value;
  CHECK(lx_wire_next(&message, &field));
  packed = lx_wire_over(field.bytes, field.length);
  CHECK(lx_wire_varint(&packed, &value) && value == 1);
  CHECK(lx_wire_varint(&packed, &value) && value == 300);
  CHECK(lx_wire_varint(&packed, &value) && value == 5);
  CHECK(!lx_wire_varint(&packed, &value) && !packed.broken);
}

static void knows_the_range_of_field_numbers(void) {
  lx_wire wire = OVER("\xF8\xFF\xFF\xFF\x0F\x01"); /* 2^29 - 1 */
  lx_wire_field field;
  CHECK(lx_wire_next(&wire, &field) && field.number == 0x1FFFFFFF && field.value == 1);
  CHECK(REFUSED("\x00\x01") && REFUSED("\x02\x00") && REFUSED("\x80\x00\x01"));
  CHECK(REFUSED("\x80\x80\x80\x80\x10\x01")); /* 2^29 */
  CHECK(REFUSED("\xF8\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x01"));
}

static void refuses_lengths_past_the_end(void) {
  CHECK(REFUSED("\x0A\x01") && REFUSED("\x0A\x03hi"));
  CHECK(REFUSED("\x0A\x80\x80\x80\x80\x08hi"));                     /* 2^31 */
  CHECK(REFUSED("\x0A\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01hi")); /* 2^63 */
  CHECK(REFUSED("\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01hi")); /* -1 */
  CHECK(REFUSED("\x11\x00\x00\x00\x00\x00\x00\x00") && REFUSED("\x25\x01\x02\x03"));
  CHECK(REFUSED("\x11") && REFUSED("\x25") && REFUSED("\x08") && REFUSED("\x0A"));
}

static void refuses_types_that_are_none(void) {
  CHECK(REFUSED("\x0E\x00") && REFUSED("\x0F\x00"));
  CHECK(REFUSED("\x0C"));             /* the end of a group that did not begin */
  CHECK(REFUSED("\x0B\x0E\x00\x0C")); /* inside a group too */
}

static void passes_over_groups(void) {
  lx_wire wire = OVER("\x0B\x12\x01\x0C\x18\x05\x0C\x20\x07"), nested;
  lx_wire_field field;
  CHECK(lx_wire_next(&wire, &field) && field.number == 4 && field.value == 7);
  CHECK(!lx_wire_next(&wire, &field) && !wire.broken);
  nested = OVER("\x0B\x13\x14\x13\x1B\x1C\x14\x0C");
  CHECK(!lx_wire_next(&nested, &field) && !nested.broken);
  CHECK(REFUSED("\x0B") && REFUSED("\x0B\x14") && REFUSED("\x0B\x13\x0C\x14"));
  CHECK(REFUSED("\x0B\x12\x05\x0C") && REFUSED("\x0B\x02\x00\x0C"));
}

static void bounds_groups(void) {
  char bytes[2 * (LX_WIRE_GROUPS + 1)];
  for (size_t depth = 1; depth <= LX_WIRE_GROUPS + 1; depth++) {
    lx_wire wire;
    lx_wire_field field;
    memset(bytes, 0x0B, depth);
    memset(bytes + depth, 0x0C, depth);
    wire = lx_wire_over(bytes, 2 * depth);
    CHECK(!lx_wire_next(&wire, &field));
    CHECK(wire.broken == (depth > LX_WIRE_GROUPS));
  }
}

static int holds(const lx_buffer *buffer, const char *bytes, size_t length) {
  return !buffer->failed && buffer->length == length &&
         memcmp(buffer->data, bytes, length) == 0;
}

#define HOLDS(buffer, text) holds(buffer, text, sizeof text - 1)

static void writes_each_type(void) {
  lx_buffer buffer = {0};
  lx_wire_put_uint(&buffer, 1, 150);
  lx_wire_put_double(&buffer, 2, 1.5);
  lx_wire_put_text(&buffer, 3, "hi");
  lx_wire_put_bytes(&buffer, 31, "", 0);
  CHECK(HOLDS(&buffer,
              "\x08\x96\x01"
              "\x11\x00\x00\x00\x00\x00\x00\xF8\x3F"
              "\x1A\x02hi"
              "\xFA\x01\x00"));
  lx_buffer_clear(&buffer);
  lx_wire_put_varint(&buffer, 0);
  lx_wire_put_varint(&buffer, 300);
  lx_wire_put_varint(&buffer, UINT64_MAX);
  CHECK(HOLDS(&buffer, "\x00\xAC\x02\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"));
  lx_buffer_free(&buffer);
}

static void knows_the_size_of_numbers(void) {
  lx_buffer buffer = {0};
  for (unsigned bits = 0; bits <= 64; bits++) {
    uint64_t value = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
    lx_buffer_clear(&buffer);
    lx_wire_put_varint(&buffer, value);
    CHECK(buffer.length == lx_wire_size(value));
    CHECK(is_varint(buffer.data, buffer.length, value));
  }
  lx_buffer_free(&buffer);
}

/* A message of `length` bytes inside two others reads back, whatever its length takes and however
 * long it was expected to be. */
static int nests(size_t length, size_t expected) {
  lx_buffer buffer = {0};
  size_t outer = lx_wire_begin(&buffer, 1), inner = lx_wire_begin_long(&buffer, 2, expected);
  lx_wire wire;
  lx_wire_field field;
  int good = 1;
  for (size_t i = 0; i < length; i++) lx_buffer_add_char(&buffer, (char)(i * 7));
  lx_wire_end_long(&buffer, inner, expected);
  lx_wire_put_uint(&buffer, 3, 5);
  lx_wire_end(&buffer, outer);
  lx_wire_put_uint(&buffer, 4, 6);
  wire = lx_wire_over(buffer.data, buffer.length);
  good = good && lx_wire_next(&wire, &field) && field.number == 1;
  good = good && field.length == 1 + lx_wire_size(length) + length + 2;
  good = good && lx_wire_next(&wire, &(lx_wire_field){0}) &&
         !lx_wire_next(&wire, &(lx_wire_field){0});
  wire = lx_wire_over(field.bytes, field.length);
  good = good && lx_wire_next(&wire, &field) && field.number == 2 && field.length == length;
  for (size_t i = 0; good && i < length; i++) good = field.bytes[i] == (char)(i * 7);
  good = good && lx_wire_next(&wire, &field) && field.number == 3 && field.value == 5;
  lx_buffer_free(&buffer);
  return good;
}

static void patches_nested_lengths(void) {
  static const size_t lengths[] = {0,   1,     123,   124,   125,   126,   127,     128,
                                   129, 16379, 16380, 16383, 16384, 16385, 2097151, 2097152};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    CHECK(nests(lengths[i], 0) && nests(lengths[i], 200) && nests(lengths[i], 1 << 20));
    CHECK(nests(lengths[i], lengths[i]));
  }
}

static void stops_writing_when_full(void) {
  lx_buffer buffer = {.max = 256};
  size_t mark = lx_wire_begin(&buffer, 1);
  for (int i = 0; i < 100; i++) lx_wire_put_text(&buffer, 2, "more than fits");
  lx_wire_end(&buffer, mark);
  CHECK(buffer.failed && buffer.full && buffer.length <= 256);
  lx_buffer_free(&buffer);
}

/* Any bytes end in a message or in a refusal, and no field lies outside of them. The copy is of
 * exactly that size, so that a sanitizer sees a byte too many. */
static void survives_any_bytes(void) {
  for (int round = 0; round < 20000; round++) {
    size_t length = random_below(40);
    char *bytes = malloc(length + 1);
    char *exact = malloc(length ? length : 1);
    lx_wire wire;
    lx_wire_field field;
    bool inside = true;
    for (size_t i = 0; i < length; i++)
      bytes[i] = (char)random_below(random_below(2) ? 256 : 40);
    memcpy(exact, bytes, length);
    wire = lx_wire_over(exact, length);
    while (lx_wire_next(&wire, &field)) {
      inside = inside && field.number > 0;
      if (field.type != LX_WIRE_BYTES) continue;
      inside = inside && field.bytes >= exact && field.bytes + field.length <= exact + length;
    }
    inside = inside && wire.at == wire.end;
    free(exact);
    free(bytes);
    CHECK(inside);
  }
}

int main(void) {
  RUN(reads_varints_of_each_length);
  RUN(reads_longer_forms_of_small_numbers);
  RUN(refuses_bad_varints);
  RUN(reads_each_type);
  RUN(reads_nothing_from_nothing);
  RUN(reads_packed_numbers);
  RUN(knows_the_range_of_field_numbers);
  RUN(refuses_lengths_past_the_end);
  RUN(refuses_types_that_are_none);
  RUN(passes_over_groups);
  RUN(bounds_groups);
  RUN(writes_each_type);
  RUN(knows_the_size_of_numbers);
  RUN(patches_nested_lengths);
  RUN(stops_writing_when_full);
  RUN(survives_any_bytes);
  return checks_done();
}
