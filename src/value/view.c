#include "value/view.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/path.h"
#include "base/suggest.h"
#include "value/inside.h"
#include "value/keys.h"
#include "value/raise.h"
#include "value/unread.h"

/* A view is a table with no field that a script could name. Under the keys of inside.h, which
 * only C has, it holds the real table, its parent (a view, or the root's name) and its shape, if
 * any; and the views it has handed out, each for the real table it stands for, whose address is
 * the key: a script may well have a real table in hand, and a write to a key that is there asks
 * no metatable. All views share one metatable, whose functions answer from the real table; the
 * built-in Lua asks them only for what is new (inside_vm.h). */

/* In the registry: that metatable. */
static const char views_key;

/* The shape of ctx, and that of the header; compared by address. */
static const lx_shape closed_shape = {NULL, 0, false, NULL};
const lx_shape lx_unread_shape = {NULL, 0, false, NULL};

enum {
  VIEW_CELLS = 4,     /* the real table, the parent, and a child or two */
  DEEPEST = 128,      /* segments of a path in messages */
  MOST_LOOKS = 10000, /* for the names of one path */
  MOST_NAMES = 16,    /* of those that are there, in messages */
  LONGEST_NAME = 60,
  NAMES_TEXT = MOST_NAMES * (LONGEST_NAME + 8) + 64
};

#ifdef LUXR_LUA_INSIDE
/* Pushes the real table when the value at `index` is a view. */
static bool push_real(lua_State *L, int index) {
  Table *real = lx_inside_real_at(L, index);
  if (!real) return false;
  sethvalue2s(L, L->top.p, real);
  L->top.p++;
  return true;
}

bool lx_is_view(lua_State *L, int index) {
  return lx_inside_real_at(L, index) != NULL;
}
#else
static bool push_real(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return false; /* most tables have none */
  lua_pop(L, 1);
  if (!lua_istable(L, index)) return false;
  if (lua_rawgetp(L, index, LX_VIEW_REAL) == LUA_TTABLE) return true;
  lua_pop(L, 1);
  return false;
}

bool lx_is_view(lua_State *L, int index) {
  if (!push_real(L, index)) return false;
  lua_pop(L, 1);
  return true;
}
#endif

bool lx_view_peel(lua_State *L, int index) {
  if (!push_real(L, index)) return lx_unread_complete(L, index);
  lua_replace(L, index);
  lx_unread_complete(L, index);
  return true;
}

bool lx_view_peel_strict(lua_State *L, int index) {
  bool strict;
  if (!push_real(L, index)) return false;
  strict = lua_rawgetp(L, index, LX_VIEW_SHAPE) != LUA_TNIL &&
           lua_touserdata(L, -1) != &lx_unread_shape;
  lua_pop(L, 1);
  lua_replace(L, index);
  return strict;
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

static bool key_is_less(lua_State *L, int a, int b) {
  size_t n, m;
  const char *left, *right;
  if (lua_isnil(L, b)) return true;
  if (lua_type(L, a) != LUA_TSTRING || lua_type(L, b) != LUA_TSTRING) {
    if (!lua_isinteger(L, a) || !lua_isinteger(L, b)) return lua_isinteger(L, a);
    return lua_tointeger(L, a) < lua_tointeger(L, b);
  }
  left = lua_tolstring(L, a, &n);
  right = lua_tolstring(L, b, &m);
  return lx_compare_bytes(left, n, right, m) < 0;
}

/* Pushes the key of the child in its parent, both views: the least, where it has several.
 * A script may raise again and again, so there is an end to the search. */
static void push_name(lua_State *L, int parent, int child, int *looks) {
  int wanted = lua_gettop(L) + 1, table = wanted + 1, best = wanted + 2;
  lua_rawgetp(L, child, LX_VIEW_REAL);
  lua_rawgetp(L, parent, LX_VIEW_REAL);
  lua_pushnil(L);
  for (lua_pushnil(L); *looks > 0 && lua_next(L, table); lua_pop(L, 1), --*looks) {
    if (lua_rawequal(L, -1, wanted) && key_is_less(L, -2, best)) lua_copy(L, -2, best);
  }
  if (lua_isnil(L, best)) lua_pushliteral(L, "?");
  lua_copy(L, lua_isnil(L, best) ? -1 : best, wanted);
  lua_settop(L, wanted);
}

/* The path of the key at 2 of the view: up to the root, and down again. */
static lx_path path_of_key(lua_State *L, int view) {
  lx_path path = {0};
  const char *root = ".."; /* and the dot of the name that follows */
  int first = lua_gettop(L) + 1, last = first, looks = MOST_LOOKS;
  if (!lua_checkstack(L, DEEPEST + 16)) lx_raise(L, "too many values on the stack");
  lua_pushvalue(L, view);
  for (; lua_rawgetp(L, last, LX_VIEW_PARENT) == LUA_TTABLE; last++) {
    if (last - first == DEEPEST) break;
  }
  if (lua_islightuserdata(L, -1)) root = lua_touserdata(L, -1);
  path.length = (size_t)snprintf(path.text, sizeof path.text, "%s", root);
  if (lua_istable(L, -1)) last++;
  for (; last > first; last--) {
    push_name(L, last, last - 1, &looks);
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
static names list_names(lua_State *L, int view, const lx_shape *shape) {
  names list = {.count = 0};
  size_t length, count;
  const char *wanted = lua_tolstring(L, 2, &length);
  list.near = lx_suggest(wanted, length);
  for (size_t i = 0; i < shape->count; i++) {
    add_offer(&list, shape->fields[i].name, shape->fields[i].length);
  }
  if (shape != &closed_shape) return list;
  lua_rawgetp(L, view, LX_VIEW_REAL);
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

_Noreturn static void raise_missing(lua_State *L, int view, const lx_shape *shape) {
  const char *rule = shape == &closed_shape ? "not there" : "not in the schema";
  char text[NAMES_TEXT] = "";
  lx_path path = path_of_key(L, view);
  names list = list_names(L, view, shape);
  if (list.near.best) {
    lx_raise(L, "%s is %s (did you mean '%.*s'?)", path.text, rule, (int)list.near.best_length,
             list.near.best);
  }
  if (list.count) print_names(text, &list);
  lx_raise(L, "%s is %s%s", path.text, rule, text);
}

/* ---- Making ------------------------------------------------------------------------ */

static int view_write(lua_State *L) {
  lx_path path = path_of_key(L, 1);
  lx_raise(L, "%s is read-only", path.text);
}

static int view_length(lua_State *L) {
  lua_settop(L, 1);
  lua_pushinteger(L, lx_view_peel(L, 1) ? (lua_Integer)lua_rawlen(L, 1) : 0);
  return 1;
}

/* Replaces the table at the top by a view of it, under the parent below it. */
static void wrap(lua_State *L, const lx_shape *shape) {
#ifdef LUXR_LUA_INSIDE
  const TValue *views = lx_inside_light(hvalue(&G(L)->l_registry), &views_key);
  lx_inside_wrap(L, hvalue(views), hvalue(s2v(L->top.p - 1)), s2v(L->top.p - 2), shape);
  lua_replace(L, -2);
#else
  lua_createtable(L, 0, VIEW_CELLS);
  lua_insert(L, -2);
  lua_rawsetp(L, -2, LX_VIEW_REAL);
  lua_pushvalue(L, -2);
  lua_rawsetp(L, -2, LX_VIEW_PARENT);
  if (shape) {
    lua_pushlightuserdata(L, (void *)shape);
    lua_rawsetp(L, -2, LX_VIEW_SHAPE);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &views_key);
  lua_setmetatable(L, -2);
#endif
  lua_remove(L, -2);
}

/* The shape for a view of the table at `index`, whose own would be `shape`. A list is read now:
 * its items are not found one by one. */
static const lx_shape *shape_to_read(lua_State *L, int index, const lx_shape *shape) {
  const lx_unread *unread = lx_unread_at(L, index);
  if (!unread) return shape;
  if (!shape && !unread->is_list) return &lx_unread_shape;
  lx_unread_complete(L, index);
  return shape;
}

static void push_root(lua_State *L, int index, const lx_shape *shape, const char *name) {
  if (!lua_checkstack(L, 8)) lx_raise(L, "too many values on the stack");
  lua_pushvalue(L, index);
  if (!lua_istable(L, -1)) return;
  if (push_real(L, lua_gettop(L))) lua_replace(L, -2);
  shape = shape_to_read(L, lua_gettop(L), shape);
  lua_pushlightuserdata(L, (void *)name);
  lua_insert(L, -2);
  wrap(L, shape);
}

void lx_view_push(lua_State *L, int index, const lx_shape *shape, const char *name) {
  push_root(L, index, shape, name);
}

void lx_view_push_closed(lua_State *L, int index, const char *name) {
  push_root(L, index, &closed_shape, name);
}

/* ---- Reading ----------------------------------------------------------------------- */

enum { VIEW = 1, KEY, REAL, ANSWER };

/* Pushes what the view holds under a light userdata; its type. */
static int push_held(lua_State *L, const void *key) {
#ifdef LUXR_LUA_INSIDE
  const TValue *value = lx_inside_light(hvalue(lx_inside_at(L, VIEW)), key);
  if (!value) return lua_pushnil(L), LUA_TNIL;
  setobj2s(L, L->top.p, value);
  L->top.p++;
  return ttype(value);
#else
  return lua_rawgetp(L, VIEW, key);
#endif
}

static const lx_shape *shape_of(lua_State *L) {
  const lx_shape *shape = NULL;
  if (push_held(L, LX_VIEW_SHAPE) != LUA_TNIL) shape = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return shape;
}

static const lx_shape *shape_of_key(lua_State *L, const lx_shape *shape) {
  const lx_field *field;
  const char *name;
  size_t length;
  if (!shape || lua_type(L, KEY) != LUA_TSTRING) return shape ? shape->others : NULL;
  name = lua_tolstring(L, KEY, &length);
  field = lx_shape_find(shape, name, length);
  return field ? field->shape : shape->others;
}

/* The built-in Lua does not ask again for a name that may be absent: there are as many as the
 * shape declares. */
static void note_absent(lua_State *L) {
#ifdef LUXR_LUA_INSIDE
  const void *name = lua_topointer(L, KEY);
  if (!ttisshrstring(lx_inside_at(L, KEY))) return;
  lua_pushvalue(L, KEY);
  lua_rawsetp(L, VIEW, name);
#else
  (void)L;
#endif
}

static void check_declared(lua_State *L) {
  const lx_shape *shape = shape_of(L);
  const char *name;
  size_t length;
  bool any = !shape || shape->open || shape == &lx_unread_shape;
  if (any || lua_type(L, KEY) != LUA_TSTRING) return;
  name = lua_tolstring(L, KEY, &length);
  if (!lx_shape_find(shape, name, length)) raise_missing(L, VIEW, shape);
  note_absent(L);
}

/* Answers with the view of the table in ANSWER: the one handed out before, or a new one. */
static int answer_table(lua_State *L) {
  const void *table = lua_topointer(L, ANSWER);
  const lx_shape *shape;
  if (push_held(L, table) == LUA_TTABLE) return 1;
  lua_pop(L, 1);
  if (lx_is_view(L, ANSWER)) return 1;
  shape = shape_to_read(L, ANSWER, shape_of_key(L, shape_of(L)));
  lua_pushvalue(L, VIEW);
  lua_pushvalue(L, ANSWER);
  wrap(L, shape);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, VIEW, table);
  return 1;
}

/* The metamethod. */
static int view_index(lua_State *L) {
  int type;
  push_held(L, LX_VIEW_REAL);
  lua_pushvalue(L, KEY);
  type = lua_rawget(L, REAL);
  if (type == LUA_TNIL && lx_unread_at(L, REAL)) {
    lua_copy(L, KEY, ANSWER);
    lx_unread_look(L, REAL);
    type = lua_type(L, ANSWER);
  }
  if (type == LUA_TTABLE) return answer_table(L);
  if (type == LUA_TNIL) check_declared(L);
  return 1;
}

void lx_view_read(lua_State *L) {
#ifdef LUXR_LUA_INSIDE
  const TValue *answer = lx_inside_read(L, lx_inside_at(L, VIEW), lx_inside_at(L, KEY));
  if (answer) {
    setobj2s(L, L->top.p, answer);
    L->top.p++;
    return;
  }
#endif
  view_index(L);
  lua_replace(L, REAL);
  lua_settop(L, REAL);
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
  lua_rawsetp(L, LUA_REGISTRYINDEX, &views_key);
}
