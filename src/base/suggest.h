/* suggest.h: "did you mean". */
#ifndef LX_BASE_SUGGEST_H
#define LX_BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

/* The best match so far for a misspelt name. Offer each candidate, in any order; among equally
 * good ones the bytewise first wins, so the answer does not depend on the order. */
typedef struct lx_suggestion {
  const char *wanted;
  size_t wanted_length;
  const char *best; /* NULL: nothing is near enough */
  size_t best_length;
  unsigned distance;
} lx_suggestion;

lx_suggestion lx_suggest(const char *wanted, size_t length);
void lx_suggest_offer(lx_suggestion *suggestion, const char *candidate, size_t length);

#endif
