/* http2.h: the session of a connection, and what its frames may cost. */
#ifndef LX_FUNCTION_HTTP2_H
#define LX_FUNCTION_HTTP2_H

#include "connection.h"

/* Starts a session and queues its settings. False: out of memory. */
bool lx_http2_open(lx_connection *connection);

/* Feeds bytes. False: the session is over, and what it still has to say is queued. */
bool lx_http2_read(lx_connection *connection, const char *bytes, size_t length);

/* Takes no new streams; the session ends when those that are open have ended. */
void lx_http2_go_away(lx_connection *connection);

/* Ends the session and its streams. */
void lx_http2_end(lx_connection *connection, uint32_t error);

#endif
