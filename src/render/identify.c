/* identify.c: what each manifest and object is called; no two of a render may be the same. */
#include <string.h>

#include "render/run.h"
#include "value/slot.h"

/* The names that are read, pushed once for all manifests. */
enum { API_VERSION, KIND, METADATA, NAMESPACE, NAME, NAMES };

static int push_names(lua_State *L) {
  static const char *const names[NAMES] = {"apiVersion", "kind", "metadata", "namespace",
                                           "name"};
  for (size_t i = 0; i < NAMES; i++) lua_pushstring(L, names[i]);
  return lua_gettop(L) - NAMES + 1;
}

/* A text, and the result's copy of it: neighbours have most in common. The text is a string of the
 * state, and none is freed during a render. */
typedef struct kept_text {
  const char *text, *copy;
} kept_text;

static const char *keep(lua_State *L, lx_run *run, lx_slot found, kept_text *last) {
  const char *text;
  size_t length;
  if (lx_slot_type(L, found) != LUA_TSTRING) return "";
  text = lx_slot_text(L, found, &length);
  if (text == last->text) return last->copy;
  if (!*text) return "";
  last->copy = lx_pool_copy(&run->result->texts, text, strlen(text));
  last->text = last->copy ? text : NULL;
  if (!last->copy) lx_problems(run)->failed = true;
  return last->copy ? last->copy : "";
}

/* The identity of the table on top of the stack. */
static luxr_identity identify(lua_State *L, lx_run *run, int names, kept_text last[NAMES]) {
  const char *kept[NAMES];
  int mark = lx_slot_mark(L);
  lx_slot table = lx_slot_at(L, -1);
  for (int i = API_VERSION; i <= NAME; i++) {
    lx_slot found = lx_slot_key(L, table, lx_slot_at(L, names + i));
    if (i == METADATA) {
      table = found;
    } else {
      kept[i] = keep(L, run, found, &last[i]);
    }
  }
  lx_slot_release(L, mark);
  return (luxr_identity){.api_version = kept[API_VERSION],
                         .kind = kept[KIND],
                         .name_space = kept[NAMESPACE],
                         .name = kept[NAME]};
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
  kept_text manifests[NAMES] = {{NULL, NULL}}, objects[NAMES] = {{NULL, NULL}};
  int names = push_names(L);
  for (size_t i = 0; i < run->draft_count; i++) {
    luxr_item *item = &run->result->items[run->drafts[i].item];
    lua_rawgeti(L, LX_AT_DOCS, (lua_Integer)i + 1);
    item->manifest = item->object = identify(L, run, names, manifests);
    if (!is_complete(L, run, &run->drafts[i], &item->manifest) || !is_alone(L, run, i)) {
      return false;
    }
    if (lua_rawgeti(L, LX_AT_WRAPPED, (lua_Integer)i + 1) == LUA_TTABLE) {
      item->object = identify(L, run, names, objects);
    }
    lua_pop(L, 2);
  }
  lua_settop(L, names - 1);
  return true;
}
