/* replay.h: a recorded call, rendered again. */
#ifndef LX_FUNCTION_REPLAY_H
#define LX_FUNCTION_REPLAY_H

/* `luxr-function --replay`, with what follows: options that choose the bundle, and files. Prints
 * how the answers differ; returns 0 when none does, 1 when one does, else 64 to 74. */
int lx_replay_run(char *const *arguments);

#endif
