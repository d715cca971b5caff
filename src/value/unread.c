#include "value/unread.h"

#include <string.h>

#include "value/inside.h"
#include "value/raise.h"
#include "value/value.h"

/* In the registry: a metatable, so that tables without one are known at once to be others. */
static const char unread_key;

/* Under this light userdata the table holds what is known of it. */
#define CELL ((void *)4)

enum { SLOTS = 24 };

void lx_unread_open(lua_State *L) {
  lua_createtable(L, 0, 1);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &unread_key);
}

#ifdef LUXR_LUA_INSIDE
void lx_unread_push(lua_State *L, const lx_unread *unread) {
  const TValue *metatable = lx_inside_light(hvalue(&G(L)->l_registry), &unread_key);
  Table *table = luaH_new(L);
  Udata *known;
  TValue value;
  sethvalue2s(L, L->top.p, table);
  L->top.p++;
  lx_inside_room(L, table, 2);
  known = luaS_newudata(L, sizeof *unread, 0);
  memcpy(getudatamem(known), unread, sizeof *unread);
  setuvalue(L, &value, known);
  lx_inside_put(table, CELL, &value);
  luaC_barrierback(L, obj2gco(table), &value);
  table->metatable = hvalue(metatable);
}

const lx_unread *lx_unread_at(lua_State *L, int index) {
  const TValue *value = lx_inside_at(L, index), *cell;
  if (!ttistable(value) || !hvalue(value)->metatable) return NULL;
  cell = lx_inside_light(hvalue(value), CELL);
  return cell && ttisfulluserdata(cell) ? (const lx_unread *)getudatamem(uvalue(cell)) : NULL;
}
#else
void lx_unread_push(lua_State *L, const lx_unread *unread) {
  lua_createtable(L, 0, 4);
  *(lx_unread *)lua_newuserdatauv(L, sizeof *unread, 0) = *unread;
  lua_rawsetp(L, -2, CELL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &unread_key);
  lua_setmetatable(L, -2);
}

const lx_unread *lx_unread_at(lua_State *L, int index) {
  const lx_unread *unread;
  if (!lua_istable(L, index) || !lua_getmetatable(L, index)) return NULL;
  lua_pop(L, 1);
  lua_rawgetp(L, index, CELL);
  unread = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return unread;
}
#endif

/* It is a table like any other now. */
static void settle(lua_State *L, int index, bool is_list) {
  bool is_empty;
  lua_pushnil(L);
  lua_setmetatable(L, index);
  lua_pushnil(L);
  lua_rawsetp(L, index, CELL);
  if (!is_list) return;
  is_empty = lua_rawgeti(L, index, 1) == LUA_TNIL;
  lua_pop(L, 1);
  if (is_empty) lx_mark_list(L, index);
}

bool lx_unread_complete(lua_State *L, int index) {
  const lx_unread *unread = lx_unread_at(L, index);
  if (!unread) return false;
  if (!lua_checkstack(L, SLOTS)) lx_raise(L, "too many values on the stack");
  unread->source->complete(L, unread, index);
  settle(L, index, unread->is_list);
  return true;
}

/* The name is at the top, and is replaced. False when the whole table has to be read. */
static bool look(lua_State *L, const lx_unread *unread, int index) {
  size_t length;
  const char *name = lua_tolstring(L, -1, &length);
  if (!lua_checkstack(L, SLOTS)) lx_raise(L, "too many values on the stack");
  switch (unread->source->look(L, unread, name, length)) {
    case LX_UNREAD_MANY: return false;
    case LX_UNREAD_ABSENT: lua_pushnil(L); break;
    default:
      lua_pushvalue(L, -2);
      lua_pushvalue(L, -2);
      lua_rawset(L, index);
  }
  lua_replace(L, -2);
  return true;
}

void lx_unread_look(lua_State *L, int index) {
  const lx_unread *unread = lx_unread_at(L, index);
  if (!unread || (!unread->is_list && lua_type(L, -1) != LUA_TSTRING)) {
    lua_pop(L, 1);
    lua_pushnil(L);
  } else if (unread->is_list || !look(L, unread, index)) {
    lx_unread_complete(L, index);
    lua_rawget(L, index);
  }
}

lx_unread_answer lx_unread_walk(lua_State *L, int index, const lx_unread_step *steps,
                                size_t count) {
  const lx_unread *unread = lx_unread_at(L, index);
  if (!unread) return LX_UNREAD_MANY;
  if (!lua_checkstack(L, SLOTS)) lx_raise(L, "too many values on the stack");
  return unread->source->walk(L, unread, steps, count);
}
