/* deadline.h: the end of a run that waits for something that never comes. */
#ifndef CLI_DEADLINE_H
#define CLI_DEADLINE_H

#include <stdint.h>

/* Ends the process that many milliseconds from now, with a sentence and that exit code,
 * unless it has ended itself: a run that is late stops by itself, but not while the
 * system keeps it in a call (a pipe that nobody writes, a reader that does not read). */
void cli_deadline_set(uint64_t milliseconds, int code);

#endif
