/* embedded.h: the files of lua/, in this library byte for byte, and what opening makes of them.
 * The build makes both. */
#ifndef LX_BUNDLE_EMBEDDED_H
#define LX_BUNDLE_EMBEDDED_H

#include <stddef.h>

struct lx_embedded_file {
  const char *name;           /* path below lua/: "policies/scaling.lua" */
  const unsigned char *bytes; /* a zero byte follows them */
  size_t length;
};

/* Sorted bytewise by name. */
extern const struct lx_embedded_file lx_embedded_files[];
extern const size_t lx_embedded_count;

/* What the build made of them, sorted likewise: a script's bytecode, a document's JSON. A script
 * has none where the build could not run the Lua that the library has. */
extern const struct lx_embedded_file lx_embedded_prepared[];
extern const size_t lx_embedded_prepared_count;

#endif
