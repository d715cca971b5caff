/* fault.c: where scripts were when they were stopped, and what they said. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "host/state.h"

enum { LONGEST_MESSAGE = 4096, TRACE_LEVELS = 12, ALL_LEVELS = 200 };

/* Appends to a text of fixed size; what does not fit is left out. */
static void append(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void append(char *text, size_t size, const char *format, ...) {
  size_t length = strlen(text);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text + length, size - length, format, arguments);
  va_end(arguments);
}

static const char *chunk_name(const lua_Debug *record) {
  return *record->source == '@' || *record->source == '=' ? record->source + 1 : record->source;
}

static void add_level(lx_fault *fault, const lua_Debug *record) {
  append(fault->trace, sizeof fault->trace, "%s%s:%d: in ", *fault->trace ? "\n" : "",
         chunk_name(record), record->currentline);
  if (record->name && *record->namewhat) {
    append(fault->trace, sizeof fault->trace, "%s '%s'", record->namewhat, record->name);
  } else if (*record->what == 'm') {
    append(fault->trace, sizeof fault->trace, "the main chunk");
  } else {
    append(fault->trace, sizeof fault->trace, "the function at line %d", record->linedefined);
  }
}

void lx_fault_locate(lx_host *host, lua_State *L) {
  lx_fault *fault = &host->fault;
  lua_Debug record;
  int shown = 0;
  fault->file[0] = fault->trace[0] = fault->hook[0] = '\0';
  fault->line = 0;
  if (host->unit) {
    snprintf(fault->hook, sizeof fault->hook, "%s%s%s", host->unit, host->hook ? "." : "",
             host->hook ? host->hook : "");
  }
  if (lx_memory_moves_stack(host->memory)) return;
  for (int level = 0; level < ALL_LEVELS && shown < TRACE_LEVELS; level++) {
    if (!lua_getstack(L, level, &record)) return;
    lua_getinfo(L, "Snl", &record);
    if (record.currentline < 0) continue;
    if (!shown++) {
      snprintf(fault->file, sizeof fault->file, "%s", chunk_name(&record));
      fault->line = (size_t)record.currentline;
    }
    add_level(fault, &record);
  }
}

/* An error made by `error` starts with a place, which is its level's: the caller's in `error(text,
 * 2)`. Takes it over into the fault, and off the text. */
static const char *take_place(lx_fault *fault, lua_State *L, const char *text) {
  lua_Debug record;
  for (int level = 0; level < ALL_LEVELS && lua_getstack(L, level, &record); level++) {
    char place[LUA_IDSIZE + 32];
    int length;
    lua_getinfo(L, "Sl", &record);
    if (record.currentline < 0) continue;
    length = snprintf(place, sizeof place, "%s:%d: ", record.short_src, record.currentline);
    if (length <= 0 || strncmp(text, place, (size_t)length) != 0) continue;
    snprintf(fault->file, sizeof fault->file, "%s", chunk_name(&record));
    fault->line = (size_t)record.currentline;
    return text + length;
  }
  return text;
}

static void write_sentence(lx_fault *fault, lua_State *L) {
  size_t length;
  const char *text;
  if (lua_type(L, 1) != LUA_TSTRING) {
    snprintf(fault->sentence, sizeof fault->sentence, "an error value of type %s",
             luaL_typename(L, 1));
    return;
  }
  text = lua_tolstring(L, 1, &length);
  text = take_place(fault, L, text);
  if (strlen(text) > LONGEST_MESSAGE) {
    snprintf(fault->sentence, sizeof fault->sentence, "%.*s... (cut)", LONGEST_MESSAGE, text);
  } else {
    snprintf(fault->sentence, sizeof fault->sentence, "%s", text);
  }
}

int lx_fault_handler(lua_State *L) {
  lx_host *host = lx_host_of(L);
  lx_fault *fault = &host->fault;
  fault->status = LUXR_ERR_SCRIPT;
  fault->limit = LX_LIMIT_NONE;
  fault->limit_name = NULL;
  fault->hint[0] = fault->path[0] = '\0';
  lx_fault_locate(host, L);
  write_sentence(fault, L);
  return 0;
}

luxr_diagnostic *lx_fault_report(const lx_fault *fault, lx_diagnostics *problems) {
  luxr_diagnostic *item =
      lx_diagnostics_add(problems, LUXR_ERROR, fault->status, *fault->path ? fault->path : NULL,
                         "%s", fault->sentence);
  lx_diagnostics_limit(problems, fault->limit_name);
  if (!item) return NULL;
  item->line = fault->line;
  if (*fault->file) lx_diagnostic_text(problems, &item->file, "%s", fault->file);
  if (*fault->hook) lx_diagnostic_text(problems, &item->hook, "%s", fault->hook);
  if (*fault->hint) lx_diagnostic_text(problems, &item->hint, "%s", fault->hint);
  if (*fault->trace) lx_diagnostic_text(problems, &item->trace, "%s", fault->trace);
  return item;
}
