#include "value/keys.h"

#include <math.h>
#include <string.h>

#include "value/inside.h"
#include "value/raise.h"
#include "value/view.h"

int lx_compare_bytes(const char *a, size_t n, const char *b, size_t m) {
  size_t shorter = n < m ? n : m;
  int order = shorter ? memcmp(a, b, shorter) : 0;
  if (order) return order;
  return n < m ? -1 : n > m;
}

/* ---- One key ----------------------------------------------------------------------- */

typedef enum key_kind { KEY_BOOLEAN, KEY_INTEGER, KEY_FLOAT, KEY_STRING } key_kind;

typedef struct key {
  key_kind kind;
  union {
    lua_Integer integer; /* a boolean, too */
    lua_Number number;
    const char *text; /* the table keeps it */
  } as;
  size_t length;
  size_t place; /* in the array before the sort, from 1 */
} key;

static key read_key(lua_State *L, int index) {
  key result = {KEY_BOOLEAN, {0}, 0, 0};
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN: result.as.integer = lua_toboolean(L, index); break;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        result.kind = KEY_INTEGER;
        result.as.integer = lua_tointeger(L, index);
      } else {
        result.kind = KEY_FLOAT;
        result.as.number = lua_tonumber(L, index);
      }
      break;
    case LUA_TSTRING:
      result.kind = KEY_STRING;
      result.as.text = lua_tolstring(L, index, &result.length);
      break;
    default:
      lx_raise(L, "a table with a %s as a key has no order",
               lua_typename(L, lua_type(L, index)));
  }
  return result;
}

/* Never equal: a float that is an integer is one as a key. */
static bool integer_is_less(lua_Integer integer, lua_Number number) {
  if (number >= 0x1p63) return true;
  if (number < -0x1p63) return false;
  return integer <= (lua_Integer)floor(number);
}

static bool is_number(const key *a) {
  return a->kind == KEY_INTEGER || a->kind == KEY_FLOAT;
}

static bool comes_first(const key *a, const key *b) {
  if (a->kind == KEY_STRING && b->kind == KEY_STRING) {
    return lx_compare_bytes(a->as.text, a->length, b->as.text, b->length) < 0;
  }
  if (a->kind == b->kind) {
    return a->kind == KEY_FLOAT ? a->as.number < b->as.number : a->as.integer < b->as.integer;
  }
  if (!is_number(a) || !is_number(b)) return a->kind < b->kind;
  if (a->kind == KEY_INTEGER) return integer_is_less(a->as.integer, b->as.number);
  return !integer_is_less(b->as.integer, a->as.number);
}

/* ---- All keys ---------------------------------------------------------------------- */

enum { FEW = LX_FEW_KEYS, BYTES_A_KEY = 16 }; /* FEW: sorted by insertion */

static void insertion_sort(key *keys, size_t count) {
  for (size_t i = 1; i < count; i++) {
    key moved = keys[i];
    size_t at = i;
    for (; at > 0 && comes_first(&moved, &keys[at - 1]); at--) keys[at] = keys[at - 1];
    keys[at] = moved;
  }
}

/* `spare` has room for as many. */
static void merge_sort(key *keys, key *spare, size_t count) {
  size_t half = count / 2, left = 0, right = half;
  if (count <= FEW) {
    insertion_sort(keys, count);
    return;
  }
  merge_sort(keys, spare, half);
  merge_sort(keys + half, spare + half, count - half);
  if (!comes_first(&keys[half], &keys[half - 1])) return;
  memcpy(spare, keys, count * sizeof *keys);
  for (size_t i = 0; i < count; i++) {
    bool is_right = left == half || (right < count && comes_first(&spare[right], &spare[left]));
    keys[i] = is_right ? spare[right++] : spare[left++];
  }
}

/* Moves the items of the array at the top to where the sort put them, ring by ring. */
static void arrange(lua_State *L, key *keys, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t at = i, from;
    if (keys[i].place == i + 1) continue;
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    while ((from = keys[at].place - 1) != i) {
      lua_rawgeti(L, -2, (lua_Integer)from + 1);
      lua_rawseti(L, -3, (lua_Integer)at + 1);
      keys[at].place = at + 1;
      at = from;
    }
    keys[at].place = at + 1;
    lua_rawseti(L, -2, (lua_Integer)at + 1);
  }
}

/* The memory is the state's own: the script may be stopped at any allocation. */
static void sort_many(lua_State *L, size_t count) {
  int array = lua_gettop(L);
  key *keys = lua_newuserdatauv(L, 2 * count * sizeof *keys, 0);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, array, (lua_Integer)i + 1);
    keys[i] = read_key(L, -1);
    keys[i].place = i + 1;
    lua_pop(L, 1);
  }
  merge_sort(keys, keys + count, count);
  lua_pushvalue(L, array);
  arrange(L, keys, count);
  lua_pop(L, 2);
}

/* Pushes the table at `index`, the real one where it is a view. */
static int push_real(lua_State *L, int index) {
  if (!lua_checkstack(L, 8)) lx_raise(L, "too many values on the stack");
  lua_pushvalue(L, index);
  lx_view_peel(L, lua_gettop(L));
  return lua_gettop(L);
}

#ifdef LUXR_LUA_INSIDE
static key read_inside(lua_State *L, const TValue *name) {
  key result = {KEY_STRING, {0}, 0, 0};
  if (ttisstring(name)) {
    result.as.text = lx_inside_text(name, &result.length);
    return result;
  }
  setobj2s(L, L->top.p, name);
  L->top.p++;
  result = read_key(L, -1);
  L->top.p--;
  return result;
}

bool lx_push_few_keys(lua_State *L, int index, size_t *count, size_t *bytes) {
  key few[LX_FEW_KEYS];
  TValue names[LX_FEW_KEYS];
  int table = push_real(L, index);
  lx_inside_entry entry = {.table = hvalue(lx_inside_at(L, table))};
  *count = *bytes = 0;
  if (!lua_checkstack(L, LX_FEW_KEYS + 8)) lx_raise(L, "too many values on the stack");
  while (*count < LX_FEW_KEYS && lx_inside_next(&entry)) {
    names[*count] = entry.key;
    few[*count] = read_inside(L, &entry.key);
    *bytes += few[*count].length;
    few[*count].place = *count;
    ++*count;
  }
  L->top.p--;
  if (*count == LX_FEW_KEYS && lx_inside_next(&entry)) return false;
  insertion_sort(few, *count);
  for (size_t i = 0; i < *count; i++) {
    setobj2s(L, L->top.p, &names[few[i].place]);
    L->top.p++;
  }
  return true;
}
#else
bool lx_push_few_keys(lua_State *L, int index, size_t *count, size_t *bytes) {
  key few[LX_FEW_KEYS];
  int table = push_real(L, index);
  *count = *bytes = 0;
  if (!lua_checkstack(L, 2 * LX_FEW_KEYS + 8)) lx_raise(L, "too many values on the stack");
  for (lua_pushnil(L); lua_next(L, table);) {
    if (*count == LX_FEW_KEYS) {
      lua_settop(L, table - 1);
      return false;
    }
    lua_copy(L, -2, -1); /* the key stays, and a copy of it finds the next */
    few[*count] = read_key(L, -1);
    *bytes += few[*count].length;
    few[(*count)++].place = (size_t)lua_gettop(L) - 1;
  }
  insertion_sort(few, *count);
  for (size_t i = 0; i < *count; i++) lua_pushvalue(L, (int)few[i].place);
  for (size_t i = *count; i > 0; i--) lua_replace(L, table + (int)i - 1);
  lua_settop(L, table + (int)*count - 1);
  return true;
}
#endif

static size_t sort_all(lua_State *L, int index) {
  size_t count = 0;
  int table = push_real(L, index);
  lua_createtable(L, (int)lua_rawlen(L, table), 0);
  for (lua_pushnil(L); lua_next(L, table);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, table + 1, (lua_Integer)++count);
  }
  sort_many(L, count);
  lua_remove(L, table);
  return count;
}

size_t lx_sorted_keys(lua_State *L, int index) {
  size_t count, bytes;
  if (!lx_push_few_keys(L, index, &count, &bytes)) return sort_all(L, index);
  lua_createtable(L, (int)count, 0);
  lua_insert(L, -(int)count - 1);
  for (size_t i = count; i > 0; i--) lua_rawseti(L, -(int)i - 1, (lua_Integer)i);
  return count;
}

size_t lx_next_key(lua_State *L, int index) {
  size_t bytes = 0;
  int table = push_real(L, index), given = table - 1, best = table + 1;
  bool from_start = lua_isnil(L, given), found = false;
  key last = {KEY_BOOLEAN, {0}, 0, 0}, least = last;
  if (!from_start) last = read_key(L, given);
  lua_pushnil(L);
  for (lua_pushnil(L); lua_next(L, table);) {
    key next;
    lua_pop(L, 1);
    next = read_key(L, -1);
    bytes += BYTES_A_KEY + next.length;
    if (!from_start && !comes_first(&last, &next)) continue;
    if (found && !comes_first(&next, &least)) continue;
    found = true;
    least = next;
    lua_copy(L, -1, best);
  }
  lua_copy(L, best, given);
  lua_settop(L, given);
  return bytes;
}
