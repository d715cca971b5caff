/* policies.c: check, decide, requires, mutate, verify. */
#include <string.h>

#include "render/run.h"
#include "value/view.h"

static bool has_hook(const lx_run *run, size_t unit, lx_hook hook) {
  return (run->bundle->units[unit].hooks & (1u << hook)) != 0;
}

static bool any_hook(const lx_run *run, lx_hook hook) {
  return (run->bundle->policy_hooks & (1u << hook)) != 0;
}

static void call_with_input(lua_State *L, lx_run *run, size_t unit, lx_hook hook, int results) {
  lx_run_push_hook(L, run, unit, hook);
  lua_pushvalue(L, LX_AT_XR);
  lua_pushvalue(L, LX_AT_CTX);
  lx_run_call(L, run, 2, results);
}

/* `return false` would look like a refusal, and be none. Takes the result off the stack. */
static void refuse_result(lua_State *L, lx_run *run, size_t unit, lx_hook hook) {
  if (!lua_isnil(L, -1)) {
    luxr_diagnostic *item = lx_run_blame(L, run, unit, hook, "%s must return nothing, got a %s",
                                         lx_hook_names[hook], lua_typename(L, lua_type(L, -1)));
    if (item) lx_diagnostic_text(lx_problems(run), &item->hint, "refuse with ctx.reject");
  }
  lua_pop(L, 1);
}

/* Every policy has its say; refusals are shown together. */
bool lx_phase_check(lua_State *L, lx_run *run) {
  lx_view_push_closed(L, LX_AT_DECIDED, "ctx.decided");
  lua_setfield(L, LX_AT_FIELDS, "decided");
  for (size_t i = 0; i < run->bundle->policy_count; i++) {
    if (!has_hook(run, i, LX_HOOK_CHECK)) continue;
    call_with_input(L, run, i, LX_HOOK_CHECK, 1);
    refuse_result(L, run, i, LX_HOOK_CHECK);
  }
  return !lx_run_failed(run);
}

bool lx_phase_decide(lua_State *L, lx_run *run) {
  for (size_t i = 0; i < run->bundle->policy_count; i++) {
    if (!has_hook(run, i, LX_HOOK_DECIDE)) continue;
    call_with_input(L, run, i, LX_HOOK_DECIDE, 1);
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_newtable(L);
    }
    if (!lua_istable(L, -1)) {
      lx_run_blame(L, run, i, LX_HOOK_DECIDE, "decide must return a table or nothing, got a %s",
                   lua_typename(L, lua_type(L, -1)));
      return false;
    }
    lua_setfield(L, LX_AT_DECIDED, run->bundle->units[i].name);
  }
  return !lx_run_failed(run);
}

/* ---- requires ---------------------------------------------------------------------------- */

/* Adds the requirements on top to `all` below them; two policies may not share a name. */
static bool add_requirements(lua_State *L, lx_run *run, size_t unit) {
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING || !lua_istable(L, -1)) {
      lx_run_blame(L, run, unit, LX_HOOK_REQUIRES,
                   "requires must return names with tables of apiVersion, kind and name or "
                   "matchLabels");
      return false;
    }
    lua_pushvalue(L, -2);
    if (lua_rawget(L, -5) != LUA_TNIL) {
      lx_run_blame(L, run, unit, LX_HOOK_REQUIRES, "another policy already requires '%.100s'",
                   lua_tostring(L, -3));
      return false;
    }
    lua_pop(L, 1);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, -6);
  }
  return true;
}

bool lx_phase_requires(lua_State *L, lx_run *run) {
  if (!(run->request->flags & LUXR_LIVE) || !any_hook(run, LX_HOOK_REQUIRES)) return true;
  lua_newtable(L);
  for (size_t i = 0; i < run->bundle->policy_count; i++) {
    if (!has_hook(run, i, LX_HOOK_REQUIRES)) continue;
    call_with_input(L, run, i, LX_HOOK_REQUIRES, 1);
    if (lua_istable(L, -1)) {
      lx_view_peel(L, lua_gettop(L));
      if (!add_requirements(L, run, i)) return false;
    } else if (!lua_isnil(L, -1)) {
      lx_run_blame(L, run, i, LX_HOOK_REQUIRES, "requires must return a table or nothing");
      return false;
    }
    lua_pop(L, 1);
  }
  lua_pushnil(L);
  if (lua_next(L, -2)) {
    lua_pop(L, 2);
    if (!lx_run_set_part(L, run, LUXR_PART_REQUIREMENTS, lua_gettop(L))) return false;
  }
  lua_pop(L, 1);
  return !lx_run_failed(run);
}

/* ---- mutate ------------------------------------------------------------------------------ */

static void new_marks(lua_State *L) {
  lua_createtable(L, 0, 2);
  lua_newtable(L);
  lua_setfield(L, -2, "labels");
  lua_newtable(L);
  lua_setfield(L, -2, "annotations");
}

/* Every policy in turn may change the manifest of draft `number`. */
static bool mutate(lua_State *L, lx_run *run, lua_Integer number, const lx_draft *draft) {
  lua_rawgeti(L, LX_AT_DOCS, number);
  lx_view_copy(L, -1, run->limits->output_depth);
  lua_remove(L, -2);
  new_marks(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, LX_AT_FIELDS, "object");
  lua_rawseti(L, LX_AT_MARKS, number);
  lua_pushlstring(L, draft->name, draft->name_length);
  lua_setfield(L, LX_AT_FIELDS, "resource");
  for (size_t i = 0; i < run->bundle->policy_count; i++) {
    if (!has_hook(run, i, LX_HOOK_MUTATE)) continue;
    lx_run_push_hook(L, run, i, LX_HOOK_MUTATE);
    lua_insert(L, -2);
    lua_pushvalue(L, LX_AT_CTX);
    lx_run_call(L, run, 2, 1);
    if (!lua_istable(L, -1)) {
      luxr_diagnostic *item =
          lx_run_blame(L, run, i, LX_HOOK_MUTATE, "mutate returned %s for '%s'",
                       lua_isnil(L, -1) ? "nothing" : "no table", draft->name);
      if (item) {
        lx_diagnostic_text(lx_problems(run), &item->hint, "end it with 'return doc'");
      }
      return false;
    }
  }
  lua_rawseti(L, LX_AT_DOCS, number);
  return true;
}

bool lx_phase_mutate(lua_State *L, lx_run *run) {
  if (!any_hook(run, LX_HOOK_MUTATE)) return true;
  for (size_t i = 0; i < run->draft_count; i++) {
    if (!mutate(L, run, (lua_Integer)i + 1, &run->drafts[i])) return false;
  }
  lua_pushnil(L);
  lua_setfield(L, LX_AT_FIELDS, "resource");
  lua_pushnil(L);
  lua_setfield(L, LX_AT_FIELDS, "object");
  return !lx_run_failed(run);
}

/* ---- envelope ---------------------------------------------------------------------------- */

/* { name, envelope }, and the resource's own name as `unit` where its `each` gave another. */
static void push_resource(lua_State *L, const lx_run *run, const lx_draft *draft) {
  const char *unit = run->bundle->units[draft->unit].name;
  lua_createtable(L, 0, 3);
  lua_pushlstring(L, draft->name, draft->name_length);
  lua_setfield(L, -2, "name");
  if (strcmp(unit, draft->name) != 0) {
    lua_pushstring(L, unit);
    lua_setfield(L, -2, "unit");
  }
  lx_bundle_push_hook(L, draft->unit, LX_HOOK_ENVELOPE);
  if (lua_istable(L, -1)) {
    lua_setfield(L, -2, "envelope");
  } else {
    lua_pop(L, 1);
  }
}

static bool wrap(lua_State *L, lx_run *run, lua_Integer number, const lx_draft *draft) {
  if (lua_rawgeti(L, LX_AT_MARKS, number) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_rawgeti(L, LX_AT_MARKS, 0);
  }
  lua_setfield(L, LX_AT_FIELDS, "object");
  run->unit = &run->bundle->units[draft->unit];
  run->hook = "envelope";
  lx_bundle_push_own(L, LX_BUNDLE_ENVELOPE);
  lua_rawgeti(L, LX_AT_DOCS, number);
  push_resource(L, run, draft);
  lua_pushvalue(L, LX_AT_CTX);
  lx_run_call(L, run, 3, 1);
  if (!lua_istable(L, -1)) {
    lx_run_blame(L, run, draft->unit, LX_HOOK_ENVELOPE, "the envelope of '%s' is not a table",
                 draft->name);
    return false;
  }
  lua_pushvalue(L, -1);
  lua_setfield(L, LX_AT_OBJECTS, draft->name);
  lua_rawseti(L, LX_AT_WRAPPED, number);
  return true;
}

bool lx_phase_envelope(lua_State *L, lx_run *run) {
  if (!run->bundle->has_envelope || (run->request->flags & LUXR_BARE)) return true;
  new_marks(L);
  lua_rawseti(L, LX_AT_MARKS, 0);
  for (size_t i = 0; i < run->draft_count; i++) {
    if (!wrap(L, run, (lua_Integer)i + 1, &run->drafts[i])) return false;
  }
  lua_pushnil(L);
  lua_setfield(L, LX_AT_FIELDS, "object");
  return !lx_run_failed(run);
}

/* ---- verify ------------------------------------------------------------------------------ */

bool lx_phase_verify(lua_State *L, lx_run *run) {
  if (!any_hook(run, LX_HOOK_VERIFY)) return !lx_run_failed(run);
  for (size_t i = 0; i < run->draft_count; i++) {
    lua_rawgeti(L, LX_AT_DOCS, (lua_Integer)i + 1);
    lua_setfield(L, LX_AT_NAMED, run->drafts[i].name);
  }
  lx_view_push(L, LX_AT_OBJECTS, NULL, "ctx.objects");
  lua_setfield(L, LX_AT_FIELDS, "objects");
  lx_view_push(L, LX_AT_NAMED, NULL, "docs");
  run->verifying = true;
  for (size_t i = 0; i < run->bundle->policy_count; i++) {
    if (!has_hook(run, i, LX_HOOK_VERIFY)) continue;
    lx_run_push_hook(L, run, i, LX_HOOK_VERIFY);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, LX_AT_CTX);
    lx_run_call(L, run, 2, 1);
    refuse_result(L, run, i, LX_HOOK_VERIFY);
  }
  run->verifying = false;
  lua_pop(L, 1);
  return !lx_run_failed(run);
}
