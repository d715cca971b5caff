#include "value/view.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/path.h"
#include "base/suggest.h"
#include "value/keys.h"
#include "value/raise.h"

/* A view is an empty table, so that every write asks its metatable. It has a metatable of
 * its own, the `self` of the functions below, whose __index is a cache: a table that
 * keeps what was answered, so that a second read never leaves the virtual machine. What
 * the cache does not have is answered by cache_index from the real table.
 *
 * These are keys that no script can name, by their addresses. In self: the real table,
 * its shape (if any), the parent's self and the name there, or the root's name. In a
 * cache: its self. */
static const char real_key, shape_key, parent_key, name_key, self_key;

/* In the registry: the metatable that all caches share. */
static const char caches_key;

/* The shape of ctx; compared by address. */
static const lx_shape closed_shape = {NULL, 0, false, NULL};

enum {
  SELF_CELLS = 8,  /* four metamethods and the four above */
  CACHE_CELLS = 8, /* its self, and what a level is asked for as a rule */
  CACHE_ITEMS = 4,
  DEEPEST = 128,   /* segments of a path in messages */
  MOST_NAMES = 16, /* of those that are there, in messages */
  LONGEST_NAME = 60,
  NAMES_TEXT = MOST_NAMES * (LONGEST_NAME + 8) + 64
};

/* Pushes the real table when the value at `index` is a view. */
static bool push_real(lua_State *L, int index) {
  if (!lua_istable(L, index) || !lua_getmetatable(L, index)) return false;
  if (lua_rawgetp(L, -1, &real_key) == LUA_TTABLE) {
    lua_remove(L, -2);
    return true;
  }
  lua_pop(L, 2);
  return false;
}

bool lx_is_view(lua_State *L, int index) {
  if (!push_real(L, index)) return false;
  lua_pop(L, 1);
  return true;
}

bool lx_view_peel(lua_State *L, int index) {
  if (!push_real(L, index)) return false;
  lua_replace(L, index);
  return true;
}

/* ---- Messages ---------------------------------------------------------------------- */

static void add_name(lua_State *L, lx_path *path, int index) {
  if (lua_isinteger(L, index)) {
    lua_Integer number = lua_tointeger(L, index);
    if (number > 0) lx_path_push_index(path, (size_t)number - 1);
  } else if (lua_type(L, index) == LUA_TSTRING) {
    size_t length;
    const char *name = lua_tolstring(L, index, &length);
    lx_path_push_name(path, name, length);
  }
}

/* The path of the key at 2: up to the root, and down again. */
static lx_path path_of_key(lua_State *L, int self) {
  lx_path path = {0};
  const char *root = ".."; /* and the dot of the name that follows */
  int first = lua_gettop(L) + 1, last = first;
  if (!lua_checkstack(L, DEEPEST + 4)) lx_raise(L, "too many values on the stack");
  lua_pushvalue(L, self);
  for (; lua_rawgetp(L, last, &parent_key) == LUA_TTABLE; last++) {
    if (last - first == DEEPEST) break;
  }
  if (lua_islightuserdata(L, -1)) root = lua_touserdata(L, -1);
  path.length = (size_t)snprintf(path.text, sizeof path.text, "%s", root);
  for (; last >= first; last--) {
    lua_rawgetp(L, last, &name_key);
    add_name(L, &path, lua_gettop(L));
    lua_pop(L, 1);
  }
  lua_settop(L, first - 1);
  add_name(L, &path, 2);
  return path;
}

typedef struct names {
  lx_suggestion near;
  const char *first[MOST_NAMES];
  int lengths[MOST_NAMES];
  size_t count;
} names;

static void add_offer(names *list, const char *name, size_t length) {
  lx_suggest_offer(&list->near, name, length);
  if (list->count < MOST_NAMES) {
    list->first[list->count] = name;
    list->lengths[list->count] = length < LONGEST_NAME ? (int)length : LONGEST_NAME;
  }
  list->count++;
}

/* The names that its shape declares, or for a closed view those in its real table: the
 * array of these stays on the stack and keeps them. */
static names list_names(lua_State *L, int self, const lx_shape *shape) {
  names list = {.count = 0};
  size_t length, count;
  const char *wanted = lua_tolstring(L, 2, &length);
  list.near = lx_suggest(wanted, length);
  for (size_t i = 0; i < shape->count; i++) {
    add_offer(&list, shape->fields[i].name, shape->fields[i].length);
  }
  if (shape != &closed_shape) return list;
  lua_rawgetp(L, self, &real_key);
  count = lx_sorted_keys(L, lua_gettop(L));
  for (size_t i = 1; i <= count; i++) {
    if (lua_rawgeti(L, -1, (lua_Integer)i) == LUA_TSTRING) {
      const char *name = lua_tolstring(L, -1, &length);
      add_offer(&list, name, length);
    }
    lua_pop(L, 1);
  }
  return list;
}

__attribute__((format(printf, 3, 4))) static size_t put(char text[NAMES_TEXT], size_t at,
                                                        const char *format, ...) {
  va_list arguments;
  int added;
  va_start(arguments, format);
  added = vsnprintf(text + at, NAMES_TEXT - at, format, arguments);
  va_end(arguments);
  return added > 0 && (size_t)added < NAMES_TEXT - at ? at + (size_t)added : at;
}

/* " (there are 'a', 'b' and 'c')" */
static void print_names(char text[NAMES_TEXT], const names *list) {
  size_t shown = list->count < MOST_NAMES ? list->count : MOST_NAMES;
  size_t at = put(text, 0, " (there %s ", list->count == 1 ? "is only" : "are");
  for (size_t i = 0; i < shown; i++) {
    const char *between = !i ? "" : i + 1 == list->count ? " and " : ", ";
    at = put(text, at, "%s'%.*s'", between, list->lengths[i], list->first[i]);
  }
  if (shown < list->count) at = put(text, at, " and %zu more", list->count - shown);
  put(text, at, ")");
}

_Noreturn static void raise_missing(lua_State *L, int self, const lx_shape *shape) {
  const char *rule = shape == &closed_shape ? "not there" : "not in the schema";
  char text[NAMES_TEXT] = "";
  lx_path path = path_of_key(L, self);
  names list = list_names(L, self, shape);
  if (list.near.best) {
    lx_raise(L, "%s is %s (did you mean '%.*s'?)", path.text, rule,
             (int)list.near.best_length, list.near.best);
  }
  if (list.count) print_names(text, &list);
  lx_raise(L, "%s is %s%s", path.text, rule, text);
}

/* ---- Making ------------------------------------------------------------------------ */

static int view_write(lua_State *L) {
  lx_path path;
  lua_getmetatable(L, 1);
  path = path_of_key(L, lua_gettop(L));
  lx_raise(L, "%s is read-only", path.text);
}

static int view_length(lua_State *L) {
  lua_pushinteger(L, push_real(L, 1) ? (lua_Integer)lua_rawlen(L, -1) : 0);
  return 1;
}

/* Gives the self at the top its cache, with room for `items` items. */
static void add_cache(lua_State *L, int items) {
  lua_createtable(L, items, CACHE_CELLS);
  lua_pushvalue(L, -2);
  lua_rawsetp(L, -2, &self_key);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &caches_key);
  lua_setmetatable(L, -2);
  lua_setfield(L, -2, "__index");
}

/* Replaces the table at the top by a new self for it. */
static void push_self(lua_State *L, const lx_shape *shape, int items) {
  lua_createtable(L, 0, SELF_CELLS);
  add_cache(L, items); /* first: no other key then stands where reads look for it */
  lua_insert(L, -2);
  lua_rawsetp(L, -2, &real_key);
  lua_pushcfunction(L, view_write);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, view_length);
  lua_setfield(L, -2, "__len");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  if (shape) {
    lua_pushlightuserdata(L, (void *)shape);
    lua_rawsetp(L, -2, &shape_key);
  }
}

/* Replaces the self at the top by a view. */
static void push_view(lua_State *L) {
  lua_createtable(L, 0, 0);
  lua_insert(L, -2);
  lua_setmetatable(L, -2);
}

static void push_root(lua_State *L, int index, const lx_shape *shape, const char *name) {
  if (!lua_checkstack(L, 8)) lx_raise(L, "too many values on the stack");
  lua_pushvalue(L, index);
  if (!lua_istable(L, -1)) return;
  lx_view_peel(L, lua_gettop(L));
  push_self(L, shape, 0);
  lua_pushlightuserdata(L, (void *)name);
  lua_rawsetp(L, -2, &parent_key);
  push_view(L);
}

void lx_view_push(lua_State *L, int index, const lx_shape *shape, const char *name) {
  push_root(L, index, shape, name);
}

void lx_view_push_closed(lua_State *L, int index, const char *name) {
  push_root(L, index, &closed_shape, name);
}

/* Sets the field named by the string below the top in the table at `index`. */
static void set_copy(lua_State *L, int index) {
  lua_pushvalue(L, -2);
  lua_pushvalue(L, -2);
  lua_rawset(L, index);
}

void lx_view_set(lua_State *L, int index, const char *name) {
  int cache = lua_gettop(L) + 1, real = cache + 1;
  lua_getmetatable(L, index);
  lua_rawgetp(L, -1, &real_key);
  lua_getfield(L, -2, "__index");
  lua_replace(L, cache);
  lua_pushstring(L, name);
  lua_pushvalue(L, cache - 1);
  set_copy(L, cache);
  set_copy(L, real);
  lua_settop(L, cache - 2);
}

/* ---- Reading ----------------------------------------------------------------------- */

static const lx_shape *shape_of(lua_State *L, int self) {
  const lx_shape *shape = NULL;
  if (lua_rawgetp(L, self, &shape_key) != LUA_TNIL) shape = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return shape;
}

static const lx_shape *shape_of_key(lua_State *L, const lx_shape *shape, int key) {
  const lx_field *field;
  const char *name;
  size_t length;
  if (!shape || lua_type(L, key) != LUA_TSTRING) return shape ? shape->others : NULL;
  name = lua_tolstring(L, key, &length);
  field = lx_shape_find(shape, name, length);
  return field ? field->shape : shape->others;
}

static void check_declared(lua_State *L, int self) {
  const lx_shape *shape = shape_of(L, self);
  size_t length;
  const char *name;
  if (!shape || shape->open || lua_type(L, 2) != LUA_TSTRING) return;
  name = lua_tolstring(L, 2, &length);
  if (!lx_shape_find(shape, name, length)) raise_missing(L, self, shape);
}

/* Replaces the table at the top, which has the key at 2, by a view. */
static void push_child(lua_State *L, int self) {
  size_t items = lua_rawlen(L, -1);
  const lx_shape *shape = shape_of_key(L, shape_of(L, self), 2);
  push_self(L, shape, items < CACHE_ITEMS ? (int)items : CACHE_ITEMS);
  lua_pushvalue(L, self);
  lua_rawsetp(L, -2, &parent_key);
  lua_pushvalue(L, 2);
  lua_rawsetp(L, -2, &name_key);
  push_view(L);
}

/* Called with a cache and a key that is not in it. */
static int cache_index(lua_State *L) {
  enum { CACHE = 1, KEY, SELF, REAL };
  int type;
  lua_rawgetp(L, CACHE, &self_key);
  lua_rawgetp(L, SELF, &real_key);
  lua_pushvalue(L, KEY);
  type = lua_rawget(L, REAL);
  if (type == LUA_TNIL) {
    check_declared(L, SELF);
    return 1;
  }
  if (type == LUA_TTABLE) {
    if (!lx_is_view(L, -1)) push_child(L, SELF);
  } else if (lua_type(L, KEY) != LUA_TSTRING) {
    return 1; /* the items of a list are read once, as a rule */
  }
  lua_pushvalue(L, KEY);
  lua_pushvalue(L, -2);
  lua_rawset(L, CACHE);
  return 1;
}

void lx_view_open(lua_State *L) {
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, cache_index);
  lua_setfield(L, -2, "__index");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &caches_key);
}
