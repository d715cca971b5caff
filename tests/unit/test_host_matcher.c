/* The matcher, and all else of the sandbox that stock Lua has too, against stock Lua. */
#include "check.h"
#include "sandbox.h"

/* Puts a library's table, or a function, of the state `from` has been given by lx_sandbox_open
 * into the field `name` of the table at the top. Both sets live in one stock state. */
static void push_set(lua_State *L, bool ours) {
  static const char *const names[] = {"string", "table", "utf8", "tonumber", "select"};
  lua_newtable(L);
  if (ours) {
    lua_pushglobaltable(L);
    lua_newtable(L); /* a globals table for the sandbox to fill */
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lx_sandbox_open(L);
  }
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    lua_pushglobaltable(L);
    lua_getfield(L, -1, names[i]);
    lua_setfield(L, ours ? -4 : -3, names[i]);
    lua_pop(L, 1);
  }
  if (ours) {
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    luaL_requiref(L, "string", luaopen_string, 1); /* its methods of strings again */
    lua_pop(L, 1);
  }
}

static lua_Integer compare(const char *which, int rounds, lua_Integer *failed) {
  lua_State *L = luaL_newstate();
  lua_Integer compared = 0;
  *(void **)lua_getextraspace(L) = NULL;
  luaL_openlibs(L);
  lx_value_open(L);
  lx_view_open(L);
  if (luaL_loadfile(L, LUXR_SOURCE_DIR "/tests/unit/differential.lua")) goto failed;
  push_set(L, false);
  push_set(L, true);
  lua_pushinteger(L, rounds);
  lua_pushstring(L, which);
  if (lua_pcall(L, 4, 2, 0)) goto failed;
  compared = lua_tointeger(L, -2);
  *failed = lua_tointeger(L, -1);
  lua_close(L);
  return compared;
failed:
  printf("%s: %s\n", which, lua_tostring(L, -1));
  lua_close(L);
  return -1;
}

/* At least `rounds` calls, of which at least `good` were no errors. */
#define COMPARE(which, rounds, good)                                    \
  do {                                                                  \
    lua_Integer failed = 0, compared = compare(which, rounds, &failed); \
    CHECK(compared >= (rounds));                                        \
    CHECK(compared - failed >= (good));                                 \
  } while (0)

static void patterns(void) {
  COMPARE("patterns", 60000, 200000);
}

static void formats(void) {
  COMPARE("formats", 30000, 10000);
}

static void strings(void) {
  COMPARE("strings", 10000, 80000);
}

static void numbers(void) {
  COMPARE("numbers", 20000, 60000);
}

static void utf8(void) {
  COMPARE("utf8", 10000, 30000);
}

static void tables(void) {
  COMPARE("tables", 5000, 30000);
}

static void sorted_numbers(void) {
  COMPARE("sort", 2000, 2000);
}

int main(void) {
  RUN(patterns);
  RUN(formats);
  RUN(strings);
  RUN(numbers);
  RUN(utf8);
  RUN(tables);
  RUN(sorted_numbers);
  return checks_done();
}
