/* selected.c: paths that choose an item of a list by what it says, for luxr.getter:
 * status.conditions[type=Ready].status. */
#include <string.h>

#include <lauxlib.h>

#include "host/budget.h"
#include "library/functions.h"
#include "value/raise.h"
#include "value/unread.h"
#include "value/value.h"
#include "value/view.h"

enum { VALUE = 1, OTHERWISE, FOUND, MOST_STEPS = 16 };

/* Upvalues: how many steps; then of each a name or the number of an item, and the text that an
 * item has to have under that name, or false for a step to what is there. */
enum { COUNT = 1 };

static int name_of(int step) {
  return lua_upvalueindex(COUNT + 1 + 2 * step);
}

static int wanted_of(int step) {
  return lua_upvalueindex(COUNT + 2 + 2 * step);
}

/* ---- Finding ------------------------------------------------------------------------- */

/* Pushes what the steps lead to in a document that is read where scripts look. False, with nothing
 * pushed: it takes the longer way. */
static bool walk(lua_State *L, int count) {
  lx_unread_step steps[MOST_STEPS];
  lx_unread_answer answer = LX_UNREAD_MANY;
  for (int i = 0; i < count; i++) {
    lx_unread_step *step = &steps[i];
    if (lua_type(L, name_of(i)) != LUA_TSTRING) return false;
    step->name = lua_tolstring(L, name_of(i), &step->length);
    step->wanted = NULL;
    if (!lua_isboolean(L, wanted_of(i))) {
      step->wanted = lua_tolstring(L, wanted_of(i), &step->wanted_length);
    }
  }
  lua_pushvalue(L, VALUE);
  if (!lx_view_peel_strict(L, FOUND)) {
    answer = lx_unread_walk(L, FOUND, steps, (size_t)count);
  }
  if (answer == LX_UNREAD_FOUND) {
    lua_replace(L, FOUND);
  } else {
    lua_settop(L, OTHERWISE);
    if (answer == LX_UNREAD_ABSENT) lua_pushnil(L);
  }
  return answer != LX_UNREAD_MANY;
}

/* Replaces the key at the top by what the value holds under it, as a script reads it. */
static void read(lua_State *L, int value) {
  if (!lua_istable(L, value)) {
    lua_pop(L, 1);
    lua_pushnil(L);
  } else if (lx_is_view(L, value)) {
    lua_gettable(L, value);
  } else {
    lua_rawget(L, value);
  }
}

/* Whether the item at the top says what the step wants. */
static bool matches(lua_State *L, int step) {
  int item = lua_gettop(L);
  bool equal;
  lua_pushvalue(L, name_of(step));
  read(L, item);
  equal = lua_rawequal(L, -1, wanted_of(step));
  lua_settop(L, item);
  return equal;
}

/* Replaces the list at FOUND by the first of its items that the step wants, or by nil. */
static void choose(lua_State *L, int step) {
  for (lua_Integer i = 1;; i++) {
    lua_pushinteger(L, i);
    read(L, FOUND);
    lx_charge_steps(L, 1);
    if (lua_isnil(L, -1) || matches(L, step)) break;
    lua_settop(L, FOUND);
  }
  lua_replace(L, FOUND);
}

static void look(lua_State *L, int count) {
  lua_pushvalue(L, VALUE);
  for (int i = 0; i < count; i++) {
    if (!lua_isboolean(L, wanted_of(i))) {
      choose(L, i);
      continue;
    }
    lua_pushvalue(L, name_of(i));
    read(L, FOUND);
    lua_replace(L, FOUND);
  }
}

/* The function that luxr.getter made: (value[, default]). */
static int get_selected(lua_State *L) {
  int count = (int)lua_tointeger(L, lua_upvalueindex(COUNT));
  lua_settop(L, OTHERWISE);
  lx_charge_steps(L, (size_t)count);
  if (!walk(L, count)) look(L, count);
  if (lua_isnil(L, FOUND) || lx_is_null(L, FOUND)) lua_pushvalue(L, OTHERWISE);
  return 1;
}

/* ---- Making -------------------------------------------------------------------------- */

/* Pushes the name and the text of `[name=text]`, and moves behind it. */
static bool push_choice(lua_State *L, const char **path) {
  const char *name = *path + 1, *equal = strpbrk(name, "=]"), *end;
  if (!equal || *equal != '=' || equal == name) return false;
  end = strchr(equal + 1, ']');
  if (!end || end == equal + 1 || !strchr(".[", end[1])) return false; /* or at the end */
  lua_pushlstring(L, name, (size_t)(equal - name));
  lua_pushlstring(L, equal + 1, (size_t)(end - equal - 1));
  *path = end + 1;
  return true;
}

static bool push_step(lua_State *L, const char **path) {
  lx_segment segment;
  if (lx_path_next(path, &segment) <= 0) return false;
  lx_push_segment(L, &segment);
  lua_pushboolean(L, 0);
  return true;
}

static bool is_choice(const char *path) {
  return path[0] == '[' && path[1] != '"' && !(path[1] >= '0' && path[1] <= '9');
}

bool lx_push_selected(lua_State *L, const char *path) {
  int top = lua_gettop(L), count = 0;
  bool chooses = false, good = true;
  luaL_checkstack(L, 2 * MOST_STEPS + 8, NULL);
  lua_pushnil(L);
  while (good && *path) {
    if (++count > MOST_STEPS) {
      lx_raise(L, "luxr.getter: the path has more than %d names and items", MOST_STEPS);
    }
    if (is_choice(path)) chooses = true;
    good = is_choice(path) ? push_choice(L, &path) : push_step(L, &path);
  }
  if (!good || !chooses) {
    lua_settop(L, top);
    return false;
  }
  lua_pushinteger(L, count);
  lua_replace(L, top + COUNT);
  lua_pushcclosure(L, get_selected, COUNT + 2 * count);
  return true;
}
