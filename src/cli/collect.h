/* collect.h: from inputs to output, all or nothing (with keep-going: each whole or not at
 * all). `luxr render`, `luxr explain` and the cases of `luxr test` go this way. */
#ifndef CLI_COLLECT_H
#define CLI_COLLECT_H

#include <stdbool.h>

#include "output.h"
#include "run.h"

typedef struct cli_collection {
  cli_run *run;
  cli_output *out;
  /* Walks inputs; true when all of them rendered. */
  bool (*walk)(cli_run *run);
  /* Adds what is to be written of a result; then (if not NULL) what stands behind
   * the last. */
  void (*add)(void *data, const luxr_result *result, const luxr_document *document,
              cli_text *text);
  void (*end)(void *data, cli_text *text);
  void *data; /* theirs */
} cli_collection;

/* Walks and writes. What goes wrong is reported; errors of `out` stay with it. */
void cli_collect(const cli_collection *collection);

#endif
