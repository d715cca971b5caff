/* links.c: luxr.links: what one table of a map says of another, by rows. */
#include <string.h>

#include <lauxlib.h>

#include "base/path.h"
#include "host/budget.h"
#include "library/functions.h"
#include "value/raise.h"
#include "value/slot.h"
#include "value/view.h"

/* A row as scripts write it, and as it is kept: the two names, how many keys the first path has,
 * those, and those of the second. */
enum { NAME = 1, PATH, TARGET, TARGET_PATH, ROW_FIELDS = TARGET_PATH };
enum { KEPT_NAME = 1, KEPT_TARGET, KEPT_COUNT, KEPT_KEYS };
enum { MOST_KEYS = 60, STEPS_A_ROW = 8 };

/* ---- making -------------------------------------------------------------------------- */

static const char *text_of_row(lua_State *L, int row, int field, lua_Integer number) {
  size_t length;
  const char *text;
  if (lua_rawgeti(L, row, field) != LUA_TSTRING) {
    lx_raise(L, "luxr.links: row %lld must be { name, path, target, its path }, four strings",
             (long long)number);
  }
  text = lua_tolstring(L, -1, &length);
  lx_charge(L, length);
  return strlen(text) == length ? text : "..";
}

/* Adds the keys of the path in a field of the row to the kept one, from `at` on; where they end. */
static lua_Integer keep_path(lua_State *L, int row, int field, lua_Integer number, int kept,
                             lua_Integer at) {
  const char *path = text_of_row(L, row, field, number), *rest = path;
  lua_Integer end = at + MOST_KEYS;
  lx_segment segment;
  while (*rest) {
    if (at == end || lx_path_next(&rest, &segment) <= 0) {
      lx_raise(L, "luxr.links: row %lld: '%.200s' is not a path, such as spec.ports[0].name",
               (long long)number, path);
    }
    lx_push_segment(L, &segment);
    lua_rawseti(L, kept, at++);
  }
  lua_pop(L, 1);
  return at;
}

/* Pushes what is kept of the row at the top. */
static void keep_row(lua_State *L, lua_Integer number) {
  int row = lua_gettop(L), kept = row + 1;
  lua_Integer end;
  if (!lua_istable(L, row)) lua_newtable(L), lua_replace(L, row);
  lua_createtable(L, 16, 0);
  text_of_row(L, row, NAME, number);
  lua_rawseti(L, kept, KEPT_NAME);
  text_of_row(L, row, TARGET, number);
  lua_rawseti(L, kept, KEPT_TARGET);
  lua_pushinteger(L, 0);
  lua_rawseti(L, kept, KEPT_COUNT);
  end = keep_path(L, row, PATH, number, kept, KEPT_KEYS);
  lua_pushinteger(L, end - KEPT_KEYS);
  lua_rawseti(L, kept, KEPT_COUNT);
  keep_path(L, row, TARGET_PATH, number, kept, end);
}

/* ---- asking -------------------------------------------------------------------------- */

/* What is at the end of the kept keys from..to; `to` 0: all that there are. */
static lx_slot along(lua_State *L, lx_slot slot, lx_slot row, lua_Integer from,
                     lua_Integer to) {
  for (lua_Integer i = from; !to || i < to; i++) {
    lx_slot key = lx_slot_item(L, row, i);
    if (lx_slot_type(L, key) == LUA_TNIL) break;
    slot = lx_slot_key(L, slot, key);
  }
  return slot;
}

static bool row_holds(lua_State *L, lx_slot map, lx_slot row) {
  lua_Integer second = KEPT_KEYS + lx_slot_integer(L, lx_slot_item(L, row, KEPT_COUNT));
  lx_slot one = lx_slot_key(L, map, lx_slot_item(L, row, KEPT_NAME)), other;
  if (lx_slot_type(L, one) == LUA_TNIL) return true;
  other = lx_slot_key(L, map, lx_slot_item(L, row, KEPT_TARGET));
  if (lx_slot_type(L, other) == LUA_TNIL) return false;
  return lx_slot_equal(L, along(L, one, row, KEPT_KEYS, second),
                       along(L, other, row, second, 0));
}

/* The function that luxr.links made: (map). */
static int broken_links(lua_State *L) {
  lua_Integer count = (lua_Integer)lua_rawlen(L, lua_upvalueindex(1)), found = 0;
  lua_settop(L, 1);
  if (!lua_istable(L, 1)) lx_raise(L, "luxr.links needs a table, got %s", lx_type_text(L, 1));
  luaL_checkstack(L, 8 * MOST_KEYS, NULL);
  lx_charge_steps(L, (size_t)count * STEPS_A_ROW);
  lua_pushnil(L);
  for (lua_Integer i = 1; i <= count; i++) {
    int mark = lx_slot_mark(L);
    bool holds = row_holds(L, lx_slot_at(L, 1), lx_slot_item(L, lx_slot_upvalue(L, 1), i));
    lx_slot_release(L, mark);
    if (holds) continue;
    if (!found) lua_newtable(L), lua_replace(L, 2);
    lua_pushinteger(L, i);
    lua_rawseti(L, 2, ++found);
  }
  return 1;
}

static int links(lua_State *L) {
  lua_Integer count;
  lua_settop(L, 1);
  if (!lua_istable(L, 1)) lx_raise(L, "luxr.links needs a table, got %s", lx_type_text(L, 1));
  lx_view_peel(L, 1);
  count = (lua_Integer)lua_rawlen(L, 1);
  lua_newtable(L);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, 1, i);
    keep_row(L, i);
    lua_rawseti(L, 2, i);
    lua_settop(L, 2);
  }
  lua_pushcclosure(L, broken_links, 1);
  return 1;
}

void lx_add_link_functions(lua_State *L) {
  lx_add_function(L, "links", links);
}
