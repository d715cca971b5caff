/* scripts.c: the .lua files of all layers as modules that stand above one another. */
#include "bundle/scripts.h"

#include <string.h>

#include "base/alloc.h"

static bool is_script_name(const char *name) {
  size_t length = strlen(name);
  if (length < 5 || strcmp(name + length - 4, ".lua") != 0) return false;
  return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/") ==
         length - 4;
}

static char *join(const char *first, const char *second) {
  size_t before = strlen(first), behind = strlen(second);
  char *text = lx_alloc(before + behind + 2);
  if (!text) return NULL;
  memcpy(text, first, before);
  text[before] = '/';
  memcpy(text + before + 1, second, behind + 1);
  return text;
}

static char *module_name(const char *file) {
  char *module = lx_copy_bytes(file, strlen(file) - 4);
  for (char *at = module; at && *at; at++) {
    if (*at == '/') *at = '.';
  }
  return module;
}

/* An overlay.lua speaks of its own layer: none stands above another, nobody requires it. */
static bool is_overlay(const lx_script *script) {
  return strcmp(script->module, "overlay") == 0;
}

static void stack(luxr_bundle *bundle, size_t index) {
  lx_script *script = &bundle->scripts[index];
  script->below = -1;
  script->is_top = !is_overlay(script);
  if (is_overlay(script)) return;
  for (size_t i = index; i-- > 0;) {
    if (bundle->scripts[i].layer == script->layer) continue; /* it has each module once */
    if (strcmp(bundle->scripts[i].module, script->module) != 0) continue;
    script->below = (ptrdiff_t)i;
    bundle->scripts[i].is_top = false;
    return;
  }
}

static bool add_script(luxr_bundle *bundle, size_t layer, const lx_layer_file *file) {
  lx_script *script = &bundle->scripts[bundle->script_count];
  script->layer = layer;
  script->source = file;
  script->module = module_name(file->name);
  script->file = join(bundle->layers[layer]->origin, file->name);
  bundle->script_count++;
  if (!script->module || !script->file) return false;
  stack(bundle, bundle->script_count - 1);
  return true;
}

static void refuse(lx_diagnostics *problems, const char *origin, const char *name) {
  luxr_diagnostic *item = lx_diagnostics_add(
      problems, LUXR_ERROR, LUXR_ERR_SCRIPT, NULL,
      "a script's name is made of letters, digits, '_' and '-', and ends in .lua");
  if (item) lx_diagnostic_text(problems, &item->file, "%s/%s", origin, name);
}

bool lx_scripts_stack(luxr_bundle *bundle, lx_diagnostics *problems) {
  size_t count = 0, bytes = 0;
  for (size_t i = 0; i < bundle->layer_count; i++) count += bundle->layers[i]->count;
  bundle->scripts = lx_alloc_zero((count + 1) * sizeof *bundle->scripts);
  if (!bundle->scripts) return problems->failed = true, false;
  for (size_t i = 0; i < bundle->layer_count; i++) {
    const luxr_layer *layer = bundle->layers[i];
    for (size_t k = 0; k < layer->count; k++) {
      const lx_layer_file *file = &layer->files[k];
      size_t length = strlen(file->name);
      bytes += file->length;
      if (length >= 4 && strcmp(file->name + length - 4, ".lua") != 0) continue;
      if (!is_script_name(file->name)) {
        refuse(problems, layer->origin, file->name);
      } else if (!add_script(bundle, i, file)) {
        return problems->failed = true, false;
      }
    }
  }
  if (bytes > bundle->limits.sources) {
    luxr_diagnostic *item = lx_diagnostics_add(
        problems, LUXR_ERROR, LUXR_ERR_LIMIT, NULL,
        "the scripts are larger than %zu bytes together (the limit)", bundle->limits.sources);
    if (item) lx_diagnostic_text(problems, &item->file, "%s", bundle->layers[0]->origin);
  }
  return problems->errors == 0;
}

void lx_scripts_free(luxr_bundle *bundle) {
  for (size_t i = 0; i < bundle->script_count; i++) {
    lx_free(bundle->scripts[i].module);
    lx_free(bundle->scripts[i].file);
  }
  lx_free(bundle->scripts);
}

const lx_layer_file *lx_bundle_find_file(const luxr_bundle *bundle, const char *name,
                                         size_t *layer) {
  for (size_t i = bundle->layer_count; i-- > 0;) {
    const lx_layer_file *file = lx_layer_find(bundle->layers[i], name);
    if (file) {
      if (layer) *layer = i;
      return file;
    }
  }
  return NULL;
}
