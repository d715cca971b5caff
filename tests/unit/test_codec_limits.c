/* Documents that are too much: each limit has its sentence, and nothing takes long. */
#include <time.h>

#include "codec.h"

/* `before`, `count` times `repeated`, `after`. */
static const char *many(const char *before, const char *repeated, size_t count,
                        const char *after, luxr_format format) {
  size_t n = strlen(before), m = strlen(repeated), k = strlen(after);
  size_t length = n + m * count + k;
  char *bytes = malloc(length + 1);
  static char told[4096];
  clock_t start = clock();
  memcpy(bytes, before, n);
  for (size_t i = 0; i < count; i++) memcpy(bytes + n + i * m, repeated, m);
  memcpy(bytes + n + m * count, after, k);
  if (read_bytes(bytes, length, format)) {
    snprintf(told, sizeof told, "read");
  } else {
    snprintf(told, sizeof told, "%s", findings());
  }
  free(bytes);
  if (clock() - start > CLOCKS_PER_SEC * 5) snprintf(told, sizeof told, "too slow");
  return told;
}

static const char *many_yaml(const char *before, const char *repeated, size_t count) {
  return many(before, repeated, count, "", LUXR_FORMAT_YAML);
}

static void depth(void) {
  CHECK_TEXT(many_yaml("", "[", 80000), "error 1:101: nested deeper than 100 levels");
  CHECK_TEXT(many_yaml("", "{a: ", 60000), "error 1:401: nested deeper than 100 levels");
  CHECK_TEXT(many_yaml("", "- ", 50000), "error 1:201: nested deeper than 100 levels");
  CHECK_TEXT(many_yaml("", "? ", 50000),
             "error 1:3: a map key must be a string, this one is a map");
  CHECK_TEXT(many("", "[", 100,
                  "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
                  "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                  LUXR_FORMAT_YAML),
             "read");
  CHECK_TEXT(many("", "[", 1000000, "", LUXR_FORMAT_JSON),
             "error 1:101: nested deeper than 100 levels");
  CHECK_TEXT(many("", "{\"a\":", 100000, "", LUXR_FORMAT_JSON),
             "error 1:501: nested deeper than 100 levels");
  its.limits.depth = 2;
  CHECK_TEXT(json("[[1]]"), "[[1]]");
  CHECK_TEXT(json("[[[1]]]"), "error 1:3: nested deeper than 2 levels");
  CHECK_TEXT(yaml("a: &x [1]\nb: *x"), "{\"a\":[1],\"b\":[1]}");
  CHECK_TEXT(yaml("a: &x [1]\nb: [*x]"), "error 2:5: nested deeper than 2 levels");
  its.limits.depth = 1000000; /* what the C stack can hold decides then */
  CHECK_TEXT(many_yaml("", "[", 80000), "error 1:1001: nested deeper than 1000 levels");
  its.limits.depth = 0;
}

static const char *limit_of(const char *text, luxr_format format) {
  read_bytes(text, strlen(text), format);
  return its.problems.limit ? its.problems.limit : "(none)";
}

/* Callers count what was refused by the limit's name. */
static void names(void) {
  static const luxr_format formats[] = {LUXR_FORMAT_YAML, LUXR_FORMAT_JSON, LUXR_FORMAT_ANY};
  luxr_limits small[] = {{.depth = 2}, {.nodes = 3}, {.scalar = 4}, {.input = 7}};
  static const char *const limits[] = {"depth", "nodes", "scalar", "input"};
  static const char *const texts[] = {"[[[1]]]", "[1,2,3]", "[\"fives\"]", "[1, 2, 3]"};
  for (size_t i = 0; i < 4; i++) {
    its.limits = small[i];
    for (size_t k = 0; k < 3; k++) CHECK_TEXT(limit_of(texts[i], formats[k]), limits[i]);
    CHECK_TEXT(limit_of("[1 2", LUXR_FORMAT_YAML), "(none)");
  }
  its.limits = (luxr_limits){0};
}

/* Nine levels of nine aliases: a billion values. */
static void alias_bomb(void) {
  char text[2048] = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  clock_t start = clock();
  for (int i = 1; i < 10; i++) {
    size_t length = strlen(text);
    length += (size_t)snprintf(text + length, sizeof text - length, "a%d: &a%d [", i, i);
    for (int k = 0; k < 9; k++) {
      length += (size_t)snprintf(text + length, sizeof text - length, "*a%d%s", i - 1,
                                 k < 8 ? ", " : "]\n");
    }
  }
  CHECK_TEXT(yaml(text), "error 6:10: more than 100000 values in one document");
  CHECK(clock() - start < CLOCKS_PER_SEC / 2);
}

static void values(void) {
  CHECK_TEXT(many("[", "1,", 1000000, "1]", LUXR_FORMAT_YAML),
             "error 1:200000: more than 100000 values in one document");
  CHECK_TEXT(many("[", "1,", 1000000, "1]", LUXR_FORMAT_JSON),
             "error 1:200000: more than 100000 values in one document");
  its.limits.nodes = 3;
  CHECK_TEXT(json("[1,2]"), "[1,2]");
  CHECK_TEXT(json("[1,2,\n3]"), "error 2:1: more than 3 values in one document");
  CHECK_TEXT(yaml("a: 1\nb: 2"), "{\"a\":1,\"b\":2}");
  CHECK_TEXT(yaml("a: 1\nb: 2\nc: 3"), "error 3:4: more than 3 values in one document");
  CHECK_TEXT(yaml("a: &x 1\nb: *x\nc: *x"), "error 3:4: more than 3 values in one document");
  its.limits.nodes = 0;
}

static void bytes(void) {
  CHECK_TEXT(many_yaml("a: ", "x", 4194304),
             "error 0:0: the document has 4194307 bytes, more than the limit of 4194304");
  CHECK_TEXT(many_yaml("#", " ", 4194303), "error 1:1: no document");
  CHECK_TEXT(many_yaml("a: ", "x", 1048577),
             "error 1:4: a text of 1048577 bytes, more than the limit of 1048576");
  CHECK_TEXT(many_yaml("a: ", "x", 1048576), "read");
  CHECK_TEXT(many("? ", "x", 1048577, "\n: 1", LUXR_FORMAT_YAML),
             "error 1:3: a text of 1048577 bytes, more than the limit of 1048576");
  CHECK_TEXT(many("\"", "x", 1048577, "\"", LUXR_FORMAT_JSON),
             "error 1:2: a text of 1048577 bytes, more than the limit of 1048576");
  CHECK_TEXT(many("0.", "1", 1048577, "", LUXR_FORMAT_JSON),
             "error 1:1: a number of 1048579 bytes, more than the limit of 1048576");
  CHECK_TEXT(many("0.", "1", 1048574, "", LUXR_FORMAT_JSON), "read");
  its.limits.input = 20000000;
  CHECK_TEXT(many("", "1", 10000000, "", LUXR_FORMAT_JSON),
             "error 1:1: a number of 10000000 bytes, more than the limit of 1048576");
  its.limits.input = 0;
}

static void keys_and_anchors(void) {
  CHECK_TEXT(
      many("", "x", 1025, ": 1", LUXR_FORMAT_YAML),
      "error 1:1026: a ':' that is not expected here (quote the text if the colon belongs "
      "to it, or check the indentation)");
  CHECK_TEXT(
      many("a: 1\n", "x", 1025, ": 1", LUXR_FORMAT_YAML),
      "error 2:1: the key that begins here has no ':' behind it (add the colon, or check "
      "the indentation; a key has at most 1024 characters)");
  CHECK_TEXT(many("", "x", 1024, ": 1", LUXR_FORMAT_YAML), "read");
  CHECK_TEXT(many("a: &", "x", 1000000, " 1", LUXR_FORMAT_YAML),
             "error 1:4: an anchor of 1000000 characters, more than the limit of 256");
  CHECK_TEXT(many_yaml("", "- &a 1\n", 90000), "read");
}

/* A hundred thousand keys, in linear time. */
static const char *with_keys(size_t count, const char *format, luxr_format kind) {
  char *text = malloc(count * 40 + 2);
  const char *told;
  size_t length = 0;
  clock_t start = clock();
  text[length++] = '{';
  for (size_t i = 0; i < count; i++) {
    length += (size_t)snprintf(text + length, 40, format, i ? "," : "", i);
  }
  text[length++] = '}';
  told = read_bytes(text, length, kind) ? "read" : findings();
  free(text);
  return clock() - start > CLOCKS_PER_SEC * 5 ? "too slow" : told;
}

static void many_keys(void) {
  CHECK_TEXT(with_keys(99999, "%s\"k%zu\":1", LUXR_FORMAT_JSON), "read");
  CHECK_TEXT(with_keys(99999, "%sk%zu: 1", LUXR_FORMAT_YAML), "read");
}

int main(void) {
  codec_open();
  RUN(depth);
  RUN(names);
  RUN(alias_bomb);
  RUN(values);
  RUN(bytes);
  RUN(keys_and_anchors);
  RUN(many_keys);
  codec_close();
  return checks_done();
}
