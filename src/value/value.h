/* value.h: what a Lua value means as data.
 *
 * nil is absent, luxr.null is an explicit null, integers stay 64-bit integers. A table is
 * a list when its keys are 1..n or it carries the list mark (luxr.list{}), else a map
 * with string keys; `{}` is an empty map. Both kinds of key, or holes, are an error. */
#ifndef LX_VALUE_VALUE_H
#define LX_VALUE_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* Prepares the registry; once per state, before anything below. Raises. */
void lx_value_open(lua_State *L);

/* luxr.null: one light userdata. */
void lx_push_null(lua_State *L);
bool lx_is_null(lua_State *L, int index);

/* Sets the list mark (a shared metatable) on the table at `index`. */
void lx_mark_list(lua_State *L, int index);
bool lx_is_marked_list(lua_State *L, int index);

typedef enum lx_table_kind {
  LX_TABLE_MAP,
  LX_TABLE_LIST,
  LX_TABLE_MIXED,  /* 1..n and other keys */
  LX_TABLE_HOLES,  /* integer keys that are not 1..n */
  LX_TABLE_BAD_KEY /* a key that is neither a string nor an integer */
} lx_table_kind;

/* Classifies the plain table (not a view) at `index`; `*count` is its number of entries.
 * Never raises; reads every key once. */
lx_table_kind lx_classify(lua_State *L, int index, size_t *count);

#endif
