/* write.c: manifests become bytes, and the result learns what they are. */
#include <string.h>

#include "base/suggest.h"
#include "render/run.h"
#include "value/view.h"

bool lx_run_set_part(lua_State *L, lx_run *run, luxr_part part, int index) {
  lx_write_options options = {.depth = run->limits->output_depth};
  lx_write_problem problem;
  lx_buffer *text = run->tools->buffer;
  lx_buffer_clear(text);
  if (!lx_write_json(L, index, run->tools->writer, &options, text, &problem)) {
    lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_SCRIPT, problem.path.text, "%s",
                       problem.sentence);
    return false;
  }
  if (lx_result_set_part(run->result, part, text->data, text->length)) return true;
  lx_problems(run)->failed = true;
  return false;
}

/* ---- identities -------------------------------------------------------------------------- */

static const char *keep(lx_run *run, const char *text) {
  const char *kept;
  if (!*text) return "";
  kept = lx_pool_copy(&run->result->texts, text, strlen(text));
  if (!kept) lx_problems(run)->failed = true;
  return kept ? kept : "";
}

/* The identity of the table on top of the stack. */
static luxr_identity identify(lua_State *L, lx_run *run) {
  luxr_identity identity = {"", "", "", ""};
  lx_view_peel(L, lua_gettop(L));
  identity.api_version = keep(run, lx_field_text(L, -1, "apiVersion"));
  identity.kind = keep(run, lx_field_text(L, -1, "kind"));
  lua_pushliteral(L, "metadata");
  lua_rawget(L, -2);
  lx_view_peel(L, lua_gettop(L));
  if (lua_istable(L, -1)) {
    identity.name_space = keep(run, lx_field_text(L, -1, "namespace"));
    identity.name = keep(run, lx_field_text(L, -1, "name"));
  }
  lua_pop(L, 1);
  return identity;
}

static bool is_complete(lua_State *L, lx_run *run, const lx_draft *draft,
                        const luxr_identity *identity) {
  const char *missing = NULL;
  if (!*identity->name) missing = "metadata.name";
  if (!*identity->kind) missing = "kind";
  if (!*identity->api_version) missing = "apiVersion";
  if (!missing) return true;
  lx_run_blame(L, run, draft->unit, LX_HOOK_RENDER, "'%s' has no %s", draft->name, missing);
  return false;
}

static bool is_same(const luxr_identity *a, const luxr_identity *b) {
  return strcmp(a->name, b->name) == 0 && strcmp(a->kind, b->kind) == 0 &&
         strcmp(a->name_space, b->name_space) == 0 &&
         strcmp(a->api_version, b->api_version) == 0;
}

/* One render may not make the same object twice. */
static bool is_alone(lua_State *L, lx_run *run, size_t number) {
  const lx_draft *draft = &run->drafts[number];
  const luxr_item *item = &run->result->items[draft->item];
  for (size_t i = 0; i < number; i++) {
    const luxr_item *other = &run->result->items[run->drafts[i].item];
    if (!is_same(&item->manifest, &other->manifest)) continue;
    lx_run_blame(L, run, draft->unit, LX_HOOK_RENDER,
                 "'%s' and '%s' are the same object: %s %s%s%s", item->name, other->name,
                 item->manifest.kind, item->manifest.name_space,
                 *item->manifest.name_space ? "/" : "", item->manifest.name);
    return false;
  }
  return true;
}

/* ---- only and skip ----------------------------------------------------------------------- */

static bool names(const char *const *list, size_t count, const lx_run *run,
                  const lx_draft *draft) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(list[i], draft->name) == 0) return true;
    if (strcmp(list[i], run->bundle->units[draft->unit].name) == 0) return true;
  }
  return false;
}

static bool is_wanted(const lx_run *run, const lx_draft *draft) {
  const luxr_request *request = run->request;
  if (request->only_count && !names(request->only, request->only_count, run, draft)) {
    return false;
  }
  return !names(request->skip, request->skip_count, run, draft);
}

static void check_selection(lx_run *run, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    lx_suggestion near = lx_suggest(list[i], strlen(list[i]));
    luxr_diagnostic *item;
    bool known = false;
    for (size_t k = 0; k < run->result->item_count && !known; k++) {
      const char *name = run->result->items[k].name;
      known = strcmp(name, list[i]) == 0;
      lx_suggest_offer(&near, name, strlen(name));
    }
    for (size_t k = run->bundle->policy_count; k < run->bundle->unit_count && !known; k++) {
      known = strcmp(run->bundle->units[k].name, list[i]) == 0;
    }
    if (known) continue;
    item = lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_USAGE, NULL,
                              "there is no resource '%.100s' to select", list[i]);
    if (item && near.best) {
      lx_diagnostic_text(lx_problems(run), &item->hint, "did you mean '%s'?", near.best);
    }
  }
}

/* ---- writing ----------------------------------------------------------------------------- */

static void report_unwritable(lua_State *L, lx_run *run, const lx_draft *draft,
                              const lx_write_problem *problem) {
  luxr_diagnostic *item;
  if (run->result->bytes.failed) {
    lx_diagnostics_add(lx_problems(run), LUXR_ERROR, LUXR_ERR_LIMIT, NULL,
                       "the manifests are larger than %zu bytes together (the limit)",
                       run->limits->output);
    return;
  }
  item = lx_run_blame(L, run, draft->unit, LX_HOOK_RENDER, "%s", problem->sentence);
  if (item) {
    lx_diagnostic_text(lx_problems(run), &item->path, "%s: %s", draft->name,
                       problem->path.text);
  }
}

/* Writes draft `number`; its item holds an offset in place of a pointer until all are there. */
static bool write_draft(lua_State *L, lx_run *run, size_t number) {
  const lx_draft *draft = &run->drafts[number];
  luxr_item *item = &run->result->items[draft->item];
  lx_write_options options = {.depth = run->limits->output_depth};
  lx_write_problem problem;
  lx_buffer *bytes = &run->result->bytes;
  size_t before = bytes->length;
  bool good;
  lua_rawgeti(L, LX_AT_DOCS, (lua_Integer)number + 1);
  item->manifest = item->object = identify(L, run);
  if (!is_complete(L, run, draft, &item->manifest) || !is_alone(L, run, number)) return false;
  if (lua_rawgeti(L, LX_AT_WRAPPED, (lua_Integer)number + 1) == LUA_TTABLE) {
    lua_replace(L, -2);
    item->object = identify(L, run);
  } else {
    lua_pop(L, 1);
  }
  if (!is_wanted(run, draft)) {
    item->state = LUXR_SKIPPED;
    item->reason = "left out as asked";
    lua_pop(L, 1);
    return true;
  }
  good = run->request->output == LUXR_FORMAT_JSON
             ? lx_write_json(L, -1, run->tools->writer, &options, bytes, &problem)
             : lx_write_yaml(L, -1, run->tools->writer, &options, bytes, &problem);
  if (!good) {
    report_unwritable(L, run, draft, &problem);
    return false;
  }
  item->length = bytes->length - before;
  lua_pop(L, 1);
  return true;
}

bool lx_phase_write(lua_State *L, lx_run *run) {
  luxr_result *result = run->result;
  size_t offset = 0;
  check_selection(run, run->request->only, run->request->only_count);
  check_selection(run, run->request->skip, run->request->skip_count);
  if (lx_run_failed(run)) return false;
  result->bytes.max = run->limits->output;
  for (size_t i = 0; i < run->draft_count; i++) {
    if (!write_draft(L, run, i)) return false;
  }
  for (size_t i = 0; i < run->draft_count; i++) {
    luxr_item *item = &result->items[run->drafts[i].item];
    if (item->state != LUXR_RENDERED) continue;
    item->bytes = result->bytes.data + offset;
    offset += item->length;
  }
  return true;
}
