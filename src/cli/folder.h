/* folder.h: a directory walked in bytewise order, and the ones below it. */
#ifndef CLI_FOLDER_H
#define CLI_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

typedef struct cli_folder cli_folder;

/* Reads the names in the directory `path`. NULL: errno says why. `above` is the folder to
 * go on with afterwards. */
cli_folder *cli_folder_open(const char *path, cli_folder *above);

/* Frees this one. Returns the one above. */
cli_folder *cli_folder_free(cli_folder *folder);

/* The next name that could be a document, or with `recursive` a directory, or NULL. */
const char *cli_folder_next(cli_folder *folder, bool recursive, bool *is_folder);

/* The path it was opened with. */
const char *cli_folder_path(const cli_folder *folder);

#endif
