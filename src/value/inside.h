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
#include <string.h>

#include <lua.h>

#include <lgc.h>
#include <lmem.h>
#include <lobject.h>
#include <lstate.h>
#include <lstring.h>
#include <ltable.h>
#include <lvm.h>

#include "value/shape.h"

#if LUA_VERSION_NUM != 504
#error "tables are read as Lua 5.4 lays them out: configure with -DLUXR_LUA_INSIDE=OFF"
#endif

/* The value at an index that is no pseudo-index; nil above the top. */
static inline const TValue *lx_inside_at(lua_State *L, int index) {
  StkId at = index > 0 ? L->ci->func.p + index : L->top.p + index;
  return at < L->top.p ? s2v(at) : &G(L)->nilvalue;
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

/* What a view stands for; NULL: the table is no view. In all but the smallest tables the lowest
 * light userdata there is has the second cell for its own. */
static inline Table *lx_inside_real(const Table *table) {
  const Node *second = gnode(table, 1);
  const TValue *real;
  if (!table->metatable) return NULL;
  if (table->lsizenode > 1 && keytt(second) == LUA_VLIGHTUSERDATA &&
      pvalueraw(keyval(second)) == LX_VIEW_REAL) {
    return hvalue(gval(second));
  }
  real = lx_inside_light(table, LX_VIEW_REAL);
  return real ? hvalue(real) : NULL;
}

/* What a table holds under a key: names are looked for here, the rest as always. */
static inline const TValue *lx_inside_get(lua_State *L, Table *table, const TValue *key) {
  const Node *node;
  if (!ttisshrstring(key)) return luaH_get(table, key);
  node = gnode(table, tsvalue(key)->hash & ((unsigned)sizenode(table) - 1));
  for (;;) {
    if (keyisshrstr(node) && eqshrstr(keystrval(node), tsvalue(key))) return gval(node);
    if (!gnext(node)) return &G(L)->nilvalue;
    node += gnext(node);
  }
}

/* The same of the value at such an index. */
static inline Table *lx_inside_real_at(lua_State *L, int index) {
  const TValue *value = lx_inside_at(L, index);
  return ttistable(value) ? lx_inside_real(hvalue(value)) : NULL;
}

/* The value behind what a table holds under a short string that need not be a Lua string yet. */
static inline const TValue *lx_inside_field(lua_State *L, Table *table, const char *name) {
  return luaH_getstr(table, luaS_new(L, name));
}

static inline const char *lx_inside_text(const TValue *value, size_t *length) {
  *length = tsslen(tsvalue(value));
  return getstr(tsvalue(value));
}

/* ---- Walking ------------------------------------------------------------------------- */

/* An entry of a table, in the order of lua_next. All zero but `table` comes before the first. */
typedef struct lx_inside_entry {
  Table *table;
  unsigned at; /* entries and holes behind this one, and itself */
  TValue key;
  const TValue *value;
} lx_inside_entry;

static inline bool lx_inside_next(lx_inside_entry *entry) {
  lua_State *none = NULL; /* assertions of Lua would ask it */
  Table *table = entry->table;
  unsigned items = table->alimit, size;
  if (items && !isrealasize(table)) items = luaH_realasize(table);
  for (; entry->at < items; entry->at++) {
    if (isempty(&table->array[entry->at])) continue;
    entry->value = &table->array[entry->at++];
    setivalue(&entry->key, (lua_Integer)entry->at);
    return true;
  }
  size = (unsigned)sizenode(table);
  while (entry->at - items < size) {
    const Node *node = gnode(table, entry->at++ - items);
    if (isempty(gval(node))) continue;
    getnodekey(none, &entry->key, node);
    entry->value = gval(node);
    return true;
  }
  return false;
}

/* ---- Views --------------------------------------------------------------------------- */

/* Puts a value into a fresh table: under keys so low each has a cell of its own. */
static inline void lx_inside_put(Table *table, void *key, const TValue *value) {
  Node *node = gnode(table, (size_t)key % (((size_t)sizenode(table) - 1) | 1));
  lua_State *none = NULL;
  TValue name;
  setpvalue(&name, key);
  setnodekey(none, node, &name);
  setobj(none, gval(node), value);
}

/* Gives a fresh table 2^`bits` empty cells. */
static inline void lx_inside_room(lua_State *L, Table *table, unsigned char bits) {
  unsigned size = 1u << bits;
  table->node = luaM_newvector(L, size, Node);
  for (unsigned i = 0; i < size; i++) {
    gnext(gnode(table, i)) = 0;
    setnilkey(gnode(table, i));
    setempty(gval(gnode(table, i)));
  }
  table->lsizenode = bits;
  table->lastfree = gnode(table, size);
}

/* Pushes a view, with room for a child or two, or for some. `shape` may be NULL. */
static inline Table *lx_inside_wrap(lua_State *L, Table *metatable, Table *real,
                                    const TValue *parent, const void *shape) {
  Table *view = luaH_new(L);
  TValue value;
  sethvalue2s(L, L->top.p, view);
  L->top.p++;
  lx_inside_room(L, view, real->lsizenode > 2 ? 3 : 2);
  sethvalue(L, &value, real);
  lx_inside_put(view, LX_VIEW_REAL, &value);
  lx_inside_put(view, LX_VIEW_PARENT, parent);
  if (shape) {
    void *bare; /* without its const, which Lua's values have no room for */
    memcpy(&bare, &shape, sizeof bare);
    setpvalue(&value, bare);
    lx_inside_put(view, LX_VIEW_SHAPE, &value);
  }
  view->metatable = metatable;
  return view;
}

/* The view of a table in a view, made where there is none; NULL: it takes a closer look. */
static inline const TValue *lx_inside_child(lua_State *L, const TValue *parent,
                                            const TValue *found) {
  Table *view = hvalue(parent);
  const TValue *child = lx_inside_light(view, hvalue(found));
  TValue key, made;
  if (child) return child;
  if (hvalue(found)->metatable) return lx_inside_real(hvalue(found)) ? found : NULL;
  if (lx_inside_light(view, LX_VIEW_SHAPE)) return NULL;
  setpvalue(&key, (void *)hvalue(found));
  sethvalue(L, &made, lx_inside_wrap(L, view->metatable, hvalue(found), parent, NULL));
  luaH_set(L, view, &key, &made);
  luaC_barrierback(L, obj2gco(view), &made);
  L->top.p--;
  return lx_inside_light(view, pvalue(&key));
}

/* What a view answers for a key. NULL: it has to be asked, which may raise. Above the top there
 * must be room for a value. */
static inline const TValue *lx_inside_read(lua_State *L, const TValue *view,
                                           const TValue *key) {
  Table *table = hvalue(view), *real = lx_inside_real(table);
  const TValue *found;
  if (!real) return NULL;
  found = lx_inside_get(L, real, key);
  if (ttistable(found)) return lx_inside_child(L, view, found);
  if (!isempty(found)) return found;
  if (real->metatable) return NULL; /* it may have more to read */
  found = lx_inside_light(table, LX_VIEW_SHAPE);
  if (!found || ((const lx_shape *)pvalue(found))->open) return &G(L)->nilvalue;
  return ttisshrstring(key) && lx_inside_light(table, tsvalue(key)) ? &G(L)->nilvalue : NULL;
}

#endif
#endif
