/* log.h: where print writes. */
#ifndef LX_HOST_LOG_H
#define LX_HOST_LOG_H

#include <stddef.h>

#include <lua.h>

/* Adds one line, without a line break and with control characters already escaped, to the
 * render's log. Beyond the log's limits the line is dropped, and the log
 * says once that it was cut. Without a host: nothing. */
void lx_log(lua_State *L, const char *text, size_t length);

#endif
