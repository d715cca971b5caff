/* memory.h: memory for a command. There is no way on without it, so when it is out the
 * process says so and ends with the exit code for that; what was held back is never
 * printed. */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

#include <stddef.h>

void *cli_alloc(size_t size);
void *cli_realloc(void *block, size_t size);
char *cli_copy(const char *bytes, size_t length); /* ends in a zero byte */

/* Says that memory is out, and ends the process. */
_Noreturn void cli_out_of_memory(void);

#endif
