/* routes.h: what can be called, by its path. */
#ifndef LX_FUNCTION_ROUTES_H
#define LX_FUNCTION_ROUTES_H

#include <stddef.h>

typedef enum lx_route_kind {
  LX_ROUTE_RUN,          /* for the handler, on a worker */
  LX_ROUTE_HEALTH_CHECK, /* the others are answered at once */
  LX_ROUTE_HEALTH_WATCH,
  LX_ROUTE_REFLECTION
} lx_route_kind;

typedef struct lx_route {
  const char *service, *method;
  lx_route_kind kind;
  const char *type; /* unary, server_stream or bidi_stream */
} lx_route;

/* Every route; `lx_route_count` of them. */
extern const lx_route lx_routes[];
extern const size_t lx_route_count;

/* NULL when nothing is called so. */
const lx_route *lx_route_find(const char *path, size_t length);

/* Is it one of the services? */
int lx_route_serves(const char *service, size_t length);

#endif
