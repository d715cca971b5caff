#include "grpc_timeout.h"

/* 0 for what is no unit. */
static uint64_t nanoseconds_of(char unit) {
  switch (unit) {
    case 'H': return UINT64_C(3600000000000);
    case 'M': return UINT64_C(60000000000);
    case 'S': return UINT64_C(1000000000);
    case 'm': return UINT64_C(1000000);
    case 'u': return UINT64_C(1000);
    case 'n': return UINT64_C(1);
    default: return 0;
  }
}

bool lx_grpc_timeout_read(const char *text, size_t length, uint64_t *nanoseconds) {
  uint64_t number = 0, unit;
  if (length < 2 || length > 9) return false;
  for (size_t i = 0; i + 1 < length; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    number = number * 10 + (uint64_t)(text[i] - '0');
  }
  unit = nanoseconds_of(text[length - 1]);
  if (unit == 0) return false;
  /* 99999999 hours are more than 64 bits of nanoseconds. */
  *nanoseconds = number > UINT64_MAX / unit ? UINT64_MAX : number * unit;
  return true;
}
