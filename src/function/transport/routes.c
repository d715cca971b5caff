#include "routes.h"

#include <string.h>

#define FUNCTION "apiextensions.fn.proto."

const lx_route lx_routes[] = {
    {FUNCTION "v1.FunctionRunnerService", "RunFunction", LX_ROUTE_RUN, "unary"},
    {FUNCTION "v1beta1.FunctionRunnerService", "RunFunction", LX_ROUTE_RUN, "unary"},
    {"grpc.health.v1.Health", "Check", LX_ROUTE_HEALTH_CHECK, "unary"},
    {"grpc.health.v1.Health", "Watch", LX_ROUTE_HEALTH_WATCH, "server_stream"},
    {"grpc.reflection.v1.ServerReflection", "ServerReflectionInfo", LX_ROUTE_REFLECTION,
     "bidi_stream"},
    {"grpc.reflection.v1alpha.ServerReflection", "ServerReflectionInfo", LX_ROUTE_REFLECTION,
     "bidi_stream"},
};
const size_t lx_route_count = sizeof lx_routes / sizeof *lx_routes;

const lx_route *lx_route_find(const char *path, size_t length) {
  for (size_t i = 0; i < lx_route_count; i++) {
    size_t service = strlen(lx_routes[i].service), method = strlen(lx_routes[i].method);
    if (length != service + method + 2 || path[0] != '/') continue;
    if (memcmp(path + 1, lx_routes[i].service, service) != 0) continue;
    if (path[service + 1] != '/') continue;
    if (memcmp(path + service + 2, lx_routes[i].method, method) == 0) return &lx_routes[i];
  }
  return NULL;
}

int lx_route_serves(const char *service, size_t length) {
  for (size_t i = 0; i < lx_route_count; i++) {
    if (strlen(lx_routes[i].service) == length &&
        memcmp(lx_routes[i].service, service, length) == 0) {
      return 1;
    }
  }
  return 0;
}
