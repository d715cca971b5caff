/* scaffold.h: a new directory that is there whole or not at all. */
#ifndef CLI_SCAFFOLD_H
#define CLI_SCAFFOLD_H

#include <stdbool.h>

#include "report.h"
#include "text.h"

/* Where the files are written until all of them are. Signals that end a process wait. */
typedef struct cli_scaffold {
  const char *target;
  cli_report *report;
  cli_text stage; /* the directory that is written into */
  bool exists;    /* the target, empty, is there already */
} cli_scaffold;

/* The target must be new, or an empty directory. False: reported, and nothing is there.
 */
bool cli_scaffold_open(cli_scaffold *scaffold, const char *target, cli_report *report);

/* Writes a file at a path with at most two directories in front, which are made. False:
 * reported. */
bool cli_scaffold_add(cli_scaffold *scaffold, const char *name, const char *bytes,
                      size_t length);

/* Puts what was written in its place (`keep`), or removes it. False: reported, and
 * removed. */
bool cli_scaffold_close(cli_scaffold *scaffold, bool keep);

#endif
