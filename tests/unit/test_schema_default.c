/* Defaults, nulls, and what the platform adds. */
#include "schema.h"

#include <lualib.h>

static const char nested[] =
    "type: object\n"
    "properties:\n"
    "  spec:\n"
    "    type: object\n"
    "    properties:\n"
    "      gpu: {type: integer, default: 1.0}\n"
    "      host: {type: string}\n"
    "      scaling:\n"
    "        type: object\n"
    "        default: {}\n"
    "        properties:\n"
    "          enabled: {type: boolean, default: false}\n"
    "          metric: {type: string, default: queue-depth, enum: [queue-depth, "
    "latency]}\n"
    "          step: {type: number, default: 1}\n"
    "      secret:\n"
    "        type: object\n"
    "        required: [name]\n"
    "        properties:\n"
    "          key: {type: string, default: token}\n"
    "          name: {type: string}\n";

#define SCALING "\"scaling\":{\"enabled\":false,\"metric\":\"queue-depth\",\"step\":1}"

static void fills_in_defaults_at_every_level(void) {
  COMPILE(nested);
  CHECK_TEXT(applied("{spec: {}}"), "{\"spec\":{\"gpu\":1," SCALING "}}");
  CHECK_TEXT(applied("{}"), "{}");
  CHECK_TEXT(applied("{spec: {gpu: 2, scaling: {enabled: true}}}"),
             "{\"spec\":{\"gpu\":2,\"scaling\":{\"enabled\":true,\"metric\":\"queue-depth\","
             "\"step\":1}}}");
  CHECK_TEXT(applied("{spec: {secret: {name: a}}}"),
             "{\"spec\":{\"gpu\":1," SCALING
             ",\"secret\":{\"key\":\"token\",\"name\":\"a\"}}}");
  CHECK_TEXT(applied("{spec: {secret: {}}}"), "spec.secret.name: is required");
}

static void takes_the_default_for_a_null(void) {
  COMPILE(nested);
  CHECK_TEXT(applied("{spec: {gpu: null, scaling: null}}"),
             "{\"spec\":{\"gpu\":1," SCALING "}}");
  CHECK_TEXT(applied("{spec: {scaling: {enabled: null, metric: ~}}}"),
             "{\"spec\":{\"gpu\":1," SCALING "}}");
  CHECK_TEXT(applied("{spec: {host: null}}"),
             "spec.host: must not be null (leave it out or give it a value)");
  CHECK_TEXT(applied("{spec: null}"),
             "spec: must not be null (leave it out or give it a value)");
  COMPILE_FIELD("{type: array, items: {type: integer, default: 7}}");
  CHECK_TEXT(applied("{f: [null, 1, null]}"), "{\"f\":[7,1,7]}");
}

static void makes_every_default_anew(void) {
  COMPILE_FIELD(
      "{type: array, items: {type: object, properties: {l: {type: array, items:"
      " {type: string}, default: [a]}, m: {type: object, default: {},"
      " additionalProperties: {type: string}}}}}");
  CHECK(read_bytes("{f: [{}, {}]}", 13, LUXR_FORMAT_YAML));
  apply_top(false);
  CHECK(its.problems.count == 0);
  lua_getfield(its.L, 1, "f");
  for (int i = 1; i <= 2; i++) lua_rawgeti(its.L, 2, i);
  lua_getfield(its.L, 3, "l");
  lua_getfield(its.L, 4, "l");
  CHECK(!lua_rawequal(its.L, 5, 6));
  lua_pushliteral(its.L, "changed");
  lua_rawseti(its.L, 5, 1);
  lua_settop(its.L, 1);
  CHECK_TEXT(top_as_json(),
             "{\"f\":[{\"l\":[\"changed\"],\"m\":{}},{\"l\":[\"a\"],\"m\":{}}]}");
}

static void keeps_the_kind_of_an_empty_default(void) {
  COMPILE(
      "{type: object, properties: {l: {type: array, items: {type: string}, default: []},"
      " m: {type: object, default: {}, additionalProperties: {type: string}},"
      " x: {x-kubernetes-preserve-unknown-fields: true, default: {b: [], a: [{}, null, "
      "1.5,"
      " true, text]}}}}");
  CHECK_TEXT(applied("{}"),
             "{\"l\":[],\"m\":{},\"x\":{\"a\":[{},null,1.5,true,\"text\"],\"b\":[]}}");
}

static void checks_the_defaults_themselves(void) {
  CHECK_TEXT(compile_field("{type: integer, default: a}"),
             "root.properties.f.default: must be an integer, got the string \"a\"");
  CHECK_TEXT(compile_field("{type: integer, minimum: 1, default: 0}"),
             "root.properties.f.default: must be at least 1, got 0");
  CHECK_TEXT(compile_field("{type: object, default: {b: 1}, required: [a], properties:"
                           " {a: {type: string}}}"),
             "root.properties.f.default.a: is required\n"
             "root.properties.f.default.b: is not a known field (the fields here are a)");
  CHECK_TEXT(compile_field("{type: string, default: null}"),
             "root.properties.f.default: must not be null (leave it out or give it a value)");
  CHECK_TEXT(compile_field("{type: string, nullable: true, default: null}"), "");
  CHECK_TEXT(applied("{}"), "{\"f\":null}");
  CHECK_TEXT(compile_field("{anyOf: [{default: 1}], type: integer}"),
             "root.properties.f.anyOf[0]: has a default where none is taken");
}

/* What could not be read is not there to be checked against. */
static void checks_no_default_of_a_broken_schema(void) {
  CHECK_TEXT(compile_field("{type: object, default: {}, anyOf: [8]}"),
             "root.properties.f.anyOf[0]: must be a map, got the integer 8");
  CHECK_TEXT(compile_field("{type: object, default: {a: {}}, additionalProperties: 8}"),
             "root.properties.f.additionalProperties: must be a map, got the integer 8");
  CHECK_TEXT(compile_field("{type: array, default: [a], items: {type: string, pattern: '('}}"),
             "root.properties.f.items.pattern: cannot be used: a group that is not closed, at "
             "character 2");
  CHECK_TEXT(compile_field("{type: array, default: [{}], x-kubernetes-list-type: map,"
                           " x-kubernetes-list-map-keys: [8], items: {type: object}}"),
             "root.properties.f.x-kubernetes-list-map-keys[0]: must be a string, got the "
             "integer 8");
}

static void stays_as_it_is_when_applied_again(void) {
  COMPILE(nested);
  CHECK(read_bytes("{spec: {gpu: 2.0}}", 18, LUXR_FORMAT_YAML));
  apply_top(false);
  apply_top(false);
  CHECK(its.problems.count == 0);
  CHECK_TEXT(top_as_json(), "{\"spec\":{\"gpu\":2," SCALING "}}");
}

/* ---- The platform --------------------------------------------------------------------
 */

static const char *const platform[] = {"metadata", "status", "spec.crossing", NULL};

static void accepts_what_the_platform_adds(void) {
  CHECK_TEXT(compile_with(nested, platform), "");
  CHECK_TEXT(applied("{apiVersion: a/v1, kind: K, metadata: {uid: u, generation: 3,"
                     " managedFields: [{}]}, status: {any: [thing]},"
                     " spec: {gpu: 1, crossing: {refs: [a]}, scaling: {}}}"),
             "{\"apiVersion\":\"a/v1\",\"kind\":\"K\",\"metadata\":{\"generation\":3,"
             "\"managedFields\":[{}],\"uid\":\"u\"},\"spec\":{\"crossing\":{\"refs\":[\"a\"]},"
             "\"gpu\":1," SCALING "},\"status\":{\"any\":[\"thing\"]}}");
  CHECK_TEXT(applied("{kind: 1, apiVersion: [], spec: {crossings: 1}}"),
             "apiVersion: must be a string, got an empty list\n"
             "kind: must be a string, got the integer 1 (quote it: it is a number otherwise)\n"
             "spec.crossings: is not a known field (did you mean 'crossing'?)");
}

static void holds_to_what_is_declared_below_the_platform(void) {
  static const char text[] =
      "type: object\n"
      "properties:\n"
      "  metadata: {type: object, properties: {name: {type: string, maxLength: 5}}}\n"
      "  status:\n"
      "    type: object\n"
      "    properties:\n"
      "      scaling: {type: object, properties: {active: {type: boolean}}}\n"
      "      list: {type: array, items: {type: object, properties: {a: {type: "
      "string}}}}\n";
  CHECK_TEXT(compile_with(text, platform), "");
  CHECK_TEXT(applied("{metadata: {name: llama-3}, status: {scaling: {active: 1}}}"),
             "metadata.name: must have at most 5 characters, has 7\n"
             "status.scaling.active: must be true or false, got the integer 1");
  CHECK_TEXT(applied("{status: {conditions: [], scaling: {more: 1}, list: [{b: 1}]}}"),
             "{\"status\":{\"conditions\":[],\"list\":[{\"b\":1}],\"scaling\":{\"more\":1}}}");
}

static void knows_the_head_of_every_object(void) {
  COMPILE("{type: object, properties: {}}");
  CHECK_TEXT(applied("{metadata: {name: 8, namespace: true, labels: {a: 1, b: x},"
                     " annotations: {c: true, d: null}}}"),
             "metadata.annotations.c: must be a string, got the boolean true "
             "(quote it: yes, on, y and true are booleans otherwise)\n"
             "metadata.annotations.d: must not be null (leave it out or give it a value)\n"
             "metadata.labels.a: must be a string, got the integer 1 "
             "(quote it: it is a number otherwise)\n"
             "metadata.name: must be a string, got the integer 8 "
             "(quote it: it is a number otherwise)\n"
             "metadata.namespace: must be a string, got the boolean true "
             "(quote it: yes, on, y and true are booleans otherwise)");
  CHECK_TEXT(applied("{metadata: {labels: null, annotations: ~, namespace: null,"
                     " creationTimestamp: null}}"),
             "{\"metadata\":{\"creationTimestamp\":null}}");
  CHECK_TEXT(applied("{metadata: a}"), "metadata: must be a map, got the string \"a\"");
}

static void knows_embedded_objects(void) {
  COMPILE_FIELD(
      "{type: object, x-kubernetes-embedded-resource: true,"
      " x-kubernetes-preserve-unknown-fields: true}");
  CHECK_TEXT(applied("{f: {apiVersion: v1, kind: Pod, spec: {}}}"),
             "{\"f\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{}}}");
  CHECK_TEXT(applied("{f: {kind: 1, metadata: {labels: {a: 2}}}}"),
             "f.apiVersion: is required\n"
             "f.kind: must be a string, got the integer 1 (quote it: it is a number "
             "otherwise)\n"
             "f.metadata.labels.a: must be a string, got the integer 2 (quote it: it is a "
             "number otherwise)");
}

/* ---- Views ---------------------------------------------------------------------------
 */

static const char *seen(const char *chunk) {
  if (!luaL_loadstring(its.L, chunk)) lua_pcall(its.L, 0, 1, 0);
  return luaL_tolstring(its.L, -1, NULL);
}

static void declares_names_for_views(void) {
  static const char text[] =
      "type: object\n"
      "properties:\n"
      "  spec:\n"
      "    type: object\n"
      "    x-kubernetes-validations: [{rule: '!has(self.oldHost)', message: gone}]\n"
      "    properties:\n"
      "      host: {type: string}\n"
      "      oldHost: {type: string}\n"
      "      ports: {type: array, items: {type: object, properties: {name: {type: "
      "string}}}}\n"
      "      map: {type: object, additionalProperties: {type: object, properties: {a: "
      "{type:"
      " string}}}}\n"
      "      free: {type: object, x-kubernetes-preserve-unknown-fields: true}\n";
  CHECK_TEXT(compile_with(text, platform), "");
  CHECK_TEXT(applied("{metadata: {labels: {x: z}}, spec: {ports: [{name: a}], map: {k: {a: b}},"
                     " free: {q: 1}}}"),
             "{\"metadata\":{\"labels\":{\"x\":\"z\"}},\"spec\":{\"free\":{\"q\":1},\"map\":{"
             "\"k\":{\"a\":\"b\"}},\"ports\":[{\"name\":\"a\"}]}}");
  luaL_requiref(its.L, "_G", luaopen_base, 1);
  lx_view_push(its.L, 1, lx_schema_shape(schema), "xr");
  lua_setglobal(its.L, "xr");
  CHECK_TEXT(seen("return xr.spec.host"), "nil");
  CHECK_TEXT(seen("return xr.spec.ports[1].name"), "a");
  CHECK_TEXT(seen("return xr.spec.ports[2]"), "nil");
  CHECK_TEXT(seen("return xr.spec.map.nope"), "nil");
  CHECK_TEXT(seen("return xr.spec.free.anything"), "nil");
  CHECK_TEXT(seen("return xr.metadata.anything"), "nil");
  CHECK_TEXT(seen("return xr.metadata.labels.anything"), "nil");
  CHECK_TEXT(seen("return xr.status"), "nil");
  CHECK_TEXT(seen("return xr.spec.crossing"), "nil");
  CHECK(strstr(seen("return xr.spec.hots"),
               "xr.spec.hots is not in the schema (did you mean 'host'?)"));
  CHECK_TEXT(seen("return xr.spec.oldHost"), "nil");
  CHECK(strstr(seen("return xr.spec.ports[1].nam"), "(did you mean 'name'?)"));
  CHECK(strstr(seen("return xr.spec.map.k.b"), "xr.spec.map.k.b is not in the schema"));
}

int main(void) {
  RUN_SCHEMA(fills_in_defaults_at_every_level);
  RUN_SCHEMA(takes_the_default_for_a_null);
  RUN_SCHEMA(makes_every_default_anew);
  RUN_SCHEMA(keeps_the_kind_of_an_empty_default);
  RUN_SCHEMA(checks_the_defaults_themselves);
  RUN_SCHEMA(checks_no_default_of_a_broken_schema);
  RUN_SCHEMA(stays_as_it_is_when_applied_again);
  RUN_SCHEMA(accepts_what_the_platform_adds);
  RUN_SCHEMA(holds_to_what_is_declared_below_the_platform);
  RUN_SCHEMA(knows_the_head_of_every_object);
  RUN_SCHEMA(knows_embedded_objects);
  RUN_SCHEMA(declares_names_for_views);
  return checks_done();
}
