/* How texts are written: quoted where plain they would be read as something else, and always
 * such that they are read back. */
#define _GNU_SOURCE
#include "codec.h"

/* The text as the value of a field, behind "v: ": a line without its break, or all lines. */
static const char *value_of(const char *text, size_t length) {
  const char *all;
  char *copy;
  bool same;
  lua_settop(its.L, 0);
  lua_createtable(its.L, 0, 1);
  lua_pushlstring(its.L, text, length);
  lua_setfield(its.L, -2, "v");
  all = top_as_yaml();
  if (strncmp(all, "v:", 2) != 0) return all;
  copy = strdup(all);
  same = read_bytes(copy, strlen(copy), LUXR_FORMAT_YAML) &&
         lua_getfield(its.L, -1, "v") == LUA_TSTRING && lua_rawlen(its.L, -1) == length &&
         memcmp(lua_tostring(its.L, -1), text, length) == 0;
  snprintf(its.told, sizeof its.told, "%s%s", copy + 3, same ? "" : "(not read back)");
  if (!strchr(copy, '\n')[1]) its.told[strcspn(its.told, "\n")] = '\0';
  free(copy);
  return its.told;
}

static void written(const char *const *texts, const char *open, const char *close) {
  for (; *texts; texts++) {
    char want[512];
    snprintf(want, sizeof want, "%s%s%s", open, *texts, close);
    if (strcmp(value_of(*texts, strlen(*texts)), want) == 0) continue;
    printf("got %s, want %s\n", its.told, want);
    check_bad = 1;
  }
}

#define PLAIN(...) written((const char *const[]){__VA_ARGS__, NULL}, "", "")
#define SINGLE(...) written((const char *const[]){__VA_ARGS__, NULL}, "'", "'")
#define DOUBLE(...) written((const char *const[]){__VA_ARGS__, NULL}, "\"", "\"")
#define IS(text, want) CHECK_TEXT(value_of(text, sizeof text - 1), want)

static void words_and_numbers(void) {
  DOUBLE("yes", "no", "on", "off", "y", "n", "Y", "N", "true", "FALSE", "Null", "~", "");
  DOUBLE("1", "01", "0x1F", "0o7", "0b1", "1e3", "1_000", ".5", "1.", "+1", "-0", "1__0", "1_",
         "+.5", ".inf", "-.INF", ".nan", "9223372036854775808", "0x8000000000000000");
  DOUBLE("12:30:45", "1:20", "190:20:30.15", "2024-01-01", "2001-12-14t21:59:43.10-05:00");
  PLAIN("tRUE", "nil", "none", "1e400", "0b2", "1:60", "1.2.3", "100m", "5Gi", "10%", "1d",
        "v1", "<<", "=", "_1", ".", "..", "a", "no1", "name", "$", "${x}", "(a)", "a/b:c",
        "x=y", "a@b");
}

static void indicators(void) {
  SINGLE("- a", "? a", ": a", "-", "?", ":", "a: b", "a:", "a #b", "#a", "---", "--- a", "...",
         "...a", "---a", "&a", "*a", "!a", "@a", "%a", ">a", "|a", "[a", "{a", "]", "}", ",a",
         "`a", "\"a\"", " ", "a ", " a", "% a: b", "a : b");
  PLAIN("-a", "?a", ":a", "a:b", "a#b", "a[", "a]", "a, b", "a{", "--", "-- a", "..", ".. a",
        "a \" b", "it's", "a - b", "a ? b", "a\\nb", "\\", "a! b", "a & b", "a *b", "a|b");
  IS("'", "''''");
  IS("'a'", "'''a'''");
  IS("it's: x", "'it''s: x'");
  DOUBLE("true", "1");
}

static void escapes(void) {
  IS("a\tb", "\"a\\tb\"");
  IS("\ta", "\"\\ta\"");
  IS("a\rb", "\"a\\rb\"");
  IS("a\r\nb", "\"a\\r\\nb\"");
  IS("\a\b\v\f\x1B\x7F\x01", "\"\\a\\b\\v\\f\\e\\x7F\\x01\"");
  IS("\xC2\x80\xC2\x9F", "\"\\x80\\x9F\"");
  IS("\xC2\x85", "\"\\N\"");
  IS("a\xC2\x85"
     "b",
     "\"a\\Nb\"");
  IS("\xEF\xBB\xBF", "\"\\uFEFF\"");
  IS("a\xEF\xBB\xBF", "\"a\\uFEFF\"");
  IS("\xEF\xBB\xBF"
     "a b\xC2\xA0\xC4\x80",
     "\"\\uFEFF\\x61\\x20\\x62\\_\\u0100\"");
  IS("\xEF\xBF\xBE\xEF\xBF\xBF", "\"\\uFFFE\\uFFFF\"");
  IS("\xF0\x9F\x98\x80", "\"\\U0001F600\"");
  IS("\xE2\x80\xA8\t", "\"\\L\\t\"");
  IS("\xE2\x80\xA9\t", "\"\\P\\t\"");
  IS("\t\"\\", "\"\\t\\\"\\\\\"");
}

static void beyond_ascii(void) {
  PLAIN("\xC2\xA0", "\xC3\xA9", "\xE6\x97\xA5\xE6\x9C\xAC", "a\xCC\x81", "\xD8\xB9",
        "\xE2\x80\x8B", "\xE2\x80\xAE", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBD");
  SINGLE("\xC3\xA9: a", "#\xC3\xA9", "\xC3\xA9 ");
  IS("\xE2\x80\xA8", "'\xE2\x80\xA8'");
  IS("a\xE2\x80\xA9"
     "b",
     "'a\xE2\x80\xA9  b'");
  IS("a \xE2\x80\xA9"
     "b",
     "\"a \\Pb\"");
}

static void blocks(void) {
  IS("a\nb", "|-\n  a\n  b\n");
  IS("a\n", "|\n  a\n");
  IS("a\n\n", "|+\n  a\n\n");
  IS("\na", "|2-\n\n  a\n");
  IS("\n", "|2+\n\n");
  IS("\n\n", "|2+\n\n\n");
  IS(" a\nb", "|2-\n   a\n  b\n");
  IS("a\n b", "|-\n  a\n   b\n");
  IS("a\n\nb", "|-\n  a\n\n  b\n");
  IS("a \nb", "\"a \\nb\"");
  IS("  \n", "\"  \\n\"");
  IS(" \n a", "\" \\n a\"");
  IS("a\n ", "\"a\\n \"");
  IS("a\n\tb", "\"a\\n\\tb\"");
  IS("a\n---\nb", "|-\n  a\n  ---\n  b\n");
  IS("# a\n\"b\": 'c'", "|-\n  # a\n  \"b\": 'c'\n");
  IS("a\n\xE2\x80\xA8"
     "b\n",
     "|\n  a\n\xE2\x80\xA8  b\n");
  IS("a\n\xC2\x85", "\"a\\n\\N\"");
}

/* YAML in a text, as a ConfigMap holds it, is kept to the byte. */
static void yaml_in_yaml(void) {
  IS("a: |\n  b\n   c\nd: [1]\n", "|\n  a: |\n    b\n     c\n  d: [1]\n");
  IS("a: |\n\tb\n", "\"a: |\\n\\tb\\n\"");
}

#define X20 "xxxxxxxxxxxxxxxxxxxx"
#define X60 X20 X20 X20
#define WORDS "word word word word word word word word word word word word word word word "

/* Long texts are folded at the first space behind column 80: single ones, and in double quotes
 * the first of several. */
static void folds(void) {
  IS(WORDS "ward " WORDS "ward", WORDS "ward\n  " WORDS "ward\n");
  IS("x: " WORDS "ward ward",
     "'x: word word word word word word word word word word word word word word word\n"
     "  ward ward'\n");
  IS("\t" WORDS "ward ward", "\"\\t" WORDS "ward\n  ward\"\n");
  IS(X60 X20 X20, X60 X20 X20);
  IS(X60 X20 " b", X60 X20 "\n  b\n");
  IS(X60 X20 "  a b", X60 X20 "  a\n  b\n");
  IS("'" X60 "xxxxxxxxxxxxxxx a", "'''" X60 "xxxxxxxxxxxxxxx\n  a'\n");
  IS("'" X60 "xxxxxxxxxxxxxx a", "'''" X60 "xxxxxxxxxxxxxx a'");
  IS("'" X60 X20 " '  a '", "'''" X60 X20 "\n  ''  a '''\n");
  IS("\t" X60 X20 "  a  b", "\"\\t" X60 X20 "\n  \\ a  b\"\n");
  IS("\t" X60 X20 "   a", "\"\\t" X60 X20 "\n  \\  a\"\n");
  IS("\t" X60 X20 " ", "\"\\t" X60 X20 " \"");
  IS(X60 "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 b c",
     X60
     "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 b c");
}

static void keys(void) {
  run("return {on = 1, y = 1, ['1'] = 1, ['a: b'] = 1, [''] = 1, ['a\\tb'] = 1, ['- a'] = 1}");
  CHECK_TEXT(top_as_yaml(),
             "\"\": 1\n'- a': 1\n\"1\": 1\n\"a\\tb\": 1\n'a: b': 1\n\"on\": 1\n"
             "\"y\": 1\n");
  run("return {[('a '):rep(60) .. 'b'] = 1}");
  CHECK(strchr(top_as_yaml(), '\n')[1] == '\0');
  run("return {[('a '):rep(80) .. 'b'] = 1}");
  CHECK(strncmp(top_as_yaml(), "? a ", 4) == 0);
  CHECK(strstr(top_as_yaml(), " a\n  a "));
}

int main(void) {
  codec_open();
  RUN(words_and_numbers);
  RUN(indicators);
  RUN(escapes);
  RUN(beyond_ascii);
  RUN(blocks);
  RUN(yaml_in_yaml);
  RUN(folds);
  RUN(keys);
  codec_close();
  return checks_done();
}
