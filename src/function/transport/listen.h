/* listen.h: where clients come from. */
#ifndef LX_FUNCTION_LISTEN_H
#define LX_FUNCTION_LISTEN_H

#include "server.h"

/* "host:port", ":port" for every address of this machine, "[::1]:port". Port 0: any that
 * is free. The log says where it listens, or why not. */
bool lx_listen(lx_server *server, const char *network, const char *address);

/* Accepts those who wait, up to the limit. */
void lx_listen_go_on(lx_server *server);

void lx_listen_close(lx_server *server);

#endif
