/* json_text.h: text as a JSON string, of ASCII control characters and the like escaped. */
#ifndef LX_CODEC_JSON_TEXT_H
#define LX_CODEC_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Writes the text with its quotes. False when it is not UTF-8; then part of it is written. */
bool lx_json_write_text(lx_buffer *out, const char *text, size_t length);

#endif
