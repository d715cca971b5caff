/* open.c: layers become a bundle, loaded once so that what is broken is found here. */
#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/limits.h"
#include "bundle/build.h"
#include "bundle/opening.h"
#include "bundle/scripts.h"

static atomic_uint_fast64_t last_id;

bool lx_tools_open(lx_library_tools *tools, const luxr_limits *limits) {
  memset(tools, 0, sizeof *tools);
  tools->limits = limits;
  tools->reader = lx_reader_new();
  tools->writer = lx_writer_new();
  tools->buffer = lx_alloc_zero(sizeof *tools->buffer);
  tools->problems = lx_alloc_zero(sizeof *tools->problems);
  if (tools->reader && tools->writer && tools->buffer && tools->problems) return true;
  lx_tools_close(tools);
  return false;
}

void lx_tools_close(lx_library_tools *tools) {
  lx_reader_free(tools->reader);
  lx_writer_free(tools->writer);
  if (tools->buffer) lx_buffer_free(tools->buffer);
  if (tools->problems) lx_diagnostics_free(tools->problems);
  lx_free(tools->buffer);
  lx_free(tools->problems);
  memset(tools, 0, sizeof *tools);
}

static void digest_layers(luxr_bundle *bundle) {
  lx_digest digest;
  lx_digest_init(&digest);
  for (size_t i = 0; i < bundle->layer_count; i++) {
    const luxr_layer *layer = bundle->layers[i];
    for (size_t k = 0; k < layer->count; k++) {
      uint64_t sizes[2] = {strlen(layer->files[k].name), layer->files[k].length};
      lx_digest_add(&digest, sizes, sizeof sizes);
      lx_digest_add(&digest, layer->files[k].name, sizes[0]);
      lx_digest_add(&digest, layer->files[k].bytes, sizes[1]);
    }
    lx_digest_add(&digest, "", 1);
  }
  lx_digest_text(&digest, bundle->digest);
}

static bool copy_layers(luxr_bundle *bundle, luxr_layer *const *layers, size_t count) {
  bundle->layers = lx_alloc_zero((count + 1) * sizeof *bundle->layers);
  if (!bundle->layers) return false;
  for (size_t i = 0; i < count; i++) {
    bundle->layers[i] = lx_layer_copy(layers[i]);
    if (!bundle->layers[i]) return false;
    bundle->layer_count++;
  }
  return true;
}

/* A bundle that is broken ends the build with an error of its own: its findings say it all. */
static void report_fault(const lx_fault *fault, lx_diagnostics *problems) {
  if (fault->limit == LX_LIMIT_NONE && problems->errors) return;
  lx_fault_report(fault, problems);
}

/* Loads everything in a sandbox of its own. */
static void load(luxr_bundle *bundle, lx_diagnostics *problems) {
  lx_library_tools tools;
  lx_host *host = lx_host_new(&bundle->limits, true);
  lx_host_budget budget = {0};
  lx_build build = {.bundle = bundle, .host = host, .tools = &tools, .first = true,
                    .problems = problems};
  bool has_tools = lx_tools_open(&tools, &bundle->limits);
  if (!host || !has_tools) {
    problems->failed = true;
  } else if (!lx_host_begin(host, bundle->id, &budget, lx_bundle_build, &build)) {
    report_fault(lx_host_fault(host), problems);
  } else if (!lx_host_enter(host, lx_bundle_read_schema, &build)) {
    lx_fault_report(lx_host_fault(host), problems);
  }
  if (host) lx_host_end(host);
  if (has_tools) lx_tools_close(&tools);
  lx_host_free(host);
}

luxr_bundle *lx_bundle_open(luxr_layer *const *layers, size_t count, const luxr_limits *limits,
                            lx_diagnostics *problems) {
  luxr_bundle *bundle = lx_alloc_zero(sizeof *bundle);
  if (!bundle) return problems->failed = true, NULL;
  atomic_init(&bundle->owners, 1);
  bundle->id = atomic_fetch_add(&last_id, 1) + 1;
  bundle->limits = lx_limits_complete(limits);
  bundle->schema = lx_schema_start();
  if (!bundle->schema || !copy_layers(bundle, layers, count)) {
    problems->failed = true;
  } else if (lx_scripts_stack(bundle, problems)) {
    load(bundle, problems);
  }
  if (!problems->errors && !problems->failed) {
    digest_layers(bundle);
    bundle->describe = lx_bundle_describe_new(bundle);
    if (bundle->describe) return bundle;
    problems->failed = true;
  }
  luxr_bundle_free(bundle);
  return NULL;
}

luxr_bundle *luxr_bundle_retain(luxr_bundle *bundle) {
  atomic_fetch_add(&bundle->owners, 1);
  return bundle;
}

void luxr_bundle_free(luxr_bundle *bundle) {
  if (!bundle || atomic_fetch_sub(&bundle->owners, 1) != 1) return;
  lx_pool_free(&bundle->texts);
  lx_free(bundle->describe);
  lx_free(bundle->units);
  lx_scripts_free(bundle);
  for (size_t i = 0; i < bundle->layer_count; i++) luxr_layer_free(bundle->layers[i]);
  lx_free(bundle->layers);
  lx_schema_free(bundle->schema);
  lx_free(bundle);
}

const char *luxr_bundle_describe(const luxr_bundle *bundle) {
  return bundle->describe;
}

const char *luxr_bundle_digest(const luxr_bundle *bundle) {
  return bundle->digest;
}
