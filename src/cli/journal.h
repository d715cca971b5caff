/* journal.h: keeps the inventory of an output directory while files are written to it.
 *
 * A run writes a line to DIR/.luxr/journal before a file gets its name, and at its end
 * makes the inventory from these lines and from those of earlier runs that still hold.
 * A journal that is there at the start was left by a run that was killed; it becomes part
 * of the inventory then. The journal is locked, so that runs do not mix. */
#ifndef CLI_JOURNAL_H
#define CLI_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "report.h"
#include "set.h"
#include "target.h"

typedef struct cli_journal {
  cli_target *target;
  int fd;
  int error;        /* errno of writing it */
  cli_text waiting; /* lines that are not in the file yet */
  cli_set paths;    /* of this run, each with the number of its origin */
  size_t removed;   /* files, at the end */
} cli_journal;

/* False: reported, and nothing to close. */
bool cli_journal_open(cli_journal *journal, cli_target *target, cli_report *report);

/* What makes two paths one, on file systems without letters of two cases too. */
uint64_t cli_journal_key(const char *path);

/* A file of this run, of the input with that number. */
void cli_journal_add(cli_journal *journal, const cli_record *record, uint32_t origin);

/* What was added is in the file. False: it could not be written, see `error`. */
bool cli_journal_flush(cli_journal *journal);

/* The run is over: makes the inventory. With `prune` the files of earlier runs that this
 * one has not made are removed, if they are as they were written. False: reported. */
bool cli_journal_finish(cli_journal *journal, bool prune, cli_report *report);

void cli_journal_close(cli_journal *journal);

#endif
