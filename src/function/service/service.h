/* service.h: what answers the calls. */
#ifndef LX_FUNCTION_SERVICE_H
#define LX_FUNCTION_SERVICE_H

#include "function/call.h"
#include "function/log.h"

/* What the command line says about the service. Borrowed until lx_service_close. */
typedef struct lx_service_options {
  const char *bundle;          /* a directory; NULL: the embedded bundle */
  const char *const *overlays; /* directories, lowest first */
  size_t overlay_count;
  const char *bundles_dir;  /* its directories are bundles that an input may name; NULL: none */
  const char *overlays_dir; /* and overlays */
  const char *parameters;   /* a file; NULL: none */
  const char *record;       /* a directory that keeps requests and responses; NULL: none */
  int64_t ttl_ms;           /* how long an answer holds, unless a script says otherwise */
  size_t workers;           /* how many threads will call `run` */
  size_t response_max;      /* bytes; a longer message is not sent */
  bool still; /* no thread watches the directories: they are looked at when `reload` says so */
} lx_service_options;

/* Fills in the handler. False when it cannot serve: then the log has said why. */
bool lx_service_open(lx_handler *handler, const lx_service_options *options, lx_log *log);

/* When no call runs any longer. */
void lx_service_close(lx_handler *handler);

#endif
