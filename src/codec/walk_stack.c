/* walk_stack.c: walks through lua.h: every field and value lies on the stack. */
#include "codec/walk_parts.h"
#include "value/view.h"

#ifndef LUXR_LUA_INSIDE

enum { SLOTS = 16 };

/* Makes sure of SLOTS more above a top. */
static bool make_slots(lx_walk *walk, int top) {
  if (!lua_checkstack(walk->L, 4 * SLOTS)) return false;
  walk->room = top + 4 * SLOTS;
  return true;
}

static bool may_be_number(const char *text) {
  return *text <= '9' || *text == 'i'; /* digits, '-', and inf */
}

/* The first key and value are at the top; all stay on the stack, so that a value is reached by
 * its slot and no text is looked up again. */
static bool gather_fields(lx_walk *walk, lx_table *table) {
  lua_State *L = walk->L;
  lx_writer *writer = walk->writer;
  size_t count = writer->count;
  int top = table->base + 2;
  do {
    lx_key *key;
    if (top + SLOTS > walk->room && !make_slots(walk, top)) {
      return lx_walk_fail(walk, "a map with more fields than can be written");
    }
    if (!lx_walk_make_room(walk, count + 1)) return false;
    key = &writer->keys[count++];
    lua_pushvalue(L, top - 1);
    key->text = lua_tolstring(L, top - 1, &key->length); /* it would make a number a text */
    if (!key->text || (may_be_number(key->text) && lua_type(L, top + 1) != LUA_TSTRING)) {
      return lx_walk_look_closer(walk, table->slot, &count) &&
             lx_walk_fail(walk, "a strange table");
    }
    key->start = lx_start_of(key->text, key->length);
    key->value = top;
    top += 2;
  } while (lua_next(L, table->slot));
  walk->top = top - 2;
  table->first = writer->count;
  table->count = count - writer->count;
  return true;
}

/* Says whether the table is a marked list; a view is replaced by what it stands for. */
static bool look_through(lua_State *L, int slot) {
  while (lua_getmetatable(L, slot)) {
    lua_pop(L, 1);
    if (lx_is_marked_list(L, slot)) return true;
    if (!lx_view_peel(L, slot)) return false;
  }
  return false;
}

bool lx_walk_enter(lx_walk *walk, lx_table *table, int slot) {
  lua_State *L = walk->L;
  bool marked;
  if (walk->top + SLOTS > walk->room && !make_slots(walk, walk->top)) {
    return lx_walk_fail(walk, "nested too deep");
  }
  marked = look_through(L, slot);
  table->up = walk->innermost;
  table->slot = slot;
  table->base = walk->top;
  table->level = table->up ? table->up->level + 1 : 1;
  table->first = table->count = table->at = 0;
  table->is_list = marked;
  table->by_index = false;
  if (table->level > walk->depth) return lx_walk_fail_depth(walk, table);
  lua_pushnil(L);
  if (!lua_next(L, slot)) return true;
  if (lua_type(L, walk->top + 1) == LUA_TNUMBER) {
    table->is_list = true;
    walk->top += 2;
    table->count = 1; /* at least: the first key and value are at the top */
  } else if (marked) {
    return lx_walk_look_closer(walk, slot, &table->count);
  } else if (!gather_fields(walk, table) || !lx_walk_sort_fields(walk, table)) {
    return false;
  }
  walk->innermost = table;
  return true;
}

void lx_walk_leave(lx_walk *walk, const lx_table *table) {
  walk->innermost = table->up;
  if (!table->is_list) walk->writer->count = table->first;
  walk->top = table->base;
  lua_settop(walk->L, table->base);
}

/* ---- Lists --------------------------------------------------------------------------- */

static int item_by_index(lx_walk *walk, lx_table *table) {
  if (table->at == table->count) return 0;
  lua_rawgeti(walk->L, table->slot, (lua_Integer)++table->at);
  walk->item = walk->top = table->base + 1;
  return 1;
}

/* Items lie in order in the table nearly always, so one pass suffices; the first key that is
 * out of order has all of them counted. */
int lx_walk_item(lx_walk *walk, lx_table *table) {
  lua_State *L = walk->L;
  const lx_table *up;
  bool ok;
  if (table->by_index) {
    lua_settop(L, table->base);
    return item_by_index(walk, table);
  }
  if (table->at) {
    lua_settop(L, table->base + 1);
    if (!lua_next(L, table->slot)) return 0;
  }
  if (lua_isinteger(L, table->base + 1) &&
      lua_tointeger(L, table->base + 1) == (lua_Integer)table->at + 1) {
    table->at++;
    walk->item = walk->top;
    return 1;
  }
  lua_settop(L, table->base);
  up = walk->innermost;
  walk->innermost = table->up;
  ok = lx_walk_look_closer(walk, table->slot, &table->count);
  if (!ok) return -1;
  walk->innermost = up;
  table->by_index = true;
  return item_by_index(walk, table);
}

#endif
