#include "schema/check.h"
#include "schema/words.h"

static void check_size(lx_check *check, const lx_spot *spot, const lx_node *node,
                       size_t count) {
  const lx_count *wanted = &node->list_items;
  if (count > wanted->most) {
    lx_check_fail(check, spot, "must have at most %zu item%s, has %zu", wanted->most,
                  wanted->most == 1 ? "" : "s", count);
  } else if (count < wanted->least) {
    lx_check_fail(check, spot, "must have at least %zu item%s, has %zu", wanted->least,
                  wanted->least == 1 ? "" : "s", count);
  }
}

void lx_node_check_list(lx_check *check, const lx_spot *above, const lx_node *node,
                        size_t count) {
  lua_State *L = check->L;
  check_size(check, above, node, count);
  for (size_t i = 0; node->items && i < count; i++) {
    lx_spot spot = {.above = above, .index = i};
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    if (lx_node_settle(check, node->items)) {
      lua_pushvalue(L, -1);
      lua_rawseti(L, -3, (lua_Integer)i + 1);
    }
    lx_node_check(check, &spot, node->items);
    lua_pop(L, 1);
  }
  if (node->list_type != LX_LIST_ATOMIC) lx_node_check_repeats(check, above, node, count);
}

/* ---- Repeated items -------------------------------------------------------------------
 */

static const char absent;

/* Pushes what makes the item at the top the same as another: the item itself, or the
 * value of one of its keys. False when that is a table: a finding has said so already. */
static bool push_identity(lua_State *L, const lx_node *node, size_t key) {
  if (node->list_type == LX_LIST_SET) {
    lua_pushvalue(L, -1);
  } else if (!lua_istable(L, -1)) {
    return false;
  } else {
    lua_pushstring(L, node->map_keys[key]);
    if (lua_rawget(L, -2) == LUA_TNIL) {
      lua_pop(L, 1);
      lua_pushlightuserdata(L, (void *)&absent);
    }
  }
  if (!lua_istable(L, -1)) return true;
  lua_pop(L, 1);
  return false;
}

/* Moves from the table at the top to the one below it for the key under it, making it. */
static void descend(lua_State *L, int level) {
  lua_pushvalue(L, -1);
  if (lua_rawget(L, level) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, level);
  }
  lua_replace(L, level);
  lua_pop(L, 1);
}

/* The number, from 1, of an earlier item that is the same as the one at the top; 0 when
 * there is none, and then it is remembered in the table at `seen`. */
static lua_Integer find_earlier(lua_State *L, const lx_node *node, int seen, size_t index) {
  size_t keys = node->list_type == LX_LIST_SET ? 1 : node->map_key_count;
  int item = lua_gettop(L), level = item + 1;
  lua_Integer earlier = 0;
  lua_pushvalue(L, seen);
  for (size_t key = 0; key < keys; key++) {
    lua_pushvalue(L, item);
    if (!push_identity(L, node, key)) break;
    lua_remove(L, -2);
    if (key + 1 < keys) {
      descend(L, level);
      continue;
    }
    lua_pushvalue(L, -1);
    if (lua_rawget(L, level) == LUA_TNUMBER) {
      earlier = lua_tointeger(L, -1);
    } else {
      lua_pop(L, 1);
      lua_pushinteger(L, (lua_Integer)index + 1);
      lua_rawset(L, level);
    }
  }
  lua_settop(L, item);
  return earlier;
}

static void say_repeated(lx_check *check, const lx_spot *spot, const lx_node *node,
                         lua_Integer earlier) {
  lx_words names = {.length = 0};
  if (node->list_type == LX_LIST_SET) {
    lx_words_value(&names, check->L, -1, false);
    lx_check_fail(check, spot, "must not repeat item %lld, %s", (long long)earlier - 1,
                  names.text);
    return;
  }
  for (size_t i = 0; i < node->map_key_count; i++) {
    if (i) lx_words_add(&names, i + 1 < node->map_key_count ? ", " : " and ");
    lx_words_add(&names, node->map_keys[i]);
  }
  lx_check_fail(check, spot, "must not have the same %s as item %lld", names.text,
                (long long)earlier - 1);
}

void lx_node_check_repeats(lx_check *check, const lx_spot *above, const lx_node *node,
                           size_t count) {
  lua_State *L = check->L;
  int list = lua_gettop(L);
  lua_createtable(L, 0, (int)(count < 64 ? count : 64));
  for (size_t i = 0; i < count; i++) {
    lx_spot spot = {.above = above, .index = i};
    lua_Integer earlier;
    lua_rawgeti(L, list, (lua_Integer)i + 1);
    earlier = find_earlier(L, node, list + 1, i);
    if (earlier) say_repeated(check, &spot, node, earlier);
    lua_pop(L, 1);
  }
  lua_settop(L, list);
}
