/* embedded.h: the files of lua/, in this library byte for byte, and its scripts as bytecode of
 * the Lua that is built in. The build makes both. */
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

/* What those of the files that are scripts were compiled to, sorted likewise. None where the
 * build could not run the Lua that the library has. */
extern const struct lx_embedded_file lx_embedded_codes[];
extern const size_t lx_embedded_code_count;

#endif
