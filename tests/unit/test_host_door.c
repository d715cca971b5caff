/* The one door: errors, limits, and what a render leaves behind. */
#include "check.h"

#include <lauxlib.h>

#include "host/host.h"
#include "host/log.h"
#include "value/raise.h"

/* What a test wants to run: built from text once, called by the body. */
typedef struct script {
  const char *text;
  lua_Integer answer;
} script;

static int l_log(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  lx_log(L, text, length);
  return 0;
}

static int l_rep(lua_State *L) {
  lua_Integer count = luaL_checkinteger(L, 1);
  char piece[1000] = {0};
  luaL_Buffer text;
  memset(piece, 'x', sizeof piece);
  luaL_buffinit(L, &text);
  for (lua_Integer i = 0; i < count; i++) luaL_addlstring(&text, piece, sizeof piece);
  luaL_pushresult(&text);
  return 1;
}

/* "a-b" to "ab", as a string made now. */
static int l_join(lua_State *L) {
  luaL_gsub(L, luaL_checkstring(L, 1), "-", "");
  return 1;
}

/* A table's items one by one. */
static int l_next_item(lua_State *L) {
  lua_Integer i = luaL_checkinteger(L, 2) + 1;
  lua_pushinteger(L, i);
  return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int l_ipairs(lua_State *L) {
  lua_pushcfunction(L, l_next_item);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

static int l_pcall(lua_State *L) {
  lua_pushboolean(L, lx_host_try(L, lua_gettop(L) - 1, 0));
  return 1;
}

static int build(lua_State *L) {
  script *made = lua_touserdata(L, 1);
  lua_pushcfunction(L, l_log);
  lua_setglobal(L, "log");
  lua_pushcfunction(L, l_rep);
  lua_setglobal(L, "kilobytes");
  lua_pushcfunction(L, l_pcall);
  lua_setglobal(L, "try");
  lua_pushcfunction(L, l_join);
  lua_setglobal(L, "join");
  lua_pushcfunction(L, l_ipairs);
  lua_setglobal(L, "ipairs");
  lx_host_begin_code(lx_host_of(L));
  if (luaL_loadbufferx(L, made->text, strlen(made->text), "@test.lua", "t") != LUA_OK) {
    lx_raise(L, "%s", lua_tostring(L, -1));
  }
  lx_host_end_code(lx_host_of(L));
  lua_setglobal(L, "run");
  return 0;
}

static int body(lua_State *L) {
  script *made = lua_touserdata(L, 1);
  lx_host_set_hook(lx_host_of(L), "unit", "hook");
  lua_getglobal(L, "run");
  lx_host_call(L, 0, 1);
  made->answer = lua_tointeger(L, -1);
  return 0;
}

static lx_host *new_host(bool use_malloc) {
  luxr_limits limits = luxr_limits_default();
  limits.memory = 4 << 20;
  limits.steps = 200000;
  limits.string = 100000;
  limits.log = 100;
  limits.log_lines = 3;
  return lx_host_new(&limits, use_malloc);
}

static bool render(lx_host *host, uint64_t key, script *made) {
  lx_host_budget budget = {0};
  bool good = lx_host_begin(host, key, &budget, build, made) && lx_host_enter(host, body, made);
  lx_host_end(host);
  return good;
}

static void forgets_what_a_render_did(void) {
  for (int mode = 0; mode < 2; mode++) {
    script made = {"count = (count or 0) + 1 return count", 0};
    lx_host *host = new_host(mode);
    for (int i = 0; i < 3; i++) {
      CHECK(render(host, 1, &made));
      CHECK(made.answer == 1);
    }
    lx_host_free(host);
  }
}

/* So many short strings make Lua hash all of them anew, those among the code too. */
static void finds_names_after_many_strings(void) {
  script made = {
      "local t, sum = {alpha = 1, beta = 1, gamma = 1, delta = 1, epsilon = 1, zeta = 1}, 0\n"
      "for _, half in ipairs {'alp-ha', 'be-ta', 'gam-ma', 'del-ta', 'epsi-lon', 'ze-ta'} do\n"
      "  sum = sum + (t[join(half)] or 0)\n"
      "end\n"
      "for i = 1, 3000 do local made = 'made' .. i end\n"
      "return sum",
      0};
  for (int mode = 0; mode < 2; mode++) {
    lx_host *host = new_host(mode);
    for (int i = 0; i < 4; i++) {
      CHECK(render(host, 1, &made));
      CHECK(made.answer == 6);
    }
    lx_host_free(host);
  }
}

/* What a limit left of a state that no image is complete of is not used again. Where images are
 * compared they are complete from the start. */
static void builds_anew_after_a_first_limit(void) {
#ifndef LUXR_DEBUG_IMAGE
  script loop = {"while true do end", 0}, good = {"return 5", 0};
  for (int mode = 0; mode < 2; mode++) {
    lx_host *host = new_host(mode);
    CHECK(!render(host, 1, &loop));
    for (int i = 0; i < 3; i++) CHECK(render(host, 1, &good) && good.answer == 5);
    CHECK(!render(host, 2, &loop));
    CHECK(render(host, 1, &good) && good.answer == 5);
    lx_host_free(host);
  }
#endif
}

static void keeps_bundles_apart(void) {
  script one = {"return 1", 0}, two = {"return 2", 0};
  lx_host *host = new_host(false);
  for (int i = 0; i < 3; i++) {
    CHECK(render(host, 1, &one) && one.answer == 1);
    CHECK(render(host, 2, &two) && two.answer == 2);
  }
  lx_host_free(host);
}

static void places_an_error(void) {
  script made = {"local function deep(x)\n  return x.y\nend\n\nreturn deep(nil)", 0};
  lx_host *host = new_host(false);
  const lx_fault *fault = lx_host_fault(host);
  CHECK(!render(host, 1, &made));
  CHECK(fault->status == LUXR_ERR_SCRIPT && fault->limit == LX_LIMIT_NONE);
  CHECK_TEXT(fault->file, "test.lua");
  CHECK(fault->line == 2);
  CHECK_TEXT(fault->hook, "unit.hook");
  CHECK_TEXT(fault->sentence, "attempt to index a nil value (local 'x')");
  CHECK_TEXT(fault->trace, "test.lua:2: in the function at line 1");
  lx_host_free(host);
}

static const char *limit_of(const char *text, bool use_malloc, lx_limit_kind *kind) {
  static char sentence[512];
  script made = {text, 0}, fine = {"return 7", 0};
  lx_host *host = new_host(use_malloc);
  bool good = render(host, 1, &made);
  *kind = good ? LX_LIMIT_NONE : lx_host_fault(host)->limit;
  snprintf(sentence, sizeof sentence, "%.500s", lx_host_fault(host)->sentence);
  if (!render(host, 2, &fine) || fine.answer != 7) *kind = LX_LIMIT_NONE;
  lx_host_free(host);
  return sentence;
}

static void meets_limits_that_no_script_sees(void) {
  lx_limit_kind kind;
  for (int mode = 0; mode < 2; mode++) {
    CHECK_TEXT(limit_of("while true do end", mode, &kind),
               "the scripts took more than 200000 steps");
    CHECK(kind == LX_LIMIT_STEPS);
    CHECK_TEXT(limit_of("while true do try(function() while true do end end) end", mode, &kind),
               "the scripts took more than 200000 steps");
    CHECK(kind == LX_LIMIT_STEPS);
    CHECK_TEXT(limit_of("local t = {} for i = 1, 1e9 do t[i] = {} end", mode, &kind),
               "the scripts used more than 4 MiB of memory");
    CHECK(kind == LX_LIMIT_MEMORY);
    CHECK_TEXT(limit_of("return kilobytes(200)", mode, &kind),
               "a string of more than 100000 bytes (the limit)");
    CHECK(kind == LX_LIMIT_STRING);
    limit_of("local s = '' while true do s = s .. 'abcdefghij' end", mode, &kind);
    CHECK(kind == LX_LIMIT_MEMORY);
    CHECK(strstr(limit_of("local s = '' while true do s = s .. 'abcdefghij' end", mode, &kind),
                 "table.concat") != NULL);
  }
}

static void reports_a_stack_overflow(void) {
  script made = {"local function f() return 1 + f() end return f()", 0};
  lx_host *host = new_host(false);
  CHECK(!render(host, 1, &made));
  CHECK(strstr(lx_host_fault(host)->sentence, "stack overflow") != NULL ||
        lx_host_fault(host)->limit == LX_LIMIT_MEMORY ||
        lx_host_fault(host)->limit == LX_LIMIT_STEPS);
  lx_host_free(host);
}

static void catches_errors_inside(void) {
  script made = {"return try(function() local x = nil + 1 end) and 1 or 2", 0};
  lx_host *host = new_host(false);
  CHECK(render(host, 1, &made) && made.answer == 2);
  lx_host_free(host);
}

static int stop_now(void *data) {
  (void)data;
  return 1;
}

static void stops_when_asked(void) {
  script made = {"while true do end", 0};
  lx_host *host = new_host(false);
  lx_host_budget budget = {.stopped = stop_now};
  CHECK(lx_host_begin(host, 1, &budget, build, &made));
  CHECK(!lx_host_enter(host, body, &made));
  CHECK(lx_host_fault(host)->limit == LX_LIMIT_STOPPED);
  CHECK(lx_host_fault(host)->status == LUXR_ERR_STOPPED);
  lx_host_end(host);
  lx_host_free(host);
}

static void cuts_the_log(void) {
  script made = {"for i = 1, 10 do log('line ' .. i) end", 0};
  lx_host *host = new_host(false);
  const lx_buffer *log = lx_host_log(host);
  CHECK(render(host, 1, &made));
  CHECK(log->length == strlen("line 1\nline 2\nline 3\n(the log was cut here)\n"));
  CHECK(memcmp(log->data, "line 1\nline 2\nline 3\n(the log was cut here)\n", log->length) ==
        0);
  lx_host_free(host);
}

static void counts_the_same_steps_and_bytes(void) {
  script made = {"local t = {} for i = 1, 200 do t['k' .. i] = { i, { i } } end", 0};
  uint64_t steps[2];
  size_t bytes[2];
  for (int mode = 0; mode < 2; mode++) {
    lx_host *host = new_host(mode);
    lx_host_budget budget = {0};
    CHECK(lx_host_begin(host, 1, &budget, build, &made));
    CHECK(lx_host_enter(host, body, &made));
    steps[mode] = lx_host_steps_used(host);
    bytes[mode] = lx_host_memory_used(host);
    lx_host_end(host);
    lx_host_free(host);
  }
  CHECK(steps[0] == steps[1]);
  CHECK(bytes[0] == bytes[1]);
}

int main(void) {
  RUN(forgets_what_a_render_did);
  RUN(finds_names_after_many_strings);
  RUN(builds_anew_after_a_first_limit);
  RUN(keeps_bundles_apart);
  RUN(places_an_error);
  RUN(meets_limits_that_no_script_sees);
  RUN(reports_a_stack_overflow);
  RUN(catches_errors_inside);
  RUN(stops_when_asked);
  RUN(cuts_the_log);
  RUN(counts_the_same_steps_and_bytes);
  return checks_done();
}
