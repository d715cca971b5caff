#include "render/worker.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

luxr_worker *luxr_worker_new(const luxr_limits *limits, unsigned flags) {
  luxr_worker *worker = lx_alloc_zero(sizeof *worker);
  luxr_limits all = lx_limits_complete(limits);
  if (!worker) return NULL;
  worker->use_malloc = (flags & LUXR_WORKER_MALLOC) != 0;
  worker->engine = lx_engine_new(&all, worker->use_malloc);
  if (worker->engine) return worker;
  lx_free(worker);
  return NULL;
}

void luxr_worker_free(luxr_worker *worker) {
  if (!worker) return;
  lx_engine_free(worker->engine);
  lx_free(worker->drafts);
  lx_free(worker);
}

/* The first bundle a worker renders may bring the engine it was opened in. */
static void choose_engine(luxr_worker *worker, luxr_bundle *bundle) {
  lx_engine *opened;
  if (worker->used || worker->use_malloc) return;
  worker->used = true;
  opened = lx_bundle_take_engine(bundle, &worker->engine->limits);
  if (!opened) return;
  lx_engine_free(worker->engine);
  worker->engine = opened;
}

static void take_log(lx_run *run) {
  const lx_buffer *log = lx_host_log(run->host);
  if (log->failed) lx_problems(run)->failed = true;
  if (!log->length) return;
  if (!lx_result_set_part(run->result, LUXR_PART_LOG, log->data, log->length)) {
    lx_problems(run)->failed = true;
  }
}

/* Everything that may run scripts. */
static void run_scripts(luxr_worker *worker, lx_run *run) {
  const luxr_request *request = run->request;
  lx_host_budget budget = {.milliseconds = request->milliseconds,
                           .stopped = request->stopped,
                           .stopped_data = request->stopped_data};
  lx_build build = {.bundle = run->bundle,
                    .host = worker->engine->host,
                    .tools = &worker->engine->tools,
                    .problems = lx_problems(run),
                    .finish = lx_context_open};
  bool good;
  lx_host_set_user(worker->engine->host, NULL);
  good = lx_host_begin(worker->engine->host, run->bundle->id, &budget, lx_bundle_build, &build);
  lx_build_clear(&build);
  lx_host_set_user(worker->engine->host, run);
  good = good && lx_host_enter(worker->engine->host, lx_phases, run);
  lx_host_set_user(worker->engine->host, NULL);
  if (!good) lx_fault_report(lx_host_fault(worker->engine->host), lx_problems(run));
  take_log(run);
  if (lx_problems(run)->count) lx_place_findings(run);
  lx_host_end(worker->engine->host);
}

luxr_result *luxr_render(luxr_worker *worker, luxr_bundle *bundle,
                         const luxr_request *request) {
  luxr_result *result = lx_result_new();
  lx_run run;
  choose_engine(worker, bundle);
  run = (lx_run){.request = request,
                 .bundle = bundle,
                 .host = worker->engine->host,
                 .limits = &worker->engine->limits,
                 .tools = &worker->engine->tools,
                 .result = result,
                 .drafts = worker->drafts,
                 .draft_capacity = worker->draft_capacity};
  if (result->is_static) return result;
  result->bundle = luxr_bundle_retain(bundle);
  lx_buffer_reserve(&result->bytes, worker->bytes_before);
  result->bytes.failed = false;
  run_scripts(worker, &run);
  lx_reader_reset(worker->engine->tools.reader);
  worker->drafts = run.drafts;
  worker->draft_capacity = run.draft_capacity;
  if (result->bytes.length) worker->bytes_before = result->bytes.length + 256;
  lx_result_settle(result, (request->flags & LUXR_STRICT) != 0);
  if (result->status == LUXR_OK && (request->flags & LUXR_CHECK_ONLY)) {
    lx_buffer_free(&result->bytes);
    for (size_t i = 0; i < result->item_count; i++) {
      result->items[i].bytes = NULL;
      result->items[i].length = 0;
    }
  }
  return result;
}
