/* other_lua.c: a host that has a Lua of its own, 5.4 or LuaJIT, and renders with luxr beside it.
 *
 *   other_lua FILE
 *
 * The host's Lua works before, around and after: the second render is asked for by a script of
 * the host's. Prints the manifests once; ends with 1 and a sentence when anything is not so. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <luxr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char bytes[1 << 20], first[1 << 20], second[1 << 20];

static void stop(const char *sentence) {
  fprintf(stderr, "other_lua: %s\n", sentence);
  exit(1);
}

/* The manifests as `luxr render` prints them. */
static void render(const char *file, char *text, size_t size) {
  luxr_document document = {.origin = file, .bytes = bytes, .length = strlen(bytes)};
  luxr_request request = {.documents = &document, .document_count = 1};
  luxr_layer *layer = luxr_layer_embedded_new();
  luxr_bundle *bundle = luxr_bundle_open(&layer, 1, NULL, NULL);
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  luxr_result *result = luxr_render(worker, bundle, &request);
  size_t length = 0;
  if (luxr_result_status(result) != LUXR_OK) stop("the render did not end well");
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    if (!item->bytes) continue;
    if (length + item->length + 5 > size) stop("the manifests are too many");
    length += (size_t)sprintf(text + length, "---\n");
    memcpy(text + length, item->bytes, item->length);
    length += item->length;
    text[length] = '\0';
  }
  luxr_result_free(result);
  luxr_worker_free(worker);
  luxr_bundle_free(bundle);
  luxr_layer_free(layer);
}

static int l_render(lua_State *L) {
  render(luaL_checkstring(L, 1), second, sizeof second);
  lua_pushstring(L, second);
  return 1;
}

/* Exercises the host's Lua: strings, tables, closures, errors, coroutines, the collector. */
static const char exercise[] =
    "local t = {}\n"
    "for i = 1, 2000 do t[i] = ('x'):rep(i % 50) .. i end\n"
    "table.sort(t)\n"
    "local ok, message = pcall(error, { code = 7 })\n"
    "assert(not ok and message.code == 7)\n"
    "local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1); return b * 2 "
    "end)\n"
    "assert(co(1) == 2 and co(21) == 42)\n"
    "kept = kept or 'kept from before'\n"
    "assert(kept == 'kept from before')\n"
    "collectgarbage() collectgarbage()\n"
    "return _VERSION\n";

static const char around[] =
    "local text = render(...)\n"
    "assert(#text > 100 and text:sub(1, 4) == '---\\n')\n"
    "assert(luxr == nil and kept == 'kept from before')\n"
    "local again = { pcall(render, ...) }\n"
    "assert(again[1] and again[2] == text)\n";

static void run(lua_State *L, const char *script, const char *argument) {
  if (luaL_loadstring(L, script) != 0) stop(lua_tostring(L, -1));
  lua_pushstring(L, argument);
  if (lua_pcall(L, 1, 0, 0) != 0) stop(lua_tostring(L, -1));
}

int main(int argc, char **argv) {
  lua_State *L = luaL_newstate();
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (!L || !file) stop("no Lua, or no file");
  bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
  fclose(file);
  luaL_openlibs(L);
  lua_register(L, "render", l_render);
  run(L, exercise, "");
  render(argv[1], first, sizeof first);
  run(L, exercise, "");
  run(L, around, argv[1]);
  run(L, exercise, "");
  if (strcmp(first, second) != 0) stop("the second render differs");
  fputs(first, stdout);
  lua_close(L);
  return 0;
}
