/* Documents that may be JSON or YAML. */
#include "rows.h"

static const row json_as_json_rows[] = {
    ROW("{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\xF0\x9F\x98\x80\"}"),
    ROW("\xEF\xBB\xBF [1]", "[1]"),
    ROW("{\"a\": 1e400}", "error 1:7: the number 1e400 is larger than a double can hold"),
    ROW("{\"a\":1,\"a\":2}", "error 1:8: the key 'a' comes twice, first on line 1"),
    ROW("{\"a\": \"\\u0000\"}", "error 1:7: a zero character in text"),
    ROW("{\"a\": 18446744073709551616}",
        "error 1:7: the integer 18446744073709551616 is larger than 64 bits can hold"),
};

static void json_as_json(void) {
  CHECK_ROWS(json_as_json_rows, LUXR_FORMAT_ANY);
}

static const row the_rest_as_yaml_rows[] = {
    ROW("{\"a\":1,}", "{\"a\":1}"),  ROW("{a: 1}", "{\"a\":1}"),
    ROW("{a: yes}", "{\"a\":true}"), ROW("# c\n{\"a\":1}", "{\"a\":1}"),
    ROW("a: 1", "{\"a\":1}"),        ROW("\xFF\xFE{\x00}\x00", "{}"),
};

static void the_rest_as_yaml(void) {
  CHECK_ROWS(the_rest_as_yaml_rows, LUXR_FORMAT_ANY);
}

/* The failure that came further is told. */
static const row neither_rows[] = {
    ROW("{\"a\":1}garbage",
        "error 1:8: unexpected text behind the document (check the quotes and "
        "brackets before it; another document begins with '---')"),
    ROW("{\"a\": 1 \"b\": 2}",
        "error 1:12: expected ',' or '}' in the map that begins on line 1"),
    ROW("[1, 2", "error 1:6: expected ',' or ']' in the list that begins on line 1"),
    ROW("{\"a\": \"b\nc\", \"d\": nul, \"\\ud83d\\ude00\": 1]",
        "error 2:18: an escape that is no character, but half of a surrogate pair or "
        "beyond U+10FFFF (write one character as \\U and eight digits)"),
    ROW("", "error 1:1: no document"),
};

static void neither(void) {
  CHECK_ROWS(neither_rows, LUXR_FORMAT_ANY);
}

int main(void) {
  codec_open();
  RUN(json_as_json);
  RUN(the_rest_as_yaml);
  RUN(neither);
  codec_close();
  return checks_done();
}
