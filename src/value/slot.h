/* slot.h: a value that C code reads and keeps where it is: a place on the Lua stack, or with the
 * built-in Lua in the table that holds it, so that nothing has to be pushed. It stays good while
 * nothing is changed in that table, or popped. */
#ifndef LX_VALUE_SLOT_H
#define LX_VALUE_SLOT_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "value/inside.h"
#include "value/value.h"

#ifdef LUXR_LUA_INSIDE

typedef const TValue *lx_slot;

/* LUA_TNIL and so on. */
static inline int lx_slot_type(lua_State *L, lx_slot slot) {
  (void)L;
  return ttype(slot);
}

/* Of a string. */
static inline const char *lx_slot_text(lua_State *L, lx_slot slot, size_t *length) {
  (void)L;
  *length = tsslen(tsvalue(slot));
  return getstr(tsvalue(slot));
}

static inline bool lx_slot_boolean(lua_State *L, lx_slot slot) {
  (void)L;
  return !l_isfalse(slot);
}

/* Of a number: whether it is an integer, and its value as either. */
static inline bool lx_slot_is_integer(lua_State *L, lx_slot slot) {
  (void)L;
  return ttisinteger(slot);
}

static inline lua_Integer lx_slot_integer(lua_State *L, lx_slot slot) {
  (void)L;
  return ivalue(slot);
}

static inline lua_Number lx_slot_number(lua_State *L, lx_slot slot) {
  (void)L;
  return nvalue(slot);
}

/* As Lua's rawequal. */
static inline bool lx_slot_equal(lua_State *L, lx_slot a, lx_slot b) {
  (void)L;
  if (ttisnil(a) || ttisnil(b)) return ttisnil(a) && ttisnil(b); /* there are several nils */
  return luaV_rawequalobj(a, b);
}

/* Of the C function that runs. */
static inline lx_slot lx_slot_upvalue(lua_State *L, int number) {
  return &clCvalue(s2v(L->ci->func.p))->upvalue[number - 1];
}

static inline void lx_slot_push(lua_State *L, lx_slot slot) {
  setobj2s(L, L->top.p, slot);
  L->top.p++;
}

#else

typedef int lx_slot;

static inline int lx_slot_type(lua_State *L, lx_slot slot) {
  return lua_type(L, slot);
}

static inline const char *lx_slot_text(lua_State *L, lx_slot slot, size_t *length) {
  return lua_tolstring(L, slot, length);
}

static inline bool lx_slot_boolean(lua_State *L, lx_slot slot) {
  return lua_toboolean(L, slot);
}

static inline bool lx_slot_is_integer(lua_State *L, lx_slot slot) {
  return lua_isinteger(L, slot);
}

static inline lua_Integer lx_slot_integer(lua_State *L, lx_slot slot) {
  return lua_tointeger(L, slot);
}

static inline lua_Number lx_slot_number(lua_State *L, lx_slot slot) {
  return lua_tonumber(L, slot);
}

static inline bool lx_slot_equal(lua_State *L, lx_slot a, lx_slot b) {
  return lua_rawequal(L, a, b);
}

static inline lx_slot lx_slot_upvalue(lua_State *L, int number) {
  (void)L;
  return lua_upvalueindex(number);
}

static inline void lx_slot_push(lua_State *L, lx_slot slot) {
  lua_pushvalue(L, slot);
}

#endif

/* What a loop over a table is at. */
typedef struct lx_slot_entry {
#ifdef LUXR_LUA_INSIDE
  lx_inside_entry inside;
#else
  int table;
#endif
  lx_slot key, value;
} lx_slot_entry;

/* Those below may leave values on the stack; whoever began takes them away. Each needs room for
 * some eight. */
int lx_slot_mark(lua_State *L);
void lx_slot_release(lua_State *L, int mark);

#ifdef LUXR_LUA_INSIDE
static inline lx_slot lx_slot_at(lua_State *L, int index) {
  return lx_inside_at(L, index);
}
#else
lx_slot lx_slot_at(lua_State *L, int index);
#endif

/* The field of the table in the slot, or of what the view there stands for: nil when it is absent,
 * and when that is no table. */
lx_slot lx_slot_field(lua_State *L, lx_slot slot, const char *name, size_t length);

/* The same under a key that is a Lua value. */
#ifdef LUXR_LUA_INSIDE
Table *lx_slot_look_through(lua_State *L,
                            Table *table); /* what is wanted of one with a metatable */

static inline lx_slot lx_slot_key(lua_State *L, lx_slot slot, lx_slot key) {
  Table *table;
  if (!ttistable(slot)) return &G(L)->nilvalue;
  table = hvalue(slot);
  if (table->metatable) table = lx_slot_look_through(L, table);
  return ttisshrstring(key) ? luaH_getshortstr(table, tsvalue(key)) : luaH_get(table, key);
}

/* An item of a plain list. */
static inline lx_slot lx_slot_item(lua_State *L, lx_slot slot, lua_Integer number) {
  (void)L;
  return luaH_getint(hvalue(slot), number);
}
#else
lx_slot lx_slot_key(lua_State *L, lx_slot slot, lx_slot key);

static inline lx_slot lx_slot_item(lua_State *L, lx_slot slot, lua_Integer number) {
  lua_rawgeti(L, slot, number);
  return lua_gettop(L);
}
#endif

/* Goes through such a table, in no order. */
lx_slot_entry lx_slot_begin(lua_State *L, lx_slot slot);
#ifdef LUXR_LUA_INSIDE
static inline bool lx_slot_next(lua_State *L, lx_slot_entry *entry) {
  (void)L;
  if (!lx_inside_next(&entry->inside)) return false;
  entry->key = &entry->inside.key;
  entry->value = entry->inside.value;
  return true;
}
#else
bool lx_slot_next(lua_State *L, lx_slot_entry *entry);
#endif

/* Needs a place on the stack. */
static inline bool lx_slot_is_null(lua_State *L, lx_slot slot) {
  bool is_null;
  lx_slot_push(L, slot);
  is_null = lx_is_null(L, -1);
  lua_pop(L, 1);
  return is_null;
}

#endif
