/* Schemas that are wrong, and the parts of the language beside types and defaults. */
#include "schema.h"

#include <lualib.h>

static void says_what_it_does_not_know(void) {
  CHECK_TEXT(compile_field("{type: integer, minimun: 1}"),
             "root.properties.f.minimun: is not a keyword of schemas (did you mean "
             "'minimum'?)");
  CHECK_TEXT(compile_field("{type: string, $ref: a}"),
             "root.properties.f.$ref: is not a keyword of schemas");
  CHECK_TEXT(compile_field("{type: text}"),
             "root.properties.f.type: must be object, array, string, integer, number or "
             "boolean, got \"text\"");
  CHECK_TEXT(compile_field("{description: A thing.}"), "root.properties.f: needs a type");
  CHECK_TEXT(compile_field("{type: string, x-kubernetes-int-or-string: true}"),
             "root.properties.f: has a type beside x-kubernetes-int-or-string");
  CHECK_TEXT(compile("{type: string}"), "root: must be of type object");
  CHECK_TEXT(compile("[]"), "root: must be a map, got an empty list");
  CHECK_TEXT(compile("text"), "root: must be a map, got the string \"text\"");
  CHECK_TEXT(compile_field("8"), "root.properties.f: must be a map, got the integer 8");
}

static const struct {
  const char *field, *problem;
} broken[] = {
    {"{type: 8}", "root.properties.f.type: must be a string, got the integer 8"},
    {"{type: string, minLength: -1}",
     "root.properties.f.minLength: must be a whole number, 0 or more, got the integer "
     "-1"},
    {"{type: string, maxLength: 1.5}",
     "root.properties.f.maxLength: must be a whole number, 0 or more, got the number "
     "1.5"},
    {"{type: integer, minimum: a}",
     "root.properties.f.minimum: must be a number, got the string \"a\""},
    {"{type: integer, exclusiveMinimum: 1}",
     "root.properties.f.exclusiveMinimum: must be true or false, got the integer 1"},
    {"{type: integer, exclusiveMinimum: true}",
     "root.properties.f: has an exclusive bound without the bound"},
    {"{type: integer, exclusiveMaximum: true, minimum: 1}",
     "root.properties.f: has an exclusive bound without the bound"},
    {"{type: integer, multipleOf: 0}", "root.properties.f: multipleOf must be above 0"},
    {"{type: integer, nullable: a}",
     "root.properties.f.nullable: must be true or false, got the string \"a\""},
    {"{type: string, description: 8}",
     "root.properties.f.description: must be a string, got the integer 8"},
    {"{type: string, format: 8}",
     "root.properties.f.format: must be a string, got the integer 8"},
    {"{type: string, enum: a}", "root.properties.f.enum: must be a list, got the string \"a\""},
    {"{type: string, enum: []}", "root.properties.f.enum: must not be empty"},
    {"{type: string, enum: [[a]]}", "root.properties.f.enum[0]: must be no map or list"},
    {"{type: string, pattern: '(a'}",
     "root.properties.f.pattern: cannot be used: a group that is not closed, at "
     "character "
     "3"},
    {"{type: string, pattern: 8}",
     "root.properties.f.pattern: must be a string, got the integer 8"},
    {"{type: object, required: a}",
     "root.properties.f.required: must be a list, got the string \"a\""},
    {"{type: object, required: [8]}",
     "root.properties.f.required[0]: must be a string, got the integer 8"},
    {"{type: object, required: [a]}",
     "root.properties.f: requires 'a', which it does not declare"},
    {"{type: object, properties: []}",
     "root.properties.f.properties: must be a map, got an empty list"},
    {"{type: object, properties: {a.b: 8}}",
     "root.properties.f.properties[\"a.b\"]: must be a map, got the integer 8"},
    {"{type: object, additionalProperties: 8}",
     "root.properties.f.additionalProperties: must be a map, got the integer 8"},
    {"{type: array}", "root.properties.f: is a list without 'items'"},
    {"{type: array, items: [{type: string}]}",
     "root.properties.f.items: must be a map, got a list"},
    {"{type: array, items: {type: string}, x-kubernetes-list-type: bag}",
     "root.properties.f.x-kubernetes-list-type: must be atomic, set or map, got "
     "\"bag\""},
    {"{type: array, items: {type: string}, x-kubernetes-list-type: 8}",
     "root.properties.f.x-kubernetes-list-type: must be a string, got the integer 8"},
    {"{type: array, items: {type: object}, x-kubernetes-list-type: map}",
     "root.properties.f: is a list of type map without x-kubernetes-list-map-keys"},
    {"{type: array, items: {type: string}, x-kubernetes-list-map-keys: a}",
     "root.properties.f.x-kubernetes-list-map-keys: must be a list, got the string "
     "\"a\""},
    {"{type: array, items: {type: string}, x-kubernetes-list-map-keys: [8]}",
     "root.properties.f.x-kubernetes-list-map-keys[0]: must be a string, got the "
     "integer 8"},
    {"{type: array, uniqueItems: true, items: {type: object}}",
     "root.properties.f: sets of maps or lists are not supported"},
    {"{type: string, anyOf: a}",
     "root.properties.f.anyOf: must be a list, got the string \"a\""},
    {"{type: string, oneOf: []}", "root.properties.f.oneOf: must not be empty"},
    {"{type: string, not: [a]}", "root.properties.f.not: must be a map, got a list"},
    {"{type: object, anyOf: [{additionalProperties: {type: string}}]}",
     "root.properties.f.anyOf[0].additionalProperties: must not be a schema below "
     "anyOf, "
     "oneOf, allOf or not"},
};

static void says_what_a_keyword_must_be(void) {
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    CHECK_TEXT(compile_field(broken[i].field), broken[i].problem);
  }
}

static void lists_all_that_is_wrong_in_order(void) {
  CHECK_TEXT(compile_field("{type: object, b: 1, a: 2, properties: {z: {}, w: {typ: string}}}"),
             "root.properties.f.a: is not a keyword of schemas\n"
             "root.properties.f.b: is not a keyword of schemas\n"
             "root.properties.f.properties.w: needs a type\n"
             "root.properties.f.properties.w.typ: is not a keyword of schemas (did you mean "
             "'type'?)\n"
             "root.properties.f.properties.z: needs a type");
  CHECK(its.problems.items[0].status == LUXR_ERR_SCRIPT);
}

static void knows_every_keyword(void) {
  COMPILE_FIELD(
      "{type: object, title: T, description: D, example: {}, externalDocs: {url: u},"
      " nullable: false, x-kubernetes-map-type: granular, format: whatever,"
      " minProperties: 0, maxProperties: 9, properties: {l: {type: array,"
      " items: {type: string}, minItems: 0, maxItems: 9, uniqueItems: false,"
      " x-kubernetes-list-type: atomic, x-kubernetes-list-map-keys: [a]}}}");
  CHECK_TEXT(applied("{f: {l: [a, a]}}"), "{\"f\":{\"l\":[\"a\",\"a\"]}}");
}

/* A definition comes from YAML; a table that Lua made can be worse. */
static const char *compile_lua(const char *chunk) {
  lx_schema_free(schema);
  schema = lx_schema_start();
  lx_diagnostics_free(&its.problems);
  lua_settop(its.L, 0);
  if (luaL_dostring(its.L, chunk)) return lua_tostring(its.L, -1);
  lx_schema_compile(schema, its.L, 1, "", NULL, &its.problems);
  return told();
}

static void refuses_tables_that_no_document_has(void) {
  luaL_openlibs(its.L);
  CHECK_TEXT(compile_lua("return {type = 'object', properties = {f = {type = 'object', "
                         "default = {1, a = 2}}}}"),
             "properties.f.default: has both kinds of key, or holes");
  CHECK_TEXT(compile_lua("return {type = 'object', properties = {f = {type = 'object', "
                         "default = {a = print}}}}"),
             "properties.f.default: is no value of a document");
  CHECK_TEXT(compile_lua("return {type = 'object', properties = {f = {type = 'string', "
                         "enum = {print}}}}"),
             "properties.f.enum[0]: is no value of a document");
  CHECK_TEXT(
      compile_lua("local t = {} for i = 1, 20 do t = {a = t} end return {type = "
                  "'object', properties = {f = {['x-kubernetes-preserve-unknown-fields'] "
                  "= true, default = t}}}"),
      "properties.f.default: is nested too deep");
  CHECK_TEXT(compile_lua("return {type = 'object', 1}"),
             "must be a map, got a table that is neither a map nor a list");
}

static void bounds_the_size_of_a_schema(void) {
  static char text[64 * 1024];
  size_t used = 0;
  for (int i = 0; i < 70; i++) {
    used += (size_t)snprintf(text + used, sizeof text - used, "{\"type\":\"array\",\"items\":");
  }
  used += (size_t)snprintf(text + used, sizeof text - used, "{\"type\":\"string\"}");
  for (int i = 0; i < 70; i++) text[used++] = '}';
  text[used] = '\0';
  CHECK(strstr(compile(text), "the schema is too large or nested too deep"));
}

static void takes_hints_from_descriptions(void) {
  static const struct {
    const char *description, *hint;
  } cases[] = {
      {"A name", " (A name)"},
      {"A name.", " (A name)"},
      {"Version 1.30 or newer. More.", " (Version 1.30 or newer)"},
      {"Two\\nlines.\\nMore.", " (Two lines)"},
      {"A paragraph\\n\\nAnother", " (A paragraph)"},
      {"", ""},
      {"................................................................................."
       "......."
       "....................................... x",
       ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[400], want[300];
    snprintf(text, sizeof text,
             "{type: object, required: [f], properties: {f: {type: string, description: "
             "\"%s\"}}}",
             cases[i].description);
    COMPILE(text);
    snprintf(want, sizeof want, "f: is required%s", cases[i].hint);
    CHECK_TEXT(applied("{}"), want);
  }
}

static void takes_the_first_sentence_of_a_long_description(void) {
  char text[600], dots[300];
  memset(dots, 'x', sizeof dots);
  dots[sizeof dots - 1] = '\0';
  snprintf(text, sizeof text, "{type: integer, minimum: 1, description: \"From 1. %s\"}", dots);
  COMPILE_FIELD(text);
  CHECK_TEXT(applied("{f: 0}"), "f: must be at least 1, got 0 (From 1)");
  COMPILE_FIELD("{type: integer, minimum: 1, description: \"From\\n1. Up.\\n\\nMore.\"}");
  CHECK_TEXT(applied("{f: 0}"), "f: must be at least 1, got 0 (From 1. Up)");
}

/* ---- Logic ---------------------------------------------------------------------------
 */

static void needs_one_of_several_names(void) {
  COMPILE_FIELD(
      "{type: object, anyOf: [{required: [a]}, {required: [b, c]}], properties:"
      " {a: {type: string}, b: {type: string}, c: {type: string}}}");
  CHECK_TEXT(applied("{f: {a: x, b: x}}"), "{\"f\":{\"a\":\"x\",\"b\":\"x\"}}");
  CHECK_TEXT(applied("{f: {b: x}}"), "f: needs 'a' or 'b' with 'c'");
  COMPILE_FIELD(
      "{type: object, description: A or b., oneOf: [{required: [a]}, {required: [b]}],"
      " properties: {a: {type: string}, b: {type: string}}}");
  CHECK_TEXT(applied("{f: {a: x}}"), "{\"f\":{\"a\":\"x\"}}");
  CHECK_TEXT(applied("{f: {}}"), "f: needs exactly one of 'a', 'b' (A or b)");
  CHECK_TEXT(applied("{f: {a: x, b: x}}"),
             "f: needs exactly one of 'a', 'b', has more (A or b)");
  COMPILE_FIELD(
      "{type: object, not: {required: [a, b]}, properties:"
      " {a: {type: string}, b: {type: string}}}");
  CHECK_TEXT(applied("{f: {a: x}}"), "{\"f\":{\"a\":\"x\"}}");
  CHECK_TEXT(applied("{f: {a: x, b: x}}"), "f: must not have 'a' with 'b'");
}

static void fits_forms(void) {
  COMPILE_FIELD(
      "{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}],"
      " allOf: [{minimum: 1}, {pattern: '^[0-9]+%$'}]}");
  CHECK_TEXT(applied("{f: 5}"), "{\"f\":5}");
  CHECK_TEXT(applied("{f: 50%}"), "{\"f\":\"50%\"}");
  CHECK_TEXT(applied("{f: 0}"), "f: must be at least 1, got 0");
  CHECK_TEXT(applied("{f: half}"), "f: must match ^[0-9]+%$, got \"half\"");
  COMPILE_FIELD("{type: integer, anyOf: [{maximum: 1}, {minimum: 10}]}");
  CHECK_TEXT(applied("{f: 10}"), "{\"f\":10}");
  CHECK_TEXT(applied("{f: 5}"), "f: fits none of the 2 forms that are allowed");
  COMPILE_FIELD("{type: integer, oneOf: [{maximum: 5}, {minimum: 4}, {enum: [100]}]}");
  CHECK_TEXT(applied("{f: 1}"), "{\"f\":1}");
  CHECK_TEXT(applied("{f: 4}"), "f: must fit one of the 3 forms that are allowed, fits 2");
  COMPILE_FIELD("{type: integer, oneOf: [{maximum: 5}, {minimum: 7}]}");
  CHECK_TEXT(applied("{f: 6}"), "f: fits none of the 2 forms that are allowed");
  COMPILE_FIELD("{type: string, not: {enum: [a]}}");
  CHECK_TEXT(applied("{f: a}"), "f: has a form that is not allowed");
  COMPILE_FIELD(
      "{type: object, properties: {a: {type: string}, b: {type: integer, default: 2}},"
      " anyOf: [{properties: {a: {enum: [x]}}}, {properties: {b: {maximum: 1}}}]}");
  CHECK_TEXT(applied("{f: {a: x}}"), "{\"f\":{\"a\":\"x\",\"b\":2}}");
  CHECK_TEXT(applied("{f: {a: z}}"), "f: fits none of the 2 forms that are allowed");
  CHECK_TEXT(applied("{f: {a: z, b: 1}}"), "{\"f\":{\"a\":\"z\",\"b\":1}}");
  COMPILE_FIELD("{type: array, items: {type: string}, not: {maxItems: 1}}");
  CHECK_TEXT(applied("{f: [a]}"), "f: has a form that is not allowed");
}

/* ---- Rules ---------------------------------------------------------------------------
 */

static void refuses_what_was_taken_away(void) {
  COMPILE_FIELD(
      "{type: object, properties: {host: {type: string}, ingressHost: {type: string}},"
      " x-kubernetes-validations: [{rule: '!has(self.ingressHost)',"
      " message: ingressHost was removed; set host instead, reason: FieldValueForbidden,"
      " fieldPath: .ingressHost}, {rule: 'self.a < self.b'}]}");
  CHECK_TEXT(applied("{f: {host: a}}"), "{\"f\":{\"host\":\"a\"}}");
  CHECK_TEXT(applied("{f: {ingressHost: a}}"),
             "f.ingressHost: ingressHost was removed; set host instead");
  CHECK_TEXT(applied("{f: {ingressHost: 8}}"),
             "f.ingressHost: ingressHost was removed; set host instead");
  CHECK_TEXT(applied("{f: {ingressHost: null}}"),
             "f.ingressHost: ingressHost was removed; set host instead");
  CHECK_TEXT(applied("{f: {ingresHost: a}}"),
             "f.ingresHost: is not a known field (the fields here are host)");
  COMPILE_FIELD(
      "{type: object, properties: {host: {type: string}},"
      " x-kubernetes-validations: [{rule: '!has(self.old)'}]}");
  CHECK_TEXT(applied("{f: {old: a, older: b}}"),
             "f.old: must not be set\n"
             "f.older: is not a known field (the fields here are host)");
  COMPILE_FIELD(
      "{type: object, properties: {host: {type: string}}, x-kubernetes-validations:"
      " [{rule: '!has(self.old)', message: use host, fieldPath: .host}]}");
  CHECK_TEXT(applied("{f: {old: a}}"), "f.host: use host");
}

static void leaves_other_rules_to_the_server(void) {
  static const char *const rules[] = {"!has(self.a) || self.a > 1",
                                      "!has(self.a.b)",
                                      "!has(self.a)||b()",
                                      "has(self.a)",
                                      "!has(self.)",
                                      "!has(self.1a)",
                                      " !has(self.a)",
                                      "!has(self.a) "};
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    char text[300];
    snprintf(text, sizeof text,
             "{type: object, properties: {a: {type: integer}}, x-kubernetes-validations: "
             "[{rule: "
             "'%s', message: m}]}",
             rules[i]);
    COMPILE_FIELD(text);
    CHECK_TEXT(applied("{f: {a: 1}}"), "{\"f\":{\"a\":1}}");
  }
}

static void checks_the_parts_of_a_rule(void) {
  CHECK_TEXT(compile_field("{type: object, x-kubernetes-validations: {rule: a}}"),
             "root.properties.f.x-kubernetes-validations: must be a list, got a map");
  CHECK_TEXT(compile_field("{type: object, x-kubernetes-validations: [a, {message: m},"
                           " {rule: 8, message: 8, fieldPath: 8, reason: 8, text: a,"
                           " optionalOldSelf: a, messageExpression: 8}]}"),
             "root.properties.f.x-kubernetes-validations[0]: must be a map, got the string "
             "\"a\"\n"
             "root.properties.f.x-kubernetes-validations[1]: has no 'rule'\n"
             "root.properties.f.x-kubernetes-validations[2]: has no 'rule'\n"
             "root.properties.f.x-kubernetes-validations[2].fieldPath: must be a string, got "
             "the integer 8\n"
             "root.properties.f.x-kubernetes-validations[2].message: must be a string, got the "
             "integer 8\n"
             "root.properties.f.x-kubernetes-validations[2].messageExpression: must be a "
             "string, got the integer 8\n"
             "root.properties.f.x-kubernetes-validations[2].optionalOldSelf: must be true or "
             "false, got the string \"a\"\n"
             "root.properties.f.x-kubernetes-validations[2].reason: must be a string, got the "
             "integer 8\n"
             "root.properties.f.x-kubernetes-validations[2].rule: must be a string, got the "
             "integer 8\n"
             "root.properties.f.x-kubernetes-validations[2].text: is not a part of a rule");
  CHECK_TEXT(compile_field("{type: object, x-kubernetes-validations: [{rule: '!has(self.a)',"
                           " fieldPath: .a.b}]}"),
             "root.properties.f.x-kubernetes-validations[0]: has a fieldPath of other than one "
             "name");
}

int main(void) {
  RUN_SCHEMA(says_what_it_does_not_know);
  RUN_SCHEMA(says_what_a_keyword_must_be);
  RUN_SCHEMA(lists_all_that_is_wrong_in_order);
  RUN_SCHEMA(knows_every_keyword);
  RUN_SCHEMA(refuses_tables_that_no_document_has);
  RUN_SCHEMA(bounds_the_size_of_a_schema);
  RUN_SCHEMA(takes_hints_from_descriptions);
  RUN_SCHEMA(takes_the_first_sentence_of_a_long_description);
  RUN_SCHEMA(needs_one_of_several_names);
  RUN_SCHEMA(fits_forms);
  RUN_SCHEMA(refuses_what_was_taken_away);
  RUN_SCHEMA(leaves_other_rules_to_the_server);
  RUN_SCHEMA(checks_the_parts_of_a_rule);
  return checks_done();
}
