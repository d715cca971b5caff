/* describe.c: what a bundle is made of, as JSON. */
#include <cjson/cJSON.h>
#include <string.h>

#include "base/alloc.h"
#include "bundle/scripts.h"

static bool add_text(cJSON *object, const char *name, const char *text) {
  return !text || cJSON_AddStringToObject(object, name, text);
}

static bool add_unit(cJSON *list, const luxr_bundle *bundle, const lx_unit *unit) {
  cJSON *object = cJSON_CreateObject(), *hooks;
  if (!object || !cJSON_AddItemToArray(list, object)) return false;
  if (!add_text(object, "name", unit->name) || !add_text(object, "summary", unit->summary) ||
      !add_text(object, "file", bundle->scripts[unit->script].file) ||
      !add_text(object, "when", unit->when_path)) {
    return false;
  }
  if (unit->locked && !cJSON_AddTrueToObject(object, "locked")) return false;
  hooks = cJSON_AddArrayToObject(object, "hooks");
  for (int hook = 0; hooks && hook < LX_HOOK_ENVELOPE; hook++) {
    if (!(unit->hooks & (1u << hook))) continue;
    if (!cJSON_AddItemToArray(hooks, cJSON_CreateString(lx_hook_names[hook]))) return false;
  }
  return hooks != NULL;
}

static bool add_units(cJSON *object, const luxr_bundle *bundle, bool policies) {
  cJSON *list = cJSON_AddArrayToObject(object, policies ? "policies" : "resources");
  for (size_t i = 0; list && i < bundle->unit_count; i++) {
    if (bundle->units[i].is_policy != policies) continue;
    if (!add_unit(list, bundle, &bundle->units[i])) return false;
  }
  return list != NULL;
}

static bool add_layers(cJSON *object, const luxr_bundle *bundle) {
  cJSON *list = cJSON_AddArrayToObject(object, "layers");
  for (size_t i = 0; list && i < bundle->layer_count; i++) {
    if (!cJSON_AddItemToArray(list, cJSON_CreateString(bundle->layers[i]->origin))) return false;
  }
  return list != NULL;
}

static bool fill(cJSON *object, const luxr_bundle *bundle) {
  const lx_layer_file *example = lx_bundle_find_file(bundle, "example.yaml", NULL);
  cJSON *accepts;
  if (!add_text(object, "name", bundle->name) || !add_text(object, "version", bundle->version) ||
      !add_text(object, "summary", bundle->summary) ||
      !add_text(object, "digest", bundle->digest)) {
    return false;
  }
  accepts = cJSON_AddObjectToObject(object, "accepts");
  if (!accepts || !add_text(accepts, "apiVersion", bundle->api_version) ||
      !add_text(accepts, "kind", bundle->kind)) {
    return false;
  }
  if (example && !add_text(object, "example", example->bytes)) return false;
  return add_layers(object, bundle) && add_units(object, bundle, true) &&
         add_units(object, bundle, false);
}

char *lx_bundle_describe_new(const luxr_bundle *bundle) {
  cJSON *object = cJSON_CreateObject();
  char *printed = NULL, *copy;
  if (object && fill(object, bundle)) printed = cJSON_PrintUnformatted(object);
  cJSON_Delete(object);
  copy = lx_copy_text(printed);
  cJSON_free(printed);
  return copy;
}
