/* lib_match.c: find, match, gmatch, gsub. */
#include <string.h>

#include "host/budget.h"
#include "host/host.h"
#include "host/lib.h"
#include "host/matcher.h"
#include "value/raise.h"

enum { BATCH = 512, BYTES_A_STEP = 16 };

/* The first place of `what` in from..end, byte for byte; NULL: nowhere. Each place where its
 * first byte stands costs what a comparison may cost. */
static const char *find_plain(lua_State *L, const char *from, const char *end, const char *what,
                              size_t length) {
  const char *place = from;
  size_t steps = 1;
  while (length > 0) {
    size_t left = (size_t)(end - from);
    place = left < length ? NULL : memchr(from, *what, left - length + 1);
    steps += ((place ? (size_t)(place - from) : left) + length) / BYTES_A_STEP + 1;
    if (steps >= BATCH) {
      lx_charge_steps(L, steps);
      steps = 0;
    }
    if (!place || memcmp(place, what, length) == 0) break;
    from = place + 1;
  }
  lx_charge_steps(L, steps);
  return place;
}

static bool is_plain(const char *pattern, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (pattern[i] && strchr("^$*+?.([%-", pattern[i])) return false;
  }
  return true;
}

static lx_matcher matcher_of(lua_State *L, int subject, int pattern, bool *anchored) {
  lx_matcher matcher;
  size_t length, pattern_length;
  const char *text = luaL_checklstring(L, subject, &length);
  const char *p = luaL_checklstring(L, pattern, &pattern_length);
  lx_matcher_init(&matcher, L, text, length, p, pattern_length);
  if (anchored) {
    *anchored = pattern_length > 0 && *p == '^';
    if (*anchored) matcher.pattern++;
  }
  return matcher;
}

/* ---- find and match ---- */

static int push_place(lua_State *L, const char *subject, const char *start, const char *end) {
  lua_pushinteger(L, (lua_Integer)(start - subject) + 1);
  lua_pushinteger(L, (lua_Integer)(end - subject));
  return 2;
}

static int search(lua_State *L, lx_matcher *m, const char *from, bool anchored, bool find) {
  const char *end = NULL;
  int count;
  for (; anchored || (from = lx_matcher_seek(m, from)); from++) {
    end = lx_matcher_try(m, from);
    if (end || anchored || from == m->subject_end) break;
  }
  if (!end) {
    lx_matcher_settle(m);
    lua_pushnil(L);
    return 1;
  }
  count = find ? push_place(L, m->subject, from, end) : 0;
  count += lx_matcher_push_all(m, find ? NULL : from, end);
  lx_matcher_settle(m);
  return count;
}

static int find_or_match(lua_State *L, bool find) {
  bool anchored;
  lx_matcher m = matcher_of(L, 1, 2, &anchored);
  size_t length = (size_t)(m.subject_end - m.subject), pattern_length;
  size_t from = lx_start_position(lx_opt_integer(L, 3, 1), length);
  const char *pattern = lua_tolstring(L, 2, &pattern_length), *place;
  if (from > length + 1) {
    lua_pushnil(L);
    return 1;
  }
  lx_charge(L, pattern_length);
  if (!find || !(lua_toboolean(L, 4) || is_plain(pattern, pattern_length))) {
    return search(L, &m, m.subject + from - 1, anchored, find);
  }
  place = find_plain(L, m.subject + from - 1, m.subject_end, pattern, pattern_length);
  if (place) return push_place(L, m.subject, place, place + pattern_length);
  lua_pushnil(L);
  return 1;
}

static int string_find(lua_State *L) {
  return find_or_match(L, true);
}

static int string_match(lua_State *L) {
  return find_or_match(L, false);
}

/* ---- gmatch ---- */

/* Upvalues: the subject, the pattern, where to go on, where the last match ended (from 0; -1:
 * nowhere). An empty match does not stand where the last one ended. */
static int gmatch_step(lua_State *L) {
  lx_matcher m = matcher_of(L, lua_upvalueindex(1), lua_upvalueindex(2), NULL);
  lua_Integer from = lua_tointeger(L, lua_upvalueindex(3));
  lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
  for (; from <= m.subject_end - m.subject; from++) {
    const char *start = lx_matcher_seek(&m, m.subject + from), *end;
    int count;
    if (!start) break;
    from = start - m.subject;
    end = lx_matcher_try(&m, start);
    if (!end || end - m.subject == last) continue;
    lua_pushinteger(L, end - m.subject);
    lua_pushvalue(L, -1);
    lua_replace(L, lua_upvalueindex(3));
    lua_replace(L, lua_upvalueindex(4));
    count = lx_matcher_push_all(&m, start, end);
    lx_matcher_settle(&m);
    return count;
  }
  lx_matcher_settle(&m);
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t length, from;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  from = lx_start_position(lx_opt_integer(L, 3, 1), length);
  if (from > length + 1) from = length + 2;
  lua_settop(L, 2);
  lua_pushinteger(L, (lua_Integer)from - 1);
  lua_pushinteger(L, -1);
  lua_pushcclosure(L, gmatch_step, 4);
  return 1;
}

/* ---- gsub ---- */

typedef struct match {
  lx_matcher *m;
  const char *start, *end;
} match;

/* The replacement text at 3, in which %0 to %9 stand for captures. */
static void add_template(lua_State *L, luaL_Buffer *result, match found) {
  size_t length;
  const char *text = lua_tolstring(L, 3, &length), *end = text + length, *percent;
  while ((percent = memchr(text, '%', (size_t)(end - text)))) {
    char c = percent + 1 < end ? percent[1] : '\0';
    lx_add_bytes(L, result, text, (size_t)(percent - text));
    text = percent + 2;
    if (c == '%') {
      lx_add_bytes(L, result, "%", 1);
    } else if (c == '0') {
      lx_add_bytes(L, result, found.start, (size_t)(found.end - found.start));
    } else if (c >= '1' && c <= '9') {
      lx_matcher_push(found.m, c - '1', found.start, found.end);
      lx_check_string_size(L, luaL_bufflen(result) + lua_rawlen(L, -1));
      luaL_addvalue(result);
    } else {
      lx_raise(L, "invalid use of '%%' in the replacement '%.60s'", lua_tostring(L, 3));
    }
  }
  lx_add_bytes(L, result, text, (size_t)(end - text));
}

/* What the table or function at 3 answers; nil and false keep the match. */
static void add_answer(lua_State *L, luaL_Buffer *result, match found) {
  size_t length;
  if (lua_type(L, 3) == LUA_TTABLE) {
    lx_matcher_push(found.m, 0, found.start, found.end);
    lua_gettable(L, 3);
  } else {
    lua_pushvalue(L, 3);
    lx_host_call(L, lx_matcher_push_all(found.m, found.start, found.end), 1);
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    lx_add_bytes(L, result, found.start, (size_t)(found.end - found.start));
    return;
  }
  if (!lua_isstring(L, -1)) {
    lx_raise(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  }
  lua_tolstring(L, -1, &length);
  lx_check_string_size(L, luaL_bufflen(result) + length);
  lx_charge(L, length);
  luaL_addvalue(result);
}

static void add_replacement(lua_State *L, luaL_Buffer *result, match found) {
  int type = lua_type(L, 3);
  if (type == LUA_TTABLE || type == LUA_TFUNCTION) {
    add_answer(L, result, found);
  } else {
    add_template(L, result, found);
  }
}

static int string_gsub(lua_State *L) {
  bool anchored;
  lx_matcher m = matcher_of(L, 1, 2, &anchored);
  const char *from = m.subject, *last = NULL;
  int type = lua_type(L, 3);
  lua_Integer most = lx_opt_integer(L, 4, (lua_Integer)(m.subject_end - m.subject) + 1);
  lua_Integer count = 0;
  luaL_Buffer result;
  luaL_argexpected(
      L,
      type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TTABLE || type == LUA_TFUNCTION,
      3, "string/function/table");
  luaL_buffinit(L, &result);
  while (count < most) {
    const char *next = anchored ? from : lx_matcher_seek(&m, from), *end;
    if (!next) break;
    if (next > from) lx_add_bytes(L, &result, from, (size_t)(next - from));
    from = next;
    end = lx_matcher_try(&m, from);
    if (end && end != last) {
      count++;
      add_replacement(L, &result, (match){&m, from, end});
      from = last = end;
    } else if (from < m.subject_end) {
      lx_check_string_size(L, luaL_bufflen(&result) + 1);
      luaL_addchar(&result, *from++);
    } else {
      break;
    }
    if (anchored) break;
  }
  lx_add_bytes(L, &result, from, (size_t)(m.subject_end - from));
  lx_matcher_settle(&m);
  luaL_pushresult(&result);
  lua_pushinteger(L, count);
  return 2;
}

void lx_lib_match(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"find", string_find}, {"gmatch", string_gmatch},
      {"gsub", string_gsub}, {"match", string_match},
      {NULL, NULL},
  };
  luaL_setfuncs(L, functions, 0);
}
