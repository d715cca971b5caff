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
typedef unsigned char lx_wrapping __attribute__((vector_size(16)));

static inline lx_sixteen lx_bytes_load(const char *first, const char *last) {
  uint64_t halves[2];
  lx_sixteen bytes;
  memcpy(&halves[0], first, 8);
  memcpy(&halves[1], last, 8);
  memcpy(&bytes, halves, sizeof bytes);
  return bytes;
}

/* What is none of the characters `least` to '~', or is one of two others: all ones there. Moved
 * so that `least` is the least signed number, the others lie above one bound. */
static inline lx_sixteen lx_bytes_odd(lx_sixteen bytes, char least, char one, char other) {
  lx_wrapping moved_up = (lx_wrapping)bytes + (unsigned char)(128 - least);
  lx_sixteen moved = (lx_sixteen)moved_up;
  return (lx_sixteen)((moved > (signed char)('~' - least - 128)) | (bytes == one) |
                      (bytes == other));
}

static inline bool lx_bytes_any(lx_sixteen odd) {
  uint64_t halves[2];
  memcpy(halves, &odd, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

/* Whether a text of at least 8 bytes has no byte as above. The last eight are looked at once
 * more, so that the length has to be no multiple of anything. */
static inline bool lx_bytes_are_even(const char *text, size_t length, char least, char one,
                                     char other) {
  const char *last = text + length - 8;
  lx_sixteen odd = lx_bytes_odd(lx_bytes_load(text, last), least, one, other);
  for (const char *at = text + 8; at < last; at += 16) {
    const char *next = at + 8 < last ? at + 8 : last;
    odd |= lx_bytes_odd(lx_bytes_load(at, next), least, one, other);
  }
  return !lx_bytes_any(odd);
}

/* The same for eight bytes or less, which lie in a number. */
static inline bool lx_bytes_eight_are_even(uint64_t eight, char least, char one, char other) {
  const uint64_t ones = 0x0101010101010101u, low = 0x7F * ones;
  uint64_t rest = eight & low;
  uint64_t shown = rest + (0x80 - (uint64_t)(unsigned char)least) * ones;
  uint64_t is_not =
      ((rest ^ (unsigned char)one * ones) + low) & ((rest ^ (unsigned char)other * ones) + low);
  return !((eight | (rest + ones) | ~(shown & is_not)) & ~low);
}

/* Less than 8 bytes as a number, filled with a letter: in no particular order. */
static inline uint64_t lx_bytes_few(const char *text, size_t length) {
  uint64_t eight = 0x6161616161616161u;
  uint32_t first, last;
  if (length >= 4) {
    memcpy(&first, text, 4);
    memcpy(&last, text + length - 4, 4);
    return (uint64_t)first << 32 | last;
  }
  while (length) eight = eight << 8 | (unsigned char)text[--length];
  return eight;
}

/* Whether the text is of '!' to '~' without colons and hashes. */
static inline bool lx_bytes_are_simple(const char *text, size_t length) {
  if (length < 8) return lx_bytes_eight_are_even(lx_bytes_few(text, length), '!', ':', '#');
  return lx_bytes_are_even(text, length, '!', ':', '#');
}

/* Whether the text is of ' ' to '~' without quotes and backslashes. */
static inline bool lx_bytes_are_unescaped(const char *text, size_t length) {
  if (length < 8) return lx_bytes_eight_are_even(lx_bytes_few(text, length), ' ', '"', '\\');
  return lx_bytes_are_even(text, length, ' ', '"', '\\');
}

/* Copies, short texts without a call; returns the end. */
static inline char *lx_bytes_put(char *to, const char *from, size_t length) {
  if (length > 16) {
    memcpy(to, from, length);
  } else if (length >= 8) {
    uint64_t first, last;
    memcpy(&first, from, 8);
    memcpy(&last, from + length - 8, 8);
    memcpy(to, &first, 8);
    memcpy(to + length - 8, &last, 8);
  } else if (length >= 4) {
    uint32_t first, last;
    memcpy(&first, from, 4);
    memcpy(&last, from + length - 4, 4);
    memcpy(to, &first, 4);
    memcpy(to + length - 4, &last, 4);
  } else {
    for (size_t i = 0; i < length; i++) to[i] = from[i];
  }
  return to + length;
}

#endif
