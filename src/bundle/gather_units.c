/* gather_units.c: at the opening: which units there are, in what order they run, and what the
 * overlays take away, lock and retire. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/suggest.h"
#include "bundle/build.h"

static const char *const overlay_keys[] = {"name",    "summary",  "remove",    "lock",
                                           "retired", "policies", "resources", NULL};
static const char *const remove_keys[] = {"policies", "resources", NULL};

/* ---- units ------------------------------------------------------------------------------- */

static lx_unit *find_unit(const luxr_bundle *bundle, const char *name, bool is_policy) {
  for (size_t i = 0; i < bundle->unit_count; i++) {
    lx_unit *unit = &bundle->units[i];
    if (unit->is_policy == is_policy && strcmp(unit->name, name) == 0) return unit;
  }
  return NULL;
}

static int l_require_index(lua_State *L) {
  const luxr_bundle *bundle = lua_touserdata(L, 1);
  lx_require_script(L, bundle, (size_t)lua_tointeger(L, 2));
  return 1;
}

/* Pushes what a script returns; what goes wrong there is a finding, once, and nothing is
 * pushed. */
static bool try_require(lua_State *L, lx_build *build, size_t script) {
  luxr_diagnostic *item;
  bool failed;
  if (lx_was_required(L, script, &failed) && failed) return false;
  lua_pushcfunction(L, l_require_index);
  lua_pushlightuserdata(L, build->bundle);
  lua_pushinteger(L, (lua_Integer)script);
  if (lx_host_try(L, 2, 1)) return true;
  lx_mark_failed(L, build->bundle);
  item = lx_fault_report(lx_host_fault(build->host), build->problems);
  if (item && !item->file) {
    lx_diagnostic_text(build->problems, &item->file, "%s", build->bundle->scripts[script].file);
  }
  return false;
}

static void add_unit(lua_State *L, lx_build *build, size_t script, bool is_policy) {
  luxr_bundle *bundle = build->bundle;
  lx_unit unit = {.script = script, .is_policy = is_policy}, *same, *units;
  bundle->scripts[script].is_unit = true;
  if (!try_require(L, build, script)) return;
  if (!lx_gather_unit(L, build, &unit)) {
    lua_pop(L, 1);
    return;
  }
  lua_pop(L, 1);
  same = find_unit(bundle, unit.name, is_policy);
  if (same) {
    lx_script_problem(build, &bundle->scripts[script], "name", "'%s' is already the name of %s",
                      unit.name, bundle->scripts[same->script].file);
    return;
  }
  units = lx_realloc(bundle->units, (bundle->unit_count + 1) * sizeof *units);
  if (!units) {
    build->problems->failed = true;
    return;
  }
  bundle->units = units;
  units[bundle->unit_count++] = unit;
}

static const char *folder(bool is_policy) {
  return is_policy ? "policies" : "resources";
}

/* The units that a table on top lists under "policies" or "resources". */
static void add_listed(lua_State *L, lx_build *build, const lx_script *lister, bool is_policy) {
  size_t count;
  char **names = lx_texts_field(L, build, lister, folder(is_policy), &count);
  for (size_t i = 0; i < count; i++) {
    char module[300];
    ptrdiff_t index;
    snprintf(module, sizeof module, "%s.%.200s", folder(is_policy), names[i]);
    index = lx_bundle_find_module(build->bundle, module, NULL);
    if (index < 0) {
      lx_script_problem(build, lister, folder(is_policy),
                        "lists '%s', but there is no %s/%s.lua", names[i], folder(is_policy),
                        names[i]);
    } else if (!build->bundle->scripts[index].is_unit) {
      add_unit(L, build, (size_t)index, is_policy);
    }
  }
}

/* The files of a layer that nobody listed: in an overlay they are new units, in the bundle a
 * mistake. Scripts are sorted by layer and name. */
static void add_unlisted(lua_State *L, lx_build *build, size_t layer, bool is_policy) {
  const luxr_bundle *bundle = build->bundle;
  size_t length = strlen(folder(is_policy));
  for (size_t i = 0; i < bundle->script_count; i++) {
    const lx_script *script = &bundle->scripts[i];
    if (script->layer != layer || !script->is_top || script->is_unit) continue;
    if (strncmp(script->module, folder(is_policy), length) != 0) continue;
    if (script->module[length] != '.') continue;
    if (layer) {
      add_unit(L, build, i, is_policy);
    } else {
      lx_script_problem(build, script, NULL, "is not listed in bundle.lua");
    }
  }
}

/* The script overlay.lua of a layer; NULL when it has none. */
static const lx_script *overlay_script(const luxr_bundle *bundle, size_t layer) {
  for (size_t i = 0; i < bundle->script_count; i++) {
    const lx_script *script = &bundle->scripts[i];
    if (script->layer == layer && strcmp(script->module, "overlay") == 0) return script;
  }
  return NULL;
}

/* ---- overlays ---------------------------------------------------------------------------- */

static void cannot_find(lx_build *build, const lx_script *script, const char *key,
                        const char *name, bool is_policy) {
  const luxr_bundle *bundle = build->bundle;
  lx_suggestion near = lx_suggest(name, strlen(name));
  luxr_diagnostic *item =
      lx_script_problem(build, script, key, "'%s' names '%.100s', but there is no such %s", key,
                        name, is_policy ? "policy" : "resource");
  for (size_t i = 0; i < bundle->unit_count; i++) {
    if (bundle->units[i].is_policy != is_policy) continue;
    lx_suggest_offer(&near, bundle->units[i].name, strlen(bundle->units[i].name));
  }
  if (item && near.best) {
    lx_diagnostic_text(build->problems, &item->hint, "did you mean '%s'?", near.best);
  }
}

static void remove_unit(luxr_bundle *bundle, lx_unit *unit) {
  size_t index = (size_t)(unit - bundle->units);
  memmove(unit, unit + 1, (bundle->unit_count - index - 1) * sizeof *unit);
  bundle->unit_count--;
}

static void remove_listed(lua_State *L, lx_build *build, const lx_script *script,
                          bool is_policy) {
  size_t count;
  char **names = lx_texts_field(L, build, script, folder(is_policy), &count);
  for (size_t i = 0; i < count; i++) {
    lx_unit *unit = find_unit(build->bundle, names[i], is_policy);
    if (!unit) {
      cannot_find(build, script, "remove", names[i], is_policy);
    } else if (unit->locked) {
      lx_script_problem(build, script, "remove", "policy '%s' is locked by a layer below",
                        names[i]);
    } else {
      remove_unit(build->bundle, unit);
    }
  }
}

static void lock_listed(lua_State *L, lx_build *build, const lx_script *script, size_t layer) {
  const luxr_bundle *bundle = build->bundle;
  size_t count;
  char **names = lx_texts_field(L, build, script, "lock", &count);
  for (size_t i = 0; i < count; i++) {
    lx_unit *unit = find_unit(bundle, names[i], true);
    if (!unit) {
      cannot_find(build, script, "lock", names[i], true);
      continue;
    }
    unit->locked = true;
    if (bundle->scripts[unit->script].layer > layer) {
      lx_script_problem(build, &bundle->scripts[unit->script], NULL,
                        "policy '%s' is locked by %s", names[i], script->file);
    }
  }
}

static void retire_listed(lua_State *L, lx_build *build, const lx_script *script) {
  luxr_bundle *bundle = build->bundle;
  size_t count;
  char **names = lx_texts_field(L, build, script, "retired", &count), **all;
  if (!names) return;
  all = lx_pool_take(&bundle->texts, (bundle->retired_count + count + 1) * sizeof *all);
  if (!all) {
    build->problems->failed = true;
    return;
  }
  if (bundle->retired_count) {
    memcpy(all, bundle->retired, bundle->retired_count * sizeof *all);
  }
  memcpy(all + bundle->retired_count, names, (count + 1) * sizeof *all);
  bundle->retired = all;
  bundle->retired_count += count;
}

/* Pushes the table of a layer's overlay.lua; false when there is none. */
static bool push_overlay(lua_State *L, lx_build *build, const lx_script *script) {
  if (!script || !try_require(L, build, (size_t)(script - build->bundle->scripts)))
    return false;
  if (lua_istable(L, -1)) return true;
  lx_script_problem(build, script, NULL, "must return a table");
  lua_pop(L, 1);
  return false;
}

static void apply_overlay(lua_State *L, lx_build *build, size_t layer) {
  const lx_script *script = overlay_script(build->bundle, layer);
  if (!push_overlay(L, build, script)) return;
  lx_check_keys(L, build, script, overlay_keys);
  lua_getfield(L, -1, "remove");
  if (lua_istable(L, -1) && !lua_rawlen(L, -1)) {
    lx_check_keys(L, build, script, remove_keys);
    remove_listed(L, build, script, true);
    remove_listed(L, build, script, false);
  } else if (!lua_isnil(L, -1)) {
    lx_script_problem(build, script, "remove",
                      "'remove' must be a table with the lists 'policies' and 'resources'");
  }
  lua_pop(L, 1);
  lock_listed(L, build, script, layer);
  retire_listed(L, build, script);
  lua_pop(L, 1);
}

/* With the bundle's table on top: the bundle's units, then each overlay's. */
static void add_units(lua_State *L, lx_build *build, bool is_policy) {
  luxr_bundle *bundle = build->bundle;
  add_listed(L, build, &bundle->scripts[lx_bundle_find_module(bundle, "bundle", NULL)],
             is_policy);
  add_unlisted(L, build, 0, is_policy);
  for (size_t layer = 1; layer < bundle->layer_count; layer++) {
    const lx_script *script = overlay_script(bundle, layer);
    if (push_overlay(L, build, script)) {
      add_listed(L, build, script, is_policy);
      lua_pop(L, 1);
    }
    add_unlisted(L, build, layer, is_policy);
  }
}

static void check_after(lx_build *build) {
  const luxr_bundle *bundle = build->bundle;
  for (size_t i = bundle->policy_count; i < bundle->unit_count; i++) {
    const lx_unit *unit = &bundle->units[i];
    for (size_t k = 0; k < unit->after_count; k++) {
      if (find_unit(bundle, unit->after[k], false)) continue;
      cannot_find(build, &bundle->scripts[unit->script], "after", unit->after[k], false);
    }
  }
}

/* The first that the unit waits for and that waits itself; NULL when there is none. */
static const lx_unit *held_by(const luxr_bundle *bundle, const bool *free,
                              const lx_unit *unit) {
  for (size_t k = 0; k < unit->after_count; k++) {
    const lx_unit *other = find_unit(bundle, unit->after[k], false);
    if (other && !free[other - bundle->units]) return other;
  }
  return NULL;
}

/* Resources that wait for each other would never be created. */
static void check_circles(lx_build *build) {
  const luxr_bundle *bundle = build->bundle;
  bool *free = lx_alloc_zero(bundle->unit_count + 1), again = true;
  if (!free) {
    build->problems->failed = true;
    return;
  }
  while (again) {
    again = false;
    for (size_t i = 0; i < bundle->unit_count; i++) {
      if (free[i] || held_by(bundle, free, &bundle->units[i])) continue;
      free[i] = again = true;
    }
  }
  for (size_t i = 0; i < bundle->unit_count; i++) {
    const lx_unit *unit = &bundle->units[i], *at = unit;
    size_t steps = 0;
    if (free[i]) continue;
    do at = held_by(bundle, free, at);
    while (at && at != unit && steps++ < bundle->unit_count);
    if (at != unit) continue;
    lx_script_problem(build, &bundle->scripts[unit->script], "after",
                      "'after' leads back to '%s', which would never be created", unit->name);
  }
  lx_free(free);
}

/* Whether it has a place, or somebody required it. */
static bool counts(lua_State *L, const luxr_bundle *bundle, size_t index) {
  const lx_script *script = &bundle->scripts[index];
  bool failed;
  return script->is_unit || script->below >= 0 || strcmp(script->module, "overlay") == 0 ||
         strncmp(script->module, "lib.", 4) == 0 || lx_was_required(L, index, &failed);
}

/* An overlay whose scripts all lie where nothing looks is a mistaken directory. An empty one is
 * not: a ConfigMap may be optional. */
static void check_effect(lua_State *L, lx_build *build, size_t layer) {
  const luxr_bundle *bundle = build->bundle;
  luxr_diagnostic *item;
  size_t idle = 0;
  for (size_t i = 0; i < bundle->script_count; i++) {
    if (bundle->scripts[i].layer != layer) continue;
    if (counts(L, bundle, i)) return;
    idle++;
  }
  if (!idle) return;
  item = lx_diagnostics_add(
      build->problems, LUXR_ERROR, LUXR_ERR_SCRIPT, NULL,
      "changes nothing: none of its scripts is overlay.lua, or in policies/, "
      "resources/ or lib/");
  if (item) {
    lx_diagnostic_text(build->problems, &item->file, "%s", bundle->layers[layer]->origin);
  }
}

void lx_gather_units(lua_State *L, lx_build *build) {
  luxr_bundle *bundle = build->bundle;
  add_units(L, build, true);
  add_units(L, build, false);
  for (size_t layer = 1; layer < bundle->layer_count; layer++) {
    apply_overlay(L, build, layer);
    check_effect(L, build, layer);
  }
  bundle->policy_count = 0;
  for (size_t i = 0; i < bundle->unit_count; i++) {
    if (!bundle->units[i].is_policy) continue;
    bundle->policy_count++;
    bundle->policy_hooks |= bundle->units[i].hooks;
  }
  check_after(build);
  check_circles(build);
}
