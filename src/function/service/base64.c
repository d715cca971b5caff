#include "base64.h"

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void lx_base64_write(lx_buffer *into, const char *bytes, size_t length) {
  const unsigned char *at = (const unsigned char *)bytes;
  for (size_t i = 0; i < length; i += 3) {
    size_t left = length - i;
    unsigned group = (unsigned)at[i] << 16;
    if (left > 1) group |= (unsigned)at[i + 1] << 8;
    if (left > 2) group |= at[i + 2];
    lx_buffer_add_char(into, letters[group >> 18]);
    lx_buffer_add_char(into, letters[group >> 12 & 63]);
    lx_buffer_add_char(into, left > 1 ? letters[group >> 6 & 63] : '=');
    lx_buffer_add_char(into, left > 2 ? letters[group & 63] : '=');
  }
}

/* The six bits that a letter stands for; false when it stands for none. */
static bool read_letter(char letter, unsigned *bits) {
  const char *found = letter ? strchr(letters, letter) : NULL;
  if (found) *bits = (unsigned)(found - letters);
  return found != NULL;
}

bool lx_base64_read(lx_buffer *into, const char *text) {
  size_t length = strlen(text);
  if (length % 4) return false;
  for (size_t i = 0; i < length; i += 4) {
    bool last = i + 4 == length;
    size_t padding = last ? (text[i + 3] == '=') + (size_t)(text[i + 2] == '=') : 0;
    unsigned group = 0;
    for (size_t k = 0; k < 4 - padding; k++) {
      unsigned bits;
      if (!read_letter(text[i + k], &bits)) return false;
      group |= bits << (18 - 6 * k);
    }
    lx_buffer_add_char(into, (char)(group >> 16));
    if (padding < 2) lx_buffer_add_char(into, (char)(group >> 8 & 255));
    if (padding < 1) lx_buffer_add_char(into, (char)(group & 255));
  }
  return !into->failed;
}
