#include "host/sandbox.h"

#include <string.h>

#include "base/suggest.h"
#include "host/lib.h"
#include "value/raise.h"

/* What stock Lua has and scripts have not, with what to use instead. A name with a dot is of a
 * library. */
typedef struct absent_name {
  const char *name, *instead;
} absent_name;

static const absent_name absent[] = {
    {"_G", NULL},
    {"bit32", "use the operators & | ~ << >>"},
    {"collectgarbage", NULL},
    {"coroutine", NULL},
    {"debug", NULL},
    {"dofile", "use require"},
    {"getfenv", NULL},
    {"io", NULL},
    {"load", NULL},
    {"loadfile", "use require"},
    {"loadstring", NULL},
    {"module", "return a table"},
    {"newproxy", NULL},
    {"os", NULL},
    {"package", "use require"},
    {"rawget", NULL},
    {"rawlen", "use #"},
    {"rawset", NULL},
    {"setfenv", NULL},
    {"unpack", "use table.unpack"},
    {"warn", "use ctx.warn or print"},
    {"xpcall", "use pcall"},
    {"math.cosh", NULL},
    {"math.frexp", NULL},
    {"math.ldexp", "use x * 2.0 ^ y"},
    {"math.log10", "use math.log(x, 10)"},
    {"math.mod", "use math.fmod"},
    {"math.pow", "use x ^ y"},
    {"math.random", NULL},
    {"math.randomseed", NULL},
    {"math.sinh", NULL},
    {"math.tanh", NULL},
    {"string.dump", NULL},
    {"string.gfind", "use string.gmatch"},
    {"string.pack", NULL},
    {"string.packsize", NULL},
    {"string.unpack", NULL},
    {"table.foreach", "use pairs"},
    {"table.foreachi", "use ipairs"},
    {"table.getn", "use #"},
    {"table.maxn", NULL},
    {"table.move", NULL},
    {"table.setn", NULL},
};

enum { LONGEST_NAME = 200 };

/* Raises when the name (of the library, of all when that is NULL) is one of those above. */
static void check_absent(lua_State *L, const char *library, const char *name) {
  size_t prefix = library ? strlen(library) : 0;
  const char *quote = library ? "" : "'";
  for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
    const char *one = absent[i].name, *instead = absent[i].instead;
    if (library) {
      if (strncmp(one, library, prefix) != 0 || one[prefix] != '.') continue;
      one += prefix + 1;
    }
    if (strcmp(one, name) != 0) continue;
    lx_raise(L, "%s%s%s is not available in scripts%s%s%s", quote, absent[i].name, quote,
             instead ? " (" : "", instead ? instead : "", instead ? ")" : "");
  }
}

/* The name in the table at 1 that is nearest to the one at 2. */
static lx_suggestion nearest(lua_State *L) {
  size_t length;
  const char *wanted = lua_tolstring(L, 2, &length);
  lx_suggestion near = lx_suggest(wanted, length);
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) continue;
    const char *name = lua_tolstring(L, -2, &length);
    lx_suggest_offer(&near, name, length);
  }
  return near;
}

/* __index of the globals table and of libraries. Upvalue: the library's name, or nil. */
static int read_absent(lua_State *L) {
  const char *library = lua_tostring(L, lua_upvalueindex(1)), *name;
  const char *quote = library ? "" : "'", *dot = library ? "." : "";
  lx_suggestion near;
  if (lua_type(L, 2) != LUA_TSTRING || !lua_istable(L, 1)) {
    lua_pushnil(L);
    return 1;
  }
  name = lua_tostring(L, 2);
  check_absent(L, library, name);
  near = nearest(L);
  if (!library) library = "";
  if (near.best) {
    lx_raise(L, "%s%s%s%.*s%s is not defined (did you mean '%s%s%.*s'?)", quote, library, dot,
             LONGEST_NAME, name, quote, library, dot, (int)near.best_length, near.best);
  }
  lx_raise(L, "%s%s%s%.*s%s is not defined", quote, library, dot, LONGEST_NAME, name, quote);
}

/* __newindex of the same; existing names can be given another value. */
static int add_name(lua_State *L) {
  const char *library = lua_tostring(L, lua_upvalueindex(1));
  if (lua_type(L, 2) != LUA_TSTRING) {
    lx_raise(L, "a %s is assigned as a name", luaL_typename(L, 2));
  }
  if (library) {
    lx_raise(L, "%s.%.*s is assigned (return it from a module of your own)", library,
             LONGEST_NAME, lua_tostring(L, 2));
  }
  lx_raise(L, "global '%.*s' is assigned (write 'local %.*s')", LONGEST_NAME,
           lua_tostring(L, 2), LONGEST_NAME, lua_tostring(L, 2));
}

void lx_sandbox_seal(lua_State *L, const char *name) {
  lua_createtable(L, 0, 3);
  lua_pushstring(L, name);
  lua_pushcclosure(L, read_absent, 1);
  lua_setfield(L, -2, "__index");
  lua_pushstring(L, name);
  lua_pushcclosure(L, add_name, 1);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
}

typedef void part(lua_State *L);

/* Where Lua looks for the names of functions in messages: the table at the top, called `name`. */
static void tell_names(lua_State *L, const char *name) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushvalue(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

/* Makes the library `name` of its parts, and the global of that name. The globals table is at
 * the top. */
static void open_library(lua_State *L, const char *name, part *const *parts, size_t count) {
  lua_newtable(L);
  for (size_t i = 0; i < count; i++) parts[i](L);
  lx_sandbox_seal(L, name);
  tell_names(L, name);
  lua_setfield(L, -2, name);
}

/* Strings have the string library as methods, and no arithmetic: "8" + 1 is an error. */
static void open_string_methods(lua_State *L) {
  lua_pushliteral(L, "");
  lua_createtable(L, 0, 2);
  lua_getfield(L, -3, "string");
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

void lx_sandbox_open(lua_State *L) {
  static part *const string[] = {lx_lib_string, lx_lib_match, lx_lib_format};
  static part *const table[] = {lx_lib_table, lx_lib_sort};
  static part *const math[] = {lx_lib_math};
  static part *const utf8[] = {lx_lib_utf8};
  luaL_checkstack(L, 16, NULL);
  lua_pushglobaltable(L);
  lx_lib_base(L);
  lx_lib_metatable(L);
  lx_lib_pairs(L);
  open_library(L, "string", string, sizeof string / sizeof *string);
  open_library(L, "table", table, sizeof table / sizeof *table);
  open_library(L, "math", math, sizeof math / sizeof *math);
  open_library(L, "utf8", utf8, sizeof utf8 / sizeof *utf8);
  open_string_methods(L);
  tell_names(L, "_G");
  lx_sandbox_seal(L, NULL);
  lua_pop(L, 1);
}
