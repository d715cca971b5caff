/* run.h: renders every document of every input, and sees to what
 * holds between them: nothing is made twice, the run ends in time, and what fails is
 * reported. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"
#include "fleet.h"
#include "identities.h"
#include "progress.h"

typedef struct cli_run cli_run;

struct cli_run {
  const cli_settings *settings;
  cli_report *report;
  cli_engine engine;
  unsigned flags; /* of luxr_request, beside those that the settings mean */
  luxr_format output;
  /* Renders in its own way; NULL: it could not, and has said why. NULL: the usual way. */
  luxr_result *(*answer)(cli_run *run, const luxr_document *document);
  /* Takes a result whose status is LUXR_OK. False ends the run. */
  bool (*take)(void *data, const luxr_result *result, const luxr_document *document);
  /* Whether a document need not be rendered (as cli_fleet.known), and what takes it then.
   * NULL: none is. */
  bool (*known)(void *data, const luxr_document *document);
  bool (*take_known)(void *data, const luxr_document *document);
  void *data;
  bool (*stopped_by)(void); /* whether the run is to end; NULL: nothing ends it */
  const void *context;      /* of who opened it; the run does not look at it */
  cli_text parameters;
  const char *parameters_name; /* how messages call them; NULL: none */
  cli_identities identities;
  cli_shard shard;   /* the part of the inputs that is rendered */
  uint64_t deadline; /* of the monotonic clock, in milliseconds; 0: none */
  bool stopped;      /* a render was ended by it */
  bool good;         /* nothing failed so far */
  bool was_stopped;  /* it was asked to end */
  size_t manifests;  /* that were rendered */
  bool shows_progress;
  cli_progress progress;
  const cli_fleet *fleet; /* while it walks */
};

/* Opens what the settings name: bundle, overlays, parameters. False: reported. */
bool cli_run_open(cli_run *run);

/* Renders settings->files. False when at least one input failed. */
bool cli_run_files(cli_run *run);

/* Renders the documents of one open file, which messages call `origin`. False when one
 * failed: the ones behind it are rendered with keep-going only. */
bool cli_run_file(cli_run *run, const char *origin, int fd);

void cli_run_close(cli_run *run);

#endif
