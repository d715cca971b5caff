/* fleet.h: the documents of all inputs, rendered by several workers, each with an arena
 * of its own, and delivered one at a time in the order of the input.
 *
 * What is in flight is bounded in number and in bytes, so that one slow document lets the
 * others wait rather than memory grow. */
#ifndef CLI_FLEET_H
#define CLI_FLEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "luxr.h"
#include "report.h"
#include "settings.h"
#include "shard.h"
#include "text.h"

enum { CLI_FLEET_BUNDLES = 2 };

typedef struct cli_fleet {
  const cli_settings *settings; /* what is read, how many workers, what requests say */
  cli_report *report;           /* for inputs that cannot be read */
  luxr_worker *worker;          /* the caller's; the others are made when they are needed */
  luxr_bundle *const *bundles;  /* each document is rendered with each of them */
  size_t bundle_count;          /* at most CLI_FLEET_BUNDLES */
  luxr_format output;
  unsigned flags; /* of luxr_request, beside those that the settings mean */
  const cli_text *parameters;
  const char *parameters_name; /* how messages call them; NULL: none */
  cli_shard shard;             /* the part of the inputs that is rendered */
  uint64_t deadline;           /* of the monotonic clock, in milliseconds; 0: none */

  /* Renders in its own way, and alone; NULL: the usual way. */
  luxr_result *(*answer)(void *data, const luxr_document *document);
  /* Whether a document need not be rendered; called by all workers at once. NULL: none.
   */
  bool (*known)(void *data, const luxr_document *document);
  /* Takes what came of a document: a result for each bundle, NULL where `known` or
   * `answer` gave none. In order, one call at a time, on any thread. The results are
   * freed behind it. False ends the walk. */
  bool (*take)(void *data, luxr_result *const *results, const luxr_document *document);
  /* An input could not be read, which has been reported. False ends the walk. */
  bool (*fail)(void *data);
  int (*stopped)(void *data); /* asked often; anything but 0 ends the walk. NULL: never */
  void *data;

  /* What came of the walk. */
  size_t documents;    /* that were delivered */
  size_t seen;         /* that were found, in whatever part */
  _Atomic size_t read; /* bytes of the inputs */
  bool late;           /* the deadline passed */
  bool was_stopped;    /* `stopped` said so */
} cli_fleet;

/* Walks settings->files. */
void cli_fleet_files(cli_fleet *fleet);

/* Walks the documents of one open file, which messages call `origin`. */
void cli_fleet_file(cli_fleet *fleet, const char *origin, int fd);

#endif
