/* paths.h: where the program was told to find bundles and overlays. */
#ifndef LX_ANSWER_PATHS_H
#define LX_ANSWER_PATHS_H

#include <stddef.h>

typedef struct lx_source_paths {
  const char *bundle; /* NULL: the embedded one */
  const char *const *overlays;
  size_t overlay_count;
  const char *bundles_dir, *overlays_dir; /* directories of directories; NULL: none */
} lx_source_paths;

/* The file without what leads to its directory, which is the server's own business:
 * "company/policies/scaling.lua". A part of `file`. `paths` may be NULL. */
const char *lx_path_shown(const lx_source_paths *paths, const char *file);

#endif
