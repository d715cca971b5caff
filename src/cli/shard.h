/* shard.h: which part of a fleet a document is in, told by its identity alone. So a
 * document stays in its part whatever else is in the fleet, however it is written and
 * whatever it asks for; and a part is the same on every machine. */
#ifndef CLI_SHARD_H
#define CLI_SHARD_H

#include <stdbool.h>
#include <stdint.h>

#include "luxr.h"
#include "report.h"
#include "settings.h"

/* The part-th of so many; 0 of 0 is all. */
typedef struct cli_shard {
  uint32_t part, parts;
} cli_shard;

enum { CLI_MOST_SHARDS = 100000 };

/* Reads "3/8", or "2+1/8" where something counts from 0. False: reported. */
bool cli_shard_read(cli_shard *shard, const char *text, cli_report *report);

/* Whether a document is in the part. One that cannot be read is in one part too, by its
 * bytes; it is found wrong there. `worker` reads what is not plain to see. */
bool cli_shard_has(const cli_shard *shard, const luxr_document *document,
                   const char *default_namespace, luxr_worker *worker);

/* FNV-1a with 64 bits of "kind.group/namespace/name", and then its bits mixed. */
uint64_t cli_shard_hash(const char *text, size_t length);

#endif
