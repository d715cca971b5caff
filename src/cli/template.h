/* template.h: the files of a new overlay: src/cli/template, built into the command. */
#ifndef CLI_TEMPLATE_H
#define CLI_TEMPLATE_H

#include <stddef.h>

#include "luxr.h"

/* Sorted bytewise by name. {{name}} in them is the overlay's name. */
extern const luxr_file cli_template_files[];
extern const size_t cli_template_count;

#endif
