/* describe.c: what a bundle is made of, as JSON. */
#include <cjson/cJSON.h>
#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
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
    if (!cJSON_AddItemToArray(list, cJSON_CreateString(bundle->layers[i]->origin)))
      return false;
  }
  return list != NULL;
}

static bool fill(cJSON *object, const luxr_bundle *bundle) {
  const lx_layer_file *example = lx_bundle_find_file(bundle, "example.yaml", NULL);
  const char *digest = luxr_bundle_digest(bundle);
  cJSON *accepts;
  if (!digest || !add_text(object, "name", bundle->name) ||
      !add_text(object, "version", bundle->version) ||
      !add_text(object, "summary", bundle->summary) || !add_text(object, "digest", digest)) {
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

static char *new_description(const luxr_bundle *bundle) {
  cJSON *object = cJSON_CreateObject();
  char *printed = NULL, *copy;
  if (object && fill(object, bundle)) printed = cJSON_PrintUnformatted(object);
  cJSON_Delete(object);
  copy = lx_copy_text(printed);
  cJSON_free(printed);
  return copy;
}

static char *new_digest(const luxr_bundle *bundle) {
  char text[LX_DIGEST_TEXT + 1];
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
  lx_digest_text(&digest, text);
  return lx_copy_text(text);
}

/* Made when somebody asks: most renders do not. Of two threads that ask at once one wins. */
static const char *keep(_Atomic(char *) *kept, char *made) {
  char *before = NULL;
  if (!made) return NULL;
  if (atomic_compare_exchange_strong(kept, &before, made)) return made;
  lx_free(made);
  return before;
}

const char *luxr_bundle_digest(const luxr_bundle *bundle) {
  luxr_bundle *owner = (luxr_bundle *)bundle;
  const char *text = atomic_load(&owner->digest);
  return text ? text : keep(&owner->digest, new_digest(bundle));
}

const char *luxr_bundle_describe(const luxr_bundle *bundle) {
  luxr_bundle *owner = (luxr_bundle *)bundle;
  const char *text = atomic_load(&owner->describe);
  return text ? text : keep(&owner->describe, new_description(bundle));
}
