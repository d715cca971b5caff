/* renders.c: whole renders, with the worker as shipped and with a plain reused state. */
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "render/worker.h"
#include "stages.h"

typedef struct render_state {
  bench_job job;
  luxr_worker *worker;
  luxr_format format;
} render_state;

static luxr_document document_of(const bench_job *job) {
  return (luxr_document){.origin = "bench",
                         .bytes = job->document,
                         .length = job->length,
                         .format = LUXR_FORMAT_YAML};
}

static size_t render_once(render_state *state) {
  luxr_document document = document_of(&state->job);
  luxr_request request = {.documents = &document, .document_count = 1, .output = state->format};
  luxr_result *result = luxr_render(state->worker, state->job.bundle, &request);
  size_t bytes = 0;
  if (luxr_result_status(result) != LUXR_OK) bench_fail("a render failed");
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    bytes += luxr_result_item(result, i)->length;
  }
  luxr_result_free(result);
  return bytes;
}

static size_t run_renders(bench_stage *stage, size_t times) {
  size_t bytes = 0;
  for (size_t i = 0; i < times; i++) bytes = render_once(stage->state);
  return bytes;
}

static bench_stage new_render(const bench_job *job, const char *name, luxr_format format,
                              unsigned off) {
  render_state *state = calloc(1, sizeof *state);
  *state = (render_state){*job, luxr_worker_new(NULL, 0), format};
  lx_host_disable(state->worker->engine->host, off);
  return (bench_stage){name, state, run_renders};
}

bench_stage bench_render(const bench_job *job) {
  return new_render(job, "render", LUXR_FORMAT_YAML, 0);
}

bench_stage bench_render_json(const bench_job *job) {
  return new_render(job, "render-json", LUXR_FORMAT_JSON, 0);
}

bench_stage bench_render_unguarded(const bench_job *job) {
  return new_render(job, "render-unguarded", LUXR_FORMAT_YAML, LX_GUARD_HOOK);
}

/* ---- restore ----------------------------------------------------------------------------- */

static int no_build(lua_State *L) {
  (void)L;
  bench_fail("the image is gone");
}

static size_t run_restores(bench_stage *stage, size_t times) {
  render_state *state = stage->state;
  lx_host_budget budget = {0};
  for (size_t i = 0; i < times; i++) {
    lx_host_begin(state->worker->engine->host, state->job.bundle->id, &budget, no_build, NULL);
    lx_host_end(state->worker->engine->host);
  }
  return 1;
}

bench_stage bench_restore(const bench_job *job) {
  bench_stage stage = new_render(job, "restore", LUXR_FORMAT_YAML, 0);
  render_once(stage.state);
  stage.run = run_restores;
  return stage;
}

/* ---- a reused state ---------------------------------------------------------------------- */

/* What an embedder would write first: one state on malloc, collected as usual, the same phases,
 * and libyaml's emitter. Its host only lends its name to messages. */
typedef struct naive_state {
  bench_job job;
  lua_State *L;
  luxr_worker *worker;
  lx_buffer out;
  lx_run run;
} naive_state;

static void *allocate(void *data, void *block, size_t old_size, size_t size) {
  (void)data;
  (void)old_size;
  if (size) return realloc(block, size);
  free(block);
  return NULL;
}

static int build_nothing(lua_State *L) {
  (void)L;
  return 0;
}

static int naive_phases(lua_State *L) {
  naive_state *state = lua_touserdata(L, 1);
  lx_run *run = &state->run;
  lua_settop(L, 0);
  lua_pushlightuserdata(L, run);
  lx_phases_open(L);
  if (!lx_phase_input(L, run) || !lx_phase_check(L, run) || !lx_phase_decide(L, run) ||
      !lx_phase_resources(L, run) || !lx_phase_mutate(L, run) || !lx_phase_envelope(L, run) ||
      !lx_phase_verify(L, run)) {
    bench_fail("a phase failed");
  }
  for (size_t i = 0; i < run->draft_count; i++) {
    lua_rawgeti(L, LX_AT_WRAPPED, (lua_Integer)i + 1);
    bench_write_libyaml(L, -1, state->worker->engine->tools.writer, &state->out);
    lua_pop(L, 1);
  }
  return 0;
}

static size_t run_naive(bench_stage *stage, size_t times) {
  naive_state *state = stage->state;
  luxr_document document = document_of(&state->job);
  luxr_request request = {.documents = &document, .document_count = 1};
  size_t bytes = 0;
  for (size_t i = 0; i < times; i++) {
    luxr_result *result = lx_result_new();
    lx_draft *drafts = state->run.drafts;
    size_t capacity = state->run.draft_capacity;
    state->run = (lx_run){.request = &request,
                          .bundle = state->job.bundle,
                          .host = state->worker->engine->host,
                          .limits = &state->worker->engine->limits,
                          .tools = &state->worker->engine->tools,
                          .result = result,
                          .drafts = drafts,
                          .draft_capacity = capacity};
    lx_buffer_clear(&state->out);
    lua_pushcfunction(state->L, naive_phases);
    lua_pushlightuserdata(state->L, state);
    if (lua_pcall(state->L, 1, 0, 0) != LUA_OK) bench_fail(lua_tostring(state->L, -1));
    bytes = state->out.length;
    luxr_result_free(result);
  }
  return bytes;
}

bench_stage bench_render_naive(const bench_job *job) {
  naive_state *state = calloc(1, sizeof *state);
  luxr_limits limits = luxr_limits_default();
  lx_host_budget budget = {0};
  lx_build *build = calloc(1, sizeof *build);
  limits.steps = (uint64_t)1 << 60;
  limits.milliseconds = 86400000;
  state->job = *job;
  state->worker = luxr_worker_new(&limits, 0);
  state->L = lua_newstate(allocate, NULL);
  lx_host_begin(state->worker->engine->host, 0x7fffffff, &budget, build_nothing, NULL);
  lx_host_set_user(state->worker->engine->host, &state->run);
  *(lx_host **)lua_getextraspace(state->L) = state->worker->engine->host;
  *build = (lx_build){.bundle = job->bundle,
                      .host = state->worker->engine->host,
                      .tools = &state->worker->engine->tools,
                      .problems = calloc(1, sizeof *build->problems),
                      .finish = lx_context_open};
  lua_pushcfunction(state->L, lx_bundle_build);
  lua_pushlightuserdata(state->L, build);
  if (lua_pcall(state->L, 1, 0, 0) != LUA_OK) bench_fail(lua_tostring(state->L, -1));
  return (bench_stage){"render-naive", state, run_naive};
}
