#include "grpc_message.h"

static size_t written_size(unsigned char c) {
  return c >= 0x20 && c <= 0x7e && c != '%' ? 1 : 3;
}

/* How many bytes belong together, and how long they are when written. */
static size_t character(const unsigned char *at, size_t *size) {
  size_t count = 1;
  *size = written_size(at[0]);
  if (at[0] < 0xc0) return 1;
  while (count < 4 && (at[count] & 0xc0) == 0x80) {
    *size += 3;
    count++;
  }
  return count;
}

static void write_byte(lx_buffer *out, unsigned char c) {
  static const char digits[] = "0123456789ABCDEF";
  if (written_size(c) == 1) {
    lx_buffer_add_char(out, (char)c);
    return;
  }
  lx_buffer_add_char(out, '%');
  lx_buffer_add_char(out, digits[c >> 4]);
  lx_buffer_add_char(out, digits[c & 15]);
}

void lx_grpc_message_write(lx_buffer *out, const char *text, size_t max) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at) {
    size_t size;
    size_t count = character(at, &size);
    if (size > max) return;
    max -= size;
    for (size_t i = 0; i < count; i++) write_byte(out, at[i]);
    at += count;
  }
}
