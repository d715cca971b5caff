#include "library/library.h"

#include "host/sandbox.h"
#include "library/functions.h"
#include "value/raise.h"
#include "value/value.h"

void lx_add_function(lua_State *L, const char *name, lua_CFunction function) {
  lua_pushcfunction(L, function);
  lua_setfield(L, -2, name);
}

const char *lx_type_text(lua_State *L, int index) {
  static const char *const texts[] = {"nil",        "a boolean",  "a userdata",
                                      "a number",   "a string",   "a table",
                                      "a function", "a userdata", "a thread"};
  int type = lua_type(L, index);
  if (lx_is_null(L, index)) return "luxr.null";
  return type == LUA_TNONE ? "nothing" : texts[type];
}

const char *lx_need_string(lua_State *L, int index, const char *function, size_t *length) {
  if (lua_type(L, index) != LUA_TSTRING) {
    lx_raise(L, "%s needs a string, got %s", function, lx_type_text(L, index));
  }
  return lua_tolstring(L, index, length);
}

lua_Integer lx_need_integer(lua_State *L, int index, const char *function) {
  int is_integer;
  lua_Integer value = lua_tointegerx(L, index, &is_integer);
  if (is_integer && lua_type(L, index) == LUA_TNUMBER) return value;
  if (lua_type(L, index) == LUA_TNUMBER) {
    lx_raise(L, "%s needs a whole number, got %.14g", function, lua_tonumber(L, index));
  }
  lx_raise(L, "%s needs a whole number, got %s", function, lx_type_text(L, index));
}

static void add_part(lua_State *L, const char *name, const char *full_name,
                     void (*add)(lua_State *L)) {
  lua_newtable(L);
  add(L);
  lx_sandbox_seal(L, full_name);
  lua_setfield(L, -2, name);
}

void lx_library_open(lua_State *L, lx_library_tools *tools) {
  lua_newtable(L);
  lx_push_null(L);
  lua_setfield(L, -2, "null");
  lx_add_value_functions(L);
  lx_add_path_functions(L);
  lx_add_map_functions(L);
  lx_add_link_functions(L);
  lx_add_text_functions(L, tools);
  lua_newtable(L);
  lx_add_digest_functions(L, tools);
  lx_sandbox_seal(L, "luxr.digest");
  lua_setfield(L, -2, "digest");
  add_part(L, "names", "luxr.names", lx_add_name_functions);
  add_part(L, "quantities", "luxr.quantities", lx_add_quantity_functions);
  lx_sandbox_seal(L, "luxr");
}
