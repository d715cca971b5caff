/* buffer.h: bytes that grow, up to a maximum. */
#ifndef LX_BASE_BUFFER_H
#define LX_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* All zero is an empty buffer without a maximum. Once an addition did not fit, `failed` stays
 * set and later additions do nothing: look once, at the end. */
typedef struct lx_buffer {
  char *data;
  size_t length, capacity;
  size_t max; /* 0: none */
  bool failed;
  bool full; /* it was the maximum that was in the way, not memory */
} lx_buffer;

void lx_buffer_clear(lx_buffer *buffer); /* keeps the memory */
void lx_buffer_free(lx_buffer *buffer);

/* Makes room for `more` bytes; false (and `failed`) when that is too many. */
bool lx_buffer_grow(lx_buffer *buffer, size_t more);

static inline bool lx_buffer_reserve(lx_buffer *buffer, size_t more) {
  if (buffer->capacity - buffer->length >= more) return true;
  return lx_buffer_grow(buffer, more);
}

static inline void lx_buffer_add(lx_buffer *buffer, const char *bytes, size_t length) {
  if (!lx_buffer_reserve(buffer, length)) return;
  if (length) memcpy(buffer->data + buffer->length, bytes, length);
  buffer->length += length;
}

static inline void lx_buffer_add_char(lx_buffer *buffer, char c) {
  if (lx_buffer_reserve(buffer, 1)) buffer->data[buffer->length++] = c;
}

static inline void lx_buffer_add_text(lx_buffer *buffer, const char *text) {
  lx_buffer_add(buffer, text, strlen(text));
}

void lx_buffer_print(lx_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void lx_buffer_vprint(lx_buffer *buffer, const char *format, va_list arguments);

/* The text so far, with a zero byte behind it that is not counted. NULL when that fails. */
char *lx_buffer_text(lx_buffer *buffer);

#endif
