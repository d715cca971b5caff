/* file.h: whole files in, whole files out. */
#ifndef LX_FUNCTION_FILE_H
#define LX_FUNCTION_FILE_H

#include <stdbool.h>

#include "base/buffer.h"

enum { LX_FILE_MAX = 64 << 20 };

/* Adds what the file holds ("-": standard input). False, and why, when it cannot be read. */
bool lx_file_read(const char *path, lx_buffer *into, const char **problem);

/* Writes a file under a name that nobody sees until it is complete. */
bool lx_file_write(const char *path, const char *bytes, size_t length, const char **problem);

#endif
