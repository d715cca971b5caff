/* module.h: require "luxr", the engine as a module of stock Lua 5.4. Everything here is called
 * by Lua and may raise, so what C owns sits in a userdata that is collected. */
#ifndef LUXR_MODULE_H
#define LUXR_MODULE_H

#include <lauxlib.h>
#include <lua.h>

#include "luxr.h"

/* luxr.null: a light userdata. */
void module_push_null(lua_State *L);

/* Pushes the value at `index` as JSON text. An empty table is a map. Raises on what JSON cannot
 * hold. */
void module_encode(lua_State *L, int index);

/* Pushes the value that JSON text made by the library stands for. */
void module_decode(lua_State *L, const char *text, size_t length);

/* A userdata that frees its result; pushed empty, filled later. */
luxr_result **module_push_result(lua_State *L);

/* Pushes the table that Lua sees of a result: ok, documents, skipped, errors, ... */
void module_push_outcome(lua_State *L, const luxr_result *result);

/* bundle:render(input, options) */
int module_render(lua_State *L);

typedef struct module_bundle {
  luxr_bundle *bundle;
  luxr_worker *workers[2]; /* arena, malloc; made when first needed */
  luxr_limits limits;
} module_bundle;

#define MODULE_BUNDLE "luxr.bundle"
#define MODULE_RESULT "luxr.result"
#define MODULE_TEXT "luxr.text"

/* Growing text in a userdata that is collected. */
typedef struct module_text {
  char *data;
  size_t length, capacity;
} module_text;
module_text *module_push_text(lua_State *L);

int luaopen_luxr(lua_State *L);

#endif
