/* library.h: what scripts call as luxr.*.
 *
 * Its functions raise sentences that start with their own name, charge by size before
 * they work, and own no C memory: what they need is borrowed from the worker. */
#ifndef LX_LIBRARY_LIBRARY_H
#define LX_LIBRARY_LIBRARY_H

#include <lua.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "base/diagnostic.h"
#include "codec/read.h"
#include "codec/write.h"

/* The last short text that was hashed, and its digest; no text: "" at `hex`. */
typedef struct lx_last_digest {
  char text[1024], hex[LX_DIGEST_TEXT + 1];
  size_t length;
} lx_last_digest;

/* Each is used by one call at a time, and cleared before. */
typedef struct lx_library_tools {
  lx_reader *reader;
  lx_writer *writer;
  lx_buffer *buffer;
  const luxr_limits *limits;
  lx_diagnostics *problems;
  lx_last_digest last; /* zeroed at first, and never cleared */
} lx_library_tools;

/* Pushes the table `luxr`, sealed. `tools` outlives the state. Call it after
 * lx_sandbox_open. Raises. */
void lx_library_open(lua_State *L, lx_library_tools *tools);

#endif
