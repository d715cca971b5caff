/* What the library does in a worker: it charges, and meets limits that no pcall sees. */
#include "check.h"
#include "host/host.h"
#include "host/sandbox.h"
#include "library.h"

typedef struct worker {
  luxr_limits limits;
  lx_buffer buffer;
  lx_diagnostics problems;
  lx_library_tools tools;
  lx_host *host;
  uint64_t steps; /* 0: as many as usual */
  const char *chunk;
  char answer[200];
} worker;

static int build(lua_State *L) {
  worker *w = lua_touserdata(L, 1);
  lx_value_open(L);
  lx_view_open(L);
  lx_sandbox_open(L);
  lx_library_open(L, &w->tools);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_insert(L, -2);
  lua_pushliteral(L, "luxr");
  lua_insert(L, -2);
  lua_rawset(L, -3);
  return 0;
}

static int run_chunk(lua_State *L) {
  worker *w = lua_touserdata(L, 1);
  if (luaL_loadbufferx(L, w->chunk, strlen(w->chunk), "=chunk", "t")) return lua_error(L);
  lx_host_call(L, 0, 1);
  snprintf(w->answer, sizeof w->answer, "%s", luaL_tolstring(L, -1, NULL));
  return 0;
}

static void worker_init(worker *w, bool use_malloc) {
  memset(w, 0, sizeof *w);
  w->limits = luxr_limits_default();
  w->limits.milliseconds = 600000; /* sanitizers are slow; steps are what counts here */
  w->tools = (lx_library_tools){.reader = lx_reader_new(),
                                .writer = lx_writer_new(),
                                .buffer = &w->buffer,
                                .limits = &w->limits,
                                .problems = &w->problems};
  w->host = lx_host_new(&w->limits, use_malloc);
}

static void worker_clear(worker *w) {
  lx_host_free(w->host);
  lx_reader_free(w->tools.reader);
  lx_writer_free(w->tools.writer);
  lx_buffer_free(&w->buffer);
  lx_diagnostics_free(&w->problems);
}

/* What the chunk returns, or the sentence that stopped it. */
static const char *run(worker *w, const char *chunk) {
  lx_host_budget budget = {.steps = w->steps};
  w->chunk = chunk;
  snprintf(w->answer, sizeof w->answer, "nothing");
  if (!lx_host_begin(w->host, 1, &budget, build, w) || !lx_host_enter(w->host, run_chunk, w)) {
    snprintf(w->answer, sizeof w->answer, "%.190s", lx_host_fault(w->host)->sentence);
  }
  lx_host_end(w->host);
  return w->answer;
}

static uint64_t steps_of(worker *w, const char *chunk) {
  run(w, chunk);
  return lx_host_steps_used(w->host);
}

static void texts_meet_the_limit_of_strings(void) {
  for (int use_malloc = 0; use_malloc < 2; use_malloc++) {
    worker w;
    worker_init(&w, use_malloc);
    CHECK_TEXT(run(&w, "return #luxr.json.encode(('x'):rep(1000000))"), "1000002");
    CHECK_TEXT(run(&w, "return pcall(luxr.json.encode, ('x'):rep(1048576))"),
               "a string of more than 1048576 bytes (the limit)");
    CHECK(lx_host_fault(w.host)->limit == LX_LIMIT_STRING);
    CHECK_TEXT(run(&w,
                   "local s = ('x'):rep(1000000)"
                   " return pcall(luxr.yaml.encode, { s, s, s })"),
               "a string of more than 1048576 bytes (the limit)");
    CHECK_TEXT(run(&w, "return luxr.json.encode { 1 }"), "[1]");
    worker_clear(&w);
  }
}

static void everything_is_charged(void) {
  static const char *const chunks[] = {
      "luxr.json.encode(s)",
      "luxr.yaml.encode(s)",
      "luxr.digest.sha256(s)",
      "luxr.names.shorten(s)",
      "pcall(luxr.json.decode, s)",
      "pcall(luxr.yaml.decode, s)",
      "luxr.get({}, s)",
      "pcall(luxr.quantities.canonical, s)",
  };
  worker w;
  worker_init(&w, false);
  for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
    char small[120], large[120];
    snprintf(small, sizeof small, "local s = ('x'):rep(500000)");
    snprintf(large, sizeof large, "local s = ('x'):rep(500000) %s", chunks[i]);
    if (steps_of(&w, large) < steps_of(&w, small) + 500000 / 16) printf("%s\n", chunks[i]);
    CHECK(steps_of(&w, large) >= steps_of(&w, small) + 500000 / 16);
  }
  worker_clear(&w);
}

static void lists_are_charged_by_their_items(void) {
  worker w;
  uint64_t made, marked;
  worker_init(&w, false);
  made = steps_of(&w, "local t = {} for i = 1, 10000 do t[i] = i end");
  marked = steps_of(&w, "local t = {} for i = 1, 10000 do t[i] = i end luxr.list(t)");
  CHECK(marked >= made + 10000);
  worker_clear(&w);
}

static void an_endless_loop_of_failures_ends(void) {
  worker w;
  worker_init(&w, false);
  w.steps = 100000;
  CHECK_TEXT(run(&w, "while true do pcall(luxr.json.encode, print) end"),
             "the scripts took more than 100000 steps");
  CHECK(lx_host_fault(w.host)->limit == LX_LIMIT_STEPS);
  worker_clear(&w);
}

int main(void) {
  RUN(texts_meet_the_limit_of_strings);
  RUN(everything_is_charged);
  RUN(lists_are_charged_by_their_items);
  RUN(an_endless_loop_of_failures_ends);
  return checks_done();
}
