/* fields.c: reads fields of the tables that scripts return into C, naming what is wrong. */
#include <string.h>

#include "bundle/build.h"

/* The bundle's pool has it, for Lua may jump out of here at any time. */
static char *keep(lx_build *build, const char *text) {
  char *copy = lx_pool_copy(&build->bundle->texts, text, strlen(text));
  if (!copy) build->problems->failed = true;
  return copy;
}

char *lx_text_field(lua_State *L, lx_build *build, const lx_script *script, const char *key) {
  char *copy = NULL;
  lua_getfield(L, -1, key);
  if (lua_type(L, -1) == LUA_TSTRING) {
    copy = keep(build, lua_tostring(L, -1));
  } else if (!lua_isnil(L, -1)) {
    lx_script_problem(build, script, key, "'%s' must be a string, got a %s", key,
                      lua_typename(L, lua_type(L, -1)));
  }
  lua_pop(L, 1);
  return copy;
}

/* The list on top of the stack. */
static char **read_texts(lua_State *L, lx_build *build, const lx_script *script,
                         const char *key, size_t *count) {
  size_t length = lua_rawlen(L, -1);
  char **texts = lx_pool_take(&build->bundle->texts, (length + 1) * sizeof *texts);
  if (!texts) {
    build->problems->failed = true;
    return NULL;
  }
  for (size_t i = 0; i < length; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    if (lua_type(L, -1) != LUA_TSTRING) {
      lx_script_problem(build, script, key, "'%s' must be a list of strings", key);
    } else if ((texts[*count] = keep(build, lua_tostring(L, -1)))) {
      ++*count;
    }
    lua_pop(L, 1);
  }
  texts[*count] = NULL;
  return texts;
}

char **lx_texts_field(lua_State *L, lx_build *build, const lx_script *script, const char *key,
                      size_t *count) {
  char **texts = NULL;
  *count = 0;
  lua_getfield(L, -1, key);
  if (lua_istable(L, -1)) {
    texts = read_texts(L, build, script, key, count);
  } else if (!lua_isnil(L, -1)) {
    lx_script_problem(build, script, key, "'%s' must be a list of strings, got a %s", key,
                      lua_typename(L, lua_type(L, -1)));
  }
  lua_pop(L, 1);
  return texts;
}
