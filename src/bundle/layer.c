#include "bundle/layer.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bundle/embedded.h"

luxr_layer *lx_layer_new(const char *origin) {
  luxr_layer *layer = lx_alloc_zero(sizeof *layer);
  if (!layer) return NULL;
  atomic_init(&layer->owners, 1);
  layer->origin = lx_copy_text(origin);
  if (layer->origin) return layer;
  lx_free(layer);
  return NULL;
}

luxr_layer *lx_layer_retain(luxr_layer *layer) {
  atomic_fetch_add(&layer->owners, 1);
  return layer;
}

static void free_file(const lx_layer_file *file) {
  lx_free((char *)file->name);
  lx_free((char *)file->bytes);
}

void luxr_layer_free(luxr_layer *layer) {
  if (!layer || atomic_fetch_sub(&layer->owners, 1) != 1) return;
  for (size_t i = 0; i < layer->count && !layer->embedded; i++) free_file(&layer->files[i]);
  lx_free(layer->files);
  lx_free(layer->origin);
  lx_free(layer);
}

static bool make_room(luxr_layer *layer) {
  if (layer->count == layer->capacity) {
    size_t capacity = layer->capacity ? layer->capacity * 2 : 16;
    lx_layer_file *files = lx_realloc(layer->files, capacity * sizeof *files);
    if (!files) return false;
    layer->files = files;
    layer->capacity = capacity;
  }
  return true;
}

bool lx_layer_add(luxr_layer *layer, const char *name, const char *bytes, size_t length) {
  lx_layer_file *file;
  if (!make_room(layer)) return false;
  file = &layer->files[layer->count];
  file->name = lx_copy_text(name);
  file->bytes = lx_copy_bytes(bytes, length);
  file->length = length;
  file->prepared = NULL;
  if (!file->name || !file->bytes) {
    free_file(file);
    return false;
  }
  layer->count++;
  return true;
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const lx_layer_file *)a)->name, ((const lx_layer_file *)b)->name);
}

void lx_layer_sort(luxr_layer *layer) {
  if (layer->count) qsort(layer->files, layer->count, sizeof *layer->files, by_name);
}

const lx_layer_file *lx_layer_find(const luxr_layer *layer, const char *name) {
  lx_layer_file wanted = {.name = name};
  if (!layer->count) return NULL;
  return bsearch(&wanted, layer->files, layer->count, sizeof *layer->files, by_name);
}

luxr_layer *luxr_layer_files_new(const char *origin, const luxr_file *files, size_t count) {
  luxr_layer *layer = lx_layer_new(origin);
  if (!layer) return NULL;
  for (size_t i = 0; i < count; i++) {
    if (lx_layer_add(layer, files[i].name, files[i].bytes, files[i].length)) continue;
    luxr_layer_free(layer);
    return NULL;
  }
  lx_layer_sort(layer);
  return layer;
}

/* Made of the bytes as they are in the program: no other layer's file has it. */
static const struct lx_embedded_file *prepared_of(const char *name) {
  for (size_t low = 0, high = lx_embedded_prepared_count; low < high;) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(lx_embedded_prepared[middle].name, name);
    if (order == 0) return &lx_embedded_prepared[middle];
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return NULL;
}

luxr_layer *luxr_layer_embedded_new(void) {
  luxr_layer *layer = lx_layer_new("lua");
  if (!layer) return NULL;
  layer->embedded = true;
  layer->files = lx_alloc_zero((lx_embedded_count + 1) * sizeof *layer->files);
  if (!layer->files) {
    luxr_layer_free(layer);
    return NULL;
  }
  for (size_t i = 0; i < lx_embedded_count; i++) {
    const struct lx_embedded_file *file = &lx_embedded_files[i];
    layer->files[i] = (lx_layer_file){file->name, (const char *)file->bytes, file->length,
                                      prepared_of(file->name)};
  }
  layer->count = layer->capacity = lx_embedded_count;
  return layer;
}
