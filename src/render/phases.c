/* phases.c: the life of one render, straight down. */
#include <stdarg.h>
#include <string.h>

#include "render/run.h"
#include "value/slot.h"

/* A render of a resource for each unit that makes one, and not many more, fits without growing. */
static void push_table(lua_State *L, const luxr_bundle *bundle, int slot) {
  int policies = (int)bundle->policy_count, resources = (int)bundle->unit_count - policies;
  switch (slot) {
    case LX_AT_DECIDED: lua_createtable(L, 0, policies); break;
    case LX_AT_NAMED:
    case LX_AT_OBJECTS: lua_createtable(L, 0, resources); break;
    case LX_AT_DOCS:
    case LX_AT_WRAPPED: lua_createtable(L, resources, 0); break;
    default: lua_newtable(L); break;
  }
}

void lx_phases_open(lua_State *L) {
  const lx_run *run = lua_touserdata(L, LX_AT_RUN);
  lua_settop(L, LX_AT_RUN);
  lua_checkstack(L, LX_AT_TOP + 40);
  lua_pushnil(L); /* LX_AT_INPUT */
  lua_pushnil(L); /* LX_AT_XR */
  lx_context_push(L);
  for (int slot = LX_AT_DECIDED; slot <= LX_AT_TOP; slot++) push_table(L, run->bundle, slot);
}

int lx_phases(lua_State *L) {
  lx_run *run = lua_touserdata(L, LX_AT_RUN);
  lx_phases_open(L);
  if (!lx_phase_input(L, run)) return 0;
  if (!lx_phase_check(L, run)) return 0;
  if (!lx_phase_decide(L, run)) return 0;
  if (!lx_phase_requires(L, run)) return 0;
  if (!lx_phase_resources(L, run)) return 0;
  if (!lx_phase_mutate(L, run)) return 0;
  if (!lx_phase_envelope(L, run)) return 0;
  if (!lx_phase_identify(L, run)) return 0;
  if (!lx_phase_heads(L, run)) return 0;
  if (!lx_phase_verify(L, run)) return 0;
  if (!lx_phase_live(L, run)) return 0;
  if (!lx_phase_write(L, run)) return 0;
  lx_phase_report(L, run);
  return 0;
}

void lx_run_push_hook(lua_State *L, lx_run *run, size_t unit, lx_hook hook) {
  run->unit = &run->bundle->units[unit];
  run->hook = lx_hook_names[hook];
  lx_bundle_push_hook(L, unit, hook);
}

void lx_run_call(lua_State *L, lx_run *run, int arguments, int results) {
  lx_host_set_hook(run->host, run->unit ? run->unit->name : run->bundle->name, run->hook);
  lx_host_call(L, arguments, results);
  lx_host_set_hook(run->host, NULL, NULL);
}

luxr_diagnostic *lx_run_blame(lua_State *L, lx_run *run, size_t unit, lx_hook hook,
                              const char *format, ...) {
  const lx_unit *blamed = &run->bundle->units[unit];
  lx_diagnostics *problems = lx_problems(run);
  luxr_diagnostic *item;
  lua_Debug record;
  va_list arguments;
  va_start(arguments, format);
  item = lx_diagnostics_vadd(problems, LUXR_ERROR, LUXR_ERR_SCRIPT, NULL, format, arguments);
  va_end(arguments);
  if (!item) return NULL;
  lx_diagnostic_text(problems, &item->file, "%s", run->bundle->scripts[blamed->script].file);
  lx_diagnostic_text(problems, &item->hook, "%s.%s", blamed->name, lx_hook_names[hook]);
  lx_bundle_push_hook(L, unit, hook);
  if (lua_isfunction(L, -1)) {
    lua_getinfo(L, ">S", &record);
    if (record.linedefined > 0) item->line = (size_t)record.linedefined;
  } else {
    lua_pop(L, 1);
  }
  return item;
}

const char *lx_field_text(lua_State *L, int index, const char *key) {
  int mark = lx_slot_mark(L);
  lx_slot found = lx_slot_field(L, lx_slot_at(L, index), key, strlen(key));
  const char *text = "";
  size_t length;
  if (lx_slot_type(L, found) == LUA_TSTRING) text = lx_slot_text(L, found, &length);
  lx_slot_release(L, mark);
  return text;
}
