/* The embedded bundle as the build prepared it: it must not be told from its text. */
#include <stdbool.h>

#include "bundle/embedded.h"
#include "check.h"
#include "engine.h"

static const char input[] =
    "apiVersion: inference.devopstoolkit.ai/v1alpha1\nkind: LLMInference\n"
    "metadata: {name: m, namespace: demo}\n"
    "spec: {model: a/b, providerConfigName: p, host: h.example.com, scaling: {enabled: "
    "true}}\n";

/* A module that others miss a function in: an error within an embedded script. */
static const char *const broken[] = {"lib/names.lua", "return { namespace = tostring }\n",
                                     NULL};

/* The same files as any caller may give them: text only. */
static luxr_layer *text_layer(void) {
  luxr_file files[200];
  for (size_t i = 0; i < lx_embedded_count; i++) {
    const struct lx_embedded_file *file = &lx_embedded_files[i];
    files[i] = (luxr_file){file->name, (const char *)file->bytes, file->length};
  }
  return luxr_layer_files_new("lua", files, lx_embedded_count);
}

/* Manifests, findings and traces, with the overlay if there is one. */
static const char *outcome_of(luxr_layer *layer, const char *const *overlay) {
  static char text[65536 + 32768];
  luxr_layer *layers[2] = {layer, overlay ? layer_of("o", overlay) : NULL};
  luxr_result *result = NULL;
  luxr_bundle *bundle = open_layers(layers, overlay ? 2 : 1, &result);
  size_t length;
  if (bundle) result = render_flags(bundle, input, 0);
  length = (size_t)snprintf(text, sizeof text, "%s\n%s\n", manifests_of(result),
                            findings_of(result));
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const char *trace = luxr_result_diagnostic(result, i)->trace;
    length += (size_t)snprintf(text + length, sizeof text - length, "%s\n", trace ? trace : "");
  }
  luxr_result_free(result);
  luxr_bundle_free(bundle);
  return text;
}

static void renders_the_same(void) {
  static char text[65536];
  snprintf(text, sizeof text, "%s", outcome_of(text_layer(), NULL));
  CHECK(strstr(text, "kind: VLLMRuntime") != NULL);
  CHECK_TEXT(outcome_of(luxr_layer_embedded_new(), NULL), text);
}

static void fails_the_same(void) {
  static char text[65536];
  snprintf(text, sizeof text, "%s", outcome_of(text_layer(), broken));
  CHECK(strstr(text, "lua/policies/replicas.lua:") != NULL);
  CHECK(strstr(text, "'runtime'") != NULL);
  CHECK_TEXT(outcome_of(luxr_layer_embedded_new(), broken), text);
}

static void has_the_same_digest(void) {
  luxr_layer *layers[2] = {luxr_layer_embedded_new(), text_layer()};
  char digests[2][80];
  for (int i = 0; i < 2; i++) {
    luxr_bundle *bundle = open_layers(&layers[i], 1, NULL);
    snprintf(digests[i], sizeof digests[i], "%s", luxr_bundle_digest(bundle));
    luxr_bundle_free(bundle);
  }
  CHECK_TEXT(digests[0], digests[1]);
}

static bool is_script(const char *name) {
  return strcmp(name + strlen(name) - 4, ".lua") == 0;
}

static void is_prepared_whole(void) {
  size_t scripts = 0, documents = 0;
  for (size_t i = 0; i < lx_embedded_count; i++) {
    *(is_script(lx_embedded_files[i].name) ? &scripts : &documents) += 1;
  }
  if (!lx_embedded_prepared_count) {
    printf("skipped: this build prepares nothing\n");
    return;
  }
#ifdef LUXR_SYSTEM_LUA
  scripts = 0;
#endif
  CHECK(lx_embedded_prepared_count == scripts + documents);
  for (size_t i = 0; i < lx_embedded_prepared_count; i++) {
    const struct lx_embedded_file *file = &lx_embedded_prepared[i];
    CHECK(file->length > 0 && file->bytes[0] == (is_script(file->name) ? '\033' : '{'));
  }
}

/* What the build embeds is refused from anybody else. */
static void refuses_it_from_others(void) {
  luxr_file file = {"bundle.lua", "\033Lua", 4};
  luxr_layer *layer;
  luxr_result *problems = NULL;
  for (size_t i = 0; i < lx_embedded_prepared_count; i++) {
    if (!is_script(lx_embedded_prepared[i].name)) continue;
    file.bytes = (const char *)lx_embedded_prepared[i].bytes;
    file.length = lx_embedded_prepared[i].length;
  }
  layer = luxr_layer_files_new("lua", &file, 1);
  CHECK(!open_layers(&layer, 1, &problems));
  CHECK(strstr(findings_of(problems), "is a binary chunk; scripts are text") != NULL);
  luxr_result_free(problems);
}

int main(void) {
  RUN(renders_the_same);
  RUN(fails_the_same);
  RUN(has_the_same_digest);
  RUN(is_prepared_whole);
  RUN(refuses_it_from_others);
  return checks_done();
}
