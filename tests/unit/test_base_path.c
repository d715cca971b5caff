#include "base/path.h"

#include <stdlib.h>

#include "check.h"

static void writes_plain_names(void) {
  lx_path path = {0};
  size_t spec, gpu;
  CHECK_TEXT(path.text, "");
  spec = lx_path_push_name(&path, "spec", 4);
  gpu = lx_path_push_name(&path, "gpu", 3);
  CHECK(spec == 0 && gpu == 4);
  CHECK_TEXT(path.text, "spec.gpu");
  lx_path_pop(&path, gpu);
  CHECK_TEXT(path.text, "spec");
  lx_path_push_name(&path, "app.kubernetes.io/name", 22);
  lx_path_push_index(&path, 0);
  lx_path_push_index(&path, 12);
  lx_path_push_name(&path, "a-b_c/d$", 8);
  CHECK_TEXT(path.text, "spec[\"app.kubernetes.io/name\"][0][12].a-b_c/d$");
  lx_path_pop(&path, spec);
  CHECK_TEXT(path.text, "");
  CHECK(path.length == 0);
}

static const char *written(const char *name, size_t length) {
  static lx_path path;
  memset(&path, 0, sizeof path);
  lx_path_push_name(&path, name, length);
  return path.text;
}

static void quotes_every_other_name(void) {
  CHECK_TEXT(written("", 0), "[\"\"]");
  CHECK_TEXT(written("a b", 3), "[\"a b\"]");
  CHECK_TEXT(written("a\"b\\c", 5), "[\"a\\\"b\\\\c\"]");
  CHECK_TEXT(written("[0]", 3), "[\"[0]\"]");
  CHECK_TEXT(written("a\n\t\r\b\f", 6), "[\"a\\n\\t\\r\\b\\f\"]");
  CHECK_TEXT(written("a\0b", 3), "[\"a\\u0000b\"]");
  CHECK_TEXT(written("\x1B[31m", 5), "[\"\\u001b[31m\"]");
  CHECK_TEXT(written("\x7F", 1), "[\"\\u007f\"]");
  CHECK_TEXT(written("caf\xC3\xA9", 5), "[\"caf\xC3\xA9\"]");
  CHECK_TEXT(written("\xE2\x80\xAE", 3), "[\"\\u202e\"]");
  CHECK_TEXT(written("\xC2\x85", 2), "[\"\\u0085\"]");
  CHECK_TEXT(written("a\xFF", 2), "[\"a\\xff\"]");
  CHECK_TEXT(written("\xF0\x9F\x98\x80", 4), "[\"\xF0\x9F\x98\x80\"]");
}

static void reads_what_it_writes(void) {
  static const struct {
    const char *name;
    size_t length;
  } names[] = {{"spec", 4},
               {"", 0},
               {"a.b", 3},
               {"\"", 1},
               {"\\", 1},
               {"[", 1},
               {"]", 1},
               {"\"]", 2},
               {"0", 1},
               {"..", 2},
               {"a\0b", 3},
               {"\x01\x1F\x7F", 3},
               {"\xFF\xC0", 2},
               {"caf\xC3\xA9", 5},
               {"\\x41", 4},
               {"\xE2\x80\xA8", 3},
               {"\xF0\x9F\x98\x80", 4},
               {"\\u0041", 6},
               {" ", 1}};
  lx_path path = {0};
  const char *at = path.text;
  lx_segment segment;
  size_t count = sizeof names / sizeof *names;
  for (size_t i = 0; i < count; i++) {
    lx_path_push_name(&path, names[i].name, names[i].length);
    lx_path_push_index(&path, i * 7);
  }
  CHECK(!path.cut);
  for (size_t i = 0; i < count; i++) {
    CHECK(lx_path_next(&at, &segment) == 1);
    CHECK(!segment.is_index && segment.length == names[i].length);
    CHECK(memcmp(segment.name, names[i].name, segment.length) == 0);
    CHECK(segment.name[segment.length] == '\0');
    CHECK(lx_path_next(&at, &segment) == 1);
    CHECK(segment.is_index && segment.index == i * 7 && segment.length == 0);
  }
  CHECK(lx_path_next(&at, &segment) == 0);
  CHECK(lx_path_next(&at, &segment) == 0);
}

static void reads_what_people_write(void) {
  const char *at = ".spec[\"\\ud83d\\ude00\\/\\u0041\\x42\"][18446744073709551615]";
  lx_segment segment;
  CHECK(lx_path_next(&at, &segment) == 1);
  CHECK_TEXT(segment.name, "spec");
  CHECK(lx_path_next(&at, &segment) == 1);
  CHECK_TEXT(segment.name, "\xF0\x9F\x98\x80/AB");
  CHECK(lx_path_next(&at, &segment) == 1);
  CHECK(segment.is_index && segment.index == (size_t)-1);
  CHECK(lx_path_next(&at, &segment) == 0);
}

static int read_all(const char *text) {
  lx_segment segment;
  int more;
  while ((more = lx_path_next(&text, &segment)) == 1) continue;
  return more;
}

static void refuses_malformed_paths(void) {
  static const char *const bad[] = {".",
                                    "..",
                                    "a.",
                                    "a..b",
                                    "a.[0]",
                                    "a b",
                                    "a]",
                                    "[",
                                    "[]",
                                    "[x]",
                                    "[0",
                                    "[00]",
                                    "[01]",
                                    "[-1]",
                                    "[0]x",
                                    "[\"",
                                    "[\"a",
                                    "[\"a\"",
                                    "[\"a]",
                                    "[\"a\"x]",
                                    "[\"a\"]b",
                                    "[\"\\q\"]",
                                    "[\"\\u12\"]",
                                    "[\"\\ud800\"]",
                                    "[\"\\udc00\"]",
                                    "[\"\\ud800\\u0041\"]",
                                    "[\"\\x4\"]",
                                    "[\"\\",
                                    "a.b...",
                                    "[18446744073709551616]",
                                    "a[ 0]",
                                    "a=1"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(read_all(bad[i]) == -1);
  CHECK(read_all("a[\"\"].b[0][\"c.d\"]") == 0);
}

static void stays_where_a_malformed_segment_starts(void) {
  const char *text = "spec.gpu[x]";
  lx_segment segment;
  CHECK(lx_path_next(&text, &segment) == 1 && lx_path_next(&text, &segment) == 1);
  CHECK(lx_path_next(&text, &segment) == -1);
  CHECK_TEXT(text, "[x]");
}

static void cuts_what_does_not_fit(void) {
  lx_path path = {0};
  char *name = malloc(2000);
  size_t before[3];
  CHECK(name != NULL);
  memset(name, 'n', 2000);
  lx_path_push_name(&path, "spec", 4);
  before[0] = lx_path_push_name(&path, name, 2000);
  CHECK(path.cut);
  CHECK_TEXT(path.text, "spec...");
  before[1] = lx_path_push_name(&path, "below", 5);
  before[2] = lx_path_push_index(&path, 3);
  CHECK_TEXT(path.text, "spec...");
  lx_path_pop(&path, before[2]);
  lx_path_pop(&path, before[1]);
  CHECK_TEXT(path.text, "spec...");
  CHECK(path.cut);
  lx_path_push_name(&path, "beside", 6); /* still below the name that was cut */
  CHECK_TEXT(path.text, "spec...");
  lx_path_pop(&path, before[0]);
  CHECK(!path.cut);
  CHECK_TEXT(path.text, "spec");
  lx_path_push_name(&path, "gpu", 3);
  CHECK_TEXT(path.text, "spec.gpu");
  free(name);
}

static void fills_to_the_last_byte(void) {
  static char name[LX_PATH_MAX + 1];
  lx_path path = {0};
  lx_segment segment;
  const char *at = path.text;
  size_t before;
  memset(name, 'n', LX_PATH_MAX);
  before = lx_path_push_name(&path, name, LX_PATH_MAX);
  CHECK(!path.cut);
  CHECK_TEXT(path.text, name);
  CHECK(lx_path_next(&at, &segment) == 1 && segment.length == LX_PATH_MAX);
  lx_path_push_index(&path, 1);
  CHECK(path.cut && strlen(path.text) == LX_PATH_MAX + 3);
  CHECK_TEXT(path.text + LX_PATH_MAX, "...");
  lx_path_pop(&path, before);
  memset(name, '"', LX_PATH_MAX); /* twice as long when quoted */
  lx_path_push_name(&path, name, LX_PATH_MAX);
  CHECK_TEXT(path.text, "...");
}

int main(void) {
  RUN(writes_plain_names);
  RUN(quotes_every_other_name);
  RUN(reads_what_it_writes);
  RUN(reads_what_people_write);
  RUN(refuses_malformed_paths);
  RUN(stays_where_a_malformed_segment_starts);
  RUN(cuts_what_does_not_fit);
  RUN(fills_to_the_last_byte);
  return checks_done();
}
