/* emission.c: the tables of one render, written again and again. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "render/worker.h"
#include "stages.h"

typedef enum emitter { OURS_YAML, LIBYAML, OURS_JSON, CJSON } emitter;

typedef struct emission_state {
  bench_job job;
  luxr_worker *worker;
  emitter emitter;
  size_t times;
  lx_buffer out;
  lx_run run;
} emission_state;

static void write_one(lua_State *L, emission_state *state) {
  lx_writer *writer = state->worker->engine->tools.writer;
  lx_write_problem problem;
  bool good = true;
  switch (state->emitter) {
    case OURS_YAML: good = lx_write_yaml(L, -1, writer, NULL, &state->out, &problem); break;
    case OURS_JSON: good = lx_write_json(L, -1, writer, NULL, &state->out, &problem); break;
    case LIBYAML: bench_write_libyaml(L, -1, writer, &state->out); break;
    case CJSON: bench_write_cjson(L, -1, writer, &state->out); break;
  }
  if (!good) bench_fail(problem.sentence);
}

static int emit_body(lua_State *L) {
  emission_state *state = lua_touserdata(L, 1);
  lx_run *run = &state->run;
  lua_settop(L, 0);
  lua_pushlightuserdata(L, run);
  lx_phases_open(L);
  if (!lx_phase_input(L, run) || !lx_phase_check(L, run) || !lx_phase_decide(L, run) ||
      !lx_phase_resources(L, run) || !lx_phase_mutate(L, run) || !lx_phase_envelope(L, run)) {
    bench_fail("a phase failed");
  }
  for (size_t k = 0; k < state->times; k++) {
    lx_buffer_clear(&state->out);
    for (size_t i = 0; i < run->draft_count; i++) {
      lua_rawgeti(L, LX_AT_WRAPPED, (lua_Integer)i + 1);
      write_one(L, state);
      lua_pop(L, 1);
    }
  }
  return 0;
}

static size_t run_emission(bench_stage *stage, size_t times) {
  emission_state *state = stage->state;
  luxr_document document = {.origin = "bench",
                            .bytes = state->job.document,
                            .length = state->job.length,
                            .format = LUXR_FORMAT_YAML};
  luxr_request request = {.documents = &document, .document_count = 1};
  luxr_result *result = lx_result_new();
  lx_host_budget budget = {0};
  lx_build build = {.bundle = state->job.bundle,
                    .host = state->worker->engine->host,
                    .tools = &state->worker->engine->tools,
                    .problems = &result->problems,
                    .finish = lx_context_open};
  state->times = times;
  state->run = (lx_run){.request = &request,
                        .bundle = state->job.bundle,
                        .host = state->worker->engine->host,
                        .limits = &state->worker->engine->limits,
                        .tools = &state->worker->engine->tools,
                        .result = result};
  lx_host_set_user(state->worker->engine->host, NULL);
  if (!lx_host_begin(state->worker->engine->host, state->job.bundle->id, &budget,
                     lx_bundle_build, &build)) {
    bench_fail("the bundle cannot be built");
  }
  lx_build_clear(&build);
  lx_host_set_user(state->worker->engine->host, &state->run);
  if (!lx_host_enter(state->worker->engine->host, emit_body, state)) {
    bench_fail(lx_host_fault(state->worker->engine->host)->sentence);
  }
  lx_host_end(state->worker->engine->host);
  lx_free(state->run.drafts);
  luxr_result_free(result);
  return state->out.length;
}

static bench_stage new_emission(const bench_job *job, const char *name, emitter with) {
  emission_state *state = calloc(1, sizeof *state);
  state->job = *job;
  state->worker = luxr_worker_new(NULL, 0);
  state->emitter = with;
  return (bench_stage){name, state, run_emission};
}

bench_stage bench_emit_yaml(const bench_job *job) {
  return new_emission(job, "emit-yaml", OURS_YAML);
}

bench_stage bench_emit_libyaml(const bench_job *job) {
  return new_emission(job, "emit-libyaml", LIBYAML);
}

bench_stage bench_emit_json(const bench_job *job) {
  return new_emission(job, "emit-json", OURS_JSON);
}

bench_stage bench_emit_cjson(const bench_job *job) {
  return new_emission(job, "emit-cjson", CJSON);
}
