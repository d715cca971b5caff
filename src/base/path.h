/* path.h: where in a document something is, as text: spec.labels["a.b"][0].
 *
 * A name of letters, digits, '_', '-', '/' and '$' stands as it is, any other is quoted
 * in brackets as JSON would (and a byte that is not UTF-8 as \xHH); a list's items count
 * from 0. So the text says the segments exactly, in characters that can be shown. */
#ifndef LX_BASE_PATH_H
#define LX_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

enum { LX_PATH_MAX = 1024, LX_PATH_CUT = 4 };

/* All zero is the root. Segments that do not fit are "..." at the end. */
typedef struct lx_path {
  char text[LX_PATH_MAX + LX_PATH_CUT];
  size_t length;
  bool cut;
} lx_path;

/* Each returns the length before, to give back to lx_path_pop. */
size_t lx_path_push_name(lx_path *path, const char *name, size_t length);
size_t lx_path_push_index(lx_path *path, size_t index);
void lx_path_pop(lx_path *path, size_t length);

/* One segment of a path's text. */
typedef struct lx_segment {
  char name[LX_PATH_MAX + 1]; /* zero-terminated; may hold zero bytes before `length` */
  size_t length;
  bool is_index;
  size_t index;
} lx_segment;

/* Reads the segment at `*text` and moves behind it: 1, 0 at the end, -1 when it is
 * malformed (then `*text` stays). A path may start with a dot, as in ".spec". */
int lx_path_next(const char **text, lx_segment *segment);

#endif
