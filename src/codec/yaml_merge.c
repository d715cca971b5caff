#include "codec/yaml_value.h"
#include "value/crowd.h"
#include "value/value.h"

enum { SLOTS = 8 };

/* ---- Copies: what an alias stands for ------------------------------------------------ */

static bool copy_table(lx_reading *reading, size_t depth, yaml_mark_t mark);

/* Replaces the value at the top, at `depth` levels of the document, by a copy. Every value of
 * it counts, so that aliases of aliases end. */
static bool copy_value(lx_reading *reading, size_t depth, yaml_mark_t mark) {
  if (!lx_reading_count(reading, mark.index)) {
    reading->fault.line = reading->text->line + mark.line;
    reading->fault.column = mark.column + 1;
    return false;
  }
  return lua_type(reading->L, -1) == LUA_TTABLE ? copy_table(reading, depth, mark) : true;
}

static bool copy_table(lx_reading *reading, size_t depth, yaml_mark_t mark) {
  lua_State *L = reading->L;
  int from = lua_gettop(L);
  if (depth >= reading->limits.depth || !lua_checkstack(L, SLOTS)) {
    lx_yaml_fault(&reading->fault, reading->text, mark, "nested deeper than %zu levels",
                  reading->limits.depth);
    reading->fault.limit = "depth";
    return false;
  }
  lua_createtable(L, 0, 0);
  if (lx_is_marked_list(L, from)) lx_mark_list(L, -1);
  for (lua_pushnil(L); lua_next(L, from);) {
    if (!copy_value(reading, depth + 1, mark)) return false;
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, from + 1);
  }
  lua_remove(L, from);
  return true;
}

bool lx_yaml_copy(lx_reading *reading, yaml_mark_t mark) {
  return copy_value(reading, reading->depth, mark);
}

/* ---- Merges -------------------------------------------------------------------------- */

static bool is_list(lua_State *L, int index) {
  return lua_rawlen(L, index) > 0 || lx_is_marked_list(L, index);
}

bool lx_yaml_can_merge(lua_State *L, bool list_too) {
  if (!lua_istable(L, -1)) return false;
  if (!is_list(L, -1)) return true;
  for (size_t i = 1; list_too && i <= lua_rawlen(L, -1); i++) {
    bool ok;
    lua_rawgeti(L, -1, (lua_Integer)i);
    ok = lx_yaml_can_merge(L, false);
    lua_pop(L, 1);
    if (!ok) return false;
  }
  return list_too;
}

static bool merge_map(lua_State *L, int map, int merged) {
  for (lua_pushnil(L); lua_next(L, merged);) {
    lua_pushvalue(L, -2);
    if (lx_key_is_crowded(L, map)) return false;
    if (lua_rawget(L, map) == LUA_TNIL) {
      lua_pop(L, 1);
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_rawset(L, map);
    } else {
      lua_pop(L, 2);
    }
  }
  return true;
}

/* The values are the document's own by now: aliases were copied when they were read. */
bool lx_yaml_merge(lua_State *L, int map, int merged) {
  if (!is_list(L, merged)) return merge_map(L, map, merged);
  for (size_t i = 1; i <= lua_rawlen(L, merged); i++) {
    lua_rawgeti(L, merged, (lua_Integer)i);
    if (!merge_map(L, map, lua_gettop(L))) return false;
    lua_pop(L, 1);
  }
  return true;
}
