/* Any bytes as a script of a bundle: it loads and renders within its budget, or is refused. */
#include <string.h>

#include "outcome.h"

#define FILE_OF(file_name, text) \
  { file_name, text, sizeof text - 1 }

static const char manifest[] =
    "return { name = 'fuzz', version = '1', summary = 'any script',\n"
    "  accepts = { apiVersion = 'a.b/v1', kind = 'Thing' }, definition = 'definition.yaml',\n"
    "  platform = { 'metadata', 'status' }, policies = {}, resources = { 'it' },\n"
    "  empty = true }\n";

static const char definition[] =
    "spec: {versions: [{name: v1, schema: {openAPIV3Schema: {type: object, properties:\n"
    "  {spec: {type: object, properties: {count: {type: integer}, name: {type: "
    "string}}}}}}}]}\n";

static const char input[] =
    "{apiVersion: a.b/v1, kind: Thing, metadata: {name: x, namespace: y},\n"
    " spec: {count: 3, name: abc}}\n";

static const luxr_limits limits = {.steps = 200000, .milliseconds = 5000, .memory = 4 << 20};

static void render(luxr_bundle *bundle, unsigned flags) {
  luxr_document document = {.origin = "xr.yaml", .bytes = input, .length = sizeof input - 1};
  luxr_request request = {.documents = &document, .document_count = 1};
  luxr_worker *worker = luxr_worker_new(&limits, flags);
  luxr_result *result;
  PROMISE(worker);
  result = luxr_render(worker, bundle, &request);
  check_outcome(result);
  luxr_result_free(result);
  luxr_worker_free(worker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  luxr_file files[] = {FILE_OF("bundle.lua", manifest),
                       FILE_OF("definition.yaml", definition),
                       {"resources/it.lua", (const char *)data, size}};
  luxr_layer *layer = luxr_layer_files_new("fuzz", files, sizeof files / sizeof *files);
  luxr_result *problems = NULL;
  luxr_bundle *bundle = luxr_bundle_open(&layer, 1, &limits, &problems);
  luxr_layer_free(layer);
  PROMISE(bundle || problems);
  if (problems && !bundle) PROMISE(luxr_result_diagnostic_count(problems) > 0);
  luxr_result_free(problems);
  if (!bundle) return 0;
  render(bundle, 0);
  render(bundle, LUXR_WORKER_MALLOC);
  luxr_bundle_free(bundle);
  return 0;
}
