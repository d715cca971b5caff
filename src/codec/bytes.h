/* bytes.h: what each byte of a text means to the writers, so that one pass over a text tells
 * what it needs. */
#ifndef LX_CODEC_BYTES_H
#define LX_CODEC_BYTES_H

#include <stddef.h>

enum {
  LX_BYTE_SPACE = 1,
  LX_BYTE_COLON = 2,
  LX_BYTE_HASH = 4,
  LX_BYTE_BREAK = 8,    /* a line feed */
  LX_BYTE_CONTROL = 16, /* other control characters, the tab and DEL among them */
  LX_BYTE_HIGH = 32,    /* part of a character beyond ASCII */
  LX_BYTE_QUOTE = 64    /* a double quote or a backslash */
};

extern const unsigned char lx_bytes[256];

/* All that is in the text. */
static inline unsigned lx_bytes_in(const char *text, size_t length) {
  const unsigned char *at = (const unsigned char *)text, *end = at + length;
  unsigned seen = 0;
  for (; end - at >= 4; at += 4) {
    seen |= lx_bytes[at[0]] | lx_bytes[at[1]] | lx_bytes[at[2]] | lx_bytes[at[3]];
  }
  while (at < end) seen |= lx_bytes[*at++];
  return seen;
}

#endif
