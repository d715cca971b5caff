/* metrics_server.h: HTTP/1.1 for scrapers and probes: /metrics, /healthz, /readyz. One
 * request a connection; slow and odd clients are cut off, and cost nobody else anything.
 */
#ifndef LX_FUNCTION_METRICS_SERVER_H
#define LX_FUNCTION_METRICS_SERVER_H

#include "server.h"

typedef struct lx_metrics_server lx_metrics_server;

/* NULL: the log has said why. Close it before the loop is, free it after. */
lx_metrics_server *lx_metrics_server_open(lx_server *server, const char *address);

void lx_metrics_server_close(lx_metrics_server *metrics);
void lx_metrics_server_free(lx_metrics_server *metrics);

/* The whole answer to a request's head, from its first line. */
void lx_metrics_answer(const lx_server *server, const char *head, lx_buffer *answer);

#endif
