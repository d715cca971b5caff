/* files.h: files read and written whole. */
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"
#include "text.h"

/* Opens a file to read. -1: errno says why. */
int cli_file_open(const char *path);

/* Adds a file of at most `most` bytes to `text`; "-" is standard input. False: reported.
 */
bool cli_file_read(cli_report *report, const char *path, size_t most, cli_text *text);

/* Makes `path` hold exactly these bytes: under another name first, so that the file is
 * the old or the new one, whole, at every moment. A device, a pipe, and the file that standard
 * output or error goes to are written to instead. False: reported, as about `shown`. */
bool cli_file_write(cli_report *report, const char *path, const char *shown, const char *bytes,
                    size_t length);

/* "directory/name", in `text`, which is emptied first. */
const char *cli_file_path(cli_text *text, const char *directory, const char *name);

/* Whether a file of that name is there. */
bool cli_file_exists(const char *path);

#endif
