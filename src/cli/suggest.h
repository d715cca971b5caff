/* suggest.h: "did you mean", for words of the command line. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include <stddef.h>

typedef struct cli_suggestion {
  const char *wanted;
  size_t length;
  const char *best; /* NULL: nothing is near enough */
  size_t edits;
} cli_suggestion;

cli_suggestion cli_suggest(const char *wanted, size_t length);

/* Among equally good candidates the first one offered stays. */
void cli_suggest_offer(cli_suggestion *suggestion, const char *candidate);

#endif
