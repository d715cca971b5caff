/* JSON, strictly. */
#include "rows.h"

static const row documents_rows[] = {
    ROW("{\"a\":1}", "{\"a\":1}"),
    ROW("{\"a\":1}garbage", "error 1:8: expected nothing behind the document, found 'garbage'"),
    ROW("[1]]", "error 1:4: expected nothing behind the document, found ']'"),
    ROW("{} {}", "error 1:4: expected nothing behind the document, found '{'"),
    ROW("", "error 1:1: no document"),
    ROW("   \n", "error 1:1: no document"),
    ROW("null", "null"),
    ROW("\"x\"", "\"x\""),
    ROW("a: 1", "error 1:1: expected a value, found 'a'"),
    ROW("[true, false, null]", "[true,false,null]"),
    ROW(" \t\r\n[ ] \n", "[]"),
    ROW("{\"a\":[],\"b\":{}}", "{\"a\":[],\"b\":{}}"),
    ROW("\x0C{\"a\":1}", "error 1:1: expected a value, found '\\u000c'"),
};

static void documents(void) {
  CHECK_ROWS(documents_rows, LUXR_FORMAT_JSON);
}

static const row numbers_rows[] = {
    ROW("0", "0"),
    ROW("-1", "-1"),
    ROW("01", "error 1:1: '01' is no number in JSON: it has a leading zero"),
    ROW("-01", "error 1:1: '-01' is no number in JSON: it has a leading zero"),
    ROW("2.", "error 1:1: '2.' is no number in JSON: a digit is missing behind the point"),
    ROW(".5", "error 1:1: '.5' is no number in JSON: a digit is missing"),
    ROW("-.5", "error 1:1: '-.5' is no number in JSON: a digit is missing"),
    ROW("+1", "error 1:1: '+1' is no number in JSON: it begins with a plus sign"),
    ROW("1.e3", "error 1:1: '1.e3' is no number in JSON: a digit is missing behind the point"),
    ROW("0x1", "error 1:1: '0x1' is no number in JSON: digits are followed by something else"),
    ROW("1e", "error 1:1: '1e' is no number in JSON: a digit is missing in the exponent"),
    ROW("1e+", "error 1:1: '1e+' is no number in JSON: a digit is missing in the exponent"),
    ROW("-", "error 1:1: '-' is no number in JSON: a digit is missing"),
    ROW("1a", "error 1:1: '1a' is no number in JSON: digits are followed by something else"),
    ROW("1.2.3",
        "error 1:1: '1.2.3' is no number in JSON: digits are followed by something else"),
    ROW("NaN", "error 1:1: expected a value, found 'NaN'"),
    ROW("Infinity", "error 1:1: expected a value, found 'Infinity'"),
    ROW("-Infinity", "error 1:1: '-Infinity' is no number in JSON: a digit is missing"),
    ROW("1.5", "1.5"),
    ROW("-0", "0"),
    ROW("-0.0", "0"),
    ROW("8.0", "8"),
    ROW("1e3", "1000"),
    ROW("1E+3", "1000"),
    ROW("0.1", "0.1"),
    ROW("9007199254740993", "9007199254740993"),
    ROW("9223372036854775807", "9223372036854775807"),
    ROW("-9223372036854775808", "-9223372036854775808"),
    ROW("9223372036854775808",
        "error 1:1: the integer 9223372036854775808 is larger than 64 bits can hold"),
    ROW("18446744073709551616",
        "error 1:1: the integer 18446744073709551616 is larger than 64 bits can hold"),
    ROW("-9223372036854775809",
        "error 1:1: the integer -9223372036854775809 is larger than 64 bits can hold"),
    ROW("9223372036854776000", "9.223372036854776e+18"),
    ROW("-10000000000000000000", "-1e+19"),
    ROW("100000000000000000000", "1e+20"),
    ROW("100000000000000000001",
        "error 1:1: the integer 100000000000000000001 is larger than 64 bits can hold"),
    ROW("1e400", "error 1:1: the number 1e400 is larger than a double can hold"),
    ROW("-1e400", "error 1:1: the number -1e400 is larger than a double can hold"),
    ROW("1e-400", "0"),
    ROW("9007199254740994.0", "9.007199254740994e+15"),
    ROW("1e300", "1e+300"),
};

static void numbers(void) {
  CHECK_ROWS(numbers_rows, LUXR_FORMAT_JSON);
}

static const row words_rows[] = {
    ROW("nul", "error 1:1: expected a value, found 'nul'"),
    ROW("nulls", "error 1:1: expected a value, found 'nulls'"),
    ROW("True", "error 1:1: expected a value, found 'True'"),
    ROW("truex", "error 1:1: expected a value, found 'truex'"),
    ROW("[fals]", "error 1:2: expected a value, found 'fals'"),
};

static void words(void) {
  CHECK_ROWS(words_rows, LUXR_FORMAT_JSON);
}

static const row texts_rows[] = {
    ROW("\"\\ud83d\\ude00 \\u00e9 \\n\\t\\r\\b\\f\\/\\\\\\\"\"",
        "\"\xF0\x9F\x98\x80 \xC3\xA9 \\n\\t\\r\\b\\f/\\\\\\\"\""),
    ROW("\"\xC3\xA9\xF0\x9F\x98\x80\"", "\"\xC3\xA9\xF0\x9F\x98\x80\""),
    ROW("\"b\nc\"", "error 1:3: a line break in text is written \\n"),
    ROW("\"b\rc\"", "error 1:3: a line break in text is written \\r"),
    ROW("\"b\tc\"", "error 1:3: a tab in text is written \\t"),
    ROW("\"b\x01"
        "c\"",
        "error 1:3: the control character in text is written \\u0001"),
    ROW("\"a\x00"
        "b\"",
        "error 1:3: a zero character in text"),
    ROW("\"\\u0000\"", "error 1:2: a zero character in text"),
    ROW("{\"a\\u0000\":1}", "error 1:4: a zero character in text"),
    ROW("\"\\uD800\"", "error 1:2: half of a surrogate pair in text"),
    ROW("\"\\uD800\\u0041\"", "error 1:2: half of a surrogate pair in text"),
    ROW("\"\\uDC00\\uD800\"", "error 1:2: half of a surrogate pair in text"),
    ROW("\"\\uD83D\\uDE00\"", "\"\xF0\x9F\x98\x80\""),
    ROW("\"\\u00zz\"", "error 1:2: expected four hexadecimal digits behind \\u"),
    ROW("\"\\u00", "error 1:2: expected four hexadecimal digits behind \\u"),
    ROW("\"\\q\"", "error 1:2: \\q is no escape in JSON"),
    ROW("\"\\",
        "error 1:1: the text that begins here has no end (close it with a double quote)"),
    ROW("\"\\\"",
        "error 1:1: the text that begins here has no end (close it with a double quote)"),
    ROW("\"abc",
        "error 1:1: the text that begins here has no end (close it with a double quote)"),
    ROW("\"\xEF\xBB\xBF\x7F\xE2\x80\xA8\"", "\"\\ufeff\\u007f\\u2028\""),
};

static void texts(void) {
  CHECK_ROWS(texts_rows, LUXR_FORMAT_JSON);
}

static const row encodings_rows[] = {
    ROW("\"\xFF\"",
        "error 1:2: byte 2 of the document (0xff) is not UTF-8 (save the file as UTF-8)"),
    ROW("\"\xC0\x80\"",
        "error 1:2: byte 2 of the document (0xc0) is not UTF-8 (save the file as UTF-8)"),
    ROW("\"\xED\xA0\x80\"",
        "error 1:2: byte 2 of the document (0xed) is not UTF-8 (save the file as UTF-8)"),
    ROW("\"\xF4\x90\x80\x80\"",
        "error 1:2: byte 2 of the document (0xf4) is not UTF-8 (save the file as UTF-8)"),
    ROW("\xFF\xFE{\x00}\x00", "error 1:1: the document is UTF-16, but JSON is always UTF-8"),
    ROW("\xEF\xBB\xBF{}", "{}"),
    ROW("\xEF\xBB\xBF\xEF\xBB\xBF{}", "error 1:1: expected a value, found '\\ufeff'"),
};

static void encodings(void) {
  CHECK_ROWS(encodings_rows, LUXR_FORMAT_JSON);
}

static const row structure_rows[] = {
    ROW("{\"a\":1 /* x */}",
        "error 1:8: expected ',' or '}', found '/' (JSON has no comments)"),
    ROW("// x", "error 1:1: expected a value, found '/' (JSON has no comments)"),
    ROW("{\"a\":1,}",
        "error 1:8: a comma before '}' (remove the comma: JSON has none behind the "
        "last item)"),
    ROW("[1,]",
        "error 1:4: a comma before ']' (remove the comma: JSON has none behind the "
        "last item)"),
    ROW("{'a':1}",
        "error 1:2: expected a key in double quotes, found ''' (text stands in double "
        "quotes)"),
    ROW("['a']", "error 1:2: expected a value, found ''' (text stands in double quotes)"),
    ROW("{a:1}", "error 1:2: expected a key in double quotes, found 'a'"),
    ROW("{\"a\" 1}", "error 1:6: expected ':' behind the key, found '1'"),
    ROW("{\"a\":1 \"b\":2}", "error 1:8: expected ',' or '}', found '\"'"),
    ROW("[1 2]", "error 1:4: expected ',' or ']', found '2'"),
    ROW("{\"a\":1", "error 1:7: expected ',' or '}', found the end"),
    ROW("[", "error 1:2: expected a value, found the end"),
    ROW("{", "error 1:2: expected a key in double quotes, found the end"),
    ROW("[1,", "error 1:4: expected a value, found the end"),
    ROW("{\"a\"", "error 1:5: expected ':' behind the key, found the end"),
    ROW("{\"a\":", "error 1:6: expected a value, found the end"),
    ROW("[1}", "error 1:3: expected ',' or ']', found '}'"),
    ROW("{\"a\":1]", "error 1:7: expected ',' or '}', found ']'"),
    ROW("{,}", "error 1:2: expected a key in double quotes, found ','"),
    ROW("[,]", "error 1:2: expected a value, found ','"),
    ROW("{1:2}", "error 1:2: expected a key in double quotes, found '1'"),
};

static void structure(void) {
  CHECK_ROWS(structure_rows, LUXR_FORMAT_JSON);
}

static const row keys_rows[] = {
    ROW("{\"a\":1,\n\"b\":2,\n\"a\":3}", "error 3:1: the key 'a' comes twice, first on line 1"),
    ROW("{\"\\u0061\":1,\"a\":2}", "error 1:13: the key 'a' comes twice, first on line 1"),
    ROW("{\"b\":{\"a\":1},\n\"a\":{\"a\":1,\n\n\"a\":2}}",
        "error 4:1: the key 'a' comes twice, first on line 2"),
    ROW("{\"a\":1,\"A\":2}", "{\"A\":2,\"a\":1}"),
    ROW("{\"\":1,\"\":2}", "error 1:7: the key '' comes twice, first on line 1"),
};

static void keys(void) {
  CHECK_ROWS(keys_rows, LUXR_FORMAT_JSON);
}

int main(void) {
  codec_open();
  RUN(documents);
  RUN(numbers);
  RUN(words);
  RUN(texts);
  RUN(encodings);
  RUN(structure);
  RUN(keys);
  codec_close();
  return checks_done();
}
