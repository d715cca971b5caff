/* diff_command.h: the two forms of `luxr diff`. */
#ifndef CLI_DIFF_COMMAND_H
#define CLI_DIFF_COMMAND_H

#include "command.h"

/* What ends the command with 1: bits by number. */
typedef enum cli_difference {
  CLI_DIFFERS_CHANGED,
  CLI_DIFFERS_DELETED,
  CLI_DIFFERS_ADDED,
  CLI_DIFFERS_REJECTED,
  CLI_DIFFERS_ACCEPTED,
  CLI_DIFFERS_WARNINGS,
  CLI_DIFFERENCES
} cli_difference;

/* What two sets of scripts make of the inputs. */
void cli_diff_impact(cli_context *context);

/* What a render would change in the directory that stands behind the inputs. */
void cli_diff_folder(cli_context *context);

/* Reads --fail-on: what it does not name counts for nothing; without it, everything does.
 * Of the names only those in `known` have a meaning. False: reported. */
bool cli_diff_fail_on(cli_context *context, unsigned known, unsigned *counts);

/* Ends with 1 where no error says more. */
void cli_diff_differs(cli_context *context);

#endif
