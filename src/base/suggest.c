#include "base/suggest.h"

#include <string.h>

enum { LONGEST = 64 };

lx_suggestion lx_suggest(const char *wanted, size_t length) {
  return (lx_suggestion){.wanted = wanted, .wanted_length = length, .distance = ~0u};
}

static unsigned lower(char c) {
  return c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A' + 'a') : (unsigned char)c;
}

static unsigned least(unsigned a, unsigned b) {
  return a < b ? a : b;
}

/* Optimal string alignment distance: a swapped pair of letters counts once; case does not. */
static unsigned distance(const char *a, size_t n, const char *b, size_t m) {
  unsigned rows[3][LONGEST + 1];
  unsigned *before = rows[0], *last = rows[1], *now = rows[2], *spare;
  for (size_t j = 0; j <= m; j++) last[j] = (unsigned)j;
  for (size_t i = 1; i <= n; i++) {
    now[0] = (unsigned)i;
    for (size_t j = 1; j <= m; j++) {
      unsigned cost = lower(a[i - 1]) != lower(b[j - 1]);
      now[j] = least(least(last[j] + 1, now[j - 1] + 1), last[j - 1] + cost);
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        now[j] = least(now[j], before[j - 2] + 1);
      }
    }
    spare = before, before = last, last = now, now = spare;
  }
  return last[m];
}

static bool comes_first(const char *a, size_t n, const char *b, size_t m) {
  int order = memcmp(a, b, n < m ? n : m);
  return order ? order < 0 : n < m;
}

void lx_suggest_offer(lx_suggestion *suggestion, const char *candidate, size_t length) {
  size_t longer = length > suggestion->wanted_length ? length : suggestion->wanted_length;
  unsigned far;
  if (!longer || longer > LONGEST) return;
  far = distance(suggestion->wanted, suggestion->wanted_length, candidate, length);
  if (far > (longer + 2) / 3 || far >= longer) return;
  if (far > suggestion->distance) return;
  if (far == suggestion->distance &&
      !comes_first(candidate, length, suggestion->best, suggestion->best_length)) {
    return;
  }
  suggestion->best = candidate;
  suggestion->best_length = length;
  suggestion->distance = far;
}
