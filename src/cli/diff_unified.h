/* diff_unified.h: how two texts differ, as `diff -u` tells it, which `patch` reads. */
#ifndef CLI_DIFF_UNIFIED_H
#define CLI_DIFF_UNIFIED_H

#include <stdbool.h>

#include "text.h"

/* The two sides; a name or text of NULL stands for a file that is not there. */
typedef struct cli_unified {
  const char *old_name, *new_name;
  const cli_text *old, *new;
  bool colored;
} cli_unified;

/* Adds nothing where they are equal. Characters that a terminal would obey are escaped.
 */
void cli_unified_add(cli_text *text, const cli_unified *unified);

#endif
