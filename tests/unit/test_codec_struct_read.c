/* google.protobuf.Struct to tables, whole: what each message is, and the words for what is none. */
#include <math.h>

#include "codec.h"
#include "random_value.h"
#include "struct_bytes.h"

/* The Struct as JSON, or the findings: "error path: sentence", one a line. */
static const char *read_struct(const char *bytes, size_t length) {
  static const char *const names[] = {"note", "warning", "error"};
  size_t used = 0;
  bool good = read_bytes(bytes, length, LUXR_FORMAT_STRUCT);
  if (good && !its.problems.count) return top_as_json();
  its.told[0] = '\0';
  for (size_t i = 0; i < its.problems.count; i++) {
    const luxr_diagnostic *item = &its.problems.items[i];
    used += (size_t)snprintf(its.told + used, 512, "%s%s %s: %s", i ? "\n" : "",
                             names[item->severity], item->path ? item->path : "(none)",
                             item->sentence);
  }
  return its.told;
}

#define READ(text) read_struct(text, sizeof text - 1)

static const char *read_made(void) {
  return read_struct(made.data, made.length);
}

static void reads_each_kind_of_value(void) {
  bytes_start();
  ENTRY("null", "\x08\x00");
  ENTRY("other null", "\x08\x07");
  ENTRY("yes", "\x20\x01");
  ENTRY("no", "\x20\x00");
  ENTRY("also yes", "\x20\x80\x02");
  ENTRY("text", "\x1A\x02hi");
  ENTRY("empty text", "\x1A\x00");
  ENTRY("map", "\x2A\x00");
  ENTRY("list", "\x32\x00");
  ENTRY("items", "\x32\x08\x0A\x02\x20\x01\x0A\x02\x08\x00");
  ENTRY("nothing", "");
  bytes_number("number", 1.5);
  CHECK_TEXT(read_made(),
             "{\"also yes\":true,\"empty text\":\"\",\"items\":[true,null],\"list\":[],"
             "\"map\":{},\"no\":false,\"nothing\":null,\"null\":null,\"number\":1.5,"
             "\"other null\":null,\"text\":\"hi\",\"yes\":true}");
  CHECK_TEXT(READ(""), "{}");
}

static void makes_integers_of_integral_numbers(void) {
  bytes_start();
  bytes_number("a", 8);
  bytes_number("b", -0.0);
  bytes_number("c", 0x1p53 - 1);
  bytes_number("d", -0x1p53 + 1);
  bytes_number("e", 1e308);
  bytes_number("f", 0.5);
  CHECK_TEXT(read_made(),
             "{\"a\":8,\"b\":0,\"c\":9007199254740991,\"d\":-9007199254740991,"
             "\"e\":1e+308,\"f\":0.5}");
  CHECK(lua_getfield(its.L, -1, "a") == LUA_TNUMBER && lua_isinteger(its.L, -1));
  CHECK(lua_getfield(its.L, -2, "e") == LUA_TNUMBER && !lua_isinteger(its.L, -1));
}

static void warns_of_numbers_that_may_have_lost_digits(void) {
  bytes_mark spec;
  bytes_start();
  spec = bytes_open("spec", 5);
  bytes_number("exact", 0x1p53);
  bytes_number("large", 1e18);
  bytes_number("huge", 0x1p64);
  bytes_close(spec);
  CHECK_TEXT(
      read_made(),
      "warning spec.exact: the number 9007199254740992 came as a double, and may have "
      "lost digits\n"
      "warning spec.large: the number 1000000000000000000 came as a double, and may have "
      "lost digits");
  CHECK_TEXT(top_as_json(),
             "{\"spec\":{\"exact\":9007199254740992,"
             "\"huge\":1.8446744073709552e+19,\"large\":1e+18}}");
}

static void refuses_numbers_that_are_none(void) {
  bytes_mark spec;
  bytes_start();
  spec = bytes_open("spec", 5);
  bytes_number("n", (double)NAN);
  bytes_close(spec);
  CHECK_TEXT(read_made(), "error spec.n: NaN (not a number) has no place in a document");
  bytes_start();
  bytes_number("n", -(double)INFINITY);
  CHECK_TEXT(read_made(), "error n: infinity has no place in a document");
}

static void refuses_texts_that_are_none(void) {
  bytes_mark list;
  bytes_start();
  list = bytes_open("spec", 6);
  lx_wire_put_bytes(&made, 1, "\x1A\x02ok", 4);
  lx_wire_put_bytes(&made, 1, "\x1A\x04 \xC3(", 5);
  bytes_close(list);
  CHECK_TEXT(read_made(), "error spec[1]: the bytes are no google.protobuf.Value");
  bytes_start();
  list = bytes_open("spec", 6);
  lx_wire_put_bytes(&made, 1, "\x1A\x02ok", 4);
  lx_wire_put_bytes(&made, 1, "\x1A\x03 \xC3(", 5);
  bytes_close(list);
  CHECK_TEXT(read_made(), "error spec[1]: the text is not UTF-8: byte 2 of 3");
  bytes_start();
  bytes_text("a", "long enough to be looked at in steps \xED\xA0\x80", 40);
  CHECK_TEXT(read_made(), "error a: the text is not UTF-8: byte 38 of 40");
  bytes_start();
  bytes_text("a", "zero\0", 5);
  CHECK_TEXT(read_made(), "error a: a zero character in the text");
  bytes_start();
  bytes_text("a\xFF", "x", 1);
  CHECK_TEXT(read_made(), "error (none): a name is not UTF-8: byte 2 of 2");
  bytes_start();
  bytes_text("good", "\xC3\xA9 \xE2\x82\xAC \x1B \t \"\\", 13);
  CHECK_TEXT(read_made(), "{\"good\":\"\xC3\xA9 \xE2\x82\xAC \\u001b \\t \\\"\\\\\"}");
}

/* The last of several counts; of messages that come twice, all pieces. */
static void follows_the_rules_for_what_comes_twice(void) {
  bytes_start();
  bytes_number("a", 1);
  bytes_number("b", 2);
  bytes_text("a", "last", 4);
  ENTRY("kinds", "\x1A\x01x\x20\x01");
  ENTRY("texts", "\x1A\x01x\x1A\x01y");
  ENTRY("maps",
        "\x2A\x09\x0A\x07\x0A\x01x\x12\x02\x20\x01\x2A\x09\x0A\x07\x0A\x01y\x12\x02\x20\x00");
  ENTRY("lists", "\x32\x04\x0A\x02\x20\x01\x32\x04\x0A\x02\x20\x00");
  ENTRY("cut", "\x32\x04\x0A\x02\x20\x01\x1A\x01x\x32\x04\x0A\x02\x20\x00");
  CHECK_TEXT(read_made(),
             "{\"a\":\"last\",\"b\":2,\"cut\":[false],\"kinds\":true,"
             "\"lists\":[true,false],\"maps\":{\"x\":true,\"y\":false},"
             "\"texts\":\"y\"}");
}

static void puts_the_pieces_of_an_entry_together(void) {
  size_t mark;
  bytes_start();
  mark = bytes_begin(1);
  lx_wire_put_bytes(&made, 2, "\x32\x04\x0A\x02\x20\x01", 6);
  lx_wire_put_text(&made, 1, "first");
  lx_wire_put_bytes(&made, 2, "\x32\x04\x0A\x02\x20\x00", 6);
  lx_wire_put_text(&made, 1, "last");
  bytes_end(mark);
  mark = bytes_begin(1); /* an entry without a name, and one without a value */
  lx_wire_put_bytes(&made, 2, "\x20\x01", 2);
  bytes_end(mark);
  mark = bytes_begin(1);
  lx_wire_put_text(&made, 1, "nothing");
  bytes_end(mark);
  CHECK_TEXT(read_made(), "{\"\":true,\"last\":[true,false],\"nothing\":null}");
}

/* As a reader of an older version passes over what a newer one added. */
static void passes_over_what_it_does_not_know(void) {
  size_t mark;
  bytes_start();
  lx_wire_put_uint(&made, 9, 1);
  lx_wire_put_uint(&made, 1, 7); /* the number of an entry, with another type */
  mark = bytes_begin(1);
  lx_wire_put_text(&made, 1, "a");
  lx_wire_put_text(&made, 9, "new");
  lx_wire_put_bytes(&made, 2, "\x48\x01\x1A\x01x\x4A\x01y\x18\x05\x10\x01", 12);
  bytes_end(mark);
  lx_buffer_add(&made, "\x5B\x60\x01\x5C", 4); /* a group */
  CHECK_TEXT(read_made(), "{\"a\":\"x\"}");
}

static void refuses_malformed_messages(void) {
  CHECK_TEXT(READ("\x0A"), "error (none): the bytes are no google.protobuf.Struct");
  CHECK_TEXT(READ("\x0A\x05\x0A\x01"), "error (none): the bytes are no google.protobuf.Struct");
  CHECK_TEXT(READ("\x02\x00"), "error (none): the bytes are no google.protobuf.Struct");
  CHECK_TEXT(READ("\x0A\x03\x0A\x09x"),
             "error (none): the bytes are no google.protobuf.Struct");
  CHECK_TEXT(READ("\x0A\x07\x0A\x01x\x12\x02\x1A\x09"),
             "error x: the bytes are no google.protobuf.Value");
  CHECK_TEXT(READ("\x0A\x07\x0A\x01x\x12\x02\x32\x00"), "{\"x\":[]}");
  CHECK_TEXT(READ("\x0A\x08\x0A\x01x\x12\x03\x32\x01\x0A"),
             "error x: the bytes are no google.protobuf.ListValue");
  CHECK_TEXT(READ("\x0A\x08\x0A\x01x\x12\x03\x2A\x01\x0A"),
             "error x: the bytes are no google.protobuf.Struct");
}

/* Cut at every byte, a message is a shorter one or none; never anything else. */
static void survives_being_cut(void) {
  bytes_mark outer, inner;
  bytes_start();
  outer = bytes_open("outer", 5);
  inner = bytes_open("inner", 6);
  lx_wire_put_bytes(&made, 1,
                    "\x1A\x04"
                    "four",
                    6);
  bytes_close(inner);
  bytes_number("n", 1.5);
  bytes_close(outer);
  for (size_t length = 1; length < made.length; length++) {
    char *exact = malloc(length);
    memcpy(exact, made.data, length);
    const char *told = read_struct(exact, length);
    free(exact);
    CHECK_TEXT(told, "error (none): the bytes are no google.protobuf.Struct");
  }
  CHECK_TEXT(read_made(), "{\"outer\":{\"inner\":[\"four\"],\"n\":1.5}}");
}

static void nest(size_t levels, uint32_t kind) {
  lx_buffer inner = {0}, outer = {0};
  for (size_t i = 0; i < levels; i++) {
    size_t entry, value, content;
    lx_buffer_clear(&outer);
    entry = lx_wire_begin(&outer, 1);
    value = 0;
    if (kind == 5 || i + 1 == levels) {
      lx_wire_put_text(&outer, 1, "k");
      value = lx_wire_begin(&outer, 2);
    }
    content = lx_wire_begin(&outer, kind);
    lx_buffer_add(&outer, inner.data, inner.length);
    lx_wire_end(&outer, content);
    if (value) lx_wire_end(&outer, value);
    lx_wire_end(&outer, entry);
    lx_buffer swap = inner;
    inner = outer;
    outer = swap;
  }
  bytes_start();
  lx_buffer_add(&made, inner.data, inner.length);
  lx_buffer_free(&inner);
  lx_buffer_free(&outer);
}

static void bounds_depth(void) {
  nest(99, 5);
  CHECK(read_bytes(made.data, made.length, LUXR_FORMAT_STRUCT));
  nest(100, 5);
  CHECK(!read_bytes(made.data, made.length, LUXR_FORMAT_STRUCT));
  CHECK_TEXT(its.problems.items[0].sentence, "nested deeper than 100 levels");
  CHECK_TEXT(its.problems.limit, "depth");
  CHECK(strlen(its.problems.items[0].path) == 2 * 100 - 1);
  nest(100, 6);
  CHECK(!read_bytes(made.data, made.length, LUXR_FORMAT_STRUCT));
  nest(20000, 5);
  CHECK(!read_bytes(made.data, made.length, LUXR_FORMAT_STRUCT));
  its.limits.depth = 5000; /* there is an end to it, whatever the limit */
  CHECK(!read_bytes(made.data, made.length, LUXR_FORMAT_STRUCT));
  CHECK_TEXT(its.problems.items[0].sentence, "nested deeper than 1000 levels");
  its.limits.depth = 0;
}

static void bounds_values_and_texts(void) {
  bytes_mark list;
  bytes_start();
  list = bytes_open("l", 6);
  for (int i = 0; i < 100000; i++) lx_buffer_add(&made, "\x0A\x00", 2);
  bytes_close(list);
  CHECK_TEXT(read_made(), "error l: more than 100000 values in one document");
  CHECK_TEXT(its.problems.limit, "nodes");
  its.limits.scalar = 4;
  bytes_start();
  bytes_text("four", "four", 4);
  CHECK_TEXT(read_made(), "{\"four\":\"four\"}");
  bytes_text("text", "fives", 5);
  CHECK_TEXT(read_made(), "error text: the text has 5 bytes, more than the limit of 4");
  CHECK_TEXT(its.problems.limit, "scalar");
  bytes_start();
  bytes_text("fives", "", 0);
  CHECK_TEXT(read_made(), "error (none): a name has 5 bytes, more than the limit of 4");
  its.limits.scalar = 0;
  its.limits.input = made.length - 1;
  CHECK(!read_bytes(made.data, made.length, LUXR_FORMAT_STRUCT));
  CHECK_TEXT(its.problems.limit, "input");
  its.limits.input = 0;
}

static void has_no_places(void) {
  lx_source source = {"\x0A\x07\x0A\x01x\x12\x02\x20\x01", 9, 1, LUXR_FORMAT_STRUCT};
  lx_place place;
  CHECK(!lx_locate(&source, "x", false, &place) && !place.no_memory && !place.line);
}

/* Any bytes are read or refused, in a block of just their size. */
static void survives_any_bytes(void) {
  for (int round = 0; round < 20000; round++) {
    size_t length = random_below(60);
    char *exact = malloc(length ? length : 1);
    static const char likely[] =
        "\x0A\x0A\x12\x12\x1A\x2A\x32\x20\x08\x11\x01\x02\x03\x04\x05\x07";
    for (size_t i = 0; i < length; i++) {
      exact[i] =
          random_below(8) ? likely[random_below(sizeof likely - 1)] : (char)random_bits();
    }
    bool good = read_bytes(exact, length, LUXR_FORMAT_STRUCT);
    free(exact);
    CHECK(good == (its.problems.errors == 0));
    CHECK(lua_gettop(its.L) == good);
  }
}

int main(void) {
  codec_open();
  RUN(reads_each_kind_of_value);
  RUN(makes_integers_of_integral_numbers);
  RUN(warns_of_numbers_that_may_have_lost_digits);
  RUN(refuses_numbers_that_are_none);
  RUN(refuses_texts_that_are_none);
  RUN(follows_the_rules_for_what_comes_twice);
  RUN(puts_the_pieces_of_an_entry_together);
  RUN(passes_over_what_it_does_not_know);
  RUN(refuses_malformed_messages);
  RUN(survives_being_cut);
  RUN(bounds_depth);
  RUN(bounds_values_and_texts);
  RUN(has_no_places);
  RUN(survives_any_bytes);
  codec_close();
  lx_buffer_free(&made);
  return checks_done();
}
