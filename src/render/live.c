/* live.c: what observed state says: readiness, order of creation, status; and the guard against
 * a render that would delete what it no longer names. */
#include <string.h>

#include "render/run.h"
#include "value/keys.h"
#include "value/value.h"
#include "value/view.h"

/* Pushes the view of an observed object; false when it was not observed. */
static bool push_observed(lua_State *L, const char *name) {
  lua_getfield(L, LX_AT_OBSERVED, name);
  if (!lua_istable(L, -1)) {
    lua_pop(L, 1);
    return false;
  }
  lx_view_push(L, -1, NULL, "object");
  lua_remove(L, -2);
  return true;
}

/* ---- ready ------------------------------------------------------------------------------- */

static bool push_ready(lua_State *L, lx_run *run, const lx_draft *draft) {
  const lx_unit *unit = &run->bundle->units[draft->unit];
  if (unit->hooks & (1u << LX_HOOK_READY)) {
    lx_run_push_hook(L, run, draft->unit, LX_HOOK_READY);
    return true;
  }
  if (!run->bundle->has_ready) return false;
  run->unit = unit;
  run->hook = "ready";
  lx_bundle_push_own(L, LX_BUNDLE_READY);
  return true;
}

static bool ask_ready(lua_State *L, lx_run *run, const lx_draft *draft) {
  luxr_item *item = &run->result->items[draft->item];
  if (!push_ready(L, run, draft)) return true;
  if (!push_observed(L, draft->name)) {
    lua_pop(L, 1);
    return true;
  }
  lua_pushvalue(L, LX_AT_CTX);
  lx_run_call(L, run, 2, 1);
  if (lua_isboolean(L, -1)) {
    item->ready = lua_toboolean(L, -1);
  } else if (!lua_isnil(L, -1)) {
    lx_run_blame(L, run, draft->unit, LX_HOOK_READY,
                 "ready must return true, false, or nothing for unknown");
    return false;
  }
  lua_pop(L, 1);
  return true;
}

static bool all_ready(const lx_run *run, const char *unit_name) {
  for (size_t i = 0; i < run->draft_count; i++) {
    const lx_draft *draft = &run->drafts[i];
    if (strcmp(run->bundle->units[draft->unit].name, unit_name) != 0) continue;
    if (run->result->items[draft->item].ready != 1) return false;
  }
  return true;
}

/* A resource that waits for others is not created before them, and never withdrawn. */
static void hold_back(lua_State *L, lx_run *run, const lx_draft *draft) {
  const lx_unit *unit = &run->bundle->units[draft->unit];
  luxr_item *item = &run->result->items[draft->item];
  for (size_t i = 0; i < unit->after_count; i++) {
    lx_buffer *text = run->tools->buffer;
    if (all_ready(run, unit->after[i])) continue;
    if (push_observed(L, draft->name)) {
      lua_pop(L, 1);
      return;
    }
    lx_buffer_clear(text);
    lx_buffer_print(text, "waits for %s to be ready", unit->after[i]);
    item->state = LUXR_SKIPPED;
    item->reason = lx_pool_copy(&run->result->texts, text->data, text->length);
    if (text->failed || !item->reason) lx_problems(run)->failed = true;
    return;
  }
}

/* ---- the guard --------------------------------------------------------------------------- */

static bool is_unit(const lx_run *run, const char *name) {
  for (size_t i = run->bundle->policy_count; i < run->bundle->unit_count; i++) {
    if (strcmp(run->bundle->units[i].name, name) == 0) return true;
  }
  return false;
}

static bool is_explained(const lx_run *run, const char *name) {
  for (size_t i = 0; i < run->draft_count; i++) {
    if (strcmp(run->drafts[i].name, name) == 0) return true;
  }
  for (size_t i = 0; i < run->bundle->retired_count; i++) {
    if (strcmp(run->bundle->retired[i], name) == 0) return true;
  }
  return is_unit(run, name); /* its `when` was false, with a reason */
}

/* owned(object) answers true, and may name the resource that made the object: then an `each` of
 * that resource no longer names it, which explains it too. */
static void guard(lua_State *L, lx_run *run, const char *name) {
  bool is_ours, is_known;
  if (is_explained(run, name) || !push_observed(L, name)) return;
  run->unit = NULL;
  run->hook = "owned";
  lx_bundle_push_own(L, LX_BUNDLE_OWNED);
  lua_insert(L, -2);
  lx_run_call(L, run, 1, 2);
  is_ours = lua_toboolean(L, -2);
  is_known = lua_type(L, -1) == LUA_TSTRING && is_unit(run, lua_tostring(L, -1));
  lua_pop(L, 2);
  if (!is_ours || is_known) return;
  luxr_diagnostic *item =
      lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_SCRIPT, NULL,
                         "would delete '%.200s': it exists and is no longer rendered", name);
  if (item) {
    lx_diagnostic_text(lx_problems(run), &item->hint,
                       "if that is meant, add the name to 'retired'");
  }
}

static void guard_all(lua_State *L, lx_run *run) {
  lua_Integer count;
  if (!run->bundle->has_owned) return;
  count = (lua_Integer)lx_sorted_keys(L, LX_AT_OBSERVED);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, i);
    if (lua_type(L, -1) == LUA_TSTRING) guard(L, run, lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* ---- status ------------------------------------------------------------------------------ */

/* Moves the entries of the table at -1 into the one at `into`. */
static void merge(lua_State *L, int into) {
  lx_view_peel(L, lua_gettop(L));
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, into);
  }
}

static void append(lua_State *L, int into) {
  lua_Integer next = (lua_Integer)lua_rawlen(L, into) + 1;
  size_t count;
  lx_view_peel(L, lua_gettop(L));
  count = lua_rawlen(L, -1);
  for (size_t i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i);
    lua_rawseti(L, into, next++);
  }
}

static bool ask_status(lua_State *L, lx_run *run, size_t unit, int fields, int conditions) {
  lx_run_push_hook(L, run, unit, LX_HOOK_STATUS);
  lx_view_push(L, LX_AT_OBSERVED, NULL, "observed");
  lua_pushvalue(L, LX_AT_CTX);
  lx_run_call(L, run, 2, 1);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    return true;
  }
  if (!lua_istable(L, -1)) {
    lx_run_blame(L, run, unit, LX_HOOK_STATUS,
                 "status must return { status = ..., conditions = ... } or nothing");
    return false;
  }
  lua_getfield(L, -1, "status");
  if (lua_istable(L, -1)) merge(L, fields);
  lua_pop(L, 1);
  lua_getfield(L, -1, "conditions");
  if (lua_istable(L, -1)) append(L, conditions);
  lua_pop(L, 2);
  return true;
}

static bool set_part_unless_empty(lua_State *L, lx_run *run, luxr_part part, int index) {
  lua_pushnil(L);
  if (!lua_next(L, index)) return true;
  lua_pop(L, 2);
  return lx_run_set_part(L, run, part, index);
}

static bool status_of_all(lua_State *L, lx_run *run) {
  int fields, conditions;
  lua_newtable(L);
  fields = lua_gettop(L);
  lua_newtable(L);
  lx_mark_list(L, -1);
  conditions = lua_gettop(L);
  for (size_t i = 0; i < run->bundle->policy_count; i++) {
    if (!(run->bundle->units[i].hooks & (1u << LX_HOOK_STATUS))) continue;
    if (!ask_status(L, run, i, fields, conditions)) return false;
  }
  if (!set_part_unless_empty(L, run, LUXR_PART_STATUS, fields)) return false;
  if (!set_part_unless_empty(L, run, LUXR_PART_CONDITIONS, conditions)) return false;
  lua_pop(L, 2);
  if (lx_context_push_events(L)) {
    if (!lx_run_set_part(L, run, LUXR_PART_EVENTS, lua_gettop(L))) return false;
    lua_pop(L, 1);
  }
  return true;
}

bool lx_phase_live(lua_State *L, lx_run *run) {
  if (!(run->request->flags & LUXR_LIVE)) return true;
  guard_all(L, run);
  for (size_t i = 0; i < run->draft_count; i++) {
    if (!ask_ready(L, run, &run->drafts[i])) return false;
  }
  for (size_t i = 0; i < run->draft_count; i++) hold_back(L, run, &run->drafts[i]);
  return status_of_all(L, run) && !lx_run_failed(run);
}
