/* clock.h: the time that only ever goes on. */
#ifndef CLI_CLOCK_H
#define CLI_CLOCK_H

#include <stdint.h>

/* Milliseconds. */
uint64_t cli_clock(void);

#endif
