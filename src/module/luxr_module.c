/* luxr_module.c: local luxr = require "luxr"
 *
 *   local bundle = luxr.open { "lua", "my-overlay" }      -- directories, the bundle first
 *   local bundle = luxr.open()                            -- the bundle built in
 *   local bundle = luxr.open { { files = { ["bundle.lua"] = "return ..." } } }
 *   local result = bundle:render(text_or_table, { bare = true })
 *
 * open raises when the bundle is broken, or, asked with { safe = true } as its second argument,
 * returns nil and the outcome. */
#include <stdlib.h>
#include <string.h>

#include "module.h"

enum { MOST_LAYERS = 16, MOST_FILES = 1000 };

void module_push_null(lua_State *L) {
  static const char null = 0;
  lua_pushlightuserdata(L, (void *)&null);
}

static int free_bundle(lua_State *L) {
  module_bundle *self = luaL_checkudata(L, 1, MODULE_BUNDLE);
  luxr_worker_free(self->workers[0]);
  luxr_worker_free(self->workers[1]);
  luxr_bundle_free(self->bundle);
  memset(self, 0, sizeof *self);
  return 0;
}

static int free_result(lua_State *L) {
  luxr_result **result = luaL_checkudata(L, 1, MODULE_RESULT);
  luxr_result_free(*result);
  *result = NULL;
  return 0;
}

static int free_text(lua_State *L) {
  module_text *text = luaL_checkudata(L, 1, MODULE_TEXT);
  free(text->data);
  memset(text, 0, sizeof *text);
  return 0;
}

module_text *module_push_text(lua_State *L) {
  module_text *text = lua_newuserdatauv(L, sizeof *text, 0);
  memset(text, 0, sizeof *text);
  luaL_setmetatable(L, MODULE_TEXT);
  return text;
}

luxr_result **module_push_result(lua_State *L) {
  luxr_result **result = lua_newuserdatauv(L, sizeof(luxr_result *), 0);
  *result = NULL;
  luaL_setmetatable(L, MODULE_RESULT);
  return result;
}

/* ---- layers ------------------------------------------------------------------------------ */

/* A userdata with the layers of one open, freed when it is collected. */
typedef struct layer_set {
  luxr_layer *layers[MOST_LAYERS];
  size_t count;
} layer_set;

static int free_layers(lua_State *L) {
  layer_set *set = lua_touserdata(L, 1);
  for (size_t i = 0; i < set->count; i++) luxr_layer_free(set->layers[i]);
  set->count = 0;
  return 0;
}

static layer_set *push_layers(lua_State *L) {
  layer_set *set = lua_newuserdatauv(L, sizeof *set, 0);
  set->count = 0;
  lua_newtable(L);
  lua_pushcfunction(L, free_layers);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  return set;
}

/* The table with `files` on top of the stack. */
static luxr_layer *layer_of_files(lua_State *L, size_t number) {
  luxr_file *files = lua_newuserdatauv(L, MOST_FILES * sizeof *files, 0);
  size_t count = 0;
  const char *origin;
  lua_getfield(L, -2, "origin");
  origin = luaL_optstring(L, -1, number ? "overlay" : "bundle");
  if (lua_getfield(L, -3, "files") != LUA_TTABLE) {
    luaL_error(
        L, "a layer is a directory's name, or a table in which 'files' maps names to texts");
  }
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (count == MOST_FILES) luaL_error(L, "a layer has at most %d files", MOST_FILES);
    if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING) {
      luaL_error(L, "'files' maps names to texts");
    }
    files[count].name = lua_tostring(L, -2);
    files[count].bytes = lua_tolstring(L, -1, &files[count].length);
    count++;
  }
  return luxr_layer_files_new(origin, files, count);
}

static luxr_layer *open_layer(lua_State *L, size_t number, luxr_result **problems) {
  int top = lua_gettop(L);
  luxr_layer *layer;
  if (lua_type(L, -1) == LUA_TSTRING) {
    const char *path = lua_tostring(L, -1);
    layer = strcmp(path, "") == 0 ? luxr_layer_embedded_new()
                                  : luxr_layer_directory_open(path, problems);
  } else {
    luaL_checktype(L, -1, LUA_TTABLE);
    layer = layer_of_files(L, number);
  }
  lua_settop(L, top);
  return layer;
}

/* Fills the set from the list at 1; false: `*problems` may say why. */
static int open_layers(lua_State *L, layer_set *set, luxr_result **problems) {
  size_t count = lua_istable(L, 1) ? lua_rawlen(L, 1) : 0;
  if (count > MOST_LAYERS) luaL_error(L, "at most %d layers", MOST_LAYERS);
  lua_pushnil(L);
  if (!count && lua_istable(L, 1) && lua_next(L, 1))
    luaL_error(L, "open takes a list of layers");
  lua_settop(L, 5);
  if (count == 0) {
    set->layers[0] = luxr_layer_embedded_new();
    set->count = set->layers[0] != NULL;
    return set->count == 1;
  }
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 1, (lua_Integer)i + 1);
    set->layers[i] = open_layer(L, i, problems);
    lua_pop(L, 1);
    if (!set->layers[i]) return 0;
    set->count++;
  }
  return 1;
}

/* ---- open -------------------------------------------------------------------------------- */

static void read_limits(lua_State *L, luxr_limits *limits) {
  static const struct {
    const char *name;
    size_t offset;
  } sizes[] = {{"memory", offsetof(luxr_limits, memory)},
               {"input", offsetof(luxr_limits, input)},
               {"scalar", offsetof(luxr_limits, scalar)},
               {"nodes", offsetof(luxr_limits, nodes)},
               {"depth", offsetof(luxr_limits, depth)},
               {"string", offsetof(luxr_limits, string)},
               {"source", offsetof(luxr_limits, source)},
               {"sources", offsetof(luxr_limits, sources)},
               {"resources", offsetof(luxr_limits, resources)},
               {"output", offsetof(luxr_limits, output)},
               {"output_depth", offsetof(luxr_limits, output_depth)},
               {"log", offsetof(luxr_limits, log)},
               {"log_lines", offsetof(luxr_limits, log_lines)}};
  *limits = luxr_limits_default();
  if (!lua_istable(L, 2) || lua_getfield(L, 2, "limits") != LUA_TTABLE) return;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    if (lua_getfield(L, -1, sizes[i].name) != LUA_TNIL) {
      size_t value = (size_t)luaL_checkinteger(L, -1);
      memcpy((char *)limits + sizes[i].offset, &value, sizeof value);
    }
    lua_pop(L, 1);
  }
  if (lua_getfield(L, -1, "steps") != LUA_TNIL)
    limits->steps = (uint64_t)luaL_checkinteger(L, -1);
  if (lua_getfield(L, -2, "milliseconds") != LUA_TNIL) {
    limits->milliseconds = (uint64_t)luaL_checkinteger(L, -1);
  }
  lua_pop(L, 3);
}

static int is_safe(lua_State *L) {
  int safe = 0;
  if (!lua_istable(L, 2)) return 0;
  lua_getfield(L, 2, "safe");
  safe = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return safe;
}

static int open_failed(lua_State *L, const luxr_result *problems) {
  const luxr_diagnostic *first = problems ? luxr_result_diagnostic(problems, 0) : NULL;
  if (!first) return luaL_error(L, "out of memory");
  if (is_safe(L)) {
    lua_pushnil(L);
    module_push_outcome(L, problems);
    return 2;
  }
  return luaL_error(L, "%s:%d: %s", first->file ? first->file : "bundle", (int)first->line,
                    first->sentence);
}

static int open_bundle(lua_State *L) {
  luxr_result **problems;
  layer_set *set;
  module_bundle *self;
  lua_settop(L, 2);
  problems = module_push_result(L);
  set = push_layers(L);
  self = lua_newuserdatauv(L, sizeof *self, 0);
  memset(self, 0, sizeof *self);
  read_limits(L, &self->limits);
  lua_settop(L, 5);
  luaL_setmetatable(L, MODULE_BUNDLE);
  if (!open_layers(L, set, problems)) return open_failed(L, *problems);
  self->bundle = luxr_bundle_open(set->layers, set->count, &self->limits, problems);
  if (!self->bundle) return open_failed(L, *problems);
  return 1;
}

static int describe(lua_State *L) {
  const module_bundle *self = luaL_checkudata(L, 1, MODULE_BUNDLE);
  const char *text = luxr_bundle_describe(self->bundle);
  module_decode(L, text, strlen(text));
  return 1;
}

static void new_class(lua_State *L, const char *name, lua_CFunction collect) {
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, collect);
  lua_setfield(L, -2, "__gc");
}

__attribute__((visibility("default"))) int luaopen_luxr(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"render", module_render}, {"describe", describe}, {NULL, NULL}};
  new_class(L, MODULE_TEXT, free_text);
  new_class(L, MODULE_RESULT, free_result);
  new_class(L, MODULE_BUNDLE, free_bundle);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_createtable(L, 0, 4);
  lua_pushcfunction(L, open_bundle);
  lua_setfield(L, -2, "open");
  module_push_null(L);
  lua_setfield(L, -2, "null");
  lua_pushstring(L, LUXR_VERSION);
  lua_setfield(L, -2, "version");
  lua_pushstring(L, luxr_lua_version());
  lua_setfield(L, -2, "lua");
  return 1;
}
