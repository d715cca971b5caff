/* stop.h: a run that is asked to end (SIGINT, SIGTERM) ends in good order; asked again,
 * at once. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

#include <stdbool.h>

/* From now on. */
void cli_stop_watch(void);

/* Whether it was asked; then the exit code for that. */
bool cli_stop_wanted(void);
int cli_stop_exit_code(void);

#endif
