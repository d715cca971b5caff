/* walk_inside.c: walks past lua.h, in the built-in Lua's tables as they lie in memory. */
#include "codec/walk_parts.h"
#include "value/view.h"

#ifdef LUXR_LUA_INSIDE

static bool look_closer(lx_walk *walk, Table *table, size_t *count) {
  lua_State *L = walk->L;
  bool ok;
  if (!lua_checkstack(L, 8)) return lx_walk_fail(walk, "nested too deep");
  sethvalue2s(L, L->top.p, table);
  L->top.p++;
  ok = lx_walk_look_closer(walk, lua_gettop(L), count);
  lua_pop(L, 1);
  return ok;
}

static void set_key(lx_key *key, const TString *name, lx_slot value) {
  *key = lx_key_of(getstr(name), tsslen(name), value);
}

/* The first key is at hand; it is no number, so all fields lie among the nodes. */
static bool gather_fields(lx_walk *walk, lx_table *table) {
  Table *real = table->entry.table;
  const Node *node = nodefromval(table->entry.value), *end = gnode(real, sizenode(real));
  lx_writer *writer = walk->writer;
  lx_key *key;
  if (!lx_walk_make_room(walk, writer->count + 2 * (size_t)(end - node))) return false;
  table->first = writer->count;
  key = writer->keys + table->first;
  for (; node < end; node++) {
    if (isempty(gval(node))) continue;
    if (!keyisshrstr(node) && keytt(node) != ctb(LUA_VLNGSTR)) {
      return look_closer(walk, real, &table->count) && lx_walk_fail(walk, "a strange table");
    }
    set_key(key++, gco2ts(keyval(node).gc), gval(node));
  }
  table->count = (size_t)(key - writer->keys) - table->first;
  return lx_walk_sort_fields(walk, table);
}

/* What has a metatable: a marked list, or what stands for the table that is wanted. */
static Table *look_through(lua_State *L, Table *table, bool *marked) {
  while (table->metatable && lua_checkstack(L, 8)) {
    Table *real = lx_inside_real(table);
    if (!real) {
      sethvalue2s(L, L->top.p, table);
      L->top.p++;
      *marked = lx_is_marked_list(L, -1);
      if (!*marked && lx_view_peel(L, lua_gettop(L))) real = hvalue(s2v(L->top.p - 1));
      lua_pop(L, 1);
      if (!real) break;
    }
    table = real;
  }
  return table;
}

bool lx_walk_enter(lx_walk *walk, lx_table *table, lx_slot slot) {
  Table *real = hvalue(slot);
  bool marked = false;
  if (real->metatable) real = look_through(walk->L, real, &marked);
  table->up = walk->innermost;
  table->entry.table = real;
  table->entry.at = 0;
  table->level = table->up ? table->up->level + 1 : 1;
  table->first = table->count = table->at = 0;
  table->is_list = marked;
  table->by_index = false;
  if (table->level > walk->depth) return lx_walk_fail_depth(walk, table);
  if (!lx_inside_next(&table->entry)) return true;
  if (ttisnumber(&table->entry.key)) {
    table->is_list = true;
    table->count = 1; /* at least: the first is at hand */
  } else if (marked) {
    return look_closer(walk, real, &table->count);
  } else if (!gather_fields(walk, table)) {
    return false;
  }
  walk->innermost = table;
  return true;
}

void lx_walk_leave(lx_walk *walk, const lx_table *table) {
  walk->innermost = table->up;
  if (!table->is_list) walk->writer->count = table->first;
}

static int item_by_index(lx_walk *walk, lx_table *table) {
  if (table->at == table->count) return 0;
  walk->item = luaH_getint(table->entry.table, (lua_Integer)++table->at);
  return 1;
}

/* Items lie in order in the table nearly always, so one pass suffices; the first key that is
 * out of order has all of them counted. */
int lx_walk_item(lx_walk *walk, lx_table *table) {
  const lx_table *up;
  if (table->by_index) return item_by_index(walk, table);
  if (table->at && !lx_inside_next(&table->entry)) return 0;
  if (ttisinteger(&table->entry.key) &&
      ivalue(&table->entry.key) == (lua_Integer)table->at + 1) {
    table->at++;
    walk->item = table->entry.value;
    return 1;
  }
  up = walk->innermost;
  walk->innermost = table->up;
  if (!look_closer(walk, table->entry.table, &table->count)) return -1;
  walk->innermost = up;
  table->by_index = true;
  return item_by_index(walk, table);
}

#endif
