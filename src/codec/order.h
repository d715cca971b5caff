/* order.h: the keys of a map in the order in which they are written. */
#ifndef LX_CODEC_ORDER_H
#define LX_CODEC_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/slot.h"

/* A key and where its value is. The text belongs to the table it is a key of. */
typedef struct lx_key {
  const char *text;
  size_t length;
  uint64_t start; /* the first eight bytes, the first one highest; see lx_start_of */
  lx_slot value;
} lx_key;

static inline uint64_t lx_four_bytes(const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  return (uint64_t)at[0] << 24 | (uint64_t)at[1] << 16 | (uint64_t)at[2] << 8 | at[3];
}

static inline uint64_t lx_start_of(const char *text, size_t length) {
  uint64_t start = 0;
  if (length >= 8) return lx_four_bytes(text) << 32 | lx_four_bytes(text + 4);
  if (length >= 4) {
    uint64_t last = lx_four_bytes(text + length - 4) << 8 * (8 - length);
    return lx_four_bytes(text) << 32 | (last & 0xFFFFFFFF);
  }
  for (size_t i = 0; i < length; i++) {
    start |= (uint64_t)(unsigned char)text[i] << 8 * (7 - i);
  }
  return start;
}

static inline lx_key lx_key_of(const char *text, size_t length, lx_slot value) {
  return (lx_key){text, length, lx_start_of(text, length), value};
}

/* Bytewise. `spare` has room for as many. */
void lx_order_bytewise(lx_key *keys, lx_key *spare, size_t count);

/* The order of sigs.k8s.io/yaml: letters behind other characters, runs of digits by their
 * value, the rest by code point. That comparison has cycles ("1.100" < "1.1v1" < "1.3" <
 * "1.100"), so wherever digits decide, the order is by definition that of a stable merge sort,
 * bottom up, of the bytewise order. */
void lx_order_natural(lx_key *keys, lx_key *spare, size_t count);

/* Whether the first comes before the other in natural order. `*numeric` is set when digits
 * took part in that. For one code point after the other; both are valid UTF-8. */
bool lx_order_comes_first(const lx_key *a, const lx_key *b, bool *numeric);

#endif
