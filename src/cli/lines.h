/* lines.h: JSON lines: a document a line. Where a line is broken the next one is whole
 * again, so that it costs one finding. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "luxr.h"

/* What was read, as far as it was not taken. All zero, with `read` and `data`, is where
 * to begin. */
typedef struct cli_lines {
  luxr_read read;
  void *data;
  char *buffer;
  size_t start, end, capacity;
  size_t line; /* number of the last line that was taken */
  bool ended;
  int error; /* errno of a failed read */
} cli_lines;

/* The next line that is not blank, without its break: 1; 0 at the end; -1 when reading
 * failed; -2 for one of more bytes than `most`: all of it was passed over. */
int cli_lines_next(cli_lines *lines, size_t most, const char **line, size_t *length);

/* Whether this begins like JSON lines: the first line that is not blank is a whole
 * object, and so begins the second, if there is one. Takes nothing. */
bool cli_lines_are(cli_lines *lines, size_t most);

/* A luxr_read: what is left, and then what comes. `data` is the cli_lines. */
ptrdiff_t cli_lines_read(void *data, char *bytes, size_t size);

/* Whether a file of that name holds JSON lines. */
bool cli_lines_named(const char *path);

void cli_lines_free(cli_lines *lines);

#endif
