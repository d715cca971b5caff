/* view.h: tables that scripts may read and not change.
 *
 * A view is a table without fields that stands for a real one: its metatable answers from
 * the real table, wraps tables a level at a time as they are read, and raises on a write
 * or on a name that its shape does not declare. Scripts never touch the real table; who
 * made the view may change it. `pairs`, `next`, `ipairs`, `#`, the table functions and
 * the writers look through a view; rawget and alike are not offered. */
#ifndef LX_VALUE_VIEW_H
#define LX_VALUE_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "value/shape.h"

/* Prepares the registry; once per state, after lx_value_open. Raises. */
void lx_view_open(lua_State *L);

/* Pushes a view of the table at `index`. `shape` may be NULL: any name reads as nil when
 * it is absent. `name` (static text, e.g. "xr" or "ctx.decided") starts the path that
 * messages show. What is not a table is pushed as it is. Raises. */
void lx_view_push(lua_State *L, int index, const lx_shape *shape, const char *name);

/* The same for a table whose absent names are errors whatever they are: ctx, ctx.decided.
 * What is inside is open again. */
void lx_view_push_closed(lua_State *L, int index, const char *name);

/* The shape of views of maps that may be unread: what is not there has to be looked for. */
extern const lx_shape lx_unread_shape;

/* If the value at `index` (a positive or pseudo index) is a view, replaces it by the real
 * table and says true; what of the table is unread (unread.h) is read. */
bool lx_view_peel(lua_State *L, int index);
bool lx_is_view(lua_State *L, int index);

/* lx_view_peel, saying something else: whether the view has a shape, or is closed, so that
 * reading an absent name may raise. False for what is no view. */
bool lx_view_peel_strict(lua_State *L, int index);

/* Reads as a script does: the view at 1, the key at 2, and nothing above; pushes the answer.
 * Raises. */
void lx_view_read(lua_State *L);

/* Pushes a deep copy of the value at `index` in which nothing is a view, no table is
 * shared and no metatable is left but the list mark: what a mutate hook may change.
 * Returns how many values were copied, to be charged. Raises on more than `depth` tables
 * inside each other. */
size_t lx_view_copy(lua_State *L, int index, size_t depth);

#endif
