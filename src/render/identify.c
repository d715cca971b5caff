/* identify.c: what each manifest and object is called; no two of a render may be the same. */
#include <string.h>

#include "render/run.h"
#include "value/slot.h"

static const char *keep(lua_State *L, lx_run *run, lx_slot slot, const char *field) {
  lx_slot found = lx_slot_field(L, slot, field, strlen(field));
  const char *text, *kept;
  size_t length;
  if (lx_slot_type(L, found) != LUA_TSTRING) return "";
  text = lx_slot_text(L, found, &length);
  if (!*text) return "";
  kept = lx_pool_copy(&run->result->texts, text, strlen(text));
  if (!kept) lx_problems(run)->failed = true;
  return kept ? kept : "";
}

/* The identity of the table on top of the stack. */
static luxr_identity identify(lua_State *L, lx_run *run) {
  luxr_identity identity = {"", "", "", ""};
  int mark = lx_slot_mark(L);
  lx_slot table = lx_slot_at(L, -1), metadata;
  identity.api_version = keep(L, run, table, "apiVersion");
  identity.kind = keep(L, run, table, "kind");
  metadata = lx_slot_field(L, table, "metadata", 8);
  identity.name_space = keep(L, run, metadata, "namespace");
  identity.name = keep(L, run, metadata, "name");
  lx_slot_release(L, mark);
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

bool lx_phase_identify(lua_State *L, lx_run *run) {
  for (size_t i = 0; i < run->draft_count; i++) {
    luxr_item *item = &run->result->items[run->drafts[i].item];
    lua_rawgeti(L, LX_AT_DOCS, (lua_Integer)i + 1);
    item->manifest = item->object = identify(L, run);
    if (!is_complete(L, run, &run->drafts[i], &item->manifest) || !is_alone(L, run, i)) {
      return false;
    }
    if (lua_rawgeti(L, LX_AT_WRAPPED, (lua_Integer)i + 1) == LUA_TTABLE) {
      item->object = identify(L, run);
    }
    lua_pop(L, 2);
  }
  return true;
}
