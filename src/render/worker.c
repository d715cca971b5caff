#include "render/worker.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

luxr_worker *luxr_worker_new(const luxr_limits *limits, unsigned flags) {
  luxr_worker *worker = lx_alloc_zero(sizeof *worker);
  if (!worker) return NULL;
  worker->limits = lx_limits_complete(limits);
  worker->host = lx_host_new(&worker->limits, (flags & LUXR_WORKER_MALLOC) != 0);
  if (worker->host && lx_tools_open(&worker->tools, &worker->limits)) return worker;
  lx_host_free(worker->host);
  lx_free(worker);
  return NULL;
}

void luxr_worker_free(luxr_worker *worker) {
  if (!worker) return;
  lx_host_free(worker->host);
  lx_tools_close(&worker->tools);
  lx_free(worker->drafts);
  lx_free(worker);
}

static void take_log(lx_run *run) {
  const lx_buffer *log = lx_host_log(run->host);
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
                    .host = worker->host,
                    .tools = &worker->tools,
                    .problems = lx_problems(run),
                    .finish = lx_context_open};
  bool good;
  lx_host_set_user(worker->host, NULL);
  good = lx_host_begin(worker->host, run->bundle->id, &budget, lx_bundle_build, &build);
  lx_host_set_user(worker->host, run);
  good = good && lx_host_enter(worker->host, lx_phases, run);
  lx_host_set_user(worker->host, NULL);
  if (!good) lx_fault_report(lx_host_fault(worker->host), lx_problems(run));
  take_log(run);
  if (lx_problems(run)->count) lx_place_findings(run);
  lx_host_end(worker->host);
}

luxr_result *luxr_render(luxr_worker *worker, luxr_bundle *bundle,
                         const luxr_request *request) {
  luxr_result *result = lx_result_new();
  lx_run run = {.request = request,
                .bundle = bundle,
                .host = worker->host,
                .limits = &worker->limits,
                .tools = &worker->tools,
                .result = result,
                .drafts = worker->drafts,
                .draft_capacity = worker->draft_capacity};
  if (result->is_static) return result;
  result->bundle = luxr_bundle_retain(bundle);
  lx_buffer_reserve(&result->bytes, worker->bytes_before);
  result->bytes.failed = false;
  run_scripts(worker, &run);
  lx_reader_reset(worker->tools.reader);
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
