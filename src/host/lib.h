/* lib.h: what the files of the scripts' standard library share; for src/host alone.
 *
 * All of it raises. Functions that scripts call own no C memory, charge for the bytes they touch
 * and let no address into a text. */
#ifndef LX_HOST_LIB_H
#define LX_HOST_LIB_H

#include <stdbool.h>
#include <stddef.h>

#include <lauxlib.h>
#include <lua.h>

/* Each adds its functions to the table at the top. */
void lx_lib_base(lua_State *L);
void lx_lib_metatable(lua_State *L);
void lx_lib_pairs(lua_State *L);
void lx_lib_string(lua_State *L);
void lx_lib_match(lua_State *L);
void lx_lib_format(lua_State *L);
void lx_lib_table(lua_State *L);
void lx_lib_sort(lua_State *L);
void lx_lib_math(lua_State *L);
void lx_lib_utf8(lua_State *L);

/* Pushes a value as text, as `tostring` does, and returns it. */
const char *lx_push_text(lua_State *L, int index, size_t *length);

/* Checks that argument `index` is a table. A view is replaced by its real table: true. */
bool lx_check_table(lua_State *L, int index);

/* Refuses a view, naming its path: `what` would change it. */
void lx_check_writable(lua_State *L, int index, const char *what);

/* A position in a text of `length` bytes, as string functions take it: negative ones count from
 * the end. The first is for starts (at least 1), the second for ends (at most `length`). */
size_t lx_start_position(lua_Integer position, size_t length);
size_t lx_end_position(lua_Integer position, size_t length);

/* As luaL_checkinteger and its kin, charging a text that is to be read as a number. */
lua_Integer lx_check_integer(lua_State *L, int index);
lua_Integer lx_opt_integer(lua_State *L, int index, lua_Integer otherwise);
lua_Number lx_check_number(lua_State *L, int index);

/* Adds to a result, charged and within the limit of one string. */
void lx_add_bytes(lua_State *L, luaL_Buffer *result, const char *bytes, size_t length);

#endif
