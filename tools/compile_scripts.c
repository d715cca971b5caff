/* compile_scripts.c: at the build: the embedded bundle's scripts as the built-in Lua's bytecode.
 *
 *   compile_scripts ROOT ORIGIN LIST OUTPUT
 *
 * LIST names files below ROOT, one a line. OUTPUT becomes a C file of bundle/embedded.h's
 * lx_embedded_codes: a row for each script, nothing left out of it, so that errors and traces
 * read as they do when the text is compiled. ORIGIN is how messages call the layer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

enum { MOST_FILES = 1000, LONGEST_NAME = 500 };

_Noreturn static void fail(const char *what, const char *why) {
  fprintf(stderr, "compile_scripts: %s: %s\n", what, why);
  exit(1);
}

static int by_text(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static int is_script(const char *name) {
  size_t length = strlen(name);
  return length > 4 && strcmp(name + length - 4, ".lua") == 0;
}

/* The names of scripts, sorted bytewise as the text is. */
static size_t read_list(const char *path, char **names) {
  char line[LONGEST_NAME];
  size_t count = 0;
  FILE *file = fopen(path, "r");
  if (!file) fail(path, "cannot be read");
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\r\n")] = 0;
    if (!is_script(line)) continue;
    if (count == MOST_FILES) fail(path, "names too many files");
    names[count] = malloc(strlen(line) + 1);
    if (!names[count]) fail(path, "out of memory");
    memcpy(names[count++], line, strlen(line) + 1);
  }
  fclose(file);
  qsort(names, count, sizeof *names, by_text);
  return count;
}

static int write_bytes(lua_State *L, const void *bytes, size_t length, void *data) {
  (void)L;
  for (size_t i = 0; i < length; i++) {
    fprintf(data, "%u,%s", ((const unsigned char *)bytes)[i], i % 32 == 31 ? "\n" : "");
  }
  return 0;
}

static char *read_text(const char *path, size_t *length) {
  enum { LARGEST = 1 << 20 };
  char *text = malloc(LARGEST);
  FILE *file = fopen(path, "rb");
  if (!file || !text) fail(path, "cannot be read");
  *length = fread(text, 1, LARGEST, file);
  if (ferror(file) || *length == LARGEST) fail(path, "cannot be read whole");
  fclose(file);
  return text;
}

static void compile(lua_State *L, const char *root, const char *origin, const char *name,
                    FILE *out) {
  char path[2 * LONGEST_NAME], chunk[2 * LONGEST_NAME];
  size_t length;
  char *text;
  snprintf(path, sizeof path, "%s/%s", root, name);
  snprintf(chunk, sizeof chunk, "@%s/%s", origin, name);
  text = read_text(path, &length);
  /* A script that does not compile has no row: what is wrong is said when the text is opened. */
  if (luaL_loadbufferx(L, text, length, chunk, "t") == LUA_OK) {
    lua_dump(L, write_bytes, out, 0);
  }
  lua_settop(L, 0);
  free(text);
}

int main(int count_of_arguments, char **arguments) {
  static char *names[MOST_FILES];
  lua_State *L = luaL_newstate();
  size_t count;
  FILE *out;
  if (count_of_arguments != 5 || !L) fail("usage", "compile_scripts ROOT ORIGIN LIST OUTPUT");
  count = read_list(arguments[3], names);
  out = fopen(arguments[4], "w");
  if (!out) fail(arguments[4], "cannot be written");
  fputs("#include \"bundle/embedded.h\"\n\n", out);
  for (size_t i = 0; i < count; i++) {
    fprintf(out, "static const unsigned char code_%zu[] = {\n", i);
    compile(L, arguments[1], arguments[2], names[i], out);
    fputs("0};\n", out);
  }
  fputs("const struct lx_embedded_file lx_embedded_codes[] = {\n", out);
  for (size_t i = 0; i < count; i++) {
    fprintf(out, "  {\"%s\", code_%zu, sizeof code_%zu - 1},\n", names[i], i, i);
    free(names[i]);
  }
  fprintf(out, "  {0, 0, 0}};\nconst size_t lx_embedded_code_count = %zu;\n", count);
  if (fclose(out) != 0) fail(arguments[4], "cannot be written");
  lua_close(L);
  return 0;
}
