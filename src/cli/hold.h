/* hold.h: output kept back until every input has rendered; or, where that was not asked
 * for, passed on input by input, never a part of one. */
#ifndef CLI_HOLD_H
#define CLI_HOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"

/* Text is added to `text`; cli_hold_settle is called between inputs. */
typedef struct cli_hold {
  cli_output *out;
  bool streams; /* false: all or nothing */
  cli_text text;
  int spill; /* an unlinked temporary file for what is too much for memory; 0: none */
  int error; /* errno of the temporary file */
} cli_hold;

/* An input is complete. False: writing failed, so that there is no sense in going on. */
bool cli_hold_settle(cli_hold *hold);

/* Every input is complete: writes all. False: writing failed. */
bool cli_hold_release(cli_hold *hold);

/* Drops what is still held. */
void cli_hold_free(cli_hold *hold);

#endif
