/* bytes.h: what each byte of a text means to the writers, so that one pass over a text tells
 * what it needs. */
#ifndef LX_CODEC_BYTES_H
#define LX_CODEC_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* Sixteen bytes that are compared at once; the compiler knows how on every processor. */
typedef signed char lx_sixteen __attribute__((vector_size(16)));

/* What is no character of '!' to '~', or is a colon or a hash: all ones there. Bytes beyond
 * ASCII are negative. */
static inline lx_sixteen lx_bytes_odd(const char *first, const char *last) {
  lx_sixteen bytes;
  memcpy(&bytes, first, 8);
  memcpy((char *)&bytes + 8, last, 8);
  return (lx_sixteen)((bytes < '!') | (bytes > '~') | (bytes == ':') | (bytes == '#'));
}

static inline bool lx_bytes_any(lx_sixteen odd) {
  uint64_t halves[2];
  memcpy(halves, &odd, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

/* Whether no byte is as above. The last eight are looked at on their own, so that the length
 * has to be no multiple of anything. */
static inline bool lx_bytes_are_even(const char *text, size_t length) {
  lx_sixteen odd;
  if (length < 8) {
    char four[8];
    if (length < 4) return !(lx_bytes_in(text, length) & ~(unsigned)LX_BYTE_QUOTE);
    memcpy(four, text, 4);
    memcpy(four + 4, text + length - 4, 4);
    return !lx_bytes_any(lx_bytes_odd(four, four));
  }
  odd = lx_bytes_odd(text, text + length - 8);
  for (size_t at = 8; at + 8 < length; at += 8) {
    odd |= lx_bytes_odd(text + at, text + (at + 16 < length ? at + 8 : length - 8));
    at += 8;
  }
  return !lx_bytes_any(odd);
}

#endif
