/* outcome.c: what Lua sees of a result. */
#include <string.h>

#include "module.h"

static void set_text(lua_State *L, const char *key, const char *text) {
  if (!text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, key);
}

static void set_number(lua_State *L, const char *key, size_t number) {
  if (!number) return;
  lua_pushinteger(L, (lua_Integer)number);
  lua_setfield(L, -2, key);
}

static void push_finding(lua_State *L, const luxr_diagnostic *item) {
  lua_createtable(L, 0, 12);
  set_text(L, "status", luxr_status_name(item->status));
  set_text(L, "file", item->file);
  set_number(L, "line", item->line);
  set_number(L, "column", item->column);
  set_text(L, "path", item->path);
  set_text(L, "sentence", item->sentence);
  set_text(L, "hint", item->hint);
  set_text(L, "source", item->source);
  set_text(L, "hook", item->hook);
  set_text(L, "subject", item->subject);
  set_text(L, "trace", item->trace);
}

static void set_findings(lua_State *L, const luxr_result *result, const char *key,
                         luxr_severity severity) {
  lua_Integer count = 0;
  lua_newtable(L);
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *item = luxr_result_diagnostic(result, i);
    if (item->severity != severity) continue;
    push_finding(L, item);
    lua_rawseti(L, -2, ++count);
  }
  lua_setfield(L, -2, key);
}

static void set_part(lua_State *L, const luxr_result *result, const char *key, luxr_part part) {
  size_t length;
  const char *text = luxr_result_part(result, part, &length);
  if (!text) return;
  module_decode(L, text, length);
  lua_setfield(L, -2, key);
}

/* Four tables for what happened to each resource, with the outcome below them. */
static void set_items(lua_State *L, const luxr_result *result) {
  enum { DOCUMENTS = 4, ORDER = 3, SKIPPED = 2, READY = 1 };
  lua_Integer count = 0;
  for (int i = 0; i < 4; i++) lua_newtable(L);
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (item->state == LUXR_SKIPPED) {
      lua_pushstring(L, item->reason);
      lua_setfield(L, -SKIPPED - 1, item->name);
    } else {
      lua_pushstring(L, item->name);
      lua_rawseti(L, -ORDER - 1, ++count);
    }
    if (item->ready >= 0) {
      lua_pushboolean(L, item->ready);
      lua_setfield(L, -READY - 1, item->name);
    }
    if (item->bytes && item->bytes[0] == '{') {
      module_decode(L, item->bytes, item->length);
      lua_setfield(L, -DOCUMENTS - 1, item->name);
    }
  }
  lua_setfield(L, -5, "ready");
  lua_setfield(L, -4, "skipped");
  lua_setfield(L, -3, "order");
  lua_setfield(L, -2, "documents");
}

void module_push_outcome(lua_State *L, const luxr_result *result) {
  size_t length;
  const char *log = luxr_result_part(result, LUXR_PART_LOG, &length);
  lua_createtable(L, 0, 16);
  lua_pushboolean(L, luxr_result_status(result) == LUXR_OK);
  lua_setfield(L, -2, "ok");
  set_text(L, "status", luxr_status_name(luxr_result_status(result)));
  set_text(L, "subject", luxr_result_subject(result));
  set_items(L, result);
  set_findings(L, result, "errors", LUXR_ERROR);
  set_findings(L, result, "warnings", LUXR_WARNING);
  set_findings(L, result, "notes", LUXR_NOTE);
  set_part(L, result, "status_fields", LUXR_PART_STATUS);
  set_part(L, result, "conditions", LUXR_PART_CONDITIONS);
  set_part(L, result, "events", LUXR_PART_EVENTS);
  set_part(L, result, "requirements", LUXR_PART_REQUIREMENTS);
  set_part(L, result, "report", LUXR_PART_REPORT);
  if (log) {
    lua_pushlstring(L, log, length);
    lua_setfield(L, -2, "log");
  }
  if (luxr_result_ttl(result) >= 0) {
    lua_pushnumber(L, (lua_Number)luxr_result_ttl(result) / 1000);
    lua_setfield(L, -2, "ttl");
  }
}
