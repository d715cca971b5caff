/* grpc_timeout.h: the header `grpc-timeout`, at most eight digits and a unit. */
#ifndef LX_FUNCTION_GRPC_TIMEOUT_H
#define LX_FUNCTION_GRPC_TIMEOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False when the text is none. */
bool lx_grpc_timeout_read(const char *text, size_t length, uint64_t *nanoseconds);

#endif
