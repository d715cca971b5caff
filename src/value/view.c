#include "value/view.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/path.h"
#include "base/suggest.h"
#include "value/keys.h"
#include "value/raise.h"

/* What a view holds, under keys that no script can name: the addresses of these. It holds its
 * children, too, under the addresses of the tables they stand for. Nothing stands under a key
 * of the real table: a write to such a field would not ask the metatable. */
static const char metatable_key, real_key, shape_key, parent_key, name_key;

/* The shape of ctx; compared by address. */
static const lx_shape closed_shape = {NULL, 0, false, NULL};

enum {
  CELLS = 8,       /* four of its own, room for four children */
  DEEPEST = 128,   /* segments of a path in messages */
  MOST_NAMES = 16, /* of those that are there, in messages */
  LONGEST_NAME = 60,
  NAMES_TEXT = MOST_NAMES * (LONGEST_NAME + 8) + 64
};

bool lx_is_view(lua_State *L, int index) {
  bool is_view;
  if (!lua_istable(L, index) || !lua_getmetatable(L, index)) return false;
  lua_pop(L, 1);
  is_view = lua_rawgetp(L, index, &real_key) == LUA_TTABLE;
  lua_pop(L, 1);
  return is_view;
}

bool lx_view_peel(lua_State *L, int index) {
  if (!lx_is_view(L, index)) return false;
  lua_rawgetp(L, index, &real_key);
  lua_replace(L, index);
  return true;
}

/* ---- Making -------------------------------------------------------------------------- */

static void set_shape(lua_State *L, const lx_shape *shape) {
  if (!shape) return;
  lua_pushlightuserdata(L, (void *)shape);
  lua_rawsetp(L, -2, &shape_key);
}

static void push_root(lua_State *L, int index, const lx_shape *shape, const char *name) {
  if (!lua_checkstack(L, 4)) lx_raise(L, "too many values on the stack");
  lua_pushvalue(L, index);
  if (!lua_istable(L, -1)) return;
  lx_view_peel(L, lua_gettop(L));
  lua_createtable(L, 0, CELLS);
  lua_insert(L, -2);
  lua_rawsetp(L, -2, &real_key);
  lua_pushlightuserdata(L, (void *)name);
  lua_rawsetp(L, -2, &parent_key);
  set_shape(L, shape);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
  lua_setmetatable(L, -2);
}

void lx_view_push(lua_State *L, int index, const lx_shape *shape, const char *name) {
  push_root(L, index, shape, name);
}

void lx_view_push_closed(lua_State *L, int index, const char *name) {
  push_root(L, index, &closed_shape, name);
}

/* A table that is its own child is handed out as it is. */
void lx_view_set(lua_State *L, int index, const char *name) {
  index = lua_absindex(L, index);
  if (lua_istable(L, -1)) {
    lua_pushvalue(L, -1);
    lua_rawsetp(L, index, lua_topointer(L, -1));
  }
  lua_rawgetp(L, index, &real_key);
  lua_pushstring(L, name);
  lua_rotate(L, -3, -1);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

/* ---- Messages ------------------------------------------------------------------------ */

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

/* The path of the view at 1 and of the key at 2: up to the root, and down again. */
static lx_path path_of_key(lua_State *L) {
  lx_path path = {0};
  const char *root = ".."; /* and the dot of the name that follows */
  int first = lua_gettop(L) + 1, last = first;
  if (!lua_checkstack(L, DEEPEST + 4)) lx_raise(L, "too many values on the stack");
  lua_pushvalue(L, 1);
  while (lua_rawgetp(L, last, &parent_key) == LUA_TTABLE && last - first < DEEPEST) last++;
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

/* The names that its shape declares, or for a closed view those in the real table of the view
 * at 1; the array of these stays on the stack and keeps them. */
static names list_names(lua_State *L, const lx_shape *shape) {
  names list = {.count = 0};
  size_t length, count;
  const char *wanted = lua_tolstring(L, 2, &length);
  list.near = lx_suggest(wanted, length);
  for (size_t i = 0; i < shape->count; i++) {
    add_offer(&list, shape->fields[i].name, shape->fields[i].length);
  }
  if (shape != &closed_shape) return list;
  count = lx_sorted_keys(L, 1);
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

_Noreturn static void raise_missing(lua_State *L, const lx_shape *shape) {
  const char *rule = shape == &closed_shape ? "not there" : "not in the schema";
  char text[NAMES_TEXT] = "";
  lx_path path = path_of_key(L);
  names list = list_names(L, shape);
  if (list.near.best) {
    lx_raise(L, "%s is %s (did you mean '%.*s'?)", path.text, rule,
             (int)list.near.best_length, list.near.best);
  }
  if (list.count) print_names(text, &list);
  lx_raise(L, "%s is %s%s", path.text, rule, text);
}

/* ---- Reading ------------------------------------------------------------------------- */

static const lx_shape *shape_of(lua_State *L, int view) {
  const lx_shape *shape = NULL;
  if (lua_rawgetp(L, view, &shape_key) != LUA_TNIL) shape = lua_touserdata(L, -1);
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

/* Of the view at 1, for the key at 2 and the table at the top, which it replaces. */
static void push_child(lua_State *L) {
  const void *table = lua_topointer(L, -1);
  if (lx_is_view(L, lua_gettop(L))) return;
  lua_createtable(L, 0, CELLS);
  lua_insert(L, -2);
  lua_rawsetp(L, -2, &real_key);
  lua_pushvalue(L, 1);
  lua_rawsetp(L, -2, &parent_key);
  lua_pushvalue(L, 2);
  lua_rawsetp(L, -2, &name_key);
  set_shape(L, shape_of_key(L, shape_of(L, 1), 2));
  lua_getmetatable(L, 1);
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, 1, table);
}

static void check_declared(lua_State *L) {
  const lx_shape *shape = shape_of(L, 1);
  size_t length;
  const char *name;
  if (!shape || shape->open || lua_type(L, 2) != LUA_TSTRING) return;
  name = lua_tolstring(L, 2, &length);
  if (!lx_shape_find(shape, name, length)) raise_missing(L, shape);
}

static int view_index(lua_State *L) {
  int type;
  lua_rawgetp(L, 1, &real_key);
  lua_pushvalue(L, 2);
  type = lua_rawget(L, 3);
  if (type == LUA_TTABLE) {
    if (lua_rawgetp(L, 1, lua_topointer(L, 4)) == LUA_TTABLE) return 1;
    lua_pop(L, 1);
    push_child(L);
  } else if (type == LUA_TNIL) {
    check_declared(L);
  }
  return 1;
}

static int view_write(lua_State *L) {
  lx_path path = path_of_key(L);
  lx_raise(L, "%s is read-only", path.text);
}

static int view_length(lua_State *L) {
  lua_rawgetp(L, 1, &real_key);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
  return 1;
}

void lx_view_open(lua_State *L) {
  lua_createtable(L, 0, 4);
  lua_pushcfunction(L, view_index);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, view_write);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, view_length);
  lua_setfield(L, -2, "__len");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
}
