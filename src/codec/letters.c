#include "codec/letters.h"

#include <stddef.h>

typedef struct range {
  uint32_t first, last;
} range;

#include "codec/letters_data.h"

static bool is_among(const range *ranges, size_t count, uint32_t code) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (ranges[middle].last < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < count && ranges[low].first <= code;
}

bool lx_is_letter(uint32_t code) {
  if (code < 0x80) return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
  return is_among(letters, sizeof letters / sizeof *letters, code);
}

bool lx_is_digit(uint32_t code) {
  if (code < 0x80) return code >= '0' && code <= '9';
  return is_among(digits, sizeof digits / sizeof *digits, code);
}
