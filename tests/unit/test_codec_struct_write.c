/* Tables to google.protobuf.Struct: the very bytes, what cannot be written, and back again. */
#include "codec.h"
#include "codec/struct_wire.h"
#include "random_value.h"

/* What the chunk returns as bytes in hexadecimal; or where and why it cannot be written. */
static const char *write(const char *chunk) {
  lx_write_problem problem;
  size_t used = 0;
  run(chunk);
  lx_buffer_clear(&its.out);
  if (!lx_write_struct(its.L, -1, its.writer, NULL, &its.out, &problem)) {
    snprintf(its.told, sizeof its.told, "%s: %s", problem.path.text, problem.sentence);
    return its.told;
  }
  its.told[0] = '\0';
  for (size_t i = 0; i < its.out.length && used < sizeof its.told - 3; i++) {
    used += (size_t)snprintf(its.told + used, 3, "%02x", (unsigned char)its.out.data[i]);
  }
  return its.told;
}

static void writes_each_kind_of_value(void) {
  CHECK_TEXT(write("return {}"), "");
  CHECK_TEXT(write("return { a = null }"), "0a070a016112020800");
  CHECK_TEXT(write("return { a = true }"), "0a070a016112022001");
  CHECK_TEXT(write("return { a = false }"), "0a070a016112022000");
  CHECK_TEXT(write("return { a = 'hi' }"), "0a090a016112041a026869");
  CHECK_TEXT(write("return { a = '' }"), "0a070a016112021a00");
  CHECK_TEXT(write("return { a = 8 }"), "0a0e0a01611209110000000000002040");
  CHECK_TEXT(write("return { a = 1.5 }"), "0a0e0a0161120911000000000000f83f");
  CHECK_TEXT(write("return { a = {} }"), "0a070a016112022a00");
  CHECK_TEXT(write("return { a = list{} }"), "0a070a016112023200");
  CHECK_TEXT(write("return { a = { true, null } }"), "0a0f0a0161120a32080a0220010a020800");
  CHECK_TEXT(write("return { a = view{ b = {} } }"), "0a100a0161120b2a090a070a016212022a00");
}

static void writes_a_list_as_list_value(void) {
  CHECK_TEXT(write("return { true }"), "0a022001");
  CHECK_TEXT(write("return list{}"), "");
  CHECK_TEXT(write("return view{ {} }"), "0a022a00");
}

static void sorts_names_bytewise(void) {
  CHECK_TEXT(write("return { b = true, a10 = true, a9 = true, B = true }"),
             "0a070a014212022001"
             "0a090a0361313012022001"
             "0a080a02613912022001"
             "0a070a016212022001");
}

static void refuses_what_a_struct_cannot_hold(void) {
  CHECK_TEXT(write("return { a = { 9007199254740993 } }"),
             "a[0]: the integer 9007199254740993 is larger than a double can hold exactly");
  CHECK_TEXT(write("return { a = -9007199254740993 }"),
             "a: the integer -9007199254740993 is larger than a double can hold exactly");
  CHECK_TEXT(write("return { a = 9007199254740992 }"), "0a0e0a01611209110000000000004043");
  CHECK_TEXT(write("return { a = { b = 0/0 } }"), "a.b: NaN (not a number) cannot be written");
  CHECK_TEXT(write("return { a = 1/0 }"), "a: infinity cannot be written");
  CHECK_TEXT(write("return { a = 'x\\xFF' }"), "a: the text is not UTF-8: byte 2 of 2");
  CHECK_TEXT(write("return { a = { ['long enough \\xFF'] = 1 } }"),
             "a[\"long enough \\xff\"]: the key is not UTF-8: byte 13 of 13");
  CHECK_TEXT(write("return { a = print }"), "a: a function cannot be written");
  CHECK_TEXT(write("return { a = { 1, x = 2 } }"),
             "a: a table with both list items and named fields");
  CHECK_TEXT(write("return 'text'"), ": a string is no Struct: a table is needed");
  CHECK(its.out.length == 0);
}

static void leaves_what_was_there(void) {
  lx_write_problem problem;
  run("return { a = 1, b = print }");
  lx_buffer_clear(&its.out);
  lx_buffer_add_text(&its.out, "before");
  CHECK(!lx_write_struct(its.L, -1, its.writer, NULL, &its.out, &problem));
  CHECK_TEXT(lx_buffer_text(&its.out), "before");
  CHECK(!its.out.failed && !problem.limit);
}

static void bounds_depth_and_size(void) {
  lx_write_problem problem;
  lx_write_options shallow = {.depth = 2};
  lx_buffer small = {.max = 256};
  run("return { a = { b = {} } }");
  CHECK(!lx_write_struct(its.L, -1, its.writer, &shallow, &small, &problem));
  CHECK_TEXT(problem.sentence, "nested deeper than 2 levels");
  CHECK_TEXT(problem.limit, "output_depth");
  run("return { a = ('x'):rep(300) }");
  CHECK(!lx_write_struct(its.L, -1, its.writer, NULL, &small, &problem));
  CHECK_TEXT(problem.sentence, "the output is larger than 256 bytes");
  CHECK(small.full && small.length == 0);
  lx_buffer_free(&small);
}

/* Lengths of one, two and three bytes, in entries around each other. */
static void patches_long_lengths(void) {
  for (int length = 1; length < 70000; length += length < 300 ? 1 : 1717) {
    char chunk[64];
    snprintf(chunk, sizeof chunk, "return { a = { { b = ('x'):rep(%d) } } }", length);
    write(chunk);
    CHECK(read_bytes(its.out.data, its.out.length, LUXR_FORMAT_STRUCT));
    CHECK(lua_getfield(its.L, -1, "a") == LUA_TTABLE &&
          lua_rawgeti(its.L, -1, 1) == LUA_TTABLE);
    CHECK(lua_getfield(its.L, -1, "b") == LUA_TSTRING &&
          lua_rawlen(its.L, -1) == (size_t)length);
  }
}

/* Random data is the same as JSON before and after, and the same bytes again; but for integers
 * that a double cannot hold, which are refused. */
static void reads_back_as_the_same(void) {
  int refused = 0;
  for (int round = 0; round < 3000; round++) {
    lx_buffer first = {0}, again = {0};
    lx_write_problem problem;
    char *before;
    lua_settop(its.L, 0);
    lua_createtable(its.L, 0, 1);
    push_random(4);
    lua_setfield(its.L, -2, "value");
    before = strdup(top_as_json());
    if (!lx_write_struct(its.L, -1, its.writer, NULL, &first, &problem)) {
      CHECK(strstr(problem.sentence, "is larger than a double can hold exactly"));
      refused++;
      free(before);
      lx_buffer_free(&first);
      continue;
    }
    CHECK(read_bytes(first.data, first.length, LUXR_FORMAT_STRUCT) && !its.problems.count);
    CHECK_TEXT(top_as_json(), before);
    CHECK(lx_write_struct(its.L, -1, its.writer, NULL, &again, &problem));
    CHECK(again.length == first.length && !memcmp(again.data, first.data, first.length));
    free(before);
    lx_buffer_free(&first);
    lx_buffer_free(&again);
  }
  CHECK(refused > 0 && refused < 1500);
}

int main(void) {
  codec_open();
  RUN(writes_each_kind_of_value);
  RUN(writes_a_list_as_list_value);
  RUN(sorts_names_bytewise);
  RUN(refuses_what_a_struct_cannot_hold);
  RUN(leaves_what_was_there);
  RUN(bounds_depth_and_size);
  RUN(patches_long_lengths);
  RUN(reads_back_as_the_same);
  codec_close();
  return checks_done();
}
