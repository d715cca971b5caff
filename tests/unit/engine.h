/* engine.h: bundles from texts, for tests that go through luxr.h. */
#ifndef ENGINE_H
#define ENGINE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "luxr.h"

/* NULL-ended pairs: name, text, name, text, ... */
static inline luxr_layer *layer_of(const char *origin, const char *const *pairs) {
  luxr_file files[64];
  size_t count = 0;
  for (; pairs[2 * count]; count++) {
    files[count] =
        (luxr_file){pairs[2 * count], pairs[2 * count + 1], strlen(pairs[2 * count + 1])};
  }
  return luxr_layer_files_new(origin, files, count);
}

/* "file:line: sentence (hint)" of each finding, a line each. */
static inline const char *findings_of(const luxr_result *result) {
  static char text[16384];
  size_t length = 0;
  text[0] = '\0';
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *item = luxr_result_diagnostic(result, i);
    length += (size_t)snprintf(text + length, sizeof text - length, "%s%s:%zu: %s%s%s%s%s%s",
                               i ? "\n" : "", item->file ? item->file : "", item->line,
                               item->path ? item->path : "", item->path ? ": " : "",
                               item->sentence, item->hint ? " (" : "",
                               item->hint ? item->hint : "", item->hint ? ")" : "");
  }
  return text;
}

/* Opens layers and frees them; what went wrong is in `*problems` (may be freed). */
static inline luxr_bundle *open_layers(luxr_layer **layers, size_t count,
                                       luxr_result **problems) {
  luxr_bundle *bundle = luxr_bundle_open(layers, count, NULL, problems);
  for (size_t i = 0; i < count; i++) luxr_layer_free(layers[i]);
  return bundle;
}

static inline luxr_bundle *open_one(const char *const *pairs, luxr_result **problems) {
  luxr_layer *layer = layer_of("b", pairs);
  return open_layers(&layer, 1, problems);
}

static inline luxr_bundle *open_two(const char *const *first, const char *const *second,
                                    luxr_result **problems) {
  luxr_layer *layers[2] = {layer_of("b", first), layer_of("o", second)};
  return open_layers(layers, 2, problems);
}

static inline luxr_result *render_flags(luxr_bundle *bundle, const char *text, unsigned flags) {
  luxr_document document = {.origin = "in.yaml", .bytes = text, .length = strlen(text)};
  luxr_request request = {.documents = &document, .document_count = 1, .flags = flags};
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_result *result = luxr_render(worker, bundle, &request);
  luxr_worker_free(worker);
  return result;
}

/* All manifests, each behind a line "--- name". */
static inline const char *manifests_of(const luxr_result *result) {
  static char text[65536];
  size_t length = 0;
  text[0] = '\0';
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    length +=
        (size_t)snprintf(text + length, sizeof text - length, "--- %s%s%s\n%.*s", item->name,
                         item->reason ? " skipped: " : "", item->reason ? item->reason : "",
                         (int)item->length, item->bytes ? item->bytes : "");
  }
  return text;
}

#endif
