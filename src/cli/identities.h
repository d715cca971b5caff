/* identities.h: what a run has made so far, so that nothing is made twice.
 *
 * It is the one thing that grows with a run: 16 bytes for each object or manifest (96
 * bits of a hash and the number of the input), and the names of the inputs. */
#ifndef CLI_IDENTITIES_H
#define CLI_IDENTITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "luxr.h"
#include "text.h"

typedef struct cli_identity {
  uint32_t hash[3];
  uint32_t input; /* counts from 1; 0 marks a free slot */
} cli_identity;

typedef struct cli_shelf {
  cli_identity *slots;
  uint32_t count, capacity;
} cli_shelf;

/* An input that was rendered: offsets into `texts`. */
typedef struct cli_origin {
  uint32_t file, subject, line;
} cli_origin;

enum { CLI_SHELVES = 64 };

/* All zero is empty. */
typedef struct cli_identities {
  cli_shelf
      shelves[CLI_SHELVES]; /* each grows by itself, so growing costs little at a time */
  cli_origin *origins;
  uint32_t count;
  cli_text texts;
} cli_identities;

/* Two things with one identity. */
typedef struct cli_clash {
  const luxr_item *item;         /* what was to be made */
  const luxr_identity *identity; /* its object's or its manifest's */
  const luxr_item *twin;         /* who made it before, if in the same result */
  const char *file, *subject;    /* who made it before, if in another */
  size_t line;
  size_t count; /* how many there are */
} cli_clash;

/* Takes in all that a result has rendered, or finds the first clash and takes in nothing.
 */
bool cli_identities_add(cli_identities *identities, const luxr_result *result,
                        const char *file, size_t line, cli_clash *clash);

void cli_identities_free(cli_identities *identities);

/* Adds "kind.group/name", as in `-o name`. */
void cli_identity_name(cli_text *text, const luxr_identity *identity);

#endif
