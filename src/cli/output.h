/* output.h: where a command writes: a file descriptor, or memory. No byte is lost in
 * silence. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>

#include "text.h"

/* Text gathers in `text` until it is flushed. The first error sticks. */
typedef struct cli_output {
  int fd;    /* -1: the text stays in memory */
  int error; /* errno */
  cli_text text;
} cli_output;

/* Writes all bytes to `fd`, however often the system takes only some. 0, or errno. */
int cli_write_all(int fd, const char *bytes, size_t length);

/* Writes what has gathered; false when this or an earlier write failed. */
bool cli_output_flush(cli_output *output);

/* Flushes, and closes the descriptor, which is when some file systems tell that they are
 * full. */
bool cli_output_close(cli_output *output);

#endif
