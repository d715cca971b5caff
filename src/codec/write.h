/* write.h: Lua tables to bytes, by one sorted walk.
 *
 * YAML comes out as sigs.k8s.io/yaml 1.6 writes it, byte for byte, less the documented
 * exceptions; JSON with bytewise keys. Writers look through views. They do not raise, but the
 * state's allocator may jump: a writer's memory lives in an lx_writer that outlives the call. */
#ifndef LX_CODEC_WRITE_H
#define LX_CODEC_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "base/buffer.h"
#include "base/path.h"

typedef struct lx_writer lx_writer;

lx_writer *lx_writer_new(void); /* NULL: out of memory */
void lx_writer_free(lx_writer *writer);

typedef struct lx_write_options {
  size_t depth;    /* the deepest nesting written; 0: 64 */
  bool exact_only; /* refuse integers that a double cannot hold, as a Struct always does */
} lx_write_options;

/* Why a value could not be written. */
typedef struct lx_write_problem {
  lx_path path;
  char sentence[256];
  const char *limit; /* the field of luxr_limits that was in the way; NULL: none */
} lx_write_problem;

/* Appends the value at `index` to `out`: for YAML a block that ends with a line break, for JSON
 * one line without one, for a Struct the bytes of google.protobuf.Struct, or of ListValue where
 * the table is a list (nothing else can be the outermost value). False: `*problem` says where and why, and `out` is as long as before.
 * When only memory or the buffer's maximum was missing, out->failed is set and the sentence
 * says so. */
bool lx_write_yaml(lua_State *L, int index, lx_writer *writer, const lx_write_options *options,
                   lx_buffer *out, lx_write_problem *problem);
bool lx_write_json(lua_State *L, int index, lx_writer *writer, const lx_write_options *options,
                   lx_buffer *out, lx_write_problem *problem);
bool lx_write_struct(lua_State *L, int index, lx_writer *writer,
                     const lx_write_options *options, lx_buffer *out,
                     lx_write_problem *problem);

#endif
