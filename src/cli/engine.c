#include "engine.h"

#include <stdlib.h>

#include "memory.h"

void cli_report_problems(cli_report *report, luxr_result *problems) {
  if (!problems) cli_out_of_memory();
  cli_report_result(report, problems);
  luxr_result_free(problems);
}

static luxr_layer *open_layer(const char *path, cli_report *report) {
  luxr_result *problems = NULL;
  luxr_layer *layer = luxr_layer_directory_open(path, &problems);
  if (!layer) cli_report_problems(report, problems);
  return layer;
}

static luxr_layer *open_first(const char *path, cli_report *report) {
  luxr_layer *layer;
  if (path) return open_layer(path, report);
  layer = luxr_layer_embedded_new();
  if (!layer) cli_out_of_memory();
  return layer;
}

/* Opens the layers from the bundle up; how many there are, fewer when one cannot be had.
 */
static size_t open_layers(luxr_layer **layers, const cli_settings *settings, const char *bundle,
                          const char *overlay, cli_report *report) {
  size_t count = 0;
  layers[count] = open_first(bundle, report);
  if (!layers[count]) return count;
  count++;
  for (size_t i = 0; i < settings->overlays.count; i++) {
    layers[count] = open_layer(settings->overlays.items[i], report);
    if (!layers[count]) return count;
    count++;
  }
  if (!overlay) return count;
  layers[count] = open_layer(overlay, report);
  return layers[count] ? count + 1 : count;
}

bool cli_engine_open(cli_engine *engine, const cli_settings *settings, const char *bundle,
                     const char *overlay, cli_report *report) {
  size_t wanted = 1 + settings->overlays.count + (overlay ? 1 : 0);
  luxr_layer **layers = cli_alloc(wanted * sizeof *layers);
  size_t count = open_layers(layers, settings, bundle, overlay, report);
  luxr_result *problems = NULL;
  *engine = (cli_engine){0};
  if (count == wanted) {
    engine->bundle = luxr_bundle_open(layers, count, &settings->limits, &problems);
    if (!engine->bundle) cli_report_problems(report, problems);
  }
  for (size_t i = 0; i < count; i++) luxr_layer_free(layers[i]);
  free(layers);
  if (!engine->bundle) return false;
  engine->worker = luxr_worker_new(&settings->limits,
                                   settings->memory == CLI_MALLOC ? LUXR_WORKER_MALLOC : 0);
  if (!engine->worker) cli_out_of_memory();
  return true;
}

void cli_engine_close(cli_engine *engine) {
  if (engine->worker) luxr_worker_free(engine->worker);
  if (engine->bundle) luxr_bundle_free(engine->bundle);
  *engine = (cli_engine){0};
}
