/* program.h: luxr-function from its arguments to its exit code. */
#ifndef LX_FUNCTION_PROGRAM_H
#define LX_FUNCTION_PROGRAM_H

#include "transport/server_limits.h"

/* Serves until a signal ends it. `arguments` without the program's name. The service
 * behind it is service.h's. */
int lx_program_run(char *const *arguments, const lx_server_limits *limits);

#endif
