/* walk_parts.h: what both ways to walk a table share (walk_stack.c, walk_inside.c). */
#ifndef LX_CODEC_WALK_PARTS_H
#define LX_CODEC_WALK_PARTS_H

#include "codec/walk.h"

/* Each sets the problem, and says false. Cycles cost nothing to tell from depth: they are deep. */
bool lx_walk_fail_memory(lx_walk *walk);
bool lx_walk_fail_depth(lx_walk *walk, const lx_table *table);

/* For a table that is neither a plain list nor a plain map, or a list whose items lie in disorder:
 * whether it can be written. It is at `slot` of the stack, and the innermost is the one around it. */
bool lx_walk_look_closer(lx_walk *walk, int slot, size_t *count);

/* Makes room for so many keys in the writer. False: the problem is set. */
bool lx_walk_make_room(lx_walk *walk, size_t needed);

/* Sorts the keys that were gathered behind those of the writer, and makes them its own. */
bool lx_walk_sort_fields(lx_walk *walk, lx_table *table);

static inline bool lx_table_is(lua_State *L, const lx_table *one, const lx_table *other) {
#ifdef LUXR_LUA_INSIDE
  (void)L;
  return one->entry.table == other->entry.table;
#else
  return lua_rawequal(L, one->slot, other->slot);
#endif
}

#endif
