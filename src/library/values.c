/* values.c: luxr.list and luxr.get. */
#include <string.h>

#include "base/path.h"
#include "host/budget.h"
#include "library/functions.h"
#include "value/inside.h"
#include "value/raise.h"
#include "value/unread.h"
#include "value/value.h"
#include "value/view.h"

enum { BYTES_A_VALUE = 16 };

/* ---- list -------------------------------------------------------------------------- */

/* Replaces the view at 1 by a new list of the same items: a view cannot be marked. */
static void copy_items(lua_State *L, lua_Integer count) {
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, 1, i);
    lua_rawseti(L, -2, i);
  }
  lua_replace(L, 1);
}

static void check_items(lua_State *L, int index) {
  size_t count;
  switch (lx_classify(L, index, &count)) {
    case LX_TABLE_LIST:
      return;
    case LX_TABLE_MAP:
      if (count) lx_raise(L, "luxr.list needs a list, got a table with names as keys");
      return;
    case LX_TABLE_HOLES:
      lx_raise(L,
               "luxr.list needs a list, got a table whose items are not numbered 1 to n");
    default:
      lx_raise(L, "luxr.list needs a list, got a table with other keys too");
  }
}

static int list(lua_State *L) {
  lua_settop(L, 1);
  if (!lua_istable(L, 1))
    lx_raise(L, "luxr.list needs a table, got %s", lx_type_text(L, 1));
  lua_pushvalue(L, 1);
  lx_view_peel(L, 2);
  lx_charge(L, lua_rawlen(L, 2) * BYTES_A_VALUE);
  check_items(L, 2);
  if (lx_is_view(L, 1)) {
    copy_items(L, (lua_Integer)lua_rawlen(L, 2));
  } else if (lua_getmetatable(L, 1) && !lx_is_marked_list(L, 1)) {
    lx_raise(L, "luxr.list needs a table without a metatable");
  }
  lua_settop(L, 1);
  lx_mark_list(L, 1);
  return 1;
}

/* ---- get --------------------------------------------------------------------------- */

/* Replaces the key at the top by what the unread table holds under it. */
static void get_unread(lua_State *L, int table) {
  lua_pushvalue(L, -1);
  if (lua_rawget(L, table) != LUA_TNIL) {
    lua_replace(L, -2);
  } else {
    lua_pop(L, 1);
    lx_unread_look(L, table);
  }
}

/* Replaces the value at the top by its field that the segment names, nil where it has
 * none. */
static void enter(lua_State *L, const lx_segment *segment, bool raw) {
  int table = lua_gettop(L);
  if (!lua_istable(L, table)) {
    lua_pushnil(L);
  } else {
    if (segment->is_index) {
      lua_pushinteger(L, (lua_Integer)segment->index + 1);
    } else {
      lua_pushlstring(L, segment->name, segment->length);
    }
    if (!raw && lx_is_view(L, table)) {
      lua_gettable(L, table);
    } else if (lx_unread_at(L, table)) {
      get_unread(L, table);
    } else {
      lua_rawget(L, table);
    }
  }
  lua_replace(L, table);
}

/* Pushes what is at the path, as the views on the way answer it. False: the path is malformed. */
static bool push_found(lua_State *L, const char *path) {
  lx_segment segment;
  int more;
  lua_pushvalue(L, 1);
  while ((more = lx_path_next(&path, &segment)) > 0) enter(L, &segment, false);
  return more == 0;
}

/* The same past the views, which spares making them; says whether one is strict. False:
 * the path is malformed. */
static bool push_raw(lua_State *L, const char *path, bool *strict) {
  lx_segment segment;
  int more;
  *strict = false;
  lua_pushvalue(L, 1);
  while ((more = lx_path_next(&path, &segment)) > 0) {
    if (lx_view_peel_strict(L, lua_gettop(L))) *strict = true;
    enter(L, &segment, true);
  }
  return more == 0;
}

#ifdef LUXR_LUA_INSIDE
/* Enters the value as a script does, or `raw`, past a view. NULL: it needs a closer look, being
 * a view in which a name may be wrong or a table that is not read yet. */
static const TValue *enter_inside(lua_State *L, const TValue *at, const lx_segment *segment,
                                  bool raw) {
  Table *table = hvalue(at), *real = table;
  const TValue *found;
  TValue key;
  if (table->metatable) {
    const TValue *shape = lx_inside_light(table, LX_VIEW_SHAPE);
    if (shape && pvalue(shape) != &lx_unread_shape) return NULL;
    real = lx_inside_real(table);
    if (!real && !raw) return NULL;
    if (!real) real = table;
  }
  if (segment->is_index) {
    setivalue(&key, (lua_Integer)segment->index + 1);
  } else {
    setsvalue(L, &key, luaS_newlstr(L, segment->name, segment->length));
  }
  if (!raw && real != table) return lx_inside_read(L, at, &key);
  found = luaH_get(real, &key);
  return isempty(found) && real->metatable ? NULL : found; /* it may be unread */
}

static const TValue *find_inside(lua_State *L, const char *path, bool raw) {
  const TValue *at = lx_inside_at(L, 1);
  lx_segment segment;
  int more;
  while (at && (more = lx_path_next(&path, &segment)) > 0) {
    if (!ttistable(at)) return NULL;
    at = enter_inside(L, at, &segment, raw);
  }
  return at && !more ? at : NULL;
}

/* Pushes what is at the path, unless it takes the longer way. */
static bool push_inside(lua_State *L, const char *path) {
  const TValue *found = find_inside(L, path, true);
  if (found && ttistable(found)) found = find_inside(L, path, false);
  if (!found) return false;
  if (isempty(found)) {
    setnilvalue(s2v(L->top.p));
  } else {
    setobj2s(L, L->top.p, found);
  }
  L->top.p++;
  return true;
}
#else
static bool push_inside(lua_State *L, const char *path) {
  (void)L, (void)path;
  return false;
}
#endif

/* Pushes what is at the path the longer way. False: the path is malformed. */
static bool push_closely(lua_State *L, const char *path) {
  bool strict;
  lua_pushvalue(L, 1);
  strict = lx_view_peel_strict(L, lua_gettop(L));
  lua_pop(L, 1);
  if (!strict) return push_found(L, path);
  if (!push_raw(L, path, &strict)) return false;
  if (lua_istable(L, -1) || (lua_isnil(L, -1) && strict)) push_found(L, path);
  return true;
}

/* get(value, path[, default]): a misspelt name in a view with a schema still raises. */
static int get(lua_State *L) {
  size_t length;
  const char *path;
  lua_settop(L, 3);
  path = lx_need_string(L, 2, "luxr.get", &length);
  lx_charge(L, length);
  if (strlen(path) != length || (!push_inside(L, path) && !push_closely(L, path))) {
    lx_raise(L, "luxr.get: '%.200s' is not a path, such as spec.ports[0].name", path);
  }
  if (lua_isnil(L, -1) || lx_is_null(L, -1)) lua_pushvalue(L, 3);
  return 1;
}

void lx_add_value_functions(lua_State *L) {
  lx_add_function(L, "list", list);
  lx_add_function(L, "get", get);
}
