/* request.h: what a RunFunctionRequest says, as places in its bytes. */
#ifndef LX_FUNCTION_REQUEST_H
#define LX_FUNCTION_REQUEST_H

#include "message.h"

/* What a caller says it can do. */
enum {
  LX_CAN_CAPABILITIES = 1,
  LX_CAN_REQUIRED_RESOURCES = 2,
  LX_CAN_CREDENTIALS = 3,
  LX_CAN_CONDITIONS = 4,
  LX_CAN_REQUIRED_SCHEMAS = 5
};

/* An observed object, or one that was asked for. */
typedef struct lx_object {
  const char *name; /* zero-terminated, in the pool */
  lx_span
      resource; /* the Struct; `bytes` is NULL for a name that was asked for and not found */
} lx_object;

typedef struct lx_rf_request {
  lx_span tag;
  uint32_t capabilities; /* a bit for each number above */
  lx_span composite;     /* Struct of the observed XR; NULL: there is none */
  lx_object *observed;
  size_t observed_count;
  lx_object *required; /* those of one name follow one another */
  size_t required_count;
  lx_span desired;           /* State of earlier steps; NULL: none was sent */
  lx_span desired_composite; /* Resource; NULL: none */
  lx_entry *desired_resources;
  size_t desired_count;
  lx_span input;   /* Struct; NULL: none */
  lx_span context; /* Struct; NULL: none */
} lx_rf_request;

/* Reads the request; everything that is not a place in `bytes` is in the pool. What nobody
 * asked for (credentials, connection details, schemas, unknown fields) is passed over.
 * On failure `problem` says which field is malformed. */
lx_decoded lx_request_read(lx_rf_request *request, lx_span bytes, lx_pool *pool,
                           const char **problem);

#endif
