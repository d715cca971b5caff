#include "suggest.h"

#include <string.h>

enum { LONGEST = 32 };

cli_suggestion cli_suggest(const char *wanted, size_t length) {
  /* A third of the word may be wrong. */
  return (cli_suggestion){.wanted = wanted, .length = length, .edits = length / 3 + 2};
}

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Insertions, deletions and replacements that make one word the other: one row of the
 * matrix. */
static size_t count_edits(const char *a, size_t n, const char *b, size_t m) {
  size_t row[LONGEST + 1];
  for (size_t j = 0; j <= m; j++) row[j] = j;
  for (size_t i = 1; i <= n; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= m; j++) {
      size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
    }
  }
  return row[m];
}

void cli_suggest_offer(cli_suggestion *suggestion, const char *candidate) {
  size_t length = strlen(candidate);
  size_t edits;
  if (!suggestion->length || suggestion->length > LONGEST || length > LONGEST) return;
  edits = count_edits(suggestion->wanted, suggestion->length, candidate, length);
  if (edits >= suggestion->edits || edits >= least(length, suggestion->length)) return;
  suggestion->edits = edits;
  suggestion->best = candidate;
}
