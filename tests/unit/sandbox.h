/* sandbox.h: for tests, a state that has the sandbox and nothing else, plain or in a host. */
#ifndef TEST_SANDBOX_H
#define TEST_SANDBOX_H

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "host/host.h"
#include "host/sandbox.h"
#include "value/value.h"
#include "value/view.h"

/* `view` stands for { list = { 3, 1, 2 }, map = { b = 1, a = 2 }, text = "x" }, frozen; `null`
 * is luxr.null, and `mark` marks a list. */
static inline int sandbox_mark(lua_State *L) {
  lx_mark_list(L, 1);
  lua_settop(L, 1);
  return 1;
}

static inline void sandbox_add(lua_State *L, const char *name) {
  lua_pushglobaltable(L);
  lua_insert(L, -2);
  lua_pushstring(L, name);
  lua_insert(L, -2);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

static inline int sandbox_build(lua_State *L) {
  lx_value_open(L);
  lx_view_open(L);
  lx_sandbox_open(L);
  if (luaL_loadstring(L, "return { list = { 3, 1, 2 }, map = { b = 1, a = 2 }, text = 'x' }")) {
    return lua_error(L);
  }
  lua_call(L, 0, 1);
  lx_view_push(L, -1, NULL, "view");
  sandbox_add(L, "view");
  lx_push_null(L);
  sandbox_add(L, "null");
  lua_pushcfunction(L, sandbox_mark);
  sandbox_add(L, "mark");
  return 0;
}

static inline lua_State *sandbox_new(void) {
  lua_State *L = luaL_newstate();
  *(void **)lua_getextraspace(L) = NULL; /* no host, no budget */
  lua_pushcfunction(L, sandbox_build);
  lua_call(L, 0, 0);
  return L;
}

/* What the chunk returns, as text with ", " between, or "error: " and its message. The text lives
 * until the next call. */
static inline const char *sandbox_run(lua_State *L, const char *chunk) {
  static char text[4096];
  size_t at = 0;
  lua_settop(L, 0);
  if (luaL_loadbuffer(L, chunk, strlen(chunk), "=test") || lua_pcall(L, 0, LUA_MULTRET, 0)) {
    snprintf(text, sizeof text, "error: %s",
             lua_isstring(L, -1) ? lua_tostring(L, -1) : luaL_typename(L, -1));
    return text;
  }
  text[0] = '\0';
  for (int i = 1; i <= lua_gettop(L) && at < sizeof text; i++) {
    const char *value = lua_isstring(L, i)    ? lua_tostring(L, i)
                        : lua_isboolean(L, i) ? (lua_toboolean(L, i) ? "true" : "false")
                                              : luaL_typename(L, i);
    at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i > 1 ? ", " : "", value);
  }
  return text;
}

/* A chunk and what sandbox_run answers. */
typedef struct sandbox_case {
  const char *chunk, *want;
} sandbox_case;

/* How many of the cases answer something else; prints those. */
static inline int sandbox_differences(const sandbox_case *cases, size_t count) {
  int differences = 0;
  for (size_t i = 0; i < count; i++) {
    lua_State *L = sandbox_new();
    const char *got = sandbox_run(L, cases[i].chunk);
    if (strcmp(got, cases[i].want) != 0) {
      printf("%s\n  got:  %s\n  want: %s\n", cases[i].chunk, got, cases[i].want);
      differences++;
    }
    lua_close(L);
  }
  return differences;
}

#define CHECK_CASES(cases) \
  CHECK(sandbox_differences(cases, sizeof(cases) / sizeof *(cases)) == 0)

/* Runs the chunk in a fresh host: "ok", or the sentence of the error or limit, with "limit: "
 * before it. `budget` may be NULL: 2 million steps. */
static inline int sandbox_body(lua_State *L) {
  const char *chunk = lua_touserdata(L, 1);
  if (luaL_loadbuffer(L, chunk, strlen(chunk), "=test")) return lua_error(L);
  lua_call(L, 0, 0);
  return 0;
}

typedef struct sandbox_outcome {
  char text[512];
  lx_limit_kind limit;
  uint64_t steps;
  size_t memory;
  char log[2048];
} sandbox_outcome;

static inline sandbox_outcome sandbox_host(const char *chunk, uint64_t steps, bool use_malloc) {
  luxr_limits limits = {.steps = 2000000,
                        .milliseconds = 20000,
                        .memory = 64u << 20,
                        .string = 1u << 20,
                        .log = 64u << 10,
                        .log_lines = 100};
  lx_host_budget budget = {.steps = steps};
  sandbox_outcome outcome = {{0}, LX_LIMIT_NONE, 0, 0, {0}};
  lx_host *host = lx_host_new(&limits, use_malloc);
  bool done = host && lx_host_begin(host, 1, &budget, sandbox_build, NULL) &&
              lx_host_enter(host, sandbox_body, (void *)chunk);
  if (!host) return outcome;
  outcome.limit = done ? LX_LIMIT_NONE : lx_host_fault(host)->limit;
  outcome.steps = lx_host_steps_used(host);
  outcome.memory = lx_host_memory_used(host);
  snprintf(outcome.text, sizeof outcome.text, "%s%.490s", outcome.limit ? "limit: " : "",
           done ? "ok" : lx_host_fault(host)->sentence);
  snprintf(outcome.log, sizeof outcome.log, "%.*s", (int)lx_host_log(host)->length,
           lx_host_log(host)->data ? lx_host_log(host)->data : "");
  lx_host_end(host);
  lx_host_free(host);
  return outcome;
}

#endif
