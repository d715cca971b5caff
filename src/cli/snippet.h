/* snippet.h: a line of source with a caret under what is meant. */
#ifndef CLI_SNIPPET_H
#define CLI_SNIPPET_H

#include <stdbool.h>

#include "luxr.h"
#include "text.h"

/* Adds the finding's source line and the caret line under it. Nothing without a source
 * line; no caret without a column. Long lines are cut to a window around the caret. */
void cli_snippet_add(cli_text *text, const luxr_diagnostic *finding, bool colored);

#endif
