/* recipe.h: which layers an input stacks: a bundle, overlays by name, and scripts of its own. */
#ifndef LX_FUNCTION_RECIPE_H
#define LX_FUNCTION_RECIPE_H

#include "input.h"
#include "sources.h"

/* Owns what it says: an input is gone when its directories change. */
typedef struct lx_recipe {
  lx_buffer key; /* every byte that decides; equal keys are equal recipes */
  char *bundle;  /* NULL: the server's own, with its overlays */
  char **overlays;
  size_t overlay_count;
  luxr_layer *scripts; /* NULL: none */
} lx_recipe;

/* Adds the key of what an input asks for. */
void lx_recipe_key(lx_buffer *key, const lx_input *input);
bool lx_recipe_is(const lx_recipe *recipe, const lx_buffer *key);

/* Takes the key over, and leaves it empty. False when memory is out; clear it all the same. */
bool lx_recipe_init(lx_recipe *recipe, const lx_input *input, lx_buffer *key);
void lx_recipe_clear(lx_recipe *recipe);

/* Whether a directory of the recipe is newer than the set with that serial. */
bool lx_recipe_changed(const lx_recipe *recipe, const lx_sources *sources, uint64_t since);

/* Stacks the layers and loads them. NULL: `problem` says why, or has failed. */
luxr_bundle *lx_recipe_open(const lx_recipe *recipe, const lx_sources *sources,
                            const lx_source_paths *paths, lx_buffer *problem);

#endif
