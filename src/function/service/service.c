/* service.c: one call, from the bytes of its request to those of its answer. */
#include "service.h"

#include <string.h>
#include <time.h>

#include "answer.h"
#include "base/alloc.h"
#include "bundles.h"
#include "answer/finding.h"
#include "file.h"
#include "look.h"
#include "record.h"
#include "render.h"

typedef struct lx_service {
  lx_source_paths paths;
  const lx_log *log;
  lx_metrics metrics;
  lx_bundles *bundles;
  const char **watched; /* every directory among the paths */
  size_t watched_count;
  lx_look *look;
  lx_record *record;     /* NULL: calls are not recorded */
  luxr_worker **workers; /* each made by the first call that comes to it */
  size_t worker_count;
  lx_buffer parameters_text;
  lx_parameters parameters;
  int64_t ttl_ms;
  size_t response_max;
} lx_service;

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool is_stopped(const lx_call *call) {
  return call->stopped && call->stopped(call->stopped_data);
}

/* ---- what a call is refused for ---------------------------------------------------------- */

static bool decode(lx_run_call *run) {
  lx_span bytes = {run->call->bytes ? run->call->bytes : "", run->call->length};
  const char *problem;
  lx_decoded decoded = lx_request_read(&run->request, bytes, &run->pool, &problem);
  if (decoded == LX_DECODED) return true;
  if (decoded == LX_NO_MEMORY) {
    lx_answer_status(run, LX_GRPC_RESOURCE_EXHAUSTED, LX_OUTCOME_MEMORY, "out of memory");
    return false;
  }
  lx_buffer_print(&run->message, "malformed RunFunctionRequest: %s", problem);
  lx_answer_status(run, LX_GRPC_INVALID_ARGUMENT, LX_OUTCOME_MALFORMED,
                   lx_buffer_text(&run->message));
  return false;
}

/* Nothing is to be rendered for an XR that is on its way out: whoever deletes it deletes what
 * it is composed of, and an answer without those resources would do so out of turn. */
static bool is_deleted(lx_run_call *run) {
  lx_value value =
      lx_tree_find(run->request.composite, "metadata.deletionTimestamp", &run->pool);
  return value.kind != LX_VALUE_NONE && value.kind != LX_VALUE_NULL;
}

static bool refuse(lx_run_call *run, const char *sentence) {
  lx_buffer_add_text(&run->message, sentence);
  lx_answer_fatal(run, LX_OUTCOME_REFUSED);
  return false;
}

static bool read_input(lx_run_call *run) {
  if (!run->request.composite.bytes) {
    return refuse(run, "the request has no observed.composite: there is no XR to render");
  }
  if (!lx_input_read(&run->input, run->request.input, &run->pool, &run->message)) {
    lx_answer_fatal(run, LX_OUTCOME_REFUSED);
    return false;
  }
  if (run->input.ttl_ms >= 0) run->ttl_ms = run->input.ttl_ms;
  if (is_deleted(run))
    return refuse(run, "the XR is being deleted: nothing is rendered for it");
  return true;
}

static luxr_bundle *get_bundle(lx_service *service, lx_run_call *run) {
  luxr_bundle *bundle = NULL;
  switch (lx_bundles_get(service->bundles, &run->input, run->call, &bundle, &run->message)) {
    case LX_BUNDLE_GIVEN: return bundle;
    case LX_BUNDLE_REFUSED: lx_answer_fatal(run, LX_OUTCOME_SCRIPT); return NULL;
    case LX_BUNDLE_STOPPED:
      lx_answer_status(run, LX_GRPC_CANCELLED, LX_OUTCOME_STOPPED, "the call was cancelled");
      return NULL;
    case LX_BUNDLE_NO_MEMORY: break;
  }
  lx_answer_status(run, LX_GRPC_RESOURCE_EXHAUSTED, LX_OUTCOME_MEMORY, "out of memory");
  return NULL;
}

/* ---- what came of it --------------------------------------------------------------------- */

static void note_problem(lx_service *service, lx_run_call *run, const luxr_result *result) {
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(result, i);
    if (finding->severity != LUXR_ERROR || finding->status == LUXR_ERR_INPUT) continue;
    if (finding->hook)
      run->hook = lx_pool_copy(&run->pool, finding->hook, strlen(finding->hook));
    if (finding->file && *finding->file) {
      lx_metrics_script(&service->metrics, lx_path_shown(&service->paths, finding->file));
    }
    return;
  }
}

/* A render that was stopped: by the caller, by the caller's deadline, or by our own limit. */
static bool answer_stopped(lx_run_call *run, double began) {
  double spent = (seconds_now() - began) * 1000;
  if (run->call->deadline_ms >= 0 && spent >= (double)run->call->deadline_ms * 0.85) {
    lx_answer_status(run, LX_GRPC_DEADLINE_EXCEEDED, LX_OUTCOME_STOPPED,
                     "the render was not done before the call's deadline");
    return true;
  }
  if (!is_stopped(run->call)) return false;
  lx_answer_status(run, LX_GRPC_CANCELLED, LX_OUTCOME_STOPPED, "the call was cancelled");
  return true;
}

static void answer_failed(lx_service *service, lx_run_call *run, const luxr_result *result,
                          double began) {
  luxr_status status = luxr_result_status(result);
  lx_outcome outcome = LX_OUTCOME_SCRIPT;
  if (status == LUXR_ERR_STOPPED && answer_stopped(run, began)) return;
  if (status == LUXR_ERR_INPUT) outcome = LX_OUTCOME_REFUSED;
  if (status == LUXR_ERR_MEMORY) outcome = LX_OUTCOME_MEMORY;
  if (status == LUXR_ERR_LIMIT || status == LUXR_ERR_STOPPED) {
    outcome = LX_OUTCOME_LIMIT;
    lx_metrics_limit(&service->metrics, luxr_result_limit(result));
  }
  note_problem(service, run, result);
  lx_fatal_print(&run->message, result, run->paths);
  lx_answer_fatal(run, outcome);
}

static luxr_worker *get_worker(lx_service *service, size_t number) {
  if (number >= service->worker_count) return NULL;
  if (!service->workers[number]) service->workers[number] = luxr_worker_new(NULL, 0);
  return service->workers[number];
}

static void render(lx_service *service, lx_run_call *run, luxr_bundle *bundle, double began) {
  luxr_worker *worker = get_worker(service, run->call->worker);
  luxr_result *result =
      worker ? lx_render_call(run, worker, bundle, &service->parameters) : NULL;
  if (!result) {
    lx_answer_status(run, LX_GRPC_RESOURCE_EXHAUSTED, LX_OUTCOME_MEMORY, "out of memory");
    return;
  }
  if (luxr_result_ttl(result) >= 0) run->ttl_ms = luxr_result_ttl(result);
  if (luxr_result_status(result) == LUXR_OK)
    lx_answer_rendered(run, result);
  else
    answer_failed(service, run, result, began);
  luxr_result_free(result);
}

/* ---- log --------------------------------------------------------------------------------- */

static void log_span(lx_log_line *line, const char *name, lx_span span) {
  if (span.bytes) lx_log_bytes(line, name, span.bytes, span.length);
}

static void log_call(const lx_service *service, lx_run_call *run, double seconds) {
  static const lx_log_level levels[LX_OUTCOMES] = {LX_LOG_DEBUG, LX_LOG_INFO,  LX_LOG_ERROR,
                                                   LX_LOG_ERROR, LX_LOG_ERROR, LX_LOG_INFO,
                                                   LX_LOG_ERROR, LX_LOG_ERROR};
  lx_log_line line;
  lx_log_begin(&line, service->log, levels[run->outcome],
               run->outcome == LX_OUTCOME_RENDERED ? "rendered" : "not rendered");
  if (line.fd < 0) return;
  log_span(&line, "tag", run->request.tag);
  log_span(&line, "kind", lx_tree_text(run->request.composite, "kind", &run->pool));
  log_span(&line, "namespace",
           lx_tree_text(run->request.composite, "metadata.namespace", &run->pool));
  log_span(&line, "name", lx_tree_text(run->request.composite, "metadata.name", &run->pool));
  lx_log_text(&line, "step", run->input.step);
  lx_log_text(&line, "outcome", lx_outcome_name(run->outcome));
  lx_log_number(&line, "code", run->reply->grpc_status);
  lx_log_number(&line, "microseconds", (int64_t)(seconds * 1e6));
  lx_log_text(&line, "hook", run->hook);
  if (run->message.length)
    lx_log_bytes(&line, "problem", run->message.data, run->message.length);
  else
    lx_log_text(&line, "problem", run->reply->grpc_message);
  lx_log_end(&line);
}

/* ---- the handler ------------------------------------------------------------------------- */

/* Returns the bundle that was used, NULL when it did not come to that. */
static luxr_bundle *serve(lx_service *service, lx_run_call *run, double began) {
  luxr_bundle *bundle;
  if (run->call->deadline_ms == 0) {
    lx_answer_status(run, LX_GRPC_DEADLINE_EXCEEDED, LX_OUTCOME_STOPPED,
                     "the call came after its deadline");
    return NULL;
  }
  if (!decode(run) || !read_input(run)) return NULL;
  bundle = get_bundle(service, run);
  if (bundle) render(service, run, bundle, began);
  return bundle;
}

static void keep_record(lx_service *service, lx_run_call *run, const luxr_bundle *bundle) {
  if (!service->record) return;
  lx_record_keep(service->record, run, bundle ? luxr_bundle_digest(bundle) : NULL,
                 service->ttl_ms);
}

static void run_call(void *data, const lx_call *call, lx_reply *reply) {
  lx_service *service = data;
  double began = seconds_now(), seconds;
  lx_run_call run = {.call = call,
                     .reply = reply,
                     .ttl_ms = service->ttl_ms,
                     .response_max = service->response_max,
                     .paths = &service->paths,
                     .outcome = LX_OUTCOME_MEMORY};
  luxr_bundle *bundle;
  run.input.ttl_ms = -1;
  bundle = serve(service, &run, began);
  seconds = seconds_now() - began;
  lx_metrics_call(&service->metrics, reply->grpc_status, run.outcome);
  log_call(service, &run, seconds);
  keep_record(service, &run, bundle);
  if (bundle) luxr_bundle_free(bundle);
  lx_buffer_free(&run.message);
  lx_pool_free(&run.pool);
}

static void write_metrics(void *data, lx_buffer *text) {
  lx_service *service = data;
  lx_metrics_write(&service->metrics, text);
  lx_bundles_metrics(service->bundles, text);
}

/* There is a good bundle from the beginning, and it is never given up for a broken one. */
static bool is_healthy(void *data) {
  lx_service *service = data;
  return service->bundles != NULL;
}

static void look_now(void *data) {
  lx_service *service = data;
  lx_bundles_reload(service->bundles);
}

static void look_soon(void *data) {
  lx_service *service = data;
  if (service->look) lx_look_ask(service->look);
}

/* ---- opening ----------------------------------------------------------------------------- */

static bool complain(lx_log *log, const char *sentence, const char *problem) {
  lx_log_line line;
  lx_log_begin(&line, log, LX_LOG_ERROR, sentence);
  lx_log_text(&line, "problem", problem);
  lx_log_end(&line);
  return false;
}

static bool read_parameters(lx_service *service, const char *path, lx_log *log) {
  const char *problem = NULL;
  if (!path) return true;
  if (!lx_file_read(path, &service->parameters_text, &problem)) {
    return complain(log, "the parameters cannot be read", problem);
  }
  service->parameters =
      (lx_parameters){path, service->parameters_text.data, service->parameters_text.length};
  return true;
}

static void add_watched(lx_service *service, const char *path) {
  if (path) service->watched[service->watched_count++] = path;
}

static bool watch(lx_service *service, lx_log *log) {
  const lx_source_paths *paths = &service->paths;
  service->watched = lx_alloc_zero((paths->overlay_count + 3) * sizeof *service->watched);
  if (!service->watched) return complain(log, "cannot serve", "out of memory");
  add_watched(service, paths->bundle);
  add_watched(service, paths->bundles_dir);
  add_watched(service, paths->overlays_dir);
  for (size_t i = 0; i < paths->overlay_count; i++) add_watched(service, paths->overlays[i]);
  if (!service->watched_count) return true;
  service->look = lx_look_open(service->watched, service->watched_count, look_now, service);
  return service->look || complain(log, "cannot serve", "no thread to watch directories");
}

static bool open_service(lx_service *service, const lx_service_options *options, lx_log *log) {
  lx_buffer problem = {0};
  service->paths = (lx_source_paths){.bundle = options->bundle,
                                     .overlays = options->overlays,
                                     .overlay_count = options->overlay_count,
                                     .bundles_dir = options->bundles_dir,
                                     .overlays_dir = options->overlays_dir};
  service->log = log;
  service->ttl_ms = options->ttl_ms;
  service->response_max = options->response_max;
  service->worker_count = options->workers;
  service->workers = lx_alloc_zero(options->workers * sizeof *service->workers);
  if (!service->workers || !lx_metrics_init(&service->metrics)) {
    return complain(log, "cannot serve", "out of memory");
  }
  if (!read_parameters(service, options->parameters, log)) return false;
  if (options->record) {
    service->record = lx_record_open(options->record, log);
    if (!service->record) return false;
  }
  service->bundles = lx_bundles_open(&service->paths, log, &service->metrics, &problem);
  if (!service->bundles) complain(log, "the bundle cannot be loaded", lx_buffer_text(&problem));
  lx_buffer_free(&problem);
  return service->bundles && (options->still || watch(service, log));
}

bool lx_service_open(lx_handler *handler, const lx_service_options *options, lx_log *log) {
  lx_service *service = lx_alloc_zero(sizeof *service);
  if (!service) return complain(log, "cannot serve", "out of memory");
  *handler = (lx_handler){.data = service,
                          .run = run_call,
                          .metrics = write_metrics,
                          .healthy = is_healthy,
                          .reload = options->still ? look_now : look_soon};
  if (open_service(service, options, log)) return true;
  lx_service_close(handler);
  return false;
}

void lx_service_close(lx_handler *handler) {
  lx_service *service = handler->data;
  if (!service) return;
  lx_look_close(service->look);
  lx_free(service->watched);
  for (size_t i = 0; service->workers && i < service->worker_count; i++) {
    luxr_worker_free(service->workers[i]);
  }
  lx_free(service->workers);
  lx_bundles_close(service->bundles);
  lx_record_close(service->record);
  lx_buffer_free(&service->parameters_text);
  lx_metrics_clear(&service->metrics);
  lx_free(service);
  handler->data = NULL;
}
