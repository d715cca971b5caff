/* The bundle's own definition: what it accepts, what it makes of it, what it says. */
#include "schema.h"

static const char *const platform[] = {"metadata", "status", "spec.crossplane", NULL};

/* Compiles the schema of the only version of lua/definition.yaml. */
static bool open_definition(void) {
  size_t length;
  char *bytes = read_file(LUXR_SOURCE_DIR "/lua/definition.yaml", &length);
  bool fine;
  if (!bytes) return false;
  fine = read_bytes(bytes, length, LUXR_FORMAT_YAML);
  free(bytes);
  if (!fine) return false;
  lua_getfield(its.L, 1, "spec");
  lua_getfield(its.L, -1, "versions");
  lua_rawgeti(its.L, -1, 1);
  lua_getfield(its.L, -1, "schema");
  lua_getfield(its.L, -1, "openAPIV3Schema");
  schema = lx_schema_start();
  fine = schema && lx_schema_compile(schema, its.L, -1, "", platform, &its.problems);
  if (!fine) puts(told());
  return fine;
}

#define SCALING(enabled)                                             \
  "\"scaling\":{\"enabled\":" enabled                                \
  ",\"metric\":\"queue-depth\","                                     \
  "\"prometheusAddress\":\"http://kube-prometheus-stack-prometheus." \
  "prometheus-system:9090\"}}}"

static void completes_the_least_input(void) {
  CHECK(open_definition());
  CHECK_TEXT(
      applied("{spec: {model: a, providerConfigName: gpu}}"),
      "{\"spec\":{\"criticality\":\"critical\",\"gpu\":1,\"maxReplicas\":3,"
      "\"minReplicas\":1,\"model\":\"a\",\"providerConfigName\":\"gpu\"," SCALING("false"));
  CHECK_TEXT(
      applied("{spec: {model: a, providerConfigName: gpu, gpu: 8.0, scaling: {enabled: "
              "yes, metric: null}}}"),
      "{\"spec\":{\"criticality\":\"critical\",\"gpu\":8,\"maxReplicas\":3,"
      "\"minReplicas\":1,\"model\":\"a\",\"providerConfigName\":\"gpu\"," SCALING("true"));
  CHECK_TEXT(applied("{}"), "spec: is required (What to serve, and how)");
  CHECK_TEXT(applied("{spec: {}}"),
             "spec.model: is required (Id of the model on Hugging Face, such as "
             "Qwen/Qwen2.5-3B-Instruct)\n"
             "spec.providerConfigName: is required (ProviderConfig of provider-kubernetes, in "
             "this namespace, that leads to the target cluster)");
}

/* One field beside those that are required. */
static const char *field(const char *name, const char *value) {
  static char text[4096];
  snprintf(text, sizeof text, "{spec: {%s%s%s: %s}}", strcmp(name, "model") ? "model: a, " : "",
           strcmp(name, "providerConfigName") ? "providerConfigName: b, " : "", name, value);
  return applied(text);
}

static bool accepts(const char *name, const char *value) {
  field(name, value);
  return its.problems.errors == 0;
}

static const struct {
  const char *name, *good, *bad;
} values[] = {
    {"model", "Qwen/Qwen2.5-3B-Instruct", "''"},
    {"model", "\xC3\xA9", "a b"},
    {"model", "a-b", "-a"},
    {"model", "a", "'a\"b'"},
    {"model", "a", "\"a'b\""},
    {"model", "a", "a`b"},
    {"model", "a", "\"a\\tb\""},
    {"model", "a", "\"a\\u00a0b\""},
    {"model", "a", "\"a\\u2028b\""},
    {"model", "a", "\"a\\u0085b\""},
    {"model", "a", "\"a\\x00b\""},
    {"model", "a", "7"},
    {"gpu", "64", "0"},
    {"gpu", "1", "65"},
    {"gpu", "8.0", "1.5"},
    {"gpu", "null", "'8'"},
    {"providerConfigName", "gpu.cluster-1", "Gpu"},
    {"providerConfigName", "a", "''"},
    {"targetNamespace", "production", "a.b"},
    {"targetNamespace", "a", "null"},
    {"targetNamespace", "a", "a-"},
    {"host", "llama.example.com", "example.com."},
    {"host", "'*.example.com'", "'*'"},
    {"host", "localhost", "Example.com"},
    {"host", "a.b", "a..b"},
    {"host", "a", "a:80"},
    {"host", "a", "https://a"},
    {"host", "a", "''"},
    {"host", "a", "null"},
    {"host", "a", "caf\xC3\xA9.com"},
    {"criticality", "sheddable", "Critical"},
    {"minReplicas", "0", "-1"},
    {"minReplicas", "2147483647", "2147483648"},
    {"maxReplicas", "1", "0"},
    {"maxReplicas", "2147483647", "2147483648"},
    {"scaling", "{metric: kv-cache}", "{metric: cpu}"},
    {"scaling", "{metric: latency}", "{metrics: latency}"},
    {"scaling", "{prometheusAddress: 'https://p:9090/a@b'}", "{prometheusAddress: 'p:9090'}"},
    {"scaling", "{prometheusAddress: 'http://[::1]:9090'}", "{prometheusAddress: 'http://'}"},
    {"scaling", "{prometheusAddress: http://p}", "{prometheusAddress: 'http://u:p@p'}"},
    {"scaling", "{prometheusAddress: http://p}", "{prometheusAddress: 'http://p/a b'}"},
    {"scaling", "{prometheusAddress: http://p}", "{prometheusAddress: 'file:///a'}"},
    {"scaling", "{prometheusAddress: 'http://p:/?a=%41#b'}",
     "{prometheusAddress: 'http://p:x'}"},
    {"scaling", "{prometheusAddress: 'http://[::1]/'}", "{prometheusAddress: 'http://p/%zz'}"},
    {"scaling", NULL, "{prometheusAddress: 'http://p#a'}"},
    {"huggingFaceSecret", "{name: hf}", "{}"},
    {"huggingFaceSecret", "{name: hf, key: a_B.c}", "{name: hf, key: ''}"},
    {"huggingFaceSecret", "{name: hf.a}", "{name: hf, key: a/b}"},
    {"crossplane", "{compositionRef: {name: a}}", NULL},
    {"gpus", NULL, "1"},
    {"ingressHost", NULL, "a.b"},
};

static void holds_its_fields_to_their_rules(void) {
  CHECK(open_definition());
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    if (values[i].good && !accepts(values[i].name, values[i].good)) puts(told());
    if (values[i].bad && accepts(values[i].name, values[i].bad)) puts(values[i].bad);
    CHECK(!values[i].good || accepts(values[i].name, values[i].good));
    CHECK(!values[i].bad || !accepts(values[i].name, values[i].bad));
  }
}

static void says_how_to_mend_it(void) {
  CHECK(open_definition());
  CHECK_TEXT(field("ingressHost", "a.b"),
             "spec.ingressHost: ingressHost was removed; set host instead");
  CHECK_TEXT(field("model", "a b"),
             "spec.model: must match the pattern of its schema, got \"a b\" (Id of the model "
             "on Hugging Face, such as Qwen/Qwen2.5-3B-Instruct. No blanks, quotes, backticks "
             "or "
             "control characters, and no dash first)");
  CHECK_TEXT(field("gpu", "\"eight\""),
             "spec.gpu: must be an integer, got the string \"eight\"");
  CHECK_TEXT(field("host", "a:80"),
             "spec.host: must match "
             "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$, got "
             "\"a:80\" (Hostname that the model answers to. Without it nothing is routed. A "
             "DNS-1123 name, a wildcard first if any)");
  CHECK_TEXT(field("scaling", "{metric: y}"),
             "spec.scaling.metric: must be a string, got the boolean true "
             "(quote it: yes, on, y and true are booleans otherwise)");
  CHECK_TEXT(field("minReplica", "1"),
             "spec.minReplica: is not a known field (did you mean 'minReplicas'?)");
  CHECK_TEXT(field("targetNamespace", "null"),
             "spec.targetNamespace: must not be null (leave it out or give it a value)");
}

/* As Crossplane makes them. */
static void knows_a_name_of_64_characters(void) {
  char text[200], name[65];
  CHECK(open_definition());
  memset(name, 'a', 64);
  name[64] = '\0';
  snprintf(text, sizeof text, "{metadata: {name: %s}, spec: {model: a, providerConfigName: b}}",
           name);
  CHECK_TEXT(
      applied(text),
      "metadata.name: must have at most 63 characters, has 64 (Name of the model, and of "
      "its Service. A DNS-1035 label)");
}

int main(void) {
  RUN_SCHEMA(completes_the_least_input);
  RUN_SCHEMA(holds_its_fields_to_their_rules);
  RUN_SCHEMA(says_how_to_mend_it);
  RUN_SCHEMA(knows_a_name_of_64_characters);
  return checks_done();
}
