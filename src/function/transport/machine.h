/* machine.h: what this process may use, by the machine and by its control group. */
#ifndef LX_FUNCTION_MACHINE_H
#define LX_FUNCTION_MACHINE_H

#include <stddef.h>
#include <stdint.h>

/* How many threads can run at once: at least 1. */
size_t lx_machine_processors(void);

/* Bytes; 0: nothing bounds it. */
uint64_t lx_machine_memory(void);

/* Gives the system what is free. */
void lx_machine_return_memory(void);

/* Lets freed memory go back to the system, but not with every call. */
void lx_machine_tune_memory(void);

#endif
