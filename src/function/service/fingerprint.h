/* fingerprint.h: whether a directory of scripts changed, without reading them. */
#ifndef LX_FUNCTION_FINGERPRINT_H
#define LX_FUNCTION_FINGERPRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of names, sizes, times and inodes of every script, links followed: those of a mounted
 * ConfigMap are swapped as one. A directory that cannot be read has another one as well. */
typedef struct lx_fingerprint {
  uint64_t value; /* never 0 */
  size_t files;
  bool readable;
} lx_fingerprint;

lx_fingerprint lx_fingerprint_take(const char *path);

bool lx_is_directory(const char *path);

#endif
