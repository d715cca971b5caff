/* context.c: ctx, what every hook is given beside its subject. */
#include <lauxlib.h>
#include <string.h>

#include "base/suggest.h"
#include "render/run.h"
#include "value/raise.h"

static const char ctx_key, fields_key;

static lx_run *run_of(lua_State *L, const char *verb) {
  lx_run *run = lx_host_user(lx_host_of(L));
  if (!run) lx_raise(L, "ctx.%s cannot be called while the bundle is loaded", verb);
  return run;
}

static const char *text_argument(lua_State *L, int index, const char *verb, const char *what) {
  size_t length;
  const char *text;
  if (lua_type(L, index) != LUA_TSTRING) {
    lx_raise(L, "ctx.%s needs %s as a string, got %s%s", verb, what,
             lua_isnoneornil(L, index) ? "" : "a ",
             lua_isnoneornil(L, index) ? "nothing" : luaL_typename(L, index));
  }
  text = lua_tolstring(L, index, &length);
  lx_charge(L, length);
  if (strlen(text) != length) lx_raise(L, "ctx.%s: %s holds a zero byte", verb, what);
  return text;
}

static const char *optional_text(lua_State *L, int index, const char *verb, const char *what) {
  return lua_isnoneornil(L, index) ? NULL : text_argument(L, index, verb, what);
}

static void name_hook(lx_run *run, luxr_diagnostic *item) {
  if (item && run->unit) {
    lx_diagnostic_text(lx_problems(run), &item->hook, "%s.%s", run->unit->name, run->hook);
  }
}

static int find(lua_State *L, const char *verb, luxr_severity severity, luxr_status status) {
  lx_run *run = run_of(L, verb);
  const char *path = text_argument(L, 1, verb, "a path");
  const char *sentence = text_argument(L, 2, verb, "a sentence");
  const char *hint = optional_text(L, 3, verb, "a hint");
  luxr_diagnostic *item = lx_diagnostics_add(lx_problems(run), severity, status,
                                             *path ? path : NULL, "%s", sentence);
  name_hook(run, item);
  if (item && hint) lx_diagnostic_text(lx_problems(run), &item->hint, "%s", hint);
  return 0;
}

static int l_reject(lua_State *L) {
  return find(L, "reject", LUXR_ERROR, LUXR_ERR_INPUT);
}

static int l_warn(lua_State *L) {
  return find(L, "warn", LUXR_WARNING, LUXR_OK);
}

static int l_note(lua_State *L) {
  lx_run *run = run_of(L, "note");
  const char *sentence = text_argument(L, 1, "note", "a sentence");
  name_hook(run,
            lx_diagnostics_add(lx_problems(run), LUXR_NOTE, LUXR_OK, NULL, "%s", sentence));
  return 0;
}

static bool is_severity(const char *text) {
  return strcmp(text, "Normal") == 0 || strcmp(text, "Warning") == 0;
}

/* Events gather in fields.events, a list that scripts cannot see. */
static int l_event(lua_State *L) {
  const char *severity = text_argument(L, 1, "event", "a severity");
  const char *target;
  run_of(L, "event");
  text_argument(L, 2, "event", "a reason");
  text_argument(L, 3, "event", "a message");
  target = optional_text(L, 4, "event", "a target");
  if (!is_severity(severity)) {
    lx_raise(L, "ctx.event: the severity is \"Normal\" or \"Warning\", got \"%.40s\"",
             severity);
  }
  if (target && strcmp(target, "composite") != 0 && strcmp(target, "claim") != 0) {
    lx_raise(L, "ctx.event: the target is \"composite\" or \"claim\", got \"%.40s\"", target);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &fields_key);
  if (lua_rawgetp(L, -1, &fields_key) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, -3, &fields_key);
  }
  lua_createtable(L, 0, 4);
  lua_pushvalue(L, 1);
  lua_setfield(L, -2, "severity");
  lua_pushvalue(L, 2);
  lua_setfield(L, -2, "reason");
  lua_pushvalue(L, 3);
  lua_setfield(L, -2, "message");
  if (target) {
    lua_pushvalue(L, 4);
    lua_setfield(L, -2, "target");
  }
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  return 0;
}

static int l_ttl(lua_State *L) {
  lx_run *run = run_of(L, "ttl");
  lua_Number seconds;
  if (lua_type(L, 1) != LUA_TNUMBER) lx_raise(L, "ctx.ttl needs a number of seconds");
  seconds = lua_tonumber(L, 1);
  if (!(seconds >= 0 && seconds <= 31536000)) {
    lx_raise(L, "ctx.ttl needs between 0 seconds and a year");
  }
  run->result->ttl = (int64_t)(seconds * 1000);
  return 0;
}

static int l_unknown(lua_State *L) {
  static const char *const names[] = {
      "xr",     "decided", "observed", "required", "parameters", "environment", "resource",
      "object", "objects", "reject",   "warn",     "note",       "event",       "ttl"};
  size_t length = 0;
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tolstring(L, 2, &length) : NULL;
  lx_suggestion near;
  if (!name) lx_raise(L, "ctx has names only, no %s keys", luaL_typename(L, 2));
  near = lx_suggest(name, length);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(names[i], name) == 0) return 0; /* known, absent in this hook */
    lx_suggest_offer(&near, names[i], strlen(names[i]));
  }
  if (near.best) lx_raise(L, "ctx has no '%.100s' (did you mean '%s'?)", name, near.best);
  lx_raise(L, "ctx has no '%.100s'", name);
}

static int l_read_only(lua_State *L) {
  if (lua_type(L, 2) != LUA_TSTRING) lx_raise(L, "ctx is read-only");
  lx_raise(L, "ctx.%.100s is read-only", lua_tostring(L, 2));
}

void lx_context_open(lua_State *L) {
  static const luaL_Reg verbs[] = {{"reject", l_reject}, {"warn", l_warn}, {"note", l_note},
                                   {"event", l_event},   {"ttl", l_ttl},   {NULL, NULL}};
  lua_createtable(L, 0, 0);  /* ctx */
  lua_createtable(L, 0, 3);  /* its metatable */
  lua_createtable(L, 0, 16); /* the fields */
  luaL_setfuncs(L, verbs, 0);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_unknown);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &fields_key);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, l_read_only);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &ctx_key);
}

void lx_context_push(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &ctx_key);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &fields_key);
}

bool lx_context_push_events(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &fields_key);
  lua_rawgetp(L, -1, &fields_key);
  lua_remove(L, -2);
  if (lua_istable(L, -1)) return true;
  lua_pop(L, 1);
  return false;
}
