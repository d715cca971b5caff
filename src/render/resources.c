/* resources.c: which resources there are, and what each renders. */
#include <string.h>

#include "base/alloc.h"
#include "render/run.h"
#include "value/keys.h"
#include "value/value.h"
#include "value/view.h"

/* Pushes the value at a dotted path of the input; nil when anything on the way is absent. */
static void push_at_path(lua_State *L, const char *path) {
  lua_pushvalue(L, LX_AT_INPUT);
  while (*path && lua_istable(L, -1)) {
    size_t length = strcspn(path, ".");
    lua_pushlstring(L, path, length);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    path += length;
    if (*path == '.') path++;
  }
  if (*path) {
    lua_pop(L, 1);
    lua_pushnil(L);
  }
}

static const char *keep_text(lx_run *run, const char *text, size_t length) {
  const char *kept = lx_pool_copy(&run->result->texts, text, length);
  if (!kept) lx_problems(run)->failed = true;
  return kept ? kept : "";
}

static luxr_item *add_item(lx_run *run, const lx_unit *unit, const char *name,
                           luxr_item_state state) {
  luxr_item *item = lx_result_add_item(run->result);
  if (!item) {
    lx_problems(run)->failed = true;
    return NULL;
  }
  item->name = name;
  item->summary = unit->summary;
  item->state = state;
  item->ready = -1;
  return item;
}

static void skip(lx_run *run, size_t unit, const char *reason, size_t length) {
  const lx_unit *skipped = &run->bundle->units[unit];
  luxr_item *item = add_item(run, skipped, skipped->name, LUXR_SKIPPED);
  if (item) item->reason = keep_text(run, reason, length);
}

/* ---- when -------------------------------------------------------------------------------- */

static bool path_holds(lua_State *L, lx_run *run, size_t unit) {
  const char *path = run->bundle->units[unit].when_path, *state = NULL;
  lx_buffer *text = run->tools->buffer;
  push_at_path(L, path);
  if (lua_isnil(L, -1) || lx_is_null(L, -1)) state = "is not set";
  if (lua_isboolean(L, -1) && !lua_toboolean(L, -1)) state = "is false";
  lua_pop(L, 1);
  if (!state) return true;
  lx_buffer_clear(text);
  lx_buffer_print(text, "%s %s", path, state);
  if (text->failed)
    lx_problems(run)->failed = true;
  else
    skip(run, unit, text->data, text->length);
  return false;
}

static bool function_holds(lua_State *L, lx_run *run, size_t unit, bool *failed) {
  size_t length;
  const char *reason;
  lx_run_push_hook(L, run, unit, LX_HOOK_WHEN);
  lua_pushvalue(L, LX_AT_XR);
  lua_pushvalue(L, LX_AT_CTX);
  lx_run_call(L, run, 2, 2);
  if (lua_isboolean(L, -2) && lua_toboolean(L, -2)) {
    lua_pop(L, 2);
    return true;
  }
  if (lua_isboolean(L, -2) && lua_type(L, -1) == LUA_TSTRING) {
    reason = lua_tolstring(L, -1, &length);
    skip(run, unit, reason, length);
  } else {
    lx_run_blame(L, run, unit, LX_HOOK_WHEN,
                 lua_isboolean(L, -2) ? "when returned false without a reason"
                                      : "when must return true, or false and a reason");
    *failed = true;
  }
  lua_pop(L, 2);
  return false;
}

static bool holds(lua_State *L, lx_run *run, size_t unit, bool *failed) {
  const lx_unit *asked = &run->bundle->units[unit];
  if (!(asked->hooks & (1u << LX_HOOK_WHEN))) return true;
  if (asked->when_path) return path_holds(L, run, unit);
  return function_holds(L, run, unit, failed);
}

/* ---- render ------------------------------------------------------------------------------ */

static bool add_draft(lx_run *run, const lx_draft *draft) {
  if (run->draft_count == run->draft_capacity) {
    size_t capacity = run->draft_capacity ? run->draft_capacity * 2 : 32;
    lx_draft *drafts = lx_realloc(run->drafts, capacity * sizeof *drafts);
    if (!drafts) return lx_problems(run)->failed = true, false;
    run->drafts = drafts;
    run->draft_capacity = capacity;
  }
  run->drafts[run->draft_count++] = *draft;
  return true;
}

static bool is_taken(const lx_run *run, const char *name, size_t length) {
  for (size_t i = 0; i < run->draft_count; i++) {
    const lx_draft *draft = &run->drafts[i];
    if (draft->name_length == length && memcmp(draft->name, name, length) == 0) return true;
  }
  return false;
}

/* Renders one manifest; the item for `each` is on top of the stack (nil without). `name` stays
 * alive: a unit's own, or a key of the table that `each` returned. */
static bool render_one(lua_State *L, lx_run *run, size_t unit, const char *name,
                       size_t length) {
  const lx_unit *rendered = &run->bundle->units[unit];
  lx_draft draft = {
      .unit = unit, .name = name, .name_length = length, .item = run->result->item_count};
  if (is_taken(run, name, length)) {
    lx_run_blame(L, run, unit, LX_HOOK_RENDER, "a resource named '%.100s' is already rendered",
                 name);
    return false;
  }
  if (run->draft_count >= run->limits->resources) {
    lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_LIMIT, NULL,
                       "more than %zu resources (the limit of one render)",
                       run->limits->resources);
    lx_diagnostics_limit(lx_problems(run), "resources");
    return false;
  }
  lua_pushlstring(L, name, length);
  lua_setfield(L, LX_AT_FIELDS, "resource");
  lx_run_push_hook(L, run, unit, LX_HOOK_RENDER);
  lua_pushvalue(L, LX_AT_XR);
  lua_pushvalue(L, LX_AT_CTX);
  lua_pushvalue(L, -4);
  lx_run_call(L, run, 3, 1);
  lua_pushnil(L);
  lua_setfield(L, LX_AT_FIELDS, "resource");
  if (!lua_istable(L, -1)) {
    lx_run_blame(L, run, unit, LX_HOOK_RENDER,
                 "render must return a manifest (a table), got %s",
                 lua_isnil(L, -1) ? "nothing" : lua_typename(L, lua_type(L, -1)));
    return false;
  }
  if (!add_draft(run, &draft)) return false;
  lua_rawseti(L, LX_AT_DOCS, (lua_Integer)run->draft_count);
  return add_item(run, rendered, name == rendered->name ? name : keep_text(run, name, length),
                  LUXR_RENDERED) != NULL;
}

static bool render_each(lua_State *L, lx_run *run, size_t unit) {
  lua_Integer count;
  lx_run_push_hook(L, run, unit, LX_HOOK_EACH);
  lua_pushvalue(L, LX_AT_XR);
  lua_pushvalue(L, LX_AT_CTX);
  lx_run_call(L, run, 2, 1);
  if (!lua_istable(L, -1)) {
    lx_run_blame(L, run, unit, LX_HOOK_EACH, "each must return a map of names to items");
    return false;
  }
  lx_view_peel(L, lua_gettop(L));
  count = (lua_Integer)lx_sorted_keys(L, -1);
  /* Drafts borrow the names: keep their list. */
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LX_AT_DOCS, &run->bundle->units[unit]);
  for (lua_Integer i = 1; i <= count; i++) {
    size_t length;
    const char *name;
    lua_rawgeti(L, -1, i);
    if (lua_type(L, -1) != LUA_TSTRING) {
      lx_run_blame(L, run, unit, LX_HOOK_EACH, "each must return a map of names to items");
      return false;
    }
    name = lua_tolstring(L, -1, &length);
    lua_rawget(L, -3);
    if (lua_istable(L, -1)) {
      lx_view_push(L, -1, NULL, "item");
      lua_replace(L, -2);
    }
    if (!render_one(L, run, unit, name, length)) return false;
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
  return true;
}

static bool render_unit(lua_State *L, lx_run *run, size_t unit) {
  const lx_unit *rendered = &run->bundle->units[unit];
  bool failed = false, good;
  int top = lua_gettop(L);
  if (!holds(L, run, unit, &failed)) return !failed;
  if (rendered->hooks & (1u << LX_HOOK_EACH)) {
    good = render_each(L, run, unit);
  } else {
    lua_pushnil(L);
    good = render_one(L, run, unit, rendered->name, strlen(rendered->name));
  }
  lua_settop(L, top);
  return good;
}

bool lx_phase_resources(lua_State *L, lx_run *run) {
  const luxr_bundle *bundle = run->bundle;
  for (size_t i = bundle->policy_count; i < bundle->unit_count; i++) {
    if (!render_unit(L, run, i)) return false;
  }
  if (!run->draft_count && !bundle->may_be_empty && !lx_run_failed(run)) {
    lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_SCRIPT, NULL,
                       "no resource was rendered, and the bundle does not say 'empty = true'");
  }
  return !lx_run_failed(run) && !lx_problems(run)->failed;
}
