/* render.c: bundle:render(input, options) -> outcome
 *
 * input:   text (YAML or JSON) or a table.
 * options: bare, strict, live, report, check, unknown_fields (booleans), namespace, memory
 *          ("arena" or "malloc"), format ("yaml" or "json": fills outcome.text), only, skip,
 *          sets (lists of strings), parameters, environment (text or table), observed (composed
 *          name -> table), required (requirement -> list of tables), milliseconds, origin.
 * outcome: ok, status, subject, documents (name -> table), order (list of names), skipped
 *          (name -> reason), ready (name -> boolean), text, errors, warnings, notes (lists of
 *          {path, sentence, hint, file, line, column, hook, trace}), status_fields, conditions,
 *          events, requirements, report, log, ttl. */
#include <string.h>

#include "module.h"

enum { MOST_DOCUMENTS = 256, MOST_NAMES = 128 };

/* What a request borrows; the Lua values behind it stay on the stack. */
typedef struct request_parts {
  luxr_document documents[MOST_DOCUMENTS];
  const char *only[MOST_NAMES], *skip[MOST_NAMES], *sets[MOST_NAMES];
  luxr_request request;
} request_parts;

static int flag(lua_State *L, const char *name) {
  int set;
  lua_getfield(L, 3, name);
  set = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return set;
}

static unsigned flags(lua_State *L) {
  static const struct {
    const char *name;
    unsigned flag;
  } known[] = {{"bare", LUXR_BARE},
               {"strict", LUXR_STRICT},
               {"unknown_fields", LUXR_UNKNOWN_FIELDS},
               {"check", LUXR_CHECK_ONLY},
               {"report", LUXR_REPORT},
               {"live", LUXR_LIVE}};
  unsigned all = 0;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (flag(L, known[i].name)) all |= known[i].flag;
  }
  return all;
}

/* Leaves the option's text on the stack, so that it stays alive. */
static const char *text_option(lua_State *L, const char *name) {
  luaL_checkstack(L, 4, NULL);
  lua_getfield(L, 3, name);
  return lua_isnil(L, -1) ? NULL : luaL_checkstring(L, -1);
}

static size_t list_option(lua_State *L, const char *name, const char **list) {
  size_t count;
  lua_getfield(L, 3, name);
  if (lua_isnil(L, -1)) return 0;
  luaL_checktype(L, -1, LUA_TTABLE);
  count = lua_rawlen(L, -1);
  if (count > MOST_NAMES) luaL_error(L, "'%s' has more than %d entries", name, MOST_NAMES);
  luaL_checkstack(L, (int)count + 4, NULL);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, -(int)i - 1, (lua_Integer)i + 1);
    list[i] = luaL_checkstring(L, -1);
  }
  return count;
}

/* The value on top, text or table, becomes a document and stays on the stack as text. */
static void add_document(lua_State *L, request_parts *parts, luxr_role role, const char *name,
                         const char *origin) {
  luxr_document *document = &parts->documents[parts->request.document_count];
  if (parts->request.document_count == MOST_DOCUMENTS) {
    luaL_error(L, "more than %d documents", MOST_DOCUMENTS);
  }
  luaL_checkstack(L, 8, NULL);
  document->format = LUXR_FORMAT_ANY;
  if (lua_type(L, -1) == LUA_TTABLE) {
    module_encode(L, -1);
    lua_replace(L, -2);
    document->format = LUXR_FORMAT_JSON;
  }
  document->bytes = luaL_checklstring(L, -1, &document->length);
  document->role = role;
  document->name = name;
  document->origin = origin;
  parts->request.document_count++;
}

static void add_option(lua_State *L, request_parts *parts, const char *name, luxr_role role) {
  lua_getfield(L, 3, name);
  if (!lua_isnil(L, -1)) add_document(L, parts, role, NULL, name);
}

/* observed = { name = table } */
static void add_observed(lua_State *L, request_parts *parts) {
  int table;
  lua_getfield(L, 3, "observed");
  if (lua_isnil(L, -1)) return;
  luaL_checktype(L, -1, LUA_TTABLE);
  table = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, table)) {
    const char *name = luaL_checkstring(L, -2);
    add_document(L, parts, LUXR_ROLE_OBSERVED, name, name);
    luaL_checkstack(L, 4, NULL);
    lua_pushvalue(L, -2);
  }
}

/* required = { requirement = { table, ... } } */
static void add_required(lua_State *L, request_parts *parts) {
  int table;
  lua_getfield(L, 3, "required");
  if (lua_isnil(L, -1)) return;
  luaL_checktype(L, -1, LUA_TTABLE);
  table = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, table)) {
    const char *name = luaL_checkstring(L, -2);
    int list = lua_gettop(L), key = list - 1;
    size_t count = lua_rawlen(L, list);
    for (size_t i = 1; i <= count; i++) {
      lua_rawgeti(L, list, (lua_Integer)i);
      add_document(L, parts, LUXR_ROLE_REQUIRED, name, name);
    }
    luaL_checkstack(L, 4, NULL);
    lua_pushvalue(L, key);
  }
}

static luxr_worker *worker_for(lua_State *L, module_bundle *self) {
  const char *memory = text_option(L, "memory");
  int number = memory && strcmp(memory, "malloc") == 0;
  if (!self->workers[number]) {
    self->workers[number] = luxr_worker_new(&self->limits, number ? LUXR_WORKER_MALLOC : 0);
  }
  if (!self->workers[number]) luaL_error(L, "out of memory");
  return self->workers[number];
}

static void push_text(lua_State *L, const luxr_result *result, luxr_format format) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (!item->bytes) continue;
    luaL_addstring(&text, format == LUXR_FORMAT_YAML ? "---\n" : "");
    luaL_addlstring(&text, item->bytes, item->length);
    luaL_addstring(&text, format == LUXR_FORMAT_YAML ? "" : "\n");
  }
  luaL_pushresult(&text);
}

int module_render(lua_State *L) {
  module_bundle *self = luaL_checkudata(L, 1, MODULE_BUNDLE);
  request_parts *parts;
  luxr_result **result;
  luxr_worker *worker;
  const char *format, *origin;
  luaL_argcheck(L, lua_istable(L, 2) || lua_isstring(L, 2), 2, "a text or a table");
  lua_settop(L, 3);
  if (lua_isnil(L, 3)) {
    lua_newtable(L);
    lua_replace(L, 3);
  }
  luaL_checktype(L, 3, LUA_TTABLE);
  result = module_push_result(L);
  parts = lua_newuserdatauv(L, sizeof *parts, 0);
  memset(parts, 0, sizeof *parts);
  worker = worker_for(L, self);
  format = text_option(L, "format");
  origin = text_option(L, "origin");
  parts->request.documents = parts->documents;
  parts->request.flags = flags(L);
  parts->request.default_namespace = text_option(L, "namespace");
  parts->request.output =
      format && strcmp(format, "yaml") == 0 ? LUXR_FORMAT_YAML : LUXR_FORMAT_JSON;
  parts->request.only = parts->only;
  parts->request.only_count = list_option(L, "only", parts->only);
  parts->request.skip = parts->skip;
  parts->request.skip_count = list_option(L, "skip", parts->skip);
  parts->request.sets = parts->sets;
  parts->request.set_count = list_option(L, "sets", parts->sets);
  lua_pushvalue(L, 2);
  add_document(L, parts, LUXR_ROLE_INPUT, NULL, origin ? origin : "input");
  add_option(L, parts, "parameters", LUXR_ROLE_PARAMETERS);
  add_option(L, parts, "environment", LUXR_ROLE_ENVIRONMENT);
  add_observed(L, parts);
  add_required(L, parts);
  *result = luxr_render(worker, self->bundle, &parts->request);
  module_push_outcome(L, *result);
  if (format) {
    push_text(L, *result, parts->request.output);
    lua_setfield(L, -2, "text");
  }
  return 1;
}
