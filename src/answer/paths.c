#include "paths.h"

#include <stdbool.h>
#include <string.h>

/* Where the part of `file` below `directory` begins; 0 when it lies elsewhere. */
static size_t length_of(const char *directory, const char *file) {
  size_t length = directory ? strlen(directory) : 0;
  while (length && directory[length - 1] == '/') length--;
  if (!length || strncmp(file, directory, length) != 0 || file[length] != '/') return 0;
  return length + 1;
}

/* The same, but with the directory's own name. */
static size_t length_before(const char *directory, const char *file) {
  size_t length = length_of(directory, file);
  if (!length) return 0;
  for (length--; length && file[length - 1] != '/';) length--;
  return length;
}

const char *lx_path_shown(const lx_source_paths *paths, const char *file) {
  size_t skipped = 0;
  if (!paths || !file) return file;
  for (size_t i = 0; i < paths->overlay_count && !skipped; i++) {
    skipped = length_before(paths->overlays[i], file);
  }
  if (!skipped) skipped = length_before(paths->bundle, file);
  if (!skipped) skipped = length_of(paths->bundles_dir, file);
  if (!skipped) skipped = length_of(paths->overlays_dir, file);
  return file + skipped;
}
