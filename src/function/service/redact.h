/* redact.h: requests and responses without their secrets. */
#ifndef LX_FUNCTION_REDACT_H
#define LX_FUNCTION_REDACT_H

#include "base/buffer.h"
#include "message.h"

/* What stands where a secret was. */
#define LX_REDACTED "(redacted)"

/* Adds the RunFunctionRequest (or Response) with the values of connection details and of
 * credentials replaced, and those of data and stringData of every Secret: of one that is an
 * object, and of one that lies anywhere inside an object. All names stay. False when the message
 * is malformed or nested too deep: then nothing of it may be kept. */
bool lx_redact_request(lx_buffer *into, lx_span bytes);
bool lx_redact_response(lx_buffer *into, lx_span bytes);

#endif
