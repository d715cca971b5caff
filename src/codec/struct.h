/* struct.h: google.protobuf.Struct to Lua tables: whole, or where somebody looks.
 *
 * Numbers are doubles there: what is integral and at most 2^53 is an integer. A text has to be
 * UTF-8 without a zero character, a number finite. */
#ifndef LX_CODEC_STRUCT_H
#define LX_CODEC_STRUCT_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "base/diagnostic.h"
#include "base/path.h"
#include "codec/read.h"
#include "value/unread.h"

/* Why bytes could not be read. */
typedef struct lx_struct_fault {
  lx_path path;
  char sentence[256];
  const char *limit; /* the field of luxr_limits that was in the way; NULL: none */
} lx_struct_fault;

/* Pushes the whole document, as lx_read does, which calls it. The limits are complete. A number
 * that may have lost digits on its way is a warning. */
bool lx_read_struct(lua_State *L, const lx_source *source, const luxr_limits *limits,
                    lx_diagnostics *problems);

/* A document of which only that is read where somebody looks. It outlives the tables. */
typedef struct lx_struct_source {
  lx_unread_source head; /* set by lx_struct_push_unread */
  const char *bytes;
  size_t length;
  const luxr_limits *limits; /* complete: `depth` is of the document; `nodes` of each level */
  /* Called inside a read: the first for the work that it was, which it may refuse; the second
   * for what cannot be read. The second does not return, and no script goes on. */
  void (*charge)(lua_State *L, size_t bytes);
  void (*fail)(lua_State *L, const void *data, const lx_struct_fault *fault);
  const void *data;
} lx_struct_source;

/* Pushes the document as an unread table: nothing of it is looked at. What is broken is found
 * when it is looked at: a map's or list's own bytes by any look into it, a value by a look at it.
 * Raises. */
void lx_struct_push_unread(lua_State *L, lx_struct_source *source);

#endif
