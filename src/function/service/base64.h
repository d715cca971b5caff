/* base64.h: bytes as text (RFC 4648, with padding). */
#ifndef LX_FUNCTION_BASE64_H
#define LX_FUNCTION_BASE64_H

#include "base/buffer.h"

void lx_base64_write(lx_buffer *into, const char *bytes, size_t length);

/* False when the text is no base64, or memory is out. */
bool lx_base64_read(lx_buffer *into, const char *text);

#endif
