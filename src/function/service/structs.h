/* structs.h: google.protobuf.Struct where it lies: look a field up, walk one, merge two. */
#ifndef LX_FUNCTION_STRUCTS_H
#define LX_FUNCTION_STRUCTS_H

#include "base/buffer.h"
#include "message.h"

typedef enum lx_value_kind {
  LX_VALUE_NONE, /* absent, or a Value that says nothing */
  LX_VALUE_NULL,
  LX_VALUE_NUMBER,
  LX_VALUE_TEXT,
  LX_VALUE_BOOL,
  LX_VALUE_STRUCT,
  LX_VALUE_LIST
} lx_value_kind;

typedef struct lx_value {
  lx_value_kind kind;
  double number;
  bool truth;
  lx_span bytes; /* a text's, or the Struct or ListValue itself */
} lx_value;

/* Reads a Value message. LX_DECODED and LX_VALUE_NONE when it says nothing. */
lx_decoded lx_value_read(lx_span bytes, lx_pool *pool, lx_value *value);

/* The fields of a Struct, sorted by name, each with the bytes of its Value. */
lx_decoded lx_tree_fields(lx_span bytes, lx_pool *pool, lx_entry **fields, size_t *count);

/* Looks up `path`, names with dots between them. LX_VALUE_NONE when anything on the way is
 * absent or malformed: whoever needs to know reads the whole with the engine. */
lx_value lx_tree_find(lx_span bytes, const char *path, lx_pool *pool);

/* The text at `path`; its `bytes` are NULL when there is none. */
lx_span lx_tree_text(lx_span bytes, const char *path, lx_pool *pool);

/* The texts of several fields, each found or not as above, in one walk. */
void lx_tree_texts(lx_span bytes, const char *const *names, size_t count, lx_pool *pool,
                   lx_span *texts);

/* Walks the values of a ListValue: false at the end or when it is broken. */
typedef struct lx_list_walk {
  const char *at, *end;
} lx_list_walk;
lx_list_walk lx_list_over(lx_span bytes);
bool lx_list_next(lx_list_walk *walk, lx_pool *pool, lx_value *value);

/* Adds a Struct that has the fields of both to `into`: where both have a Struct these are merged
 * in turn, else `over` wins. */
lx_decoded lx_tree_merge(lx_buffer *into, lx_span under, lx_span over, lx_pool *pool);

#endif
