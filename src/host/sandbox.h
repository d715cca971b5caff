/* sandbox.h: what scripts may use, and nothing else.
 *
 * An allow-list: the globals table gets the functions named in sandbox.c. What is absent raises
 * where it is read, with a sentence that says so. */
#ifndef LX_HOST_SANDBOX_H
#define LX_HOST_SANDBOX_H

#include <lua.h>

/* Fills the globals table of a fresh state that has no library open yet. Call it after
 * lx_value_open and lx_view_open. Raises. More globals are set raw: an ordinary assignment to
 * the globals table raises. */
void lx_sandbox_open(lua_State *L);

/* Makes the table at the top a library of scripts: reading a name it has not raises "name.x is
 * not defined" with a suggestion, and so does adding one. `name` is static text. Raises. */
void lx_sandbox_seal(lua_State *L, const char *name);

#endif
