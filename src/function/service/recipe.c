#include "recipe.h"

#include <string.h>

#include "base/alloc.h"
#include "base/suggest.h"
#include "answer/finding.h"

enum { MOST_LAYERS = 64 };

/* ---- keys -------------------------------------------------------------------------------- */

static void add_part(lx_buffer *key, char what, const char *bytes, size_t length) {
  lx_buffer_add_char(key, what);
  lx_buffer_add(key, (const char *)&length, sizeof length);
  lx_buffer_add(key, bytes, length);
}

void lx_recipe_key(lx_buffer *key, const lx_input *input) {
  if (input->bundle) add_part(key, 'b', input->bundle, strlen(input->bundle));
  for (size_t i = 0; i < input->overlay_count; i++) {
    add_part(key, 'o', input->overlays[i], strlen(input->overlays[i]));
  }
  for (size_t i = 0; i < input->script_count; i++) {
    const lx_entry *script = &input->scripts[i];
    add_part(key, 'p', script->name.bytes, script->name.length);
    add_part(key, 's', script->value.bytes, script->value.length);
  }
}

bool lx_recipe_is(const lx_recipe *recipe, const lx_buffer *key) {
  return recipe->key.length == key->length &&
         (!key->length || memcmp(recipe->key.data, key->data, key->length) == 0);
}

/* ---- recipes ----------------------------------------------------------------------------- */

static luxr_layer *new_scripts(const lx_input *input) {
  luxr_file *files = lx_alloc_zero(input->script_count * sizeof *files);
  luxr_layer *layer = NULL;
  bool good = files != NULL;
  for (size_t i = 0; good && i < input->script_count; i++) {
    const lx_entry *script = &input->scripts[i];
    files[i].name = lx_copy_bytes(script->name.bytes, script->name.length);
    files[i].bytes = script->value.bytes;
    files[i].length = script->value.length;
    good = files[i].name != NULL;
  }
  if (good) layer = luxr_layer_files_new("input.scripts", files, input->script_count);
  for (size_t i = 0; files && i < input->script_count; i++) lx_free((char *)files[i].name);
  lx_free(files);
  return layer;
}

bool lx_recipe_init(lx_recipe *recipe, const lx_input *input, lx_buffer *key) {
  recipe->key = *key;
  *key = (lx_buffer){0};
  if (input->bundle) {
    recipe->bundle = lx_copy_text(input->bundle);
    if (!recipe->bundle) return false;
  }
  if (input->overlay_count) {
    recipe->overlays = lx_alloc_zero(input->overlay_count * sizeof *recipe->overlays);
    if (!recipe->overlays) return false;
  }
  for (; recipe->overlay_count < input->overlay_count; recipe->overlay_count++) {
    char *name = lx_copy_text(input->overlays[recipe->overlay_count]);
    if (!name) return false;
    recipe->overlays[recipe->overlay_count] = name;
  }
  if (!input->script_count) return true;
  recipe->scripts = new_scripts(input);
  return recipe->scripts != NULL;
}

void lx_recipe_clear(lx_recipe *recipe) {
  for (size_t i = 0; i < recipe->overlay_count; i++) lx_free(recipe->overlays[i]);
  lx_free(recipe->overlays);
  lx_free(recipe->bundle);
  luxr_layer_free(recipe->scripts);
  lx_buffer_free(&recipe->key);
}

/* ---- layers ------------------------------------------------------------------------------ */

/* The server's own bundle also goes by its name. */
static const lx_source *find_bundle(const lx_sources *sources, const char *name) {
  const lx_source *source;
  if (!name) return sources->items[0]; /* the first one is always there */
  source = lx_sources_find(sources, LX_SOURCE_BUNDLE, name);
  return source ? source : lx_sources_find(sources, LX_SOURCE_NAMED_BUNDLE, name);
}

static const char *const role_words[] = {"bundle", "overlay", "bundle", "overlay"};

static bool is_offered(const lx_source *source, bool bundle) {
  if (source->role == LX_SOURCE_BASE_OVERLAY) return false;
  return bundle == (source->role != LX_SOURCE_NAMED_OVERLAY);
}

static void refuse_name(lx_buffer *problem, const lx_sources *sources, const char *name,
                        bool bundle) {
  lx_suggestion near = lx_suggest(name, strlen(name));
  for (size_t i = 0; i < sources->count; i++) {
    const lx_source *source = sources->items[i];
    if (is_offered(source, bundle)) lx_suggest_offer(&near, source->name, strlen(source->name));
  }
  if (bundle) lx_suggest_offer(&near, LX_EMBEDDED, strlen(LX_EMBEDDED));
  lx_buffer_print(problem, "input.%s: there is no %s '%.100s'", bundle ? "bundle" : "overlays",
                  bundle ? "bundle" : "overlay", name);
  if (near.best)
    lx_buffer_print(problem, " (did you mean '%s'?)", near.best);
  else
    lx_buffer_add_text(problem, " on this server");
}

typedef struct layer_stack {
  luxr_layer *layers[MOST_LAYERS];
  size_t count;
} layer_stack;

static bool push_source(layer_stack *stack, const lx_source *source, lx_buffer *problem) {
  if (!source->layer) {
    lx_buffer_print(problem, "the %s '%.100s' cannot be read: %s", role_words[source->role],
                    source->name, source->problem ? source->problem : "out of memory");
    return false;
  }
  if (stack->count == MOST_LAYERS - 1) {
    lx_buffer_print(problem, "more than %d overlays", MOST_LAYERS - 2);
    return false;
  }
  stack->layers[stack->count++] = source->layer;
  return true;
}

static bool push_bundle(layer_stack *stack, const lx_recipe *recipe, const lx_sources *sources,
                        luxr_layer **embedded, lx_buffer *problem) {
  const lx_source *bundle = find_bundle(sources, recipe->bundle);
  if (!bundle && strcmp(recipe->bundle, LX_EMBEDDED) == 0) {
    *embedded = luxr_layer_embedded_new();
    if (!*embedded) return problem->failed = true, false;
    stack->layers[stack->count++] = *embedded;
    return true;
  }
  if (!bundle) {
    refuse_name(problem, sources, recipe->bundle, true);
    return false;
  }
  if (!push_source(stack, bundle, problem)) return false;
  for (size_t i = 1; bundle == sources->items[0] && i < sources->count; i++) {
    if (sources->items[i]->role != LX_SOURCE_BASE_OVERLAY) continue;
    if (!push_source(stack, sources->items[i], problem)) return false;
  }
  return true;
}

static bool push_overlays(layer_stack *stack, const lx_recipe *recipe,
                          const lx_sources *sources, lx_buffer *problem) {
  for (size_t i = 0; i < recipe->overlay_count; i++) {
    const lx_source *source =
        lx_sources_find(sources, LX_SOURCE_NAMED_OVERLAY, recipe->overlays[i]);
    if (!source) return refuse_name(problem, sources, recipe->overlays[i], false), false;
    if (!push_source(stack, source, problem)) return false;
  }
  if (recipe->scripts) stack->layers[stack->count++] = recipe->scripts;
  return true;
}

luxr_bundle *lx_recipe_open(const lx_recipe *recipe, const lx_sources *sources,
                            const lx_source_paths *paths, lx_buffer *problem) {
  layer_stack stack = {.count = 0};
  luxr_layer *embedded = NULL;
  luxr_result *problems = NULL;
  luxr_bundle *bundle = NULL;
  if (push_bundle(&stack, recipe, sources, &embedded, problem) &&
      push_overlays(&stack, recipe, sources, problem)) {
    bundle = luxr_bundle_open(stack.layers, stack.count, NULL, &problems);
    if (!bundle) {
      if (luxr_result_status(problems) == LUXR_ERR_MEMORY)
        problem->failed = true;
      else
        lx_fatal_print(problem, problems, paths);
      luxr_result_free(problems);
    }
  }
  luxr_layer_free(embedded);
  return bundle;
}

bool lx_recipe_changed(const lx_recipe *recipe, const lx_sources *sources, uint64_t since) {
  const lx_source *bundle = find_bundle(sources, recipe->bundle);
  bool own = bundle && bundle == sources->items[0];
  if (bundle && bundle->changed > since) return true;
  for (size_t i = 0; i < sources->count; i++) {
    const lx_source *source = sources->items[i];
    if (!source || source->changed <= since) continue;
    if (source->role == LX_SOURCE_BASE_OVERLAY && own) return true;
    if (source->role != LX_SOURCE_NAMED_OVERLAY) continue;
    for (size_t k = 0; k < recipe->overlay_count; k++) {
      if (strcmp(recipe->overlays[k], source->name) == 0) return true;
    }
  }
  return false;
}
