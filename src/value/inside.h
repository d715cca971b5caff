/* inside.h: the built-in Lua's values as they lie in memory, for the few places where asking
 * through lua.h is most of a render. Empty for the system's Lua: whoever includes this keeps a
 * way through lua.h beside it, with the same answers.
 *
 * What is pointed to stays where it is while nothing is allocated in the state. */
#ifndef LX_VALUE_INSIDE_H
#define LX_VALUE_INSIDE_H

/* What a view holds stands under these light userdata, which no script can name, and under the
 * addresses of real tables, none of which is as low. */
#define LX_VIEW_REAL ((void *)1)
#define LX_VIEW_PARENT ((void *)2)
#define LX_VIEW_SHAPE ((void *)3)

#ifdef LUXR_LUA_INSIDE

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include <lgc.h>
#include <lobject.h>
#include <lstate.h>
#include <lstring.h>
#include <ltable.h>

#if LUA_VERSION_NUM != 504
#error "tables are read as Lua 5.4 lays them out: configure with -DLUXR_LUA_INSIDE=OFF"
#endif

/* The value at an index that is no pseudo-index. */
static inline TValue *lx_inside_at(lua_State *L, int index) {
  return index > 0 ? s2v(L->ci->func.p + index) : s2v(L->top.p + index);
}

/* The value under a light userdata; NULL: there is none. */
static inline const TValue *lx_inside_light(const Table *table, const void *key) {
  unsigned hash = (unsigned)((size_t)key & UINT_MAX);
  const Node *node = gnode(table, hash % (((unsigned)sizenode(table) - 1) | 1));
  for (;;) {
    if (keytt(node) == LUA_VLIGHTUSERDATA && pvalueraw(keyval(node)) == key) {
      return isempty(gval(node)) ? NULL : gval(node);
    }
    if (!gnext(node)) return NULL;
    node += gnext(node);
  }
}

/* What a view stands for; NULL: the table is no view. */
static inline Table *lx_inside_real(const Table *table) {
  const TValue *real = table->metatable ? lx_inside_light(table, LX_VIEW_REAL) : NULL;
  return real ? hvalue(real) : NULL;
}

#endif
#endif
