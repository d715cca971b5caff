/* embed.c: renders one document with the bundle built into the library.
 *
 *   embed < llama-3.yaml */
#include <luxr.h>
#include <stdio.h>
#include <stdlib.h>

static size_t read_all(char *bytes, size_t size) {
  size_t length = fread(bytes, 1, size, stdin);
  return feof(stdin) ? length : 0;
}

static void print(const luxr_result *result) {
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *item = luxr_result_diagnostic(result, i);
    fprintf(stderr, "%s:%zu: %s\n", item->file ? item->file : "", item->line, item->sentence);
  }
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->bytes) printf("---\n%.*s", (int)item->length, item->bytes);
  }
}

int main(void) {
  static char bytes[1 << 20];
  luxr_document document = {.origin = "<stdin>", .bytes = bytes};
  luxr_request request = {.documents = &document, .document_count = 1};
  luxr_result *result = NULL;
  luxr_layer *layer = luxr_layer_embedded_new();
  luxr_bundle *bundle = layer ? luxr_bundle_open(&layer, 1, NULL, &result) : NULL;
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  int code = 70;
  document.length = read_all(bytes, sizeof bytes);
  if (bundle && worker) result = luxr_render(worker, bundle, &request);
  if (result) {
    print(result);
    code = luxr_status_exit_code(luxr_result_status(result));
  }
  luxr_result_free(result);
  luxr_worker_free(worker);
  luxr_bundle_free(bundle);
  luxr_layer_free(layer);
  return code;
}
