/* paths.c: luxr.get, luxr.getter and luxr.finder: values by a path. */
#include <string.h>

#include <lauxlib.h>

#include "base/path.h"
#include "host/budget.h"
#include "library/functions.h"
#include "value/inside.h"
#include "value/raise.h"
#include "value/slot.h"
#include "value/unread.h"
#include "value/view.h"

enum { MOST_SEGMENTS = 60 };

/* The keys on the way: of a path's text, or those that luxr.getter read out of one and keeps as
 * upvalues. */
typedef struct key_source {
  const char *path; /* NULL: the upvalues */
  int at, count;
} key_source;

/* ---- through lua.h ------------------------------------------------------------------- */

void lx_push_segment(lua_State *L, const lx_segment *segment) {
  if (segment->is_index) {
    lua_pushinteger(L, (lua_Integer)segment->index + 1);
  } else {
    lua_pushlstring(L, segment->name, segment->length);
  }
}

/* Pushes the next key: 1, 0 at the end, -1 when the path is malformed. */
static int push_key(lua_State *L, key_source *keys) {
  if (keys->path) {
    lx_segment segment;
    int more = lx_path_next(&keys->path, &segment);
    if (more > 0) lx_push_segment(L, &segment);
    return more;
  }
  if (keys->at == keys->count) return 0;
  lua_pushvalue(L, lua_upvalueindex(++keys->at));
  return 1;
}

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

/* Replaces the value below the key at the top, and the key, by its field: nil where it has
 * none. */
static void enter(lua_State *L, bool raw) {
  int table = lua_gettop(L) - 1;
  if (!lua_istable(L, table)) {
    lua_pushnil(L);
  } else if (!raw && lx_is_view(L, table)) {
    lua_gettable(L, table);
  } else if (lx_unread_at(L, table)) {
    get_unread(L, table);
  } else {
    lua_rawget(L, table);
  }
  lua_replace(L, table);
  lua_settop(L, table);
}

/* Pushes what is there, as the views on the way answer it. False: the path is malformed. */
static bool push_found(lua_State *L, key_source keys) {
  int more;
  lua_pushvalue(L, 1);
  while ((more = push_key(L, &keys)) > 0) enter(L, false);
  return more == 0;
}

/* The same past the views, which spares making them; says whether one is strict. False:
 * the path is malformed. */
static bool push_raw(lua_State *L, key_source keys, bool *strict) {
  int more, found;
  *strict = false;
  lua_pushvalue(L, 1);
  found = lua_gettop(L);
  while ((more = push_key(L, &keys)) > 0) {
    if (lx_view_peel_strict(L, found)) *strict = true;
    enter(L, true);
  }
  return more == 0;
}

/* Pushes what is there the longer way. False: the path is malformed. */
static bool push_closely(lua_State *L, key_source keys) {
  bool strict;
  lua_pushvalue(L, 1);
  strict = lx_view_peel_strict(L, lua_gettop(L));
  lua_pop(L, 1);
  if (!strict) return push_found(L, keys);
  if (!push_raw(L, keys, &strict)) return false;
  if (lua_istable(L, -1) || (lua_isnil(L, -1) && strict)) push_found(L, keys);
  return true;
}

/* ---- inside the built-in Lua --------------------------------------------------------- */

#ifdef LUXR_LUA_INSIDE
static int next_key(lua_State *L, key_source *keys, TValue *key) {
  lx_segment segment;
  int more;
  if (!keys->path) {
    if (keys->at == keys->count) return 0;
    *key = clCvalue(s2v(L->ci->func.p))->upvalue[keys->at++];
    return 1;
  }
  more = lx_path_next(&keys->path, &segment);
  if (more <= 0) return more;
  if (segment.is_index) {
    setivalue(key, (lua_Integer)segment.index + 1);
  } else {
    setsvalue(L, key, luaS_newlstr(L, segment.name, segment.length));
  }
  return 1;
}

/* Enters the value as a script does, or `raw`, past a view. NULL: it needs a closer look, being
 * a view in which a name may be wrong or a table that is not read yet. */
static const TValue *enter_inside(lua_State *L, const TValue *at, const TValue *key, bool raw) {
  Table *table = hvalue(at), *real = table;
  const TValue *found;
  if (table->metatable) {
    const TValue *shape = lx_inside_light(table, LX_VIEW_SHAPE);
    if (shape && pvalue(shape) != &lx_unread_shape) return NULL;
    real = lx_inside_real(table);
    if (!real && !raw) return NULL;
    if (!real) real = table;
  }
  if (!raw && real != table) return lx_inside_read(L, at, key);
  found = luaH_get(real, key);
  return isempty(found) && real->metatable ? NULL : found; /* it may be unread */
}

static const TValue *find_inside(lua_State *L, key_source keys, bool raw) {
  const TValue *at = lx_inside_at(L, 1);
  TValue key;
  int more;
  while (at && (more = next_key(L, &keys, &key)) > 0) {
    at = ttistable(at) ? enter_inside(L, at, &key, raw) : &G(L)->nilvalue;
  }
  return at && !more ? at : NULL;
}

/* Pushes what is there, unless it takes the longer way. */
static bool push_inside(lua_State *L, key_source keys) {
  const TValue *found = find_inside(L, keys, true);
  if (found && ttistable(found)) found = find_inside(L, keys, false);
  if (!found) return false;
  if (isempty(found)) {
    setnilvalue(s2v(L->top.p));
  } else {
    setobj2s(L, L->top.p, found);
  }
  L->top.p++;
  return true;
}

/* The quick way of a getter, for what most of them find: nothing, or no table. False, with nothing
 * pushed, when it is something else. */
static bool push_kept(lua_State *L) {
  const TValue *key = clCvalue(s2v(L->ci->func.p))->upvalue, *at = lx_inside_at(L, 1);
  for (lua_Integer left = ivalue(key) - 1; left > 0; left--) {
    Table *table;
    if (!ttistable(at)) {
      at = &G(L)->nilvalue;
      break;
    }
    table = hvalue(at);
    if (table->metatable) {
      Table *real = lx_inside_real(table);
      if (!real || real->metatable || lx_inside_light(table, LX_VIEW_SHAPE)) return false;
      table = real;
    }
    at = ttisshrstring(++key) ? luaH_getshortstr(table, tsvalue(key)) : luaH_get(table, key);
  }
  if (ttistable(at) || ttislightuserdata(at)) return false;
  if (ttisnil(at)) at = lx_inside_at(L, 2);
  setobj2s(L, L->top.p, at);
  L->top.p++;
  return true;
}
#else
static bool push_inside(lua_State *L, key_source keys) {
  (void)L, (void)keys;
  return false;
}

static bool push_kept(lua_State *L) {
  (void)L;
  return false;
}
#endif

/* ---- get and getter ------------------------------------------------------------------ */

_Noreturn static void refuse_path(lua_State *L, const char *function, const char *path) {
  lx_raise(L, "%s: '%.200s' is not a path, such as spec.ports[0].name", function, path);
}

/* get(value, path[, default]): a misspelt name in a view with a schema still raises. */
static int get(lua_State *L) {
  size_t length;
  key_source keys = {NULL, 0, 0};
  lua_settop(L, 3);
  keys.path = lx_need_string(L, 2, "luxr.get", &length);
  lx_charge(L, length);
  if (strlen(keys.path) != length || (!push_inside(L, keys) && !push_closely(L, keys))) {
    refuse_path(L, "luxr.get", keys.path);
  }
  if (lua_isnil(L, -1) || lx_is_null(L, -1)) lua_pushvalue(L, 3);
  return 1;
}

/* The function that luxr.getter made: (value[, default]). The first upvalue counts them all. */
static int get_again(lua_State *L) {
  key_source keys = {NULL, 1, 0};
  lx_charge_steps(L, 1);
  if (push_kept(L)) return 1;
  keys.count = (int)lua_tointeger(L, lua_upvalueindex(1));
  lua_settop(L, 2);
  if (!push_inside(L, keys)) push_closely(L, keys);
  if (lua_isnil(L, -1) || lx_is_null(L, -1)) lua_pushvalue(L, 2);
  return 1;
}

/* Pushes the keys of the path at 1, and false for each `[]` if there may be one; how many. */
static int push_keys(lua_State *L, const char *function, bool every) {
  size_t length;
  const char *path = lx_need_string(L, 1, function, &length), *rest = path;
  lx_segment segment;
  int count = 0, more = strlen(path) == length;
  luaL_checkstack(L, MOST_SEGMENTS + 8, NULL);
  lx_charge(L, length);
  while (more && *rest) {
    if (count == MOST_SEGMENTS) {
      lx_raise(L, "%s: the path has more than %d names and items", function, MOST_SEGMENTS);
    }
    count++;
    if (every && strncmp(rest, "[]", 2) == 0) {
      lua_pushboolean(L, 0);
      rest += 2;
      more = *rest == '\0' || *rest == '.' || *rest == '[';
    } else {
      more = lx_path_next(&rest, &segment) > 0;
      if (more) lx_push_segment(L, &segment);
    }
  }
  if (!more) refuse_path(L, function, path);
  return count;
}

/* Reads the path once, where get reads it each time. */
static int getter(lua_State *L) {
  const char *path = lua_tostring(L, 1);
  int count;
  lua_settop(L, 1);
  if (path && strlen(path) == lua_rawlen(L, 1) && strchr(path, '=')) {
    if (lx_push_selected(L, path)) return 1;
  }
  lua_pushnil(L);
  count = push_keys(L, "luxr.getter", false);
  lua_pushinteger(L, count + 1);
  lua_replace(L, 2);
  lua_pushcclosure(L, get_again, count + 1);
  return 1;
}

/* ---- finder -------------------------------------------------------------------------- */

enum { VALUE = 1, WANTED, COUNT = 1, FIRST };

/* Whether the value holds what is wanted at the end of the keys from `key` on. All of it is looked
 * at, and counted: what it costs must not depend on the order in which tables are walked. */
static bool holds(lua_State *L, lx_slot slot, int key, int last, size_t *looks) {
  lx_slot_entry entry;
  bool found = false;
  for (; key <= last; key++) {
    lx_slot name = lx_slot_upvalue(L, key);
    ++*looks;
    if (lx_slot_type(L, slot) != LUA_TTABLE) return false;
    if (lx_slot_type(L, name) == LUA_TBOOLEAN) break;
    slot = lx_slot_key(L, slot, name);
  }
  if (key > last) return lx_is_wanted(L, slot, WANTED);
  entry = lx_slot_begin(L, slot);
  while (lx_slot_next(L, &entry)) {
    ++*looks;
    if (holds(L, entry.value, key + 1, last, looks)) found = true;
  }
  return found;
}

/* The function that luxr.finder made: (value, wanted). */
static int find(lua_State *L) {
  int last = FIRST - 1 + (int)lua_tointeger(L, lua_upvalueindex(COUNT));
  size_t looks = 0;
  bool found;
  lua_settop(L, WANTED);
  luaL_checkstack(L, 8 + 4 * last, NULL);
  if (lua_istable(L, WANTED)) lx_view_peel(L, WANTED);
  found = holds(L, lx_slot_at(L, VALUE), FIRST, last, &looks);
  lx_charge_steps(L, looks);
  lua_pushboolean(L, found);
  return 1;
}

static int finder(lua_State *L) {
  int count;
  lua_settop(L, 1);
  lua_pushnil(L);
  count = push_keys(L, "luxr.finder", true);
  lua_pushinteger(L, count);
  lua_replace(L, 2);
  lua_pushcclosure(L, find, count + 1);
  return 1;
}

void lx_add_path_functions(lua_State *L) {
  lx_add_function(L, "get", get);
  lx_add_function(L, "getter", getter);
  lx_add_function(L, "finder", finder);
}
