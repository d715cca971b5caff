#include "base/buffer.h"

#include <stdint.h>
#include <stdio.h>

#include "base/alloc.h"

void lx_buffer_clear(lx_buffer *buffer) {
  buffer->length = 0;
  buffer->failed = false;
  buffer->full = false;
}

void lx_buffer_free(lx_buffer *buffer) {
  lx_free(buffer->data);
  *buffer = (lx_buffer){.max = buffer->max};
}

bool lx_buffer_grow(lx_buffer *buffer, size_t more) {
  size_t needed = buffer->length + more;
  size_t size = buffer->capacity ? buffer->capacity : 256;
  char *data;
  if (buffer->failed || needed < more || needed > SIZE_MAX / 2) goto failed;
  if (buffer->max && needed > buffer->max) {
    buffer->full = true;
    goto failed;
  }
  while (size < needed) size *= 2;
  data = lx_realloc(buffer->data, size);
  if (!data) goto failed;
  buffer->data = data;
  buffer->capacity = size;
  return true;
failed:
  buffer->failed = true;
  return false;
}

void lx_buffer_vprint(lx_buffer *buffer, const char *format, va_list arguments) {
  va_list again;
  int length;
  va_copy(again, arguments);
  length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0 || !lx_buffer_reserve(buffer, (size_t)length + 1)) return;
  vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
  buffer->length += (size_t)length;
}

void lx_buffer_print(lx_buffer *buffer, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  lx_buffer_vprint(buffer, format, arguments);
  va_end(arguments);
}

char *lx_buffer_text(lx_buffer *buffer) {
  if (!lx_buffer_reserve(buffer, 1)) return NULL;
  buffer->data[buffer->length] = '\0';
  return buffer->failed ? NULL : buffer->data;
}
