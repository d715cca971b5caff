/* limit.h: luxr_limits by name, for `--limit name=value` and `luxr help limits`. */
#ifndef CLI_LIMIT_H
#define CLI_LIMIT_H

#include <stdbool.h>

#include "luxr.h"
#include "text.h"

/* Sets one limit from "name=value". False: then `problem` (and maybe `hint`) says why. */
bool cli_limit_set(luxr_limits *limits, const char *assignment, cli_text *problem,
                   cli_text *hint);

/* The table of names, defaults and meanings. */
void cli_limit_help(cli_text *text);

#endif
