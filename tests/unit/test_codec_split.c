/* Streams of documents, and Lists, one document at a time. */
#include "codec/split.h"

#include <errno.h>

#include "codec.h"

typedef struct feeding {
  const char *bytes;
  size_t length, at, step;
  int error; /* at the end, instead of the end */
} feeding;

static ptrdiff_t feed(void *data, char *bytes, size_t size) {
  feeding *from = data;
  size_t count = from->length - from->at;
  if (!count && from->error) {
    errno = from->error;
    return -1;
  }
  if (count > from->step) count = from->step;
  if (count > size) count = size;
  memcpy(bytes, from->bytes + from->at, count);
  from->at += count;
  return (ptrdiff_t)count;
}

static char told[65536];

static void tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void tell(const char *format, ...) {
  size_t used = strlen(told);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(told + used, sizeof told - used, format, arguments);
  va_end(arguments);
}

/* Each document as "[line format bytes]", format y, j or ?, line breaks as '/'; then the end. */
static const char *pieces_of(feeding *from, luxr_format format, const luxr_limits *limits) {
  lx_split *split = lx_split_new(format, feed, from, limits);
  lx_diagnostics problems = {0};
  lx_piece piece;
  int more;
  told[0] = '\0';
  while ((more = lx_split_next(split, &piece, &problems)) > 0) {
    tell("[%zu%c ", piece.line,
         piece.format == LUXR_FORMAT_JSON   ? 'j'
         : piece.format == LUXR_FORMAT_YAML ? 'y'
                                            : '?');
    for (size_t i = 0; i < piece.length; i++) {
      tell("%c", piece.bytes[i] == '\n' ? '/' : piece.bytes[i] == '\r' ? '\\' : piece.bytes[i]);
    }
    tell("]");
  }
  if (more < 0) {
    tell("! %zu:%zu %s", problems.items[0].line, problems.items[0].column,
         problems.items[0].sentence);
    if (lx_split_next(split, &piece, &problems) != 0) tell(" and goes on");
  }
  lx_diagnostics_free(&problems);
  lx_split_free(split);
  return told;
}

/* However the bytes come, the documents are the same. */
static const char *split(const char *text, luxr_format format) {
  static char first[sizeof told];
  static const size_t steps[] = {SIZE_MAX, 1, 3, 7};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    feeding from = {text, strlen(text), 0, steps[i], 0};
    const char *now = pieces_of(&from, format, NULL);
    if (i && strcmp(now, first) != 0) return "differs with the size of blocks";
    if (!i) strcpy(first, now);
  }
  return first;
}

#define YAML(text) split(text, LUXR_FORMAT_YAML)
#define JSON(text) split(text, LUXR_FORMAT_JSON)
#define ANY(text) split(text, LUXR_FORMAT_ANY)

/* ---- YAML ---------------------------------------------------------------------------- */

static void yaml_documents(void) {
  CHECK_TEXT(YAML("a: 1\n"), "[1y a: 1/]");
  CHECK_TEXT(YAML("a: 1"), "[1y a: 1]");
  CHECK_TEXT(YAML("a: 1\n---\nb: 2\n"), "[1y a: 1/][2y ---/b: 2/]");
  CHECK_TEXT(YAML("---\na: 1\n---\nb: 2\n---\n"), "[1y ---/a: 1/][3y ---/b: 2/]");
  CHECK_TEXT(YAML("a: 1\n---\n# empty\n---\n\n---\nb: 2"), "[1y a: 1/][6y ---/b: 2]");
  CHECK_TEXT(YAML("--- {a: 1}\n--- # c\nb: 2\n"), "[1y --- {a: 1}/][2y --- # c/b: 2/]");
  CHECK_TEXT(YAML("---\ta\n---b: 1\n--- c"), "[1y ---\ta/---b: 1/][3y --- c]");
  CHECK_TEXT(YAML("---"), "");
  CHECK_TEXT(YAML(""), "");
  CHECK_TEXT(YAML("# only\n\n  # this\n"), "");
  CHECK_TEXT(YAML("---\nnull\n---\n~"), "[1y ---/null/][3y ---/~]");
}

static void ends(void) {
  CHECK_TEXT(YAML("a: 1\n...\nb: 2\n"), "[1y a: 1/.../][3y b: 2/]");
  CHECK_TEXT(YAML("a: 1\n...\n---\nb: 2\n...\n"), "[1y a: 1/.../][3y ---/b: 2/.../]");
  CHECK_TEXT(YAML("...\n...\na: 1"), "[3y a: 1]");
  CHECK_TEXT(YAML("a: ...\n"), "[1y a: .../]");
}

static void directives(void) {
  CHECK_TEXT(YAML("%YAML 1.1\n---\na: 1\n"), "[1y %YAML 1.1/---/a: 1/]");
  CHECK_TEXT(YAML("a: 1\n...\n%YAML 1.1\n# c\n---\nb: 2\n"),
             "[1y a: 1/.../][3y %YAML 1.1/# c/---/b: 2/]");
  CHECK_TEXT(YAML("a: 1\n%YAML 1.1\n---\nb: 2\n"), "[1y a: 1/][2y %YAML 1.1/---/b: 2/]");
  CHECK_TEXT(YAML("a: 1\n%YAML 1.1\nb: 2\n---\nc: 3\n"),
             "[1y a: 1/%YAML 1.1/b: 2/][4y ---/c: 3/]");
  CHECK_TEXT(YAML("---\n%YAML 1.1\n---\na: 1\n"), "[2y %YAML 1.1/---/a: 1/]");
  CHECK_TEXT(YAML("%YAML 1.1\n"), "[1y %YAML 1.1/]");
}

static void line_breaks(void) {
  CHECK_TEXT(YAML("a: 1\r\n---\r\nb: 2\r\n"), "[1y a: 1\\/][2y ---\\/b: 2\\/]");
  CHECK_TEXT(YAML("a: 1\r---\rb: 2\r"), "[1y a: 1\\][2y ---\\b: 2\\]");
  CHECK_TEXT(YAML("a: 1\r---\nb: 2\r\n---\r"), "[1y a: 1\\][2y ---/b: 2\\/]");
}

static void what_is_no_marker(void) {
  CHECK_TEXT(YAML("a: |\n  ---\n  ...\nb: x\n ---\n"), "[1y a: |/  ---/  .../b: x/ ---/]");
  CHECK_TEXT(YAML("----\n"), "[1y ----/]");
}

static void encodings(void) {
  static const char utf16[] =
      "\xFF\xFE"
      "a\0:\0 \0"
      "1\0\n\0-\0-\0-\0";
  feeding from = {utf16, sizeof utf16 - 1, 0, 5, 0};
  CHECK_TEXT(YAML("\xEF\xBB\xBF---\na: 1\n---\nb: 2\n"),
             "[1y \xEF\xBB\xBF---/a: 1/][3y ---/b: 2/]");
  CHECK(strncmp(pieces_of(&from, LUXR_FORMAT_ANY, NULL), "[1? ", 4) == 0);
  CHECK(strchr(told, ']')[1] == '\0');
}

/* ---- JSON ---------------------------------------------------------------------------- */

static void json_documents(void) {
  CHECK_TEXT(JSON("{\"a\":1}"), "[1j {\"a\":1}]");
  CHECK_TEXT(JSON("{\"a\":1}\n{\"b\":2}\n"), "[1j {\"a\":1}][2j {\"b\":2}]");
  CHECK_TEXT(JSON("\n\n[1]\n\n\n[2]  \n"), "[3j [1]][6j [2]]");
  CHECK_TEXT(JSON("{\"a\":\"}]{\\\"\\\\\"}[\"]\"]"),
             "[1j {\"a\":\"}]{\\\"\\\\\"}][1j                [\"]\"]]");
  CHECK_TEXT(JSON(""), "");
  CHECK_TEXT(JSON(" \n\t"), "");
  CHECK_TEXT(JSON("\xEF\xBB\xBF {}"), "[1j  {}]");
}

/* What is no JSON is given out, for the reader to say why. */
static void bad_json(void) {
  CHECK_TEXT(JSON("{\"a\":1}garbage\n{}"), "[1j {\"a\":1}garbage/][2j {}]");
  CHECK_TEXT(JSON("{\"a\" 1}\n[2]"), "[1j {\"a\" 1}/][2j [2]]");
  CHECK_TEXT(JSON("\"x\"\n7\n"), "[1j \"x\"/][2j 7/]");
  CHECK_TEXT(JSON("{\"a\": [1\n"), "[1j {\"a\": [1/]");
}

static void either(void) {
  CHECK_TEXT(ANY("{\"a\":1}\n{\"b\":2}\n"), "[1j {\"a\":1}][2j {\"b\":2}]");
  CHECK_TEXT(ANY("{\"a\":1}\n---\nb: 2\n---\n{\"c\":3}\n"),
             "[1j {\"a\":1}][2? ---/b: 2/][4? ---/{\"c\":3}/]");
  CHECK_TEXT(ANY("{a: 1}\n---\n{b: 2}"), "[1? {a: 1}/][2? ---/{b: 2}]");
  CHECK_TEXT(ANY("{\"a\":1}garbage\n"), "[1? {\"a\":1}garbage/]");
  CHECK_TEXT(ANY("[a, 'it\"s']\n---\nb"), "[1? [a, 'it\"s']/][2? ---/b]");
  CHECK_TEXT(ANY("# c\n{\"a\":1}\n"), "[1? # c/{\"a\":1}/]");
  CHECK_TEXT(ANY("a: 1\n---\nb: 2"), "[1? a: 1/][2? ---/b: 2]");
}

/* ---- Lists --------------------------------------------------------------------------- */

static void lists(void) {
  CHECK_TEXT(YAML("kind: List\nitems:\n- a: 1\n  b: 2\n# c\n- c: 3\nmetadata: {}\n"),
             "[3y   a: 1/  b: 2/# c/][6y   c: 3/]");
  CHECK_TEXT(YAML("apiVersion: v1\nitems: [{a: 1},\n  {b: 2}]\nkind: \"List\"\n---\nd: 4\n"),
             "[2y         {a: 1}][3y   {b: 2}][5y ---/d: 4/]");
  CHECK_TEXT(YAML("kind: List\nitems: []\n---\na: 1"), "[3y ---/a: 1]");
  CHECK_TEXT(YAML("kind: List\nitems:\n-\n- x\n"), "[3y  ][4y   x]");
  CHECK_TEXT(YAML("kind: FooList\nitems:\n- a: 1\n"), "[1y kind: FooList/items:/- a: 1/]");
  CHECK_TEXT(YAML("spec: {kind: List, items: [1]}\n"), "[1y spec: {kind: List, items: [1]}/]");
  CHECK_TEXT(YAML("kind: List\nitems: [\n"), "[1y kind: List/items: [/]");
  CHECK_TEXT(YAML("kind: List\n"), "! 1:0 a List without a list of items");
  CHECK_TEXT(YAML("a: 1\n---\nkind: List\nitems: {}\n"),
             "[1y a: 1/]! 2:0 a List without a list of items");
}

static void json_lists(void) {
  CHECK_TEXT(
      JSON("{\"kind\":\"List\",\"x\":[null,1],\"items\":[{\"a\":1},\n "
           "{\"b\":\"\\ud83d\\ude00\"}]}"),
      "[1j                                      {\"a\":1}][2j  {\"b\":\"\\ud83d\\ude00\"}]");
  CHECK_TEXT(ANY("{\"items\":[1],\"kind\":\"List\"}{\"kind\":\"List\",\"items\":[]}[2]"),
             "[1j           1][1j                                                      [2]]");
  CHECK_TEXT(JSON("{\"kind\":\"List\",\"items\":null}"),
             "! 1:0 a List without a list of items");
}

static void nested_lists(void) {
  char text[2000] = "";
  CHECK_TEXT(YAML("kind: List\nitems:\n- kind: List\n  items:\n  - a: 1\n  - b: 2\n- c: 3\n"),
             "[5y     a: 1/  ][6y     b: 2/][7y   c: 3/]");
  for (int i = 0; i < 11; i++) strcat(text, "{\"kind\":\"List\",\"items\":[");
  for (int i = 0; i < 11; i++) strcat(text, "]}");
  CHECK_TEXT(JSON(text), "! 1:0 lists in lists, deeper than 10");
}

/* An item that has an alias to what lies outside of it stands alone, on one line. */
static void items_with_aliases(void) {
  CHECK_TEXT(YAML("kind: List\nitems:\n- a: &x [1, yes]\n  b: *x\n- c: *x\n"),
             "[3y   a: &x [1, yes]/  b: *x/][5y {\"c\" : [1, yes]}]");
  CHECK_TEXT(
      YAML("x: &x {a: 'q\"', b: !!str 1}\nkind: List\nitems:\n- <<: *x\n  c: |\n    t\n"),
      "[4y {<< : {\"a\" : \"q\\\"\", \"b\" : !<tag:yaml.org,2002:str> \"1\"}, \"c\" : "
      "\"t\\n\"}]");
  CHECK_TEXT(YAML("kind: List\nitems:\n- &a {b: *a}\n- *a\n"),
             "[3y   &a {b: *a}][4y {\"b\" : *a}]");
  CHECK_TEXT(YAML("kind: List\nitems:\n- a: *nope\n"), "[3y {\"a\" : *nope}]");
}

/* Such an item means what it meant in its list. */
static void aliases_keep_their_meaning(void) {
  const char *text =
      "x: &x {m: 010, t: '010', f: 1.5, b: yes, u: ~, 1: {on: '\\'}}\nkind: List\nitems:\n"
      "- {<<: *x, k: \"a\\tb\\u2028\\xFF\", z: 2024-01-01}\n";
  feeding from = {text, strlen(text), 0, 4, 0};
  lx_split *one = lx_split_new(LUXR_FORMAT_YAML, feed, &from, NULL);
  lx_diagnostics problems = {0};
  lx_piece piece;
  CHECK(lx_split_next(one, &piece, &problems) == 1);
  if (!read_bytes(piece.bytes, piece.length, piece.format)) printf("%s\n", findings());
  CHECK(its.problems.warnings == 2 && its.problems.count == 2);
  CHECK_TEXT(
      top_as_json(),
      "{\"1\":{\"true\":\"\\\\\"},\"b\":true,\"f\":1.5,"
      "\"k\":\"a\\tb\\u2028\xC3\xBF\",\"m\":8,\"t\":\"010\",\"u\":null,\"z\":\"2024-01-01\"}");
  lx_split_free(one);
}

/* ---- Limits and failures ------------------------------------------------------------- */

static const char *limited(const char *text, luxr_format format, luxr_limits limits) {
  feeding from = {text, strlen(text), 0, 2, 0};
  return pieces_of(&from, format, &limits);
}

static void limits(void) {
  CHECK_TEXT(
      limited("a: 1\n---\nb: 2\n---\nc: 3\n", LUXR_FORMAT_YAML, (luxr_limits){.documents = 2}),
      "[1y a: 1/][2y ---/b: 2/]! 4:0 more documents than the limit of 2");
  CHECK_TEXT(limited("a: 1\n---\nb: 2\n", LUXR_FORMAT_YAML, (luxr_limits){.documents = 2}),
             "[1y a: 1/][2y ---/b: 2/]");
  CHECK_TEXT(
      limited("a: 1\n---\nb: 234567890\n", LUXR_FORMAT_YAML, (luxr_limits){.input = 12}),
      "[1y a: 1/]! 2:0 the document that begins here has more bytes than the limit of 12");
  CHECK_TEXT(limited("a: 1\n---\nb: 2345678\n", LUXR_FORMAT_YAML, (luxr_limits){.input = 15}),
             "[1y a: 1/][2y ---/b: 2345678/]");
  CHECK_TEXT(limited("[1]\n[1,2,3,4,5,6]\n", LUXR_FORMAT_JSON, (luxr_limits){.input = 12}),
             "[1j [1]]! 2:0 the document that begins here has more bytes than the limit of 12");
  CHECK_TEXT(limited("x: &x [1, 2, 3]\nkind: List\nitems:\n- *x\n- [*x, *x]\n",
                     LUXR_FORMAT_YAML, (luxr_limits){.nodes = 6}),
             "[4y [1, 2, 3]]! 5:0 the item that begins here is too large with its "
             "aliases expanded");
}

/* A pipe that never ends ends with the limit; what came before was given out. */
static ptrdiff_t endless(void *data, char *bytes, size_t size) {
  size_t *count = data;
  memset(bytes, 'x', size);
  if (!*count) memcpy(bytes, "a: 1\n---\n", 9);
  *count += size;
  return (ptrdiff_t)size;
}

static void an_endless_stream(void) {
  size_t count = 0;
  luxr_limits small = {.input = 1000000};
  lx_split *one = lx_split_new(LUXR_FORMAT_ANY, endless, &count, &small);
  lx_diagnostics problems = {0};
  lx_piece piece;
  CHECK(lx_split_next(one, &piece, &problems) == 1 && piece.length == 5);
  CHECK(lx_split_next(one, &piece, &problems) == -1);
  CHECK(count < 1200000);
  lx_diagnostics_free(&problems);
  lx_split_free(one);
}

static void a_failing_stream(void) {
  feeding from = {"a: 1\n---\nb: 2\n", 14, 0, 4, EISDIR};
  CHECK_TEXT(pieces_of(&from, LUXR_FORMAT_YAML, NULL),
             "[1y a: 1/]! 0:0 cannot be read: Is a directory");
}

/* In a stream of many documents the memory stays that of one. */
static void many_documents(void) {
  size_t count = 0, length = 0;
  char *text = malloc(2000000);
  feeding from = {text, 0, 0, 70000, 0};
  lx_split *one;
  lx_diagnostics problems = {0};
  lx_piece piece;
  for (int i = 0; i < 100000; i++) {
    length += (size_t)snprintf(text + length, 20, "---\na: %d\n", i);
  }
  from.length = length;
  one = lx_split_new(LUXR_FORMAT_ANY, feed, &from, NULL);
  while (lx_split_next(one, &piece, &problems) == 1) {
    CHECK(piece.line == 1 + 2 * count);
    count++;
  }
  CHECK(count == 100000);
  lx_split_free(one);
  free(text);
}

int main(void) {
  codec_open();
  RUN(yaml_documents);
  RUN(ends);
  RUN(directives);
  RUN(line_breaks);
  RUN(what_is_no_marker);
  RUN(encodings);
  RUN(json_documents);
  RUN(bad_json);
  RUN(either);
  RUN(lists);
  RUN(json_lists);
  RUN(nested_lists);
  RUN(items_with_aliases);
  RUN(aliases_keep_their_meaning);
  RUN(limits);
  RUN(an_endless_stream);
  RUN(a_failing_stream);
  RUN(many_documents);
  codec_close();
  return checks_done();
}
