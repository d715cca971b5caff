/* resume.h: which inputs need not be rendered again: their files are in the inventory,
 * made of the same bytes by the same scripts and options, and are as they were written.
 */
#ifndef CLI_RESUME_H
#define CLI_RESUME_H

#include <stdbool.h>
#include <stdio.h>

#include "luxr.h"
#include "set.h"
#include "settings.h"
#include "target.h"

typedef struct cli_resume {
  const cli_target *target;
  cli_hash options; /* of all that an output depends on beside the document */
  int fd;           /* of the inventory; -1: there is none */
  cli_set lines;    /* by source; where its first line begins, plus 1 */
} cli_resume;

/* Reads the inventory. False: reported, and nothing to close. */
bool cli_resume_open(cli_resume *resume, cli_report *report);
void cli_resume_close(cli_resume *resume);

/* What a document's files are recorded under. */
cli_hash cli_resume_source(const cli_resume *resume, const luxr_document *document);

/* Whether a document's files are all there; may be called by many threads at once. With
 * `visit`: calls it for each of their records. */
bool cli_resume_knows(const cli_resume *resume, const luxr_document *document,
                      void (*visit)(void *data, const cli_record *record), void *data);

/* Takes in what an output depends on. */
void cli_resume_depend(cli_resume *resume, const luxr_bundle *bundle,
                       const cli_settings *settings, const char *pattern,
                       const cli_text *parameters);

#endif
