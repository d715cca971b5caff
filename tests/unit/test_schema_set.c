/* "spec.gpu=4" into an input. */
#include "schema.h"

static const char text[] =
    "type: object\n"
    "properties:\n"
    "  spec:\n"
    "    type: object\n"
    "    x-kubernetes-validations: [{rule: '!has(self.old)', message: old is gone}]\n"
    "    properties:\n"
    "      model: {type: string}\n"
    "      gpu: {type: integer}\n"
    "      old: {type: string}\n"
    "      scaling: {type: object, properties: {enabled: {type: boolean}}}\n"
    "      args: {type: array, items: {type: string}}\n"
    "      ports: {type: array, items: {type: object, properties: {port: {type: "
    "integer}}}}\n"
    "      any: {x-kubernetes-preserve-unknown-fields: true}\n"
    "      map: {type: object, additionalProperties: {type: integer}}\n";

static void types_the_value_by_the_schema(void) {
  COMPILE(text);
  CHECK_TEXT(assigned("{}", "spec.gpu=4"), "{\"spec\":{\"gpu\":4}}");
  CHECK_TEXT(assigned("{spec: {gpu: 1, model: a}}", "spec.gpu=8.0"),
             "{\"spec\":{\"gpu\":8,\"model\":\"a\"}}");
  CHECK_TEXT(assigned("{}", "spec.model=8"), "{\"spec\":{\"model\":\"8\"}}");
  CHECK_TEXT(assigned("{}", "spec.model=true"), "{\"spec\":{\"model\":\"true\"}}");
  CHECK_TEXT(assigned("{}", "spec.model=a=b"), "{\"spec\":{\"model\":\"a=b\"}}");
  CHECK_TEXT(assigned("{}", "spec.model="), "{\"spec\":{\"model\":\"\"}}");
  CHECK_TEXT(assigned("{}", "spec.model={a: 1}"), "{\"spec\":{\"model\":\"{a: 1}\"}}");
  CHECK_TEXT(assigned("{}", "spec.scaling.enabled=true"),
             "{\"spec\":{\"scaling\":{\"enabled\":true}}}");
  CHECK_TEXT(assigned("{}", "spec.scaling={enabled: false}"),
             "{\"spec\":{\"scaling\":{\"enabled\":false}}}");
  CHECK_TEXT(assigned("{}", "spec.args=[a, \"8\"]"), "{\"spec\":{\"args\":[\"a\",\"8\"]}}");
  CHECK_TEXT(assigned("{}", ".spec.any=[1, {a: null}]"),
             "{\"spec\":{\"any\":[1,{\"a\":null}]}}");
  CHECK_TEXT(assigned("{}", "spec.gpu=many"),
             "spec.gpu: must be an integer, got the string \"many\"");
}

static void null_takes_a_field_away(void) {
  COMPILE(text);
  CHECK_TEXT(assigned("{spec: {gpu: 1, model: a}}", "spec.model=null"),
             "{\"spec\":{\"gpu\":1}}");
  CHECK_TEXT(assigned("{spec: {gpu: 1}}", "spec.gpu=null"), "{\"spec\":{}}");
  CHECK_TEXT(assigned("{spec: {}}", "spec.gpu=null"), "{\"spec\":{}}");
  CHECK_TEXT(assigned("{spec: {any: {a: 1, b: 2}}}", "spec.any.a=null"),
             "{\"spec\":{\"any\":{\"b\":2}}}");
  CHECK_TEXT(assigned("{spec: {any: [1, 2]}}", "spec.any[0]=null"),
             "{\"spec\":{\"any\":[null,2]}}");
  CHECK_TEXT(assigned("{spec: {model: a}}", "spec.model=\"null\""),
             "{\"spec\":{\"model\":\"\\\"null\\\"\"}}");
}

static void reaches_every_place(void) {
  COMPILE(text);
  CHECK_TEXT(assigned("{spec: {args: [a]}}", "spec.args[0]=5"),
             "{\"spec\":{\"args\":[\"5\"]}}");
  CHECK_TEXT(assigned("{spec: {args: [a]}}", "spec.args[1]=b"),
             "{\"spec\":{\"args\":[\"a\",\"b\"]}}");
  CHECK_TEXT(assigned("{}", "spec.args[0]=b"), "{\"spec\":{\"args\":[\"b\"]}}");
  CHECK_TEXT(assigned("{spec: {args: []}}", "spec.args[0]=b"), "{\"spec\":{\"args\":[\"b\"]}}");
  CHECK_TEXT(assigned("{spec: {ports: [{port: 1}]}}", "spec.ports[1].port=2"),
             "{\"spec\":{\"ports\":[{\"port\":1},{\"port\":2}]}}");
  CHECK_TEXT(assigned("{spec: null}", "spec.gpu=1"), "{\"spec\":{\"gpu\":1}}");
  CHECK_TEXT(assigned("{spec: {map: null}}", "spec.map.a=1"), "{\"spec\":{\"map\":{\"a\":1}}}");
  CHECK_TEXT(assigned("{}", "spec.map[\"a.b=c\"]=1"), "{\"spec\":{\"map\":{\"a.b=c\":1}}}");
  CHECK_TEXT(assigned("{}", "spec.map[\"a\\\"=\"]=1"), "{\"spec\":{\"map\":{\"a\\\"=\":1}}}");
  CHECK_TEXT(assigned("{}", "spec.any.a[0].b=1"), "{\"spec\":{\"any\":{\"a\":[{\"b\":1}]}}}");
  CHECK_TEXT(assigned("{}", "metadata.labels[\"app.kubernetes.io/version\"]=1.0"),
             "{\"metadata\":{\"labels\":{\"app.kubernetes.io/version\":\"1.0\"}}}");
  CHECK_TEXT(assigned("{}", "metadata.name=007"), "{\"metadata\":{\"name\":\"007\"}}");
  CHECK_TEXT(assigned("{}", "metadata.generation=7"), "{\"metadata\":{\"generation\":7}}");
}

static void says_why_it_cannot(void) {
  COMPILE(text);
  CHECK_TEXT(assigned("{}", "spec.gpu"), "--set \"spec.gpu\" is not of the form path=value");
  CHECK_TEXT(assigned("{}", "=4"), "--set \"=4\" is not of the form path=value");
  CHECK_TEXT(assigned("{}", "spec..gpu=4"), "--set \"spec..gpu\" is not a path");
  CHECK_TEXT(assigned("{}", "spec.gpu.=4"), "--set \"spec.gpu.\" is not a path");
  CHECK_TEXT(assigned("{}", "[gpu]=4"), "--set \"[gpu]\" is not a path");
  CHECK_TEXT(assigned("{}", "[0]=4"), "--set is not a list");
  CHECK_TEXT(assigned("{}", "sepc.gpu=4"),
             "--set sepc: is not a known field (did you mean 'spec'?)");
  CHECK_TEXT(assigned("{}", "spec.gpus=4"),
             "--set spec.gpus: is not a known field (did you mean 'gpu'?)");
  CHECK_TEXT(assigned("{}", "spec.ports[0].name=a"),
             "--set spec.ports[0].name: is not a known field (the fields here are port)");
  CHECK_TEXT(assigned("{}", "spec.gpu.x=4"),
             "--set spec.gpu: is an integer, and has no field 'x'");
  CHECK_TEXT(assigned("{}", "spec.args.x=4"),
             "--set spec.args: is a list, and has no field 'x'");
  CHECK_TEXT(assigned("{}", "spec.model[0]=4"), "--set spec.model: is not a list");
  CHECK_TEXT(assigned("{spec: {args: [a]}}", "spec.args[3]=4"),
             "--set spec.args: has 1 item; the next one is [1]");
  CHECK_TEXT(assigned("{}", "spec.args[1]=4"),
             "--set spec.args: has 0 items; the next one is [0]");
  CHECK_TEXT(assigned("{spec: a}", "spec.gpu=4"), "--set spec: is the string \"a\", not a map");
  CHECK_TEXT(assigned("{spec: {args: {a: 1}}}", "spec.args[0]=4"),
             "--set spec.args: is not a list");
  CHECK_TEXT(assigned("{spec: {scaling: [a]}}", "spec.scaling.enabled=true"),
             "--set spec.scaling: is not a map");
  CHECK_TEXT(assigned("{}", "spec.gpu="), "--set spec.gpu: needs a value");
  CHECK_TEXT(assigned("{}", "spec.old=a"), "spec.old: old is gone");
  CHECK_TEXT(assigned("[]", "spec.gpu=4"), "--set is not a map");
}

static void passes_on_what_the_reader_says(void) {
  COMPILE(text);
  CHECK(strncmp(assigned("{}", "spec.any=[a"), "--set spec.any: ", 16) == 0);
  CHECK(its.problems.items[0].line == 0 && its.problems.items[0].column == 0);
  CHECK(its.problems.items[0].status == LUXR_ERR_INPUT);
}

static void refuses_a_path_that_is_too_long(void) {
  static char long_path[LX_PATH_MAX + 20];
  COMPILE(text);
  memset(long_path, 'a', LX_PATH_MAX + 1);
  memcpy(long_path + LX_PATH_MAX + 1, "=1", 3);
  CHECK(strstr(assigned("{}", long_path), "...\" is not of the form path=value"));
}

int main(void) {
  RUN_SCHEMA(types_the_value_by_the_schema);
  RUN_SCHEMA(null_takes_a_field_away);
  RUN_SCHEMA(reaches_every_place);
  RUN_SCHEMA(says_why_it_cannot);
  RUN_SCHEMA(passes_on_what_the_reader_says);
  RUN_SCHEMA(refuses_a_path_that_is_too_long);
  return checks_done();
}
