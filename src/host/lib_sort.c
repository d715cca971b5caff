/* lib_sort.c: table.sort, a stable merge sort.
 *
 * It sorts copies, in arrays of the state's own, and puts them back at the end: a comparator
 * may raise, contradict itself or change the table, and all it can do is spoil its own order. */
#include "host/budget.h"
#include "host/lib.h"
#include "host/host.h"
#include "value/raise.h"

enum { MOST = 100000, BYTES_A_VALUE = 16, TABLE = 1, COMPARATOR, FIRST, SECOND };

/* Charges for the rounds of the sort, by count and by the bytes of all strings. */
static void charge_sort(lua_State *L, lua_Integer count) {
  size_t bytes = 0, rounds = 1;
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_rawgeti(L, FIRST, i) == LUA_TSTRING) bytes += lua_rawlen(L, -1);
    lua_pop(L, 1);
  }
  for (lua_Integer i = count; i > 1; i /= 2) rounds++;
  lx_charge_steps(L, ((size_t)count + bytes / BYTES_A_VALUE) * rounds);
}

/* Whether the value at the top comes before the one below it. */
static bool comes_first(lua_State *L) {
  bool answer;
  if (lua_isnil(L, COMPARATOR)) return lua_compare(L, -1, -2, LUA_OPLT);
  lua_pushvalue(L, COMPARATOR);
  lua_pushvalue(L, -2);
  lua_pushvalue(L, -4);
  lx_host_call(L, 2, 1);
  answer = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return answer;
}

/* Merges the sorted runs low..middle-1 and middle..high-1 of `from` into `to`. */
static void merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer middle,
                  lua_Integer high) {
  lua_Integer left = low, right = middle;
  for (lua_Integer at = low; at < high; at++) {
    bool take_right = left == middle;
    if (left < middle && right < high) {
      lua_rawgeti(L, from, left);
      lua_rawgeti(L, from, right);
      take_right = comes_first(L);
      lua_pop(L, 2);
    }
    lua_rawgeti(L, from, take_right ? right++ : left++);
    lua_rawseti(L, to, at);
  }
}

static lua_Integer least(lua_Integer a, lua_Integer b) {
  return a < b ? a : b;
}

static int table_sort(lua_State *L) {
  int from = FIRST, to = SECOND;
  lua_Integer count;
  lx_check_writable(L, TABLE, "table.sort");
  if (!lua_isnoneornil(L, COMPARATOR)) luaL_checktype(L, COMPARATOR, LUA_TFUNCTION);
  lua_settop(L, COMPARATOR);
  count = (lua_Integer)lua_rawlen(L, TABLE);
  if (count > MOST) {
    lx_raise(L, "table.sort takes %d elements at most, and these are %lld", MOST,
             (long long)count);
  }
  lx_charge(L, (size_t)count * BYTES_A_VALUE);
  if (count < 2) return 0;
  lua_createtable(L, (int)count, 0);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, TABLE, i);
    lua_rawseti(L, FIRST, i);
  }
  charge_sort(L, count);
  for (lua_Integer width = 1; width < count; width *= 2) {
    for (lua_Integer low = 1; low <= count; low += 2 * width) {
      merge(L, from, to, low, least(low + width, count + 1), least(low + 2 * width, count + 1));
    }
    from = to, to = FIRST + SECOND - from;
  }
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, from, i);
    lua_rawseti(L, TABLE, i);
  }
  return 0;
}

void lx_lib_sort(lua_State *L) {
  lua_pushcfunction(L, table_sort);
  lua_setfield(L, -2, "sort");
}
