#include "schema/constant.h"

#include <string.h>

#include "schema/node.h"
#include "value/keys.h"
#include "value/value.h"

enum { DEEPEST = 16, STACK = 12 };

typedef struct reading {
  lx_schema *schema;
  lua_State *L;
  const char **problem;
} reading;

static bool read_value(const reading *r, lx_constant *constant, int depth);

static bool refuse(const reading *r, const char *problem) {
  *r->problem = problem;
  return false;
}

static bool read_list(const reading *r, lx_constant *list, int depth) {
  lx_constant *items = lx_schema_alloc(r->schema, list->count * sizeof *items);
  if (!items) return false;
  list->items = items;
  for (size_t i = 0; i < list->count; i++) {
    bool fine;
    lua_rawgeti(r->L, -1, (lua_Integer)i + 1);
    fine = read_value(r, &items[i], depth + 1);
    lua_pop(r->L, 1);
    if (!fine) return false;
  }
  return true;
}

/* Entries in the order of their keys, so that they are always pushed in the same order.
 */
static bool read_map(const reading *r, lx_constant *map, int depth) {
  lua_State *L = r->L;
  int table = lua_gettop(L);
  lx_constant *keys = lx_schema_alloc(r->schema, map->count * sizeof *keys);
  lx_constant *items = lx_schema_alloc(r->schema, map->count * sizeof *items);
  if (!keys || !items) return false;
  map->keys = keys;
  map->items = items;
  lx_sorted_keys(L, table);
  for (size_t i = 0; i < map->count; i++) {
    lua_rawgeti(L, table + 1, (lua_Integer)i + 1);
    if (!read_value(r, &keys[i], depth + 1)) return false;
    lua_rawget(L, table);
    if (!read_value(r, &items[i], depth + 1)) return false;
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return true;
}

static bool read_table(const reading *r, lx_constant *constant, int depth) {
  lx_table_kind kind = lx_classify(r->L, -1, &constant->count);
  if (depth > DEEPEST) return refuse(r, "is nested too deep");
  if (kind == LX_TABLE_LIST) {
    constant->kind = LX_CONSTANT_LIST;
    return read_list(r, constant, depth);
  }
  if (kind != LX_TABLE_MAP) return refuse(r, "has both kinds of key, or holes");
  constant->kind = LX_CONSTANT_MAP;
  return read_map(r, constant, depth);
}

/* The value is at the top. */
static bool read_value(const reading *r, lx_constant *constant, int depth) {
  lua_State *L = r->L;
  const char *text;
  if (!lua_checkstack(L, STACK)) return refuse(r, "is nested too deep");
  switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
      constant->kind = LX_CONSTANT_BOOLEAN;
      constant->boolean = lua_toboolean(L, -1);
      return true;
    case LUA_TNUMBER:
      constant->kind = lua_isinteger(L, -1) ? LX_CONSTANT_INTEGER : LX_CONSTANT_NUMBER;
      constant->integer = lua_tointeger(L, -1);
      constant->number = lua_tonumber(L, -1);
      return true;
    case LUA_TSTRING:
      constant->kind = LX_CONSTANT_TEXT;
      text = lua_tolstring(L, -1, &constant->count);
      constant->text = lx_schema_copy(r->schema, text, constant->count);
      return constant->text != NULL;
    case LUA_TTABLE: return read_table(r, constant, depth);
    default:
      if (!lx_is_null(L, -1)) return refuse(r, "is no value of a document");
      constant->kind = LX_CONSTANT_NULL;
      return true;
  }
}

bool lx_constant_read(lx_schema *schema, lua_State *L, int index, lx_constant *constant,
                      const char **problem) {
  reading r = {schema, L, problem};
  int top = lua_gettop(L);
  bool fine;
  *problem = NULL;
  memset(constant, 0, sizeof *constant);
  if (!lua_checkstack(L, STACK)) return refuse(&r, "is nested too deep");
  lua_pushvalue(L, index);
  fine = read_value(&r, constant, 0);
  lua_settop(L, top);
  return fine;
}

void lx_constant_push(lua_State *L, const lx_constant *constant) {
  switch (constant->kind) {
    case LX_CONSTANT_NULL: lx_push_null(L); break;
    case LX_CONSTANT_BOOLEAN: lua_pushboolean(L, constant->boolean); break;
    case LX_CONSTANT_INTEGER: lua_pushinteger(L, constant->integer); break;
    case LX_CONSTANT_NUMBER: lua_pushnumber(L, constant->number); break;
    case LX_CONSTANT_TEXT: lua_pushlstring(L, constant->text, constant->count); break;
    case LX_CONSTANT_LIST:
      lua_createtable(L, (int)constant->count, 0);
      for (size_t i = 0; i < constant->count; i++) {
        lx_constant_push(L, &constant->items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
      }
      if (!constant->count) lx_mark_list(L, -1);
      break;
    case LX_CONSTANT_MAP:
      lua_createtable(L, 0, (int)constant->count);
      for (size_t i = 0; i < constant->count; i++) {
        lx_constant_push(L, &constant->keys[i]);
        lx_constant_push(L, &constant->items[i]);
        lua_rawset(L, -3);
      }
      break;
  }
}

bool lx_constant_is(lua_State *L, int index, const lx_constant *constant) {
  size_t length;
  const char *text;
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
      return constant->kind == LX_CONSTANT_BOOLEAN &&
             constant->boolean == (bool)lua_toboolean(L, index);
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        return constant->kind == LX_CONSTANT_INTEGER &&
               constant->integer == lua_tointeger(L, index);
      }
      return constant->kind == LX_CONSTANT_NUMBER && constant->number == lua_tonumber(L, index);
    case LUA_TSTRING:
      if (constant->kind != LX_CONSTANT_TEXT) return false;
      text = lua_tolstring(L, index, &length);
      return length == constant->count && !memcmp(text, constant->text, length);
    default: return constant->kind == LX_CONSTANT_NULL && lx_is_null(L, index);
  }
}
