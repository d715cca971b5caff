/* open.c: layers become a bundle, loaded once so that what is broken is found here. */
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "bundle/build.h"
#include "bundle/opening.h"
#include "bundle/scripts.h"

static atomic_uint_fast64_t last_id;

static bool share_layers(luxr_bundle *bundle, luxr_layer *const *layers, size_t count) {
  bundle->layers = lx_alloc_zero((count + 1) * sizeof *bundle->layers);
  if (!bundle->layers) return false;
  for (size_t i = 0; i < count; i++) {
    bundle->layers[bundle->layer_count++] = lx_layer_retain(layers[i]);
  }
  return true;
}

/* A bundle that is broken ends the build with an error of its own: its findings say it all. */
static void report_fault(const luxr_bundle *bundle, const lx_fault *fault,
                         lx_diagnostics *problems) {
  luxr_diagnostic *item;
  if (fault->limit == LX_LIMIT_NONE && problems->errors) return;
  item = lx_fault_report(fault, problems);
  if (item && !item->file && bundle->layer_count) {
    lx_diagnostic_text(problems, &item->file, "%s", bundle->layers[0]->origin);
  }
}

/* Loads everything in an engine, which the first worker takes over. */
static void load(luxr_bundle *bundle, void (*finish)(lua_State *L), lx_diagnostics *problems) {
  lx_engine *engine = lx_engine_new(&bundle->limits, false);
  lx_host_budget budget = {0};
  lx_build build = {.bundle = bundle, .first = true, .problems = problems, .finish = finish};
  if (!engine) {
    problems->failed = true;
    return;
  }
  build.host = engine->host;
  build.tools = &engine->tools;
  if (!lx_host_begin(engine->host, bundle->id, &budget, lx_bundle_build, &build) ||
      !lx_host_enter(engine->host, lx_bundle_read_schema, &build)) {
    report_fault(bundle, lx_host_fault(engine->host), problems);
  }
  lx_host_end(engine->host);
  lx_reader_reset(engine->tools.reader);
  atomic_store(&bundle->spare, engine);
}

/* Gives findings in scripts the text of their line. */
static void show_lines(const luxr_bundle *bundle, lx_diagnostics *problems) {
  for (size_t i = 0; i < problems->count; i++) {
    luxr_diagnostic *item = &problems->items[i];
    for (size_t k = 0; item->file && item->line && !item->source && k < bundle->script_count;
         k++) {
      const lx_script *script = &bundle->scripts[k];
      const char *start, *end;
      if (!script->file || strcmp(script->file, item->file) != 0) continue;
      start = lx_script_text_of_line(script, item->line, &end);
      if (start && end > start) {
        lx_diagnostic_text(problems, &item->source, "%.*s", (int)(end - start), start);
      }
      break;
    }
  }
}

luxr_bundle *lx_bundle_open(luxr_layer *const *layers, size_t count, const luxr_limits *limits,
                            void (*finish)(lua_State *L), lx_diagnostics *problems) {
  luxr_bundle *bundle = lx_alloc_zero(sizeof *bundle);
  if (!bundle) return problems->failed = true, NULL;
  atomic_init(&bundle->owners, 1);
  bundle->id = atomic_fetch_add(&last_id, 1) + 1;
  bundle->limits = lx_limits_complete(limits);
  bundle->schema = lx_schema_start();
  if (!bundle->schema || !share_layers(bundle, layers, count)) {
    problems->failed = true;
  } else if (lx_scripts_stack(bundle, problems)) {
    load(bundle, finish, problems);
  }
  if (!problems->errors && !problems->failed) return bundle;
  show_lines(bundle, problems);
  luxr_bundle_free(bundle);
  return NULL;
}

lx_engine *lx_bundle_take_engine(luxr_bundle *bundle, const luxr_limits *limits) {
  if (memcmp(limits, &bundle->limits, sizeof *limits) != 0) return NULL;
  return atomic_exchange(&bundle->spare, NULL);
}

luxr_bundle *luxr_bundle_retain(luxr_bundle *bundle) {
  atomic_fetch_add(&bundle->owners, 1);
  return bundle;
}

void luxr_bundle_free(luxr_bundle *bundle) {
  if (!bundle || atomic_fetch_sub(&bundle->owners, 1) != 1) return;
  lx_pool_free(&bundle->texts);
  lx_engine_free(atomic_load(&bundle->spare));
  lx_free(atomic_load(&bundle->describe));
  lx_free(atomic_load(&bundle->digest));
  lx_free(bundle->units);
  lx_scripts_free(bundle);
  for (size_t i = 0; i < bundle->layer_count; i++) luxr_layer_free(bundle->layers[i]);
  lx_free(bundle->layers);
  lx_schema_free(bundle->schema);
  lx_free(bundle);
}
