/* embedded.h: the files of lua/, in this library byte for byte. The build makes embedded.c. */
#ifndef LX_BUNDLE_EMBEDDED_H
#define LX_BUNDLE_EMBEDDED_H

#include <stddef.h>

struct lx_embedded_file {
  const char *name; /* path below lua/: "policies/scaling.lua" */
  const unsigned char *bytes; /* a zero byte follows them */
  size_t length;
};

/* Sorted bytewise by name. */
extern const struct lx_embedded_file lx_embedded_files[];
extern const size_t lx_embedded_count;

#endif
