/* report.c: the report that explains a render, as JSON. */
#include <string.h>

#include "render/run.h"

static void set_text(lua_State *L, const char *key, const char *text) {
  if (!text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

static void push_resources(lua_State *L, const lx_run *run) {
  const luxr_result *result = run->result;
  lua_createtable(L, (int)result->item_count, 0);
  for (size_t i = 0; i < result->item_count; i++) {
    const luxr_item *item = &result->items[i];
    lua_createtable(L, 0, 5);
    set_text(L, "name", item->name);
    set_text(L, "summary", item->summary);
    set_text(L, "state", item->state == LUXR_RENDERED ? "rendered" : "skipped");
    set_text(L, "reason", item->reason);
    if (item->state == LUXR_RENDERED) {
      set_text(L, "kind", item->manifest.kind);
      set_text(L, "object", item->manifest.name);
    }
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static const char *severity_word(luxr_severity severity) {
  return severity == LUXR_NOTE ? "note" : severity == LUXR_WARNING ? "warning" : "error";
}

/* What the policy said, under "findings". */
static void add_findings(lua_State *L, const lx_run *run, const lx_unit *unit) {
  const lx_diagnostics *problems = &run->result->problems;
  size_t length = strlen(unit->name);
  lua_Integer count = 0;
  lua_newtable(L);
  for (size_t i = 0; i < problems->count; i++) {
    const luxr_diagnostic *item = &problems->items[i];
    if (!item->hook || strncmp(item->hook, unit->name, length) != 0) continue;
    if (item->hook[length] != '.') continue;
    lua_createtable(L, 0, 4);
    set_text(L, "severity", severity_word(item->severity));
    set_text(L, "path", item->path);
    set_text(L, "sentence", item->sentence);
    set_text(L, "hint", item->hint);
    lua_rawseti(L, -2, ++count);
  }
  if (count) {
    lua_setfield(L, -2, "findings");
  } else {
    lua_pop(L, 1);
  }
}

static void push_policies(lua_State *L, const lx_run *run) {
  const luxr_bundle *bundle = run->bundle;
  lua_createtable(L, (int)bundle->policy_count, 0);
  for (size_t i = 0; i < bundle->policy_count; i++) {
    const lx_unit *unit = &bundle->units[i];
    lua_createtable(L, 0, 5);
    set_text(L, "name", unit->name);
    set_text(L, "summary", unit->summary);
    set_text(L, "file", bundle->scripts[unit->script].file);
    lua_getfield(L, LX_AT_DECIDED, unit->name);
    lua_setfield(L, -2, "decided");
    add_findings(L, run, unit);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

void lx_phase_report(lua_State *L, lx_run *run) {
  if (!(run->request->flags & LUXR_REPORT)) return;
  lua_createtable(L, 0, 2);
  push_resources(L, run);
  lua_setfield(L, -2, "resources");
  push_policies(L, run);
  lua_setfield(L, -2, "policies");
  lx_run_set_part(L, run, LUXR_PART_REPORT, lua_gettop(L));
  lua_pop(L, 1);
}
