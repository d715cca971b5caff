/* read.h: bytes to Lua tables, straight from parser events.
 *
 * Readers push one value on success. On failure they push nothing, add findings with line and
 * column to `problems`, and say false. They never raise, but the allocator of the state may
 * jump to the worker's door in the middle: so a reader's own memory lives in an lx_reader that
 * belongs to the worker and is cleaned up by lx_reader_reset, before the next use or after. */
#ifndef LX_CODEC_READ_H
#define LX_CODEC_READ_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "base/diagnostic.h"
#include "luxr.h"

typedef struct lx_reader lx_reader;

lx_reader *lx_reader_new(void); /* NULL: out of memory */
void lx_reader_reset(lx_reader *reader);
void lx_reader_free(lx_reader *reader);

typedef struct lx_source {
  const char *bytes;
  size_t length;
  size_t line; /* of the first byte, from 1 */
  luxr_format format;
} lx_source;

/* Reads exactly one document (the first; a second one is an error). `limits` bounds bytes,
 * depth, nodes and scalars. An empty document is an error, "no document". */
bool lx_read(lua_State *L, lx_reader *reader, const lx_source *source,
             const luxr_limits *limits, lx_diagnostics *problems);

/* Where a field of the document is, reading it again: fills line and column (from 1) and the
 * width of the scalar, or of the key for other values. An absent field points at its nearest
 * parent, an alias or merge at its use. `at_name`: the field's key, whatever its value is. False
 * when the bytes cannot be read, and for a Struct. */
typedef struct lx_place {
  size_t line, column, width;
  bool no_memory; /* and so not as exact as it could be */
} lx_place;
bool lx_locate(const lx_source *source, const char *path, bool at_name, lx_place *place);

#endif
