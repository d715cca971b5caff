/* inventory.h: which files in an output directory luxr wrote: DIR/.luxr/inventory.
 *
 * One line a file, in the order of the input: 32 hexadecimal digits of a hash of the
 * file's bytes, 32 of what it was rendered from, how many files came of that, and its
 * path. While a run goes on, its lines are in a journal beside it, each written before
 * its file gets its name; so a run that was killed leaves no file that is not known. */
#ifndef CLI_INVENTORY_H
#define CLI_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "report.h"
#include "text.h"

#define CLI_INVENTORY ".luxr" /* the directory, in the output directory */

typedef struct cli_hash {
  uint64_t parts[2];
} cli_hash;

typedef struct cli_record {
  cli_hash bytes;   /* of the file as it was written */
  cli_hash source;  /* of what it was rendered from */
  unsigned count;   /* of files that came of that */
  const char *path; /* below the directory */
} cli_record;

/* Goes on with a hash of bytes; all zero is where to begin. It is fast and no secret: it
 * tells apart what changed by itself, not what somebody forged. */
cli_hash cli_hash_add(cli_hash hash, const void *bytes, size_t length);

static inline bool cli_hash_is(cli_hash a, cli_hash b) {
  return a.parts[0] == b.parts[0] && a.parts[1] == b.parts[1];
}

/* Calls `visit` for each line of what earlier runs left in the directory `root`
 * (inventory and journal; a path can come twice, the later line counts). Nothing there is
 * well. A line that is none of ours is passed over, and so is the rest when `visit` says
 * false. False: it could not be read, which was reported. */
bool cli_inventory_read(int root, cli_report *report,
                        bool (*visit)(void *data, const cli_record *record), void *data);

/* One line, which is taken apart. False: it is none of ours. */
bool cli_record_read(char *line, cli_record *record);
void cli_record_write(cli_text *text, const cli_record *record);

/* As cli_inventory_read, of one open file. False: errno says why. */
bool cli_records_each(FILE *file, bool (*visit)(void *data, const cli_record *record),
                      void *data);

#endif
