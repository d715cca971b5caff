/* What is wrong with YAML documents, in sentences that can be understood. */
#include "rows.h"

static const row documents_rows[] = {
    ROW("", "error 1:1: no document"),
    ROW("# only a comment", "error 1:1: no document"),
    ROW("---", "error 1:1: no document"),
    ROW("---\n...", "error 1:1: no document"),
    ROW("---\n# x\n---\n", "error 1:1: no document"),
    ROW("a: 1\n---\nb: 2", "error 3:1: a second document: only one is expected"),
    ROW("a: 1\n---\n", "{\"a\":1}"),
    ROW("a: 1\n---\n# x\n...\n", "{\"a\":1}"),
    ROW("---\n---\na: 1", "{\"a\":1}"),
    ROW("a: 1\n...\n", "{\"a\":1}"),
    ROW("a: 1\n...\ngarbage",
        "error 3:1: unexpected text behind the document (check the quotes and "
        "brackets before it; another document begins with '---')"),
    ROW("a: |\n  x\n---\nb: 1", "error 4:1: a second document: only one is expected"),
    ROW("a: 1\n--- {b: 1}\n", "error 2:5: a second document: only one is expected"),
    ROW("a: 1\n---\nb: [", "error 3:1: a second document: only one is expected"),
};

static void documents(void) {
  CHECK_ROWS(documents_rows, LUXR_FORMAT_YAML);
}

/* Comments at the begin are taken off before libyaml reads: lines are counted all the same, and
 * what YAML takes for the end of a line ends a comment. */
static const row beginnings_rows[] = {
    ROW("# one\n\n# three\na: 1\na: 2", "error 5:1: the key 'a' comes twice, first on line 4"),
    ROW("# one\n  # two\na: [", "error 3:5: expected a value"),
    ROW("# one\n%YAML 1.1\n---\na: 1", "{\"a\":1}"),
    ROW("# one\n# two\n---\na: 1\n---\nb: 1",
        "error 6:1: a second document: only one is expected"),
    ROW("# one\ra: 1\n# two\n", "{\"a\":1}"),
    ROW("# one\r\n# two\r\na: 1\r\na: 2",
        "error 4:1: the key 'a' comes twice, first on line 3"),
    ROW("# one\xC2\x85"
        "a: 1\n",
        "{\"a\":1}"),
    ROW("# one\xE2\x80\xA8"
        "a: 1\n",
        "{\"a\":1}"),
    ROW("# \xC3\xA4\n# \t\na: 1\na: 2", "error 4:1: the key 'a' comes twice, first on line 3"),
    ROW("\xEF\xBB\xBF# one\na: 1\na: 2", "error 3:1: the key 'a' comes twice, first on line 2"),
    ROW("\n#\n\n#", "error 1:1: no document"),
    ROW("#\n#\n", "error 1:1: no document"),
    ROW("# one\na: \x01",
        "error 2:4: the control character U+0001 (in double quotes it is written "
        "\"\\x01\")"),
};

static void beginnings(void) {
  CHECK_ROWS(beginnings_rows, LUXR_FORMAT_YAML);
}

static const row encodings_rows[] = {
    ROW("\xEF\xBB\xBF"
        "a: 1",
        "{\"a\":1}"),
    ROW("a: 1\n\xEF\xBB\xBF"
        "b: 2",
        "error 2:1: a byte order mark in the middle of the document (remove it; in "
        "text it is written \"\\uFEFF\")"),
    ROW("a: \"\xEF\xBB\xBF\"",
        "error 1:5: a byte order mark in the middle of the document (remove it; in "
        "text it is written \"\\uFEFF\")"),
    ROW("a: \"\\uFEFF\"", "{\"a\":\"\\ufeff\"}"),
    ROW("\xFF\xFE"
        "a\x00:\x00 \x00"
        "1\x00",
        "{\"a\":1}"),
    ROW("\xFE\xFF\x00"
        "a\x00:\x00 \x00"
        "1",
        "{\"a\":1}"),
    ROW("\xFF\xFE"
        "a\x00:\x00 \x00\x3D\xD8\x00\xDE",
        "{\"a\":\"\xF0\x9F\x98\x80\"}"),
    ROW("\xFF\xFE"
        "a\x00:\x00 \x00\x3D\xD8",
        "error 1:1: half of a UTF-16 surrogate pair at byte 9"),
    ROW("\xFF\xFE\x00\xDE"
        "a\x00",
        "error 1:1: half of a UTF-16 surrogate pair at byte 3"),
    ROW("\xFF\xFE"
        "a\x00:\x00 \x00"
        "1",
        "error 1:1: the document is UTF-16 and ends in the middle of a character"),
    ROW("a: \xFF",
        "error 1:4: byte 4 of the document (0xff) is not UTF-8 (save the file as UTF-8)"),
    ROW("a: \xC0\x80",
        "error 1:4: byte 4 of the document (0xc0) is not UTF-8 (save the file as UTF-8)"),
    ROW("\xC3\xA4: 1\nb: \xED\xA0\x80",
        "error 2:4: byte 10 of the document (0xed) is not UTF-8 (save the file as "
        "UTF-8)"),
    ROW("a: \xEF\xBF\xBE", "error 1:4: U+FFFE is no character"),
    ROW("a: \x01",
        "error 1:4: the control character U+0001 (in double quotes it is written "
        "\"\\x01\")"),
    ROW("a: \x00",
        "error 1:4: a zero byte, which no YAML document may hold (save the file as "
        "UTF-8)"),
    ROW("a: \"\\0\"", "error 1:4: a zero character in text"),
    ROW("? \"\\0\"\n: 1", "error 1:3: a zero character in text"),
    ROW("a: \xC2\x81",
        "error 1:4: the control character U+0081 (in double quotes it is written "
        "\"\\x81\")"),
    ROW("a: \"\\x81\"", "{\"a\":\"\\u0081\"}"),
    ROW("a: \x7F",
        "error 1:4: the control character U+007F (in double quotes it is written "
        "\"\\x7f\")"),
    ROW("a: x\xC2\x85y",
        "error 2:1: the key that begins here has no ':' behind it (add the colon, or "
        "check the indentation; a key has at most 1024 characters)"),
    ROW("a: \"x\xC2\x85y\"", "{\"a\":\"x y\"}"),
    ROW("a: \"x\xE2\x80\xA8y\"", "{\"a\":\"x\\u2028y\"}"),
    ROW("a: x\xE2\x80\xA8y",
        "error 2:1: the key that begins here has no ':' behind it (add the colon, or "
        "check the indentation; a key has at most 1024 characters)"),
};

static void encodings(void) {
  CHECK_ROWS(encodings_rows, LUXR_FORMAT_YAML);
}

static const row line_breaks_rows[] = {
    ROW("a: 1\r\nb: 2\r\n", "{\"a\":1,\"b\":2}"),
    ROW("a: 1\rb: 2", "{\"a\":1,\"b\":2}"),
    ROW("a: 1\r\nb: 2\rc: 3\nd: 4", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}"),
    ROW("a: \"x\r\n  y\"", "{\"a\":\"x y\"}"),
    ROW("a: |\r\n  b\r\n  c\r\n", "{\"a\":\"b\\nc\\n\"}"),
};

static void line_breaks(void) {
  CHECK_ROWS(line_breaks_rows, LUXR_FORMAT_YAML);
}

static const row tabs_rows[] = {
    ROW("a:\n\tb: 1", "error 2:1: a tab where spaces have to indent (indent with spaces)"),
    ROW("a:\tb", "{\"a\":\"b\"}"),
    ROW("a:\n  b: 1\n\tc: 2",
        "error 3:1: a tab where spaces have to indent (indent with spaces)"),
    ROW("a: [1,\t2]", "{\"a\":[1,2]}"),
    ROW("- a\n\t- b", "error 2:1: a tab where spaces have to indent (indent with spaces)"),
};

static void tabs(void) {
  CHECK_ROWS(tabs_rows, LUXR_FORMAT_YAML);
}

static const row directives_rows[] = {
    ROW("%YAML 1.2\n---\na: 1",
        "warning 1:1: %YAML 1.2 is read by the rules of YAML 1.1 (remove the line: "
        "other tools refuse it)\n{\"a\":1}"),
    ROW("%YAML 1.1\n---\na: 1", "{\"a\":1}"),
    ROW("%YAML 2.0\n---\na: 1",
        "error 1:1: a %YAML version that is not 1.1 or 1.2 (remove the line)"),
    ROW("%YAML 1.1\n%YAML 1.1\n---\na: 1", "error 2:1: a second %YAML directive"),
    ROW("%TAG ! x\n%TAG ! y\n---\na: 1",
        "error 2:1: a second %TAG directive for the same handle"),
    ROW("%FOO\n---\na: 1",
        "error 1:5: an unknown directive (only %YAML and %TAG are known; quote text "
        "that begins with '%')"),
    ROW("%YAML a\n---\n", "error 1:7: a malformed %YAML directive"),
    ROW("%YAML 1.1111111111\n---\n", "error 1:18: a malformed %YAML directive"),
    ROW("% YAML\n---\n", "error 1:2: a malformed directive"),
    ROW("%YAML 1.1\na: 1", "error 2:1: expected '---' behind the directives"),
    ROW("a: %x", "error 1:4: a value cannot begin with '%' (quote the text)"),
};

static void directives(void) {
  CHECK_ROWS(directives_rows, LUXR_FORMAT_YAML);
}

static const row quotes_rows[] = {
    ROW("a: \"b", "error 1:4: the quoted text that begins here has no end (close the quote)"),
    ROW("a: 'b", "error 1:4: the quoted text that begins here has no end (close the quote)"),
    ROW("a: \"b\n---\nc: 1",
        "error 1:4: the quoted text that begins here is not closed before the "
        "document ends (close the quote)"),
    ROW("a: \"\\q\"",
        "error 1:5: an escape that double quotes do not know (write \\\\ for a "
        "backslash, or use single quotes)"),
    ROW("a: \"\\xZZ\"",
        "error 1:7: an escape without its hexadecimal digits (write \\\\ for a "
        "backslash, or use single quotes)"),
    ROW("a: \"\\ud83d\\ude00\"",
        "error 1:7: an escape that is no character, but half of a surrogate pair or "
        "beyond U+10FFFF (write one character as \\U and eight digits)"),
    ROW("a: \"\\U0001F600\"", "{\"a\":\"\xF0\x9F\x98\x80\"}"),
    ROW("a: @x", "error 1:4: a value cannot begin with '@' (quote the text)"),
    ROW("a: `x", "error 1:4: a value cannot begin with '`' (quote the text)"),
};

static void quotes(void) {
  CHECK_ROWS(quotes_rows, LUXR_FORMAT_YAML);
}

static const row structure_rows[] = {
    ROW("a: [1, 2", "error 1:9: expected ',' or ']' in the list that begins on line 1"),
    ROW("a: {b: 1", "error 1:9: expected ',' or '}' in the map that begins on line 1"),
    ROW("a: [1, 2}", "error 1:9: expected ',' or ']' in the list that begins on line 1"),
    ROW("a: {b: 1]", "error 1:9: expected ',' or '}' in the map that begins on line 1"),
    ROW("a: [\n  1\n  2\n]", "{\"a\":[\"1 2\"]}"),
    ROW("a: b: c",
        "error 1:5: a ':' that is not expected here (quote the text if the colon "
        "belongs to it, or check the indentation)"),
    ROW("a: - b",
        "error 1:4: a list item '-' that is not expected here (begin the list on a "
        "line of its own)"),
    ROW("a: ? b",
        "error 1:4: a key '?' that is not expected here (begin it on a line of its own)"),
    ROW("a: 1\n b: 2",
        "error 2:3: a ':' that is not expected here (quote the text if the colon "
        "belongs to it, or check the indentation)"),
    ROW("a: 1\nb",
        "error 2:1: the key that begins here has no ':' behind it (add the colon, or "
        "check the indentation; a key has at most 1024 characters)"),
    ROW("a: 1\nfoo\nbar: 2",
        "error 2:1: the key that begins here has no ':' behind it (add the colon, or "
        "check the indentation; a key has at most 1024 characters)"),
    ROW("a:\n  - 1\n b: 2",
        "error 3:2: expected a key of the map that begins on line 1 (check the "
        "indentation, and the quotes before it)"),
    ROW("a:\n  - 1\n  b: 2",
        "error 3:3: expected a '-' of the list that begins on line 2 (check the "
        "indentation)"),
    ROW("a: ]", "error 1:4: expected a value"),
    ROW("a: {,}", "error 1:5: expected a value"),
    ROW("{\"a\":1}garbage",
        "error 1:8: unexpected text behind the document (check the quotes and "
        "brackets before it; another document begins with '---')"),
    ROW("a: &",
        "error 1:5: an anchor or alias without a name (quote the text if '&' or '*' "
        "belongs to it)"),
    ROW("a: *",
        "error 1:5: an anchor or alias without a name (quote the text if '&' or '*' "
        "belongs to it)"),
    ROW("a: !!", "error 1:6: a malformed tag (quote the text if the '!' belongs to it)"),
    ROW("a: !<x", "error 1:7: a malformed tag (quote the text if the '!' belongs to it)"),
    ROW("a: !y!z 1",
        "error 1:4: a tag with a handle that nothing defines (quote the text if the "
        "'!' belongs to it)"),
    ROW("a: |x\n  b", "error 1:5: unexpected text at the end of the line"),
    ROW("a: !!str!x 1",
        "error 1:4: unknown tag '!!str!x' (remove it; !!str, !!int and the like are "
        "known)"),
};

static void structure(void) {
  CHECK_ROWS(structure_rows, LUXR_FORMAT_YAML);
}

int main(void) {
  codec_open();
  RUN(documents);
  RUN(beginnings);
  RUN(encodings);
  RUN(line_breaks);
  RUN(tabs);
  RUN(directives);
  RUN(quotes);
  RUN(structure);
  codec_close();
  return checks_done();
}
