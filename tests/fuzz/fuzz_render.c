/* Any bytes as the input of the embedded bundle: rendered, or refused with a reason. */
#include "outcome.h"

static luxr_bundle *open_embedded(void) {
  luxr_layer *layer = luxr_layer_embedded_new();
  luxr_bundle *bundle = luxr_bundle_open(&layer, 1, NULL, NULL);
  PROMISE(bundle);
  luxr_layer_free(layer);
  return bundle;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static luxr_bundle *bundle;
  static luxr_worker *worker;
  luxr_document document = {.origin = "xr.yaml", .bytes = (const char *)data, .length = size};
  luxr_request request = {.documents = &document, .document_count = 1};
  luxr_result *result;
  if (!bundle) bundle = open_embedded();
  if (!worker) worker = luxr_worker_new(NULL, LUXR_WORKER_MALLOC);
  PROMISE(worker);
  result = luxr_render(worker, bundle, &request);
  PROMISE(result);
  check_outcome(result);
  luxr_result_free(result);
  return 0;
}
