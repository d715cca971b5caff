#include "value/keys.h"

#include <string.h>

int lx_compare_bytes(const char *a, size_t n, const char *b, size_t m) {
  size_t shorter = n < m ? n : m;
  int order = shorter ? memcmp(a, b, shorter) : 0;
  if (order) return order;
  return n < m ? -1 : n > m;
}
