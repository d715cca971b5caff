/* sources.h: the directories that bundles and overlays come from, as they were last read whole.
 *
 * A set never changes: a reload makes another, which shares what did not change. What cannot be
 * read keeps the state it had, so a set is as good as the last good one of each directory. */
#ifndef LX_FUNCTION_SOURCES_H
#define LX_FUNCTION_SOURCES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "luxr.h"
#include "answer/paths.h"

#define LX_EMBEDDED "embedded"

typedef enum lx_source_role {
  LX_SOURCE_BUNDLE,       /* the server's own */
  LX_SOURCE_BASE_OVERLAY, /* always on top of it */
  LX_SOURCE_NAMED_BUNDLE, /* an input may ask for it */
  LX_SOURCE_NAMED_OVERLAY
} lx_source_role;

typedef struct lx_source {
  lx_source_role role;
  char *name;               /* how an input calls it: the directory's last part */
  char *path;               /* NULL: the embedded bundle */
  luxr_layer *layer;        /* NULL: never was read whole */
  struct lx_source *lender; /* whose layer it is, when not its own */
  char *problem;            /* why the directory as it is now is not this layer; NULL: it is */
  uint64_t fingerprint;
  size_t files;
  uint64_t changed; /* the serial of the set that read it */
  atomic_size_t owners;
} lx_source;

typedef struct lx_sources {
  lx_source **items; /* by role; base overlays lowest first, named ones bytewise by name */
  size_t count;
  uint64_t serial;
  atomic_size_t owners;
} lx_sources;

/* Reads the directories, anew where they changed since `before` (NULL: all of them). Returns
 * `before`, retained, when nothing changed; NULL when memory is out. */
lx_sources *lx_sources_read(const lx_source_paths *paths, lx_sources *before);
lx_sources *lx_sources_retain(lx_sources *sources);
void lx_sources_free(lx_sources *sources);

/* NULL: there is none of that name. */
const lx_source *lx_sources_find(const lx_sources *sources, lx_source_role role,
                                 const char *name);

#endif
