/* layer.h: the files of a bundle or an overlay, read whole before anything runs. */
#ifndef LX_BUNDLE_LAYER_H
#define LX_BUNDLE_LAYER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "luxr.h"

typedef struct lx_layer_file {
  const char *name; /* within the layer, with '/': "policies/scaling.lua" */
  const char *bytes;
  size_t length;
  const struct lx_embedded_file *prepared; /* what the build made of it, or NULL */
} lx_layer_file;

/* Never changed once it is made, so bundles share it. */
struct luxr_layer {
  atomic_size_t owners;
  bool embedded;        /* names and bytes are the program's own, and not freed */
  char *origin;         /* how messages call it: the directory as it was given */
  lx_layer_file *files; /* sorted bytewise by name */
  size_t count, capacity;
};

/* An empty layer; NULL: out of memory. */
luxr_layer *lx_layer_new(const char *origin);

/* Adds a copy of a file; false: out of memory. Sort once all are there. */
bool lx_layer_add(luxr_layer *layer, const char *name, const char *bytes, size_t length);
void lx_layer_sort(luxr_layer *layer);

const lx_layer_file *lx_layer_find(const luxr_layer *layer, const char *name);

/* One owner more; luxr_layer_free takes one away. Returns the layer. */
luxr_layer *lx_layer_retain(luxr_layer *layer);

/* Reads what a bundle is made of below `path`: every .lua file and the two documents in its
 * root, definition.yaml (or whatever .yaml stands there). The folders `cases` and `meta` and
 * names that start with a dot are passed over. NULL: findings are in `problems`. */
luxr_layer *lx_layer_read(const char *path, lx_diagnostics *problems);

#endif
