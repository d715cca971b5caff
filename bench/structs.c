/* structs.c: documents as protobuf: the input and the manifests, and the Objects of the last
 * render as a cluster holds them, read where a script looks against read whole. */
#include <stdlib.h>
#include <string.h>

#include "render/worker.h"
#include "stages.h"

enum { MOST = 32 };

typedef struct struct_state {
  bench_job job;
  luxr_worker *worker;
  luxr_document documents[1 + MOST];
  size_t count;
  unsigned flags;
} struct_state;

static luxr_result *render(luxr_worker *worker, const bench_job *job,
                           const luxr_document *documents, size_t count, unsigned flags) {
  luxr_request request = {.documents = documents,
                          .document_count = count,
                          .output = LUXR_FORMAT_STRUCT,
                          .flags = flags};
  luxr_result *result = luxr_render(worker, job->bundle, &request);
  if (luxr_result_status(result) != LUXR_OK) bench_fail("a render failed");
  return result;
}

/* The Objects of a render as a cluster holds them. */
static void observe_all(struct_state *state) {
  luxr_worker *worker = state->worker;
  luxr_result *objects = render(worker, &state->job, state->documents, 1, 0);
  luxr_result *manifests = render(worker, &state->job, state->documents, 1, LUXR_BARE);
  for (size_t i = 0; i < luxr_result_item_count(objects); i++) {
    const luxr_item *object = luxr_result_item(objects, i);
    luxr_document *document = &state->documents[state->count];
    if (!object->bytes) continue;
    if (state->count > MOST) bench_fail("more Objects than were expected");
    *document = (luxr_document){.role = LUXR_ROLE_OBSERVED,
                                .format = LUXR_FORMAT_STRUCT,
                                .name = object->name,
                                .origin = object->name};
    document->bytes = bench_observe(object, luxr_result_item(manifests, i), &document->length);
    state->count++;
  }
  luxr_result_free(manifests); /* the other result lends its names */
}

/* ---- Stages ------------------------------------------------------------------------------ */

static size_t run_renders(bench_stage *stage, size_t times) {
  struct_state *state = stage->state;
  size_t bytes = 0;
  for (size_t k = 0; k < times; k++) {
    luxr_result *result =
        render(state->worker, &state->job, state->documents, state->count, state->flags);
    bytes = 0;
    for (size_t i = 0; i < luxr_result_item_count(result); i++) {
      bytes += luxr_result_item(result, i)->length;
    }
    luxr_result_free(result);
  }
  return bytes;
}

/* The input as a Struct, made once. */
static struct_state *new_state(const bench_job *job, unsigned flags) {
  struct_state *state = calloc(1, sizeof *state);
  luxr_document yaml = {
      .bytes = job->document, .length = job->length, .format = LUXR_FORMAT_YAML};
  luxr_result *converted;
  *state = (struct_state){.job = *job, .worker = luxr_worker_new(NULL, 0), .flags = flags};
  converted = luxr_convert(state->worker, &yaml, LUXR_FORMAT_STRUCT);
  if (luxr_result_status(converted) != LUXR_OK) bench_fail("the document is no Struct");
  state->documents[state->count++] =
      (luxr_document){.origin = "bench",
                      .format = LUXR_FORMAT_STRUCT,
                      .bytes = luxr_result_item(converted, 0)->bytes,
                      .length = luxr_result_item(converted, 0)->length};
  return state;
}

bench_stage bench_render_struct(const bench_job *job) {
  return (bench_stage){"render-struct", new_state(job, 0), run_renders};
}

bench_stage bench_render_live(const bench_job *job) {
  return (bench_stage){"render-live", new_state(job, LUXR_LIVE), run_renders};
}

static bench_stage new_observing(const bench_job *job, const char *name, unsigned flags) {
  struct_state *state = new_state(job, flags);
  observe_all(state);
  return (bench_stage){name, state, run_renders};
}

bench_stage bench_observed_unseen(const bench_job *job) {
  return new_observing(job, "observed-unseen", 0);
}

bench_stage bench_observed_seen(const bench_job *job) {
  return new_observing(job, "observed-seen", LUXR_LIVE);
}

/* ---- Decoding ---------------------------------------------------------------------------- */

static int decode_body(lua_State *L) {
  struct_state *state = lua_touserdata(L, 1);
  lx_engine *engine = state->worker->engine;
  lx_diagnostics problems = {0};
  for (size_t i = 1; i < state->count; i++) {
    const luxr_document *document = &state->documents[i];
    lx_source source = {document->bytes, document->length, 1, LUXR_FORMAT_STRUCT};
    if (!lx_read(L, engine->tools.reader, &source, &engine->limits, &problems)) {
      bench_fail("an Object cannot be read");
    }
    lua_settop(L, 1);
  }
  return 0;
}

static int no_build(lua_State *L) {
  (void)L;
  bench_fail("the image is gone");
}

/* All of them in one state, which is brought back each time. */
static size_t run_decoding(bench_stage *stage, size_t times) {
  struct_state *state = stage->state;
  lx_host *host = state->worker->engine->host;
  lx_host_budget budget = {0};
  size_t bytes = 0;
  for (size_t i = 0; i < times; i++) {
    lx_host_begin(host, state->job.bundle->id, &budget, no_build, NULL);
    if (!lx_host_enter(host, decode_body, state)) bench_fail("decoding ended early");
    lx_host_end(host);
  }
  for (size_t i = 1; i < state->count; i++) bytes += state->documents[i].length;
  return bytes;
}

bench_stage bench_observed_decoded(const bench_job *job) {
  bench_stage stage = new_observing(job, "observed-decoded", 0);
  stage.run = run_decoding;
  return stage;
}
