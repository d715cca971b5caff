/* prepare_bundle.c: at the build: what opening the embedded bundle would make of its files.
 *
 *   prepare_bundle OUTPUT
 *
 * OUTPUT becomes a C file of lx_embedded_prepared (bundle/embedded.h): scripts as bytecode, with
 * nothing left out of it, so that errors and traces read as they do when the text is compiled;
 * documents as JSON, which is read six times as fast as YAML. What a file holds that is wrong is
 * said when the text is opened: here it has no row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "bundle/embedded.h"
#include "bundle/layer.h"
#include "luxr.h"

/* Nothing is prepared yet. */
const struct lx_embedded_file lx_embedded_prepared[] = {{0, 0, 0}};
const size_t lx_embedded_prepared_count = 0;

_Noreturn static void fail(const char *what, const char *why) {
  fprintf(stderr, "prepare_bundle: %s: %s\n", what, why);
  exit(1);
}

static bool ends_with(const char *name, const char *ending) {
  size_t length = strlen(name), size = strlen(ending);
  return length > size && strcmp(name + length - size, ending) == 0;
}

static void put_bytes(FILE *out, const void *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    fprintf(out, "%u,%s", ((const unsigned char *)bytes)[i], i % 32 == 31 ? "\n" : "");
  }
}

#ifdef LUXR_SYSTEM_LUA
/* The Lua of the day may take another bytecode for its own. */
static bool put_script(lua_State *L, const char *origin, const lx_layer_file *file, FILE *out) {
  (void)L, (void)origin, (void)file, (void)out;
  return false;
}
#else
static int write_code(lua_State *L, const void *bytes, size_t length, void *out) {
  (void)L;
  put_bytes(out, bytes, length);
  return 0;
}

static bool put_script(lua_State *L, const char *origin, const lx_layer_file *file, FILE *out) {
  char chunk[600];
  bool good;
  snprintf(chunk, sizeof chunk, "@%s/%s", origin, file->name);
  good = luaL_loadbufferx(L, file->bytes, file->length, chunk, "t") == LUA_OK;
  if (good) lua_dump(L, write_code, out, 0);
  lua_settop(L, 0);
  return good;
}
#endif

static bool put_document(luxr_worker *worker, const lx_layer_file *file, FILE *out) {
  luxr_document document = {.origin = file->name, .bytes = file->bytes, .length = file->length};
  luxr_result *result = luxr_convert(worker, &document, LUXR_FORMAT_JSON);
  const luxr_item *item = luxr_result_item(result, 0);
  bool good = luxr_result_status(result) == LUXR_OK && item;
  if (good) put_bytes(out, item->bytes, item->length);
  luxr_result_free(result);
  return good;
}

/* An array for each file; whether it holds anything goes to `rows`. */
static void put_arrays(const luxr_layer *layer, FILE *out, bool *rows) {
  lua_State *L = luaL_newstate();
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  if (!L || !worker) fail("start", "out of memory");
  for (size_t i = 0; i < layer->count; i++) {
    const lx_layer_file *file = &layer->files[i];
    fprintf(out, "static const unsigned char file_%zu[] __attribute__((unused)) = {\n", i);
    rows[i] = ends_with(file->name, ".lua") ? put_script(L, layer->origin, file, out)
                                            : put_document(worker, file, out);
    fputs("0};\n", out);
  }
  luxr_worker_free(worker);
  lua_close(L);
}

static void put_table(const luxr_layer *layer, FILE *out, const bool *rows) {
  size_t count = 0;
  fputs("const struct lx_embedded_file lx_embedded_prepared[] = {\n", out);
  for (size_t i = 0; i < layer->count; i++) {
    if (!rows[i]) continue;
    fprintf(out, "  {\"%s\", file_%zu, sizeof file_%zu - 1},\n", layer->files[i].name, i, i);
    count++;
  }
  fprintf(out, "  {0, 0, 0}};\nconst size_t lx_embedded_prepared_count = %zu;\n", count);
}

int main(int count, char **arguments) {
  luxr_layer *layer = luxr_layer_embedded_new();
  bool *rows = layer ? calloc(layer->count + 1, sizeof *rows) : NULL;
  FILE *out;
  if (count != 2) fail("usage", "prepare_bundle OUTPUT");
  if (!rows) fail("start", "out of memory");
  out = fopen(arguments[1], "w");
  if (!out) fail(arguments[1], "cannot be written");
  fputs("#include \"bundle/embedded.h\"\n\n", out);
  put_arrays(layer, out, rows);
  put_table(layer, out, rows);
  if (fclose(out) != 0) fail(arguments[1], "cannot be written");
  free(rows);
  luxr_layer_free(layer);
  return 0;
}
