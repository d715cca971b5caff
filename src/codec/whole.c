/* whole.c: integers beyond 64 bits that are a double's own digits. */
#include <string.h>

#include "codec/number.h"

bool lx_number_read_written(const char *text, size_t length, double *value) {
  char digits[LX_NUMBER_DIGITS];
  size_t sign = length && *text == '-', count;
  int point;
  for (size_t i = sign; i < length; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  if (length == sign) return false;
  if (!lx_number_read(text + sign, length - sign, value) || *value == 0) return false;
  count = lx_number_digits(*value, digits, &point);
  if (sign) *value = -*value;
  text += sign;
  length -= sign;
  if (count > length || (size_t)point != length) return false;
  if (memcmp(text, digits, count) != 0) return false;
  while (count < length && text[count] == '0') count++;
  return count == length;
}
