/* What people see when an input breaks its schema. */
#include "schema.h"

static void says_what_type_was_wanted(void) {
  COMPILE(
      "type: object\n"
      "properties:\n"
      "  b: {type: boolean}\n"
      "  i: {type: integer}\n"
      "  l: {type: array, items: {type: string}}\n"
      "  m: {type: object, properties: {}}\n"
      "  r: {type: number}\n"
      "  s: {type: string}\n"
      "  x: {x-kubernetes-int-or-string: true}\n");
  CHECK_TEXT(applied("{b: true, i: 1, l: [a], m: {}, r: 1.5, s: a, x: 1}"),
             "{\"b\":true,\"i\":1,\"l\":[\"a\"],\"m\":{},\"r\":1.5,\"s\":\"a\",\"x\":1}");
  CHECK_TEXT(applied("{x: \"50%\", i: 8.0, r: 8.0, l: []}"),
             "{\"i\":8,\"l\":[],\"r\":8,\"x\":\"50%\"}");
  CHECK_TEXT(applied("{i: \"eight\"}"), "i: must be an integer, got the string \"eight\"");
  CHECK_TEXT(applied("{i: \"8\"}"),
             "i: must be an integer, got the string \"8\" (leave out the quotes)");
  CHECK_TEXT(applied("{i: 1.5}"), "i: must be an integer, got the number 1.5");
  CHECK_TEXT(applied("{i: 1e300}"),
             "i: must be an integer, got the number 1e+300 (an integer has at most 64 bits)");
  CHECK_TEXT(applied("{i: true}"), "i: must be an integer, got the boolean true");
  CHECK_TEXT(applied("{i: [1]}"), "i: must be an integer, got a list");
  CHECK_TEXT(applied("{r: \"0.5\"}"),
             "r: must be a number, got the string \"0.5\" (leave out the quotes)");
  CHECK_TEXT(applied("{b: \"true\"}"),
             "b: must be true or false, got the string \"true\" (leave out the quotes)");
  CHECK_TEXT(applied("{b: 0}"), "b: must be true or false, got the integer 0");
  CHECK_TEXT(applied("{s: yes}"),
             "s: must be a string, got the boolean true "
             "(quote it: yes, on, y and true are booleans otherwise)");
  CHECK_TEXT(applied("{s: off}"),
             "s: must be a string, got the boolean false "
             "(quote it: no, off, n and false are booleans otherwise)");
  CHECK_TEXT(applied("{s: 123}"),
             "s: must be a string, got the integer 123 (quote it: it is a number otherwise)");
  CHECK_TEXT(applied("{s: {}}"), "s: must be a string, got an empty map");
  CHECK_TEXT(applied("{m: []}"), "m: must be a map, got an empty list");
  CHECK_TEXT(applied("{m: a}"), "m: must be a map, got the string \"a\"");
  CHECK_TEXT(applied("{l: {}}"), "l: must be a list, got an empty map");
  CHECK_TEXT(applied("{l: {a: 1}}"), "l: must be a list, got a map");
  CHECK_TEXT(applied("{l: a}"), "l: must be a list, got the string \"a\"");
  CHECK_TEXT(applied("{x: 1.5}"), "x: must be an integer or a string, got the number 1.5");
  CHECK_TEXT(applied("{x: true}"), "x: must be an integer or a string, got the boolean true");
  CHECK_TEXT(applied("[]"), "must be a map, got an empty list");
  CHECK_TEXT(applied("text"), "must be a map, got the string \"text\"");
}

static void checks_items_in_turn(void) {
  COMPILE_FIELD("{type: array, minItems: 1, maxItems: 3, items: {type: integer, minimum: 0}}");
  CHECK_TEXT(applied("{f: [1, 2.0, 3]}"), "{\"f\":[1,2,3]}");
  CHECK_TEXT(applied("{f: [-1, a, 3, null]}"),
             "f: must have at most 3 items, has 4\n"
             "f[0]: must be at least 0, got -1\n"
             "f[1]: must be an integer, got the string \"a\"\n"
             "f[3]: must not be null (leave it out or give it a value)");
  CHECK_TEXT(applied("{f: []}"), "f: must have at least 1 item, has 0");
  COMPILE_FIELD("{type: array, maxItems: 1, minItems: 0, items: {type: string}}");
  CHECK_TEXT(applied("{f: [a, b]}"), "f: must have at most 1 item, has 2");
  COMPILE_FIELD("{type: array, minItems: 2, items: {type: string}}");
  CHECK_TEXT(applied("{f: [a]}"), "f: must have at least 2 items, has 1");
}

static void compares_numbers(void) {
  COMPILE_FIELD("{type: integer, minimum: 1, maximum: 64}");
  CHECK_TEXT(applied("{f: 1}"), "{\"f\":1}");
  CHECK_TEXT(applied("{f: 64}"), "{\"f\":64}");
  CHECK_TEXT(applied("{f: 0}"), "f: must be at least 1, got 0");
  CHECK_TEXT(applied("{f: 65}"), "f: must be at most 64, got 65");
  CHECK_TEXT(applied("{f: 9223372036854775807}"),
             "f: must be at most 64, got 9223372036854775807");
  COMPILE_FIELD(
      "{type: number, minimum: 0, exclusiveMinimum: true, maximum: 1.5,"
      " exclusiveMaximum: true}");
  CHECK_TEXT(applied("{f: 0.1}"), "{\"f\":0.1}");
  CHECK_TEXT(applied("{f: 0}"), "f: must be more than 0, got 0");
  CHECK_TEXT(applied("{f: 0.0}"), "f: must be more than 0, got 0");
  CHECK_TEXT(applied("{f: 1.5}"), "f: must be less than 1.5, got 1.5");
  CHECK_TEXT(applied("{f: 2}"), "f: must be less than 1.5, got 2");
  COMPILE_FIELD("{type: integer, multipleOf: 5}");
  CHECK_TEXT(applied("{f: -10}"), "{\"f\":-10}");
  CHECK_TEXT(applied("{f: 7}"), "f: must be a multiple of 5, got 7");
  COMPILE_FIELD("{type: number, multipleOf: 0.1}");
  CHECK_TEXT(applied("{f: 0.3}"), "{\"f\":0.3}");
  CHECK_TEXT(applied("{f: 0.35}"), "f: must be a multiple of 0.1, got 0.35");
  COMPILE_FIELD("{type: integer, format: int32}");
  CHECK_TEXT(applied("{f: 2147483648}"), "{\"f\":2147483648}");
  COMPILE_FIELD("{type: integer, minimum: 9007199254740993}");
  CHECK_TEXT(applied("{f: 9007199254740992}"),
             "f: must be at least 9007199254740993, got 9007199254740992");
  COMPILE_FIELD(
      "{type: integer, format: int64, description: From 1 up. It counts.,"
      " minimum: 1}");
  CHECK_TEXT(applied("{f: 0}"), "f: must be at least 1, got 0 (From 1 up. It counts)");
}

static void counts_characters(void) {
  COMPILE_FIELD("{type: string, minLength: 2, maxLength: 4}");
  CHECK_TEXT(applied("{f: \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9}"),
             "{\"f\":\"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\"}");
  CHECK_TEXT(applied("{f: abcde}"), "f: must have at most 4 characters, has 5");
  CHECK_TEXT(applied("{f: \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9}"),
             "f: must have at most 4 characters, has 5");
  CHECK_TEXT(applied("{f: \xF0\x9F\x98\x80}"), "f: must have at least 2 characters, has 1");
  CHECK_TEXT(applied("{f: \"\"}"), "f: must not be empty");
  COMPILE_FIELD("{type: string, maxLength: 1}");
  CHECK_TEXT(applied("{f: ab}"), "f: must have at most 1 character, has 2");
}

static void matches_patterns(void) {
  COMPILE_FIELD("{type: string, pattern: '^[a-z]+$', description: Small letters.}");
  CHECK_TEXT(applied("{f: abc}"), "{\"f\":\"abc\"}");
  CHECK_TEXT(applied("{f: \"a\\n\\e[31m\\u202e\"}"),
             "f: must match ^[a-z]+$, got \"a\\n\\u001b[31m\\u202e\" (Small letters)");
  CHECK_TEXT(
      applied("{f: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0}"),
      "f: must match ^[a-z]+$, got "
      "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\" "
      "(Small letters)");
  COMPILE_FIELD(
      "{type: string, pattern: '^(a{1,9}|b{1,9}|c{1,9}|d{1,9}|e{1,9}|f{1,9}|g{1,9}|"
      "h{1,9}|i{1,9}|j{1,9}|k{1,9}|l{1,9}|m{1,9})$'}");
  CHECK_TEXT(applied("{f: z}"), "f: must match the pattern of its schema, got \"z\"");
  COMPILE_FIELD("{type: string, pattern: '^[a-z]+$', maxLength: 2}");
  CHECK_TEXT(applied("{f: AB}"), "f: must match ^[a-z]+$, got \"AB\"");
  CHECK_TEXT(applied("{f: ABC}"),
             "f: must have at most 2 characters, has 3\n"
             "f: must match ^[a-z]+$, got \"ABC\"");
  CHECK_TEXT(applied("{f: ABCDEFGHIJKLM}"), "f: must have at most 2 characters, has 13");
}

static void shows_no_password(void) {
  COMPILE_FIELD("{type: string, pattern: '^[a-z]+$'}");
  CHECK_TEXT(applied("{f: 'http://user:p@ss@host:1/a@b'}"),
             "f: must match ^[a-z]+$, got \"http://***@host:1/a@b\"");
  CHECK_TEXT(applied("{f: 'http://user@'}"), "f: must match ^[a-z]+$, got \"http://***@\"");
  CHECK_TEXT(applied("{f: 'http://host/a@b'}"),
             "f: must match ^[a-z]+$, got \"http://host/a@b\"");
  CHECK_TEXT(applied("{f: 'user@host'}"), "f: must match ^[a-z]+$, got \"user@host\"");
  CHECK_TEXT(applied("{f: '://@'}"), "f: must match ^[a-z]+$, got \"://***@\"");
  CHECK_TEXT(applied("{f: '://'}"), "f: must match ^[a-z]+$, got \"://\"");
}

static void offers_choices(void) {
  COMPILE_FIELD("{type: string, enum: [critical, sheddable]}");
  CHECK_TEXT(applied("{f: sheddable}"), "{\"f\":\"sheddable\"}");
  CHECK_TEXT(applied("{f: high}"),
             "f: must be one of \"critical\", \"sheddable\", got \"high\"");
  CHECK_TEXT(applied("{f: Critical}"),
             "f: must be one of \"critical\", \"sheddable\", got \"Critical\" "
             "(did you mean \"critical\"?)");
  CHECK_TEXT(applied("{f: true}"),
             "f: must be a string, got the boolean true "
             "(quote it: yes, on, y and true are booleans otherwise)");
  COMPILE_FIELD("{type: integer, enum: [1]}");
  CHECK_TEXT(applied("{f: 2}"), "f: must be 1, got 2");
  COMPILE_FIELD("{type: number, enum: [0.5, 1.0, 2]}");
  CHECK_TEXT(applied("{f: 1}"), "{\"f\":1}");
  CHECK_TEXT(applied("{f: 2.0}"), "{\"f\":2}");
  CHECK_TEXT(applied("{f: 3}"), "f: must be one of 0.5, 1, 2, got 3");
  COMPILE_FIELD("{type: boolean, enum: [true]}");
  CHECK_TEXT(applied("{f: false}"), "f: must be true, got false");
}

static void asks_for_what_is_required(void) {
  COMPILE(
      "type: object\n"
      "required: [spec]\n"
      "properties:\n"
      "  spec:\n"
      "    type: object\n"
      "    required: [b, a, c]\n"
      "    properties:\n"
      "      a: {type: string, description: The first. It counts.}\n"
      "      b: {type: string, default: x}\n"
      "      c: {type: string}\n");
  CHECK_TEXT(applied("{}"), "spec: is required");
  CHECK_TEXT(applied("{spec: null}"),
             "spec: must not be null (leave it out or give it a value)");
  CHECK_TEXT(applied("{spec: {}}"), "spec.a: is required (The first)\nspec.c: is required");
  CHECK_TEXT(applied("{spec: {a: 1, c: x}}"),
             "spec.a: must be a string, got the integer 1 (quote it: it is a number "
             "otherwise)");
  CHECK_TEXT(applied("{spec: {a: x, c: x}}"),
             "{\"spec\":{\"a\":\"x\",\"b\":\"x\",\"c\":\"x\"}}");
}

static void suggests_names(void) {
  COMPILE(
      "type: object\n"
      "properties:\n"
      "  spec:\n"
      "    type: object\n"
      "    properties:\n"
      "      minReplicas: {type: integer}\n"
      "      maxReplicas: {type: integer}\n"
      "      model: {type: string}\n"
      "      empty: {type: object, properties: {}}\n");
  CHECK_TEXT(applied("{spec: {minReplica: 1}}"),
             "spec.minReplica: is not a known field (did you mean 'minReplicas'?)");
  CHECK_TEXT(applied("{spec: {zzz: 1, modle: a, model: 1, a.b: 2}}"),
             "spec.model: must be a string, got the integer 1 (quote it: it is a number "
             "otherwise)\n"
             "spec[\"a.b\"]: is not a known field (the fields here are empty, maxReplicas, "
             "minReplicas, model)\n"
             "spec.modle: is not a known field (did you mean 'model'?)\n"
             "spec.zzz: is not a known field (the fields here are empty, maxReplicas, "
             "minReplicas, model)");
  CHECK_TEXT(applied("{spec: {empty: {a: 1}}}"), "spec.empty.a: is not a known field");
  CHECK_TEXT(applied("{spec: {modle: null}}"),
             "spec.modle: is not a known field (did you mean 'model'?)");
  CHECK_TEXT(applied("{sepc: {}}"), "sepc: is not a known field (did you mean 'spec'?)");
}

static void warns_about_unknown_names_if_told_so(void) {
  COMPILE(
      "{type: object, properties: {spec: {type: object, properties: {gpu: "
      "{type: integer}}}}}");
  CHECK(read_bytes("{spec: {gpus: 1, gpu: a}}", 25, LUXR_FORMAT_YAML));
  apply_top(true);
  CHECK_TEXT(told(),
             "spec.gpu: must be an integer, got the string \"a\"\n"
             "warning spec.gpus: is not a known field (did you mean 'gpu'?)");
  CHECK(its.problems.errors == 1 && its.problems.warnings == 1);
  CHECK(its.problems.items[0].status == LUXR_ERR_INPUT);
  CHECK(its.problems.items[1].status == LUXR_OK);
}

static void checks_free_names(void) {
  COMPILE_FIELD(
      "{type: object, maxProperties: 2, minProperties: 1,"
      " additionalProperties: {type: string, default: d}}");
  CHECK_TEXT(applied("{f: {a: x, b: null}}"), "{\"f\":{\"a\":\"x\",\"b\":\"d\"}}");
  CHECK_TEXT(applied("{f: {c: x, b: 2, a: 1}}"),
             "f.a: must be a string, got the integer 1 (quote it: it is a number otherwise)\n"
             "f.b: must be a string, got the integer 2 (quote it: it is a number otherwise)\n"
             "f: must have at most 2 entries, has 3");
  CHECK_TEXT(applied("{f: {}}"), "f: must have at least 1 entry, has 0");
  COMPILE_FIELD(
      "{type: object, maxProperties: 1, minProperties: 0,"
      " additionalProperties: true}");
  CHECK_TEXT(applied("{f: {a: [1, null], b: 2}}"), "f: must have at most 1 entry, has 2");
  COMPILE_FIELD(
      "{type: object, minProperties: 2, additionalProperties: true,"
      " properties: {a: {type: string, default: x}}}");
  CHECK_TEXT(applied("{f: {b: 2}}"), "{\"f\":{\"a\":\"x\",\"b\":2}}");
  CHECK_TEXT(applied("{f: {}}"), "f: must have at least 2 entries, has 1");
  COMPILE_FIELD("{type: object, additionalProperties: false, properties: {a: {type: string}}}");
  CHECK_TEXT(applied("{f: {b: 1}}"), "f.b: is not a known field (the fields here are a)");
  COMPILE_FIELD(
      "{type: object, properties: {a: {type: string}},"
      " additionalProperties: {type: integer}}");
  CHECK_TEXT(applied("{f: {a: x, b: 8.0, c: z}}"),
             "f.c: must be an integer, got the string \"z\"");
  CHECK_TEXT(applied("{f: {a: x, b: 8.0}}"), "{\"f\":{\"a\":\"x\",\"b\":8}}");
}

static void leaves_alone_what_is_preserved(void) {
  COMPILE_FIELD(
      "{type: object, x-kubernetes-preserve-unknown-fields: true,"
      " properties: {a: {type: string}}}");
  CHECK_TEXT(applied("{f: {b: {c: [null, 1.5]}}}"), "{\"f\":{\"b\":{\"c\":[null,1.5]}}}");
  CHECK_TEXT(applied("{f: {a: [], b: 1}}"), "f.a: must be a string, got an empty list");
  COMPILE_FIELD("{x-kubernetes-preserve-unknown-fields: true}");
  CHECK_TEXT(applied("{f: [1, {a: null}]}"), "{\"f\":[1,{\"a\":null}]}");
  CHECK_TEXT(applied("{f: null}"), "{\"f\":null}");
}

static void keeps_nulls_where_they_are_allowed(void) {
  COMPILE_FIELD("{type: string, nullable: true, default: x}");
  CHECK_TEXT(applied("{f: null}"), "{\"f\":null}");
  CHECK_TEXT(applied("{}"), "{\"f\":\"x\"}");
  COMPILE_FIELD("{type: object, nullable: true, properties: {a: {type: integer}}}");
  CHECK_TEXT(applied("{f: null}"), "{\"f\":null}");
}

static void refuses_repeated_items(void) {
  COMPILE_FIELD("{type: array, x-kubernetes-list-type: set, items: {type: string}}");
  CHECK_TEXT(applied("{f: [a, b]}"), "{\"f\":[\"a\",\"b\"]}");
  CHECK_TEXT(applied("{f: [a, b, a, b, a]}"),
             "f[2]: must not repeat item 0, \"a\"\n"
             "f[3]: must not repeat item 1, \"b\"\n"
             "f[4]: must not repeat item 0, \"a\"");
  COMPILE_FIELD("{type: array, uniqueItems: true, items: {type: number}}");
  CHECK_TEXT(applied("{f: [1, 1.5, 1.0]}"), "f[2]: must not repeat item 0, 1");
  COMPILE_FIELD(
      "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name],"
      " items: {type: object, properties: {name: {type: string, default: d}}}}");
  CHECK_TEXT(applied("{f: [{name: a}, {name: b}]}"),
             "{\"f\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
  CHECK_TEXT(applied("{f: [{name: a}, {}, {name: a}, {name: d}]}"),
             "f[2]: must not have the same name as item 0\n"
             "f[3]: must not have the same name as item 1");
  CHECK_TEXT(applied("{f: [{name: [a]}, {name: [a]}, 3, 3]}"),
             "f[0].name: must be a string, got a list\n"
             "f[1].name: must be a string, got a list\n"
             "f[2]: must be a map, got the integer 3\n"
             "f[3]: must be a map, got the integer 3");
  COMPILE_FIELD(
      "{type: array, x-kubernetes-list-type: map,"
      " x-kubernetes-list-map-keys: [port, protocol, host],"
      " items: {type: object, properties: {port: {type: integer}, protocol: {type: "
      "string},"
      " host: {type: string}}}}");
  CHECK_TEXT(applied("{f: [{port: 1, protocol: TCP}, {port: 1, protocol: UDP}, {port: 1},"
                     " {port: 2, protocol: TCP}, {port: 1, protocol: TCP}, {port: 1}]}"),
             "f[4]: must not have the same port, protocol and host as item 0\n"
             "f[5]: must not have the same port, protocol and host as item 2");
}

int main(void) {
  RUN_SCHEMA(says_what_type_was_wanted);
  RUN_SCHEMA(checks_items_in_turn);
  RUN_SCHEMA(compares_numbers);
  RUN_SCHEMA(counts_characters);
  RUN_SCHEMA(matches_patterns);
  RUN_SCHEMA(shows_no_password);
  RUN_SCHEMA(offers_choices);
  RUN_SCHEMA(asks_for_what_is_required);
  RUN_SCHEMA(suggests_names);
  RUN_SCHEMA(warns_about_unknown_names_if_told_so);
  RUN_SCHEMA(checks_free_names);
  RUN_SCHEMA(leaves_alone_what_is_preserved);
  RUN_SCHEMA(keeps_nulls_where_they_are_allowed);
  RUN_SCHEMA(refuses_repeated_items);
  return checks_done();
}
