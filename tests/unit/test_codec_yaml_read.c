/* What YAML documents mean. */
#include "rows.h"

static const row aliases_rows[] = {
    ROW("a: &a [*a]", "error 1:8: the anchor 'a' refers to itself"),
    ROW("a: &a {b: &b {c: *a}}", "error 1:18: the anchor 'a' refers to itself"),
    ROW("a: *nope", "error 1:4: the anchor 'nope' is not defined before this"),
    ROW("a: &x 1\nb: *x", "{\"a\":1,\"b\":1}"),
    ROW("a: &x [1, {b: []}]\nb: *x", "{\"a\":[1,{\"b\":[]}],\"b\":[1,{\"b\":[]}]}"),
    ROW("a: &x 1\nb: &x 2\nc: *x", "{\"a\":1,\"b\":2,\"c\":2}"),
    ROW("- &x a\n- *x", "[\"a\",\"a\"]"),
    ROW("&k a: b\nc: *k", "{\"a\":\"b\",\"c\":\"a\"}"),
    ROW("a: &x 1\n*x : 2", "{\"1\":2,\"a\":1}"),
    ROW("a: &x true\n*x : 2", "{\"a\":true,\"true\":2}"),
    ROW("a: &x 1.5\n*x : 2", "{\"1.5\":2,\"a\":1.5}"),
    ROW("a: &x {}\n*x : 2", "error 2:1: a map key must be a string, and *x is not"),
    ROW("a: &x ~\n*x : 2", "error 2:1: a map key must be a string, and *x is not"),
    ROW("a: &x\nb: *x", "{\"a\":null,\"b\":null}"),
};

static void aliases(void) {
  CHECK_ROWS(aliases_rows, LUXR_FORMAT_YAML);
}

static const row merges_rows[] = {
    ROW("a: &x {i: 1, j: 1}\nb: {<<: *x, j: 2}",
        "{\"a\":{\"i\":1,\"j\":1},\"b\":{\"i\":1,\"j\":2}}"),
    ROW("a: &a {i: 1}\nb: &b {i: 2, j: 2}\nc: {<<: [*a, *b]}",
        "{\"a\":{\"i\":1},\"b\":{\"i\":2,\"j\":2},\"c\":{\"i\":1,\"j\":2}}"),
    ROW("a: {<<: 1}", "error 1:9: '<<' merges a map or a list of maps, and nothing else"),
    ROW("a: {<<: [1]}", "error 1:11: '<<' merges a map or a list of maps, and nothing else"),
    ROW("a: {<<: }", "error 1:9: '<<' merges a map or a list of maps, and nothing else"),
    ROW("a: {<<: \"x\"}", "error 1:9: '<<' merges a map or a list of maps, and nothing else"),
    ROW("a: &x [1]\nb: {<<: *x}",
        "error 2:9: '<<' merges a map or a list of maps, and nothing else"),
    ROW("a: {<<: []}", "{\"a\":{}}"),
    ROW("a: <<", "{\"a\":\"<<\"}"),
    ROW("a: {\"<<\": 1}", "{\"a\":{\"<<\":1}}"),
    ROW("a: {!!merge <<: {b: 1}}", "{\"a\":{\"b\":1}}"),
    ROW("a: {<<: {a: 1}, a: 2}", "{\"a\":{\"a\":2}}"),
    ROW("a: {a: 2, <<: {a: 1}}", "{\"a\":{\"a\":2}}"),
    ROW("a: {<<: {a: 1}, <<: {b: 1}}",
        "error 1:17: the key '<<' comes twice: merge a list, <<: [*a, *b]"),
    ROW("a: &x {l: [1]}\nb: {<<: *x}\nc: {<<: {<<: *x, k: 1}}",
        "{\"a\":{\"l\":[1]},\"b\":{\"l\":[1]},\"c\":{\"k\":1,\"l\":[1]}}"),
    ROW("<<: {a: 1}\nb: 2", "{\"a\":1,\"b\":2}"),
};

static void merges(void) {
  CHECK_ROWS(merges_rows, LUXR_FORMAT_YAML);
}

static const row keys_rows[] = {
    ROW("a: 1\nb: 2\na: 3", "error 3:1: the key 'a' comes twice, first on line 1"),
    ROW("x: {a: 1, a: 2}", "error 1:11: the key 'a' comes twice, first on line 1"),
    ROW("1: a\n\"1\": b", "error 2:1: the key '1' comes twice, first on line 1"),
    ROW("on: a\ntrue: b",
        "warning 1:1: the key on is read as \"true\" (quote it if it is meant as "
        "text)\nerror 2:1: the key 'true' comes twice, first on line 1"),
    ROW("a: {b: 1}\nc: {b: 1}", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}"),
    ROW("on: a",
        "warning 1:1: the key on is read as \"true\" (quote it if it is meant as "
        "text)\n{\"true\":\"a\"}"),
    ROW("yes: a",
        "warning 1:1: the key yes is read as \"true\" (quote it if it is meant as "
        "text)\n{\"true\":\"a\"}"),
    ROW("n: a",
        "warning 1:1: the key n is read as \"false\" (quote it if it is meant as "
        "text)\n{\"false\":\"a\"}"),
    ROW("1: a", "{\"1\":\"a\"}"),
    ROW("0x10: a",
        "warning 1:1: the key 0x10 is read as \"16\" (quote it if it is meant as "
        "text)\n{\"16\":\"a\"}"),
    ROW("1.5: a", "{\"1.5\":\"a\"}"),
    ROW("1.10: a",
        "warning 1:1: the key 1.10 is read as \"1.1\" (quote it if it is meant as "
        "text)\n{\"1.1\":\"a\"}"),
    ROW("1e40: a",
        "error 1:1: a map key must be a string, '1e40' is infinite or too large "
        "(quote it)"),
    ROW(".inf: a",
        "error 1:1: a map key must be a string, '.inf' is infinite or too large "
        "(quote it)"),
    ROW("18446744073709551615: a",
        "error 1:1: a map key must be a string, '18446744073709551615' is infinite or "
        "too large (quote it)"),
    ROW("~: 1", "error 1:1: a map key must be a string, '~' is null (quote it)"),
    ROW("null: 1", "error 1:1: a map key must be a string, 'null' is null (quote it)"),
    ROW("\"null\": 1", "{\"null\":1}"),
    ROW(": 1",
        "error 1:1: expected a key of the map that begins on line 1 (check the "
        "indentation, and the quotes before it)"),
    ROW("? \n: 1", "error 1:2: a map key must be a string, this one is missing"),
    ROW("[a]: 1", "error 1:1: a map key must be a string, this one is a list"),
    ROW("{a: b}: 1", "error 1:1: a map key must be a string, this one is a map"),
    ROW("? [a, b]\n: c", "error 1:3: a map key must be a string, this one is a list"),
    ROW("? a\n: b", "{\"a\":\"b\"}"),
    ROW("? |\n  a\n  b\n: c", "{\"a\\nb\\n\":\"c\"}"),
    ROW("!!binary aGk=: 1", "{\"hi\":1}"),
    ROW("2024-01-01: a", "{\"2024-01-01\":\"a\"}"),
    ROW("!!str 1: a", "{\"1\":\"a\"}"),
    ROW("\"\": a", "{\"\":\"a\"}"),
};

static void keys(void) {
  CHECK_ROWS(keys_rows, LUXR_FORMAT_YAML);
}

/* Schema errors about them are the schema's. */
static const row scalars_rows[] = {
    ROW("spec: {gpu: yes}", "{\"spec\":{\"gpu\":true}}"),
    ROW("host: no", "{\"host\":false}"),
    ROW("gpu: 010",
        "warning 1:6: 010 is read as the octal number 8 (quote it if it is meant as "
        "text)\n{\"gpu\":8}"),
    ROW("gpu: 0o10", "{\"gpu\":8}"),
    ROW("gpu: 0x8", "{\"gpu\":8}"),
    ROW("gpu: 0b1000", "{\"gpu\":8}"),
    ROW("gpu: 8_0", "{\"gpu\":80}"),
    ROW("gpu: 08",
        "warning 1:6: 08 is read as a decimal number (quote it if it is meant as "
        "text)\n{\"gpu\":8}"),
    ROW("gpu: 1e3", "{\"gpu\":1000}"),
    ROW("gpu: 8.0", "{\"gpu\":8}"),
    ROW("gpu: 8.5", "{\"gpu\":8.5}"),
    ROW("x: 1e400", "{\"x\":\"1e400\"}"),
    ROW("x: .inf", "error 1:4: .inf is no value that a field can have"),
    ROW("x: -.INF", "error 1:4: -.INF is no value that a field can have"),
    ROW("x: .nan", "error 1:4: .nan is no value that a field can have"),
    ROW("x: 12:30:45", "{\"x\":\"12:30:45\"}"),
    ROW("x: 1:20", "{\"x\":\"1:20\"}"),
    ROW("x: 2024-01-01", "{\"x\":\"2024-01-01\"}"),
    ROW("x: 9007199254740993", "{\"x\":9007199254740993}"),
    ROW("x: 9223372036854775807", "{\"x\":9223372036854775807}"),
    ROW("x: -9223372036854775808", "{\"x\":-9223372036854775808}"),
    ROW("x: 9223372036854775808",
        "error 1:4: 9223372036854775808 does not fit a signed integer of 64 bits"),
    ROW("x: 18446744073709551615",
        "error 1:4: 18446744073709551615 does not fit a signed integer of 64 bits"),
    ROW("x: 9223372036854776000", "{\"x\":9.223372036854776e+18}"),
    ROW("x: 10000000000000000000", "{\"x\":1e+19}"),
    ROW("x: 0x8000000000000000",
        "error 1:4: 0x8000000000000000 does not fit a signed integer of 64 bits"),
    ROW("x: 18446744073709549568",
        "error 1:4: 18446744073709549568 does not fit a signed integer of 64 bits"),
    ROW("x: 10_000_000_000_000_000_000",
        "error 1:4: 10_000_000_000_000_000_000 does not fit a signed integer of 64 bits"),
    ROW("x: 18446744073709551616",
        "warning 1:4: 18446744073709551616 is larger than 64 bits and is rounded "
        "(quote it if it is meant as text)\n{\"x\":1.8446744073709552e+19}"),
    ROW("x: 123456789012345678901234567890",
        "warning 1:4: 123456789012345678901234567890 is larger than 64 bits and is "
        "rounded (quote it if it is meant as text)\n{\"x\":1.2345678901234568e+29}"),
    ROW("x: 9007199254740992.0", "{\"x\":9007199254740992}"),
    ROW("x: 9007199254740994.0", "{\"x\":9.007199254740994e+15}"),
    ROW("x: [~, null, \"null\", \"\"]", "{\"x\":[null,null,\"null\",\"\"]}"),
    ROW("x:", "{\"x\":null}"),
    ROW("x: -0.0", "{\"x\":0}"),
    ROW("x: ! \"1\"", "{\"x\":\"1\"}"),
    ROW("x: ! 1", "{\"x\":\"1\"}"),
    ROW("x: ! [1]", "{\"x\":[1]}"),
    ROW("x: '1'", "{\"x\":\"1\"}"),
};

static void scalars(void) {
  CHECK_ROWS(scalars_rows, LUXR_FORMAT_YAML);
}

static const row tags_rows[] = {
    ROW("x: !!binary aGk=", "{\"x\":\"hi\"}"),
    ROW("x: !!binary \"aGk=\"", "{\"x\":\"hi\"}"),
    ROW("x: !!binary aGk", "error 1:4: !!binary without proper base64"),
    ROW("x: !!binary aGk===", "error 1:4: !!binary without proper base64"),
    ROW("x: !!binary a=k=", "error 1:4: !!binary without proper base64"),
    ROW("x: !!binary \"\"", "{\"x\":\"\"}"),
    ROW("x: !!binary /w==",
        "error 1:4: !!binary that is no text: a field cannot hold other bytes"),
    ROW("x: !!binary AA==",
        "error 1:4: !!binary that is no text: a field cannot hold other bytes"),
    ROW("x: !!python/object:os.system x",
        "error 1:4: unknown tag '!!python/object:os.system' (remove it; !!str, !!int "
        "and the like are known)"),
    ROW("x: !foo bar",
        "error 1:4: unknown tag '!foo' (remove it; !!str, !!int and the like are known)"),
    ROW("x: !foo [a]",
        "error 1:4: unknown tag '!foo' (remove it; !!str, !!int and the like are known)"),
    ROW("x: !<tag:x> 1",
        "error 1:4: unknown tag 'tag:x' (remove it; !!str, !!int and the like are "
        "known)"),
    ROW("x: !!str 1", "{\"x\":\"1\"}"),
    ROW("x: !!str", "{\"x\":\"\"}"),
    ROW("x: !!int \"1\"", "{\"x\":1}"),
    ROW("x: !!int abc", "error 1:4: 'abc' is not an integer, as its tag !!int says"),
    ROW("x: !!int 1.5", "error 1:4: '1.5' is not an integer, as its tag !!int says"),
    ROW("x: !!int 9223372036854775808",
        "error 1:4: 9223372036854775808 does not fit a signed integer of 64 bits"),
    ROW("x: !!null x", "error 1:4: 'x' is not null, as its tag !!null says"),
    ROW("x: !!null ~", "{\"x\":null}"),
    ROW("x: !!float 1", "{\"x\":1}"),
    ROW("x: !!float .inf", "error 1:4: .inf is no value that a field can have"),
    ROW("x: !!float x", "error 1:4: 'x' is not a number, as its tag !!float says"),
    ROW("x: !!bool yes", "{\"x\":true}"),
    ROW("x: !!bool 1", "error 1:4: '1' is not a boolean, as its tag !!bool says"),
    ROW("x: !!timestamp 2024-01-01", "{\"x\":\"2024-01-01\"}"),
    ROW("x: !!timestamp foo", "error 1:4: 'foo' is not a time, as its tag !!timestamp says"),
    ROW("x: !!merge x",
        "error 1:4: unknown tag '!!merge' (remove it; !!str, !!int and the like are "
        "known)"),
    ROW("x: !!set {a}",
        "error 1:4: unknown tag '!!set' (remove it; !!str, !!int and the like are "
        "known)"),
    ROW("x: !!omap [a: 1]",
        "error 1:4: unknown tag '!!omap' (remove it; !!str, !!int and the like are "
        "known)"),
    ROW("x: !!map {a: 1}", "{\"x\":{\"a\":1}}"),
    ROW("x: !!seq [a]", "{\"x\":[\"a\"]}"),
    ROW("x: !!seq {a: 1}", "error 1:4: the tag !!seq does not fit a map"),
    ROW("x: !!map [a]", "error 1:4: the tag !!map does not fit a list"),
    ROW("%TAG ! tag:x,2000:\n---\na: !b c",
        "error 3:4: unknown tag 'tag:x,2000:b' (remove it; !!str, !!int and the like "
        "are known)"),
    ROW("%TAG !y! tag:yaml.org,2002:\n---\na: !y!str 1", "{\"a\":\"1\"}"),
};

static void tags(void) {
  CHECK_ROWS(tags_rows, LUXR_FORMAT_YAML);
}

static const row lists_and_maps_rows[] = {
    ROW("a: []", "{\"a\":[]}"),
    ROW("a: {}", "{\"a\":{}}"),
    ROW("- - - []\n  - {}", "[[[[]],{}]]"),
    ROW("a:\n- 1\n-\n- 2", "{\"a\":[1,null,2]}"),
    ROW("a: [1, 2,]", "{\"a\":[1,2]}"),
    ROW("a: {b, c: }", "{\"a\":{\"b\":null,\"c\":null}}"),
    ROW("{\"a\": [1, {\"b\": null}]}", "{\"a\":[1,{\"b\":null}]}"),
    ROW("x", "\"x\""),
};

static void lists_and_maps(void) {
  CHECK_ROWS(lists_and_maps_rows, LUXR_FORMAT_YAML);
}

static const row block_scalars_rows[] = {
    ROW("a: |\n  b\n  c\n", "{\"a\":\"b\\nc\\n\"}"),
    ROW("a: |-\n  b\n  c\n", "{\"a\":\"b\\nc\"}"),
    ROW("a: |+\n  b\n\n", "{\"a\":\"b\\n\\n\"}"),
    ROW("a: >\n  b\n  c\n\n  d\n", "{\"a\":\"b c\\nd\\n\"}"),
    ROW("a: >+\n  b\n  c\n\n\n", "{\"a\":\"b c\\n\\n\\n\"}"),
    ROW("a: |2\n    b\n   c\n", "{\"a\":\"  b\\n c\\n\"}"),
    ROW("a: |9\n           b\n", "{\"a\":\"  b\\n\"}"),
    ROW("a: |0\n  b", "error 1:5: an indentation indicator of 0 (it is a digit from 1 to 9)"),
    ROW("a: |\n    b\n   c",
        "error 3:4: expected a key of the map that begins on line 1 (check the "
        "indentation, and the quotes before it)"),
    ROW("a: '---'\nb: |\n  ---\n  x", "{\"a\":\"---\",\"b\":\"---\\nx\"}"),
    ROW("a: |\n\tb", "error 2:1: a tab where spaces have to indent (indent with spaces)"),
};

static void block_scalars(void) {
  CHECK_ROWS(block_scalars_rows, LUXR_FORMAT_YAML);
}

int main(void) {
  codec_open();
  RUN(aliases);
  RUN(merges);
  RUN(keys);
  RUN(scalars);
  RUN(tags);
  RUN(lists_and_maps);
  RUN(block_scalars);
  codec_close();
  return checks_done();
}
