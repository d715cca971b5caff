/* outline.h: a JSON value as lines of "path  value". */
#ifndef CLI_OUTLINE_H
#define CLI_OUTLINE_H

#include <cjson/cJSON.h>

#include "text.h"

/* Adds a line, indented, for each scalar and each empty list or map. Long text is cut. */
void cli_outline_add(cli_text *text, const cJSON *value);

#endif
