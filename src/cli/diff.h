/* diff.h: how two texts differ, line by line. */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include <stdbool.h>

#include "text.h"

/* Adds the lines that differ, with three around them: "-" is wanted, "+" is what came
 * instead. Very different large texts are shown as one removed and one added. */
void cli_diff_add(cli_text *text, const cli_text *wanted, const cli_text *got, bool colored);

#endif
