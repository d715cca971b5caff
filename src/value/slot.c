#include "value/slot.h"

#include <string.h>

#include "value/view.h"

#ifdef LUXR_LUA_INSIDE

int lx_slot_mark(lua_State *L) {
  (void)L;
  return 0;
}

void lx_slot_release(lua_State *L, int mark) {
  (void)L, (void)mark;
}

/* Small tables are searched faster than a name is hashed. */
enum { FEW_NODES = 3, LONGEST_SHORT = LUAI_MAXSHORTLEN };

static const TValue *find(lua_State *L, Table *table, const char *name, size_t length) {
  const Node *node = table->node, *end = node + sizenode(table);
  if (table->lsizenode > FEW_NODES || length > LONGEST_SHORT) {
    return luaH_getstr(table, luaS_newlstr(L, name, length));
  }
  for (; node < end; node++) {
    const TString *key;
    if (!keyisshrstr(node)) continue;
    key = keystrval(node);
    if (key->shrlen == length && memcmp(getstr(key), name, length) == 0) return gval(node);
  }
  return &G(L)->nilvalue;
}

Table *lx_slot_look_through(lua_State *L, Table *table) {
  Table *real = lx_inside_real(table);
  if (real && !real->metatable) return real;
  sethvalue2s(L, L->top.p, table);
  L->top.p++;
  lx_view_peel(L, lua_gettop(L));
  L->top.p--;
  return hvalue(s2v(L->top.p));
}

static inline Table *table_in(lua_State *L, lx_slot slot) {
  Table *table = hvalue(slot);
  return table->metatable ? lx_slot_look_through(L, table) : table;
}

lx_slot lx_slot_field(lua_State *L, lx_slot slot, const char *name, size_t length) {
  return ttistable(slot) ? find(L, table_in(L, slot), name, length) : &G(L)->nilvalue;
}

lx_slot_entry lx_slot_begin(lua_State *L, lx_slot slot) {
  return (lx_slot_entry){.inside = {.table = table_in(L, slot)}};
}

#else

int lx_slot_mark(lua_State *L) {
  return lua_gettop(L);
}

void lx_slot_release(lua_State *L, int mark) {
  lua_settop(L, mark);
}

lx_slot lx_slot_at(lua_State *L, int index) {
  return lua_absindex(L, index);
}

static int push_table(lua_State *L, lx_slot slot) {
  lua_pushvalue(L, slot);
  lx_view_peel(L, lua_gettop(L));
  return lua_gettop(L);
}

lx_slot lx_slot_field(lua_State *L, lx_slot slot, const char *name, size_t length) {
  int table = push_table(L, slot);
  if (lua_istable(L, table)) {
    lua_pushlstring(L, name, length);
    lua_rawget(L, table);
  } else {
    lua_pushnil(L);
  }
  lua_replace(L, table);
  return table;
}

lx_slot lx_slot_key(lua_State *L, lx_slot slot, lx_slot key) {
  int table = push_table(L, slot);
  if (lua_istable(L, table)) {
    lua_pushvalue(L, key);
    lua_rawget(L, table);
  } else {
    lua_pushnil(L);
  }
  lua_replace(L, table);
  return table;
}

lx_slot_entry lx_slot_begin(lua_State *L, lx_slot slot) {
  lx_slot_entry entry = {.table = push_table(L, slot)};
  lua_pushnil(L);
  entry.key = lua_gettop(L);
  entry.value = entry.key + 1;
  return entry;
}

bool lx_slot_next(lua_State *L, lx_slot_entry *entry) {
  lua_settop(L, entry->key);
  return lua_next(L, entry->table);
}

#endif
