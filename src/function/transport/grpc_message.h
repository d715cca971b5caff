/* grpc_message.h: the trailer `grpc-message`, a sentence with bytes outside of ASCII, and
 * "%", written as "%XX". */
#ifndef LX_FUNCTION_GRPC_MESSAGE_H
#define LX_FUNCTION_GRPC_MESSAGE_H

#include <stddef.h>

#include "base/buffer.h"

/* Adds at most `max` bytes, and never a part of "%XX" or of a character of UTF-8. */
void lx_grpc_message_write(lx_buffer *out, const char *text, size_t max);

#endif
