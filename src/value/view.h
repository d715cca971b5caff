/* view.h: tables that scripts may read and not change.
 *
 * A view is an empty table that stands for a real one: its metatable answers from the real
 * table, wraps tables a level at a time as they are read, keeps what it answered, and raises on
 * a write or on a name that its shape does not declare. `pairs`, `next`, `ipairs`, `#`, the
 * table functions and the writers look through it; rawget and alike are not offered. */
#ifndef LX_VALUE_VIEW_H
#define LX_VALUE_VIEW_H

#include <stdbool.h>

#include <lua.h>

#include "value/shape.h"

/* Prepares the registry; once per state, after lx_value_open. Raises. */
void lx_view_open(lua_State *L);

/* Pushes a view of the table at `index`. `shape` may be NULL: any name reads as nil when it is
 * absent. `name` (static text, e.g. "xr" or "ctx.decided") starts the path that messages show.
 * Raises. */
void lx_view_push(lua_State *L, int index, const lx_shape *shape, const char *name);

/* The same for a table whose absent names are errors whatever they are: ctx, ctx.decided. */
void lx_view_push_closed(lua_State *L, int index, const char *name);

/* If the value at `index` (a positive or pseudo index) is a view, replaces it by the real table
 * and says true. */
bool lx_view_peel(lua_State *L, int index);
bool lx_is_view(lua_State *L, int index);

/* Pushes a deep copy of the value at `index` in which nothing is a view and no table is shared:
 * what a mutate hook may change. Raises on depth beyond `depth`. */
void lx_view_copy(lua_State *L, int index, size_t depth);

#endif
