/* identities.h: what a run has made so far, so that nothing is made twice.
 *
 * It is the one thing that grows with a run: 12 bytes for each object or manifest (64
 * bits of a hash and the number of the input), and the names of the inputs. */
#ifndef CLI_IDENTITIES_H
#define CLI_IDENTITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "luxr.h"
#include "set.h"
#include "text.h"

/* An input that was rendered: offsets into `texts`. */
typedef struct cli_origin {
  uint32_t file, subject, line;
} cli_origin;

/* All zero is empty. */
typedef struct cli_identities {
  cli_set set; /* the number of who made it */
  cli_origin *origins;
  uint32_t count;
  cli_text texts;
} cli_identities;

/* Where an input stands. */
typedef struct cli_origin_of {
  const char *file, *subject;
  size_t line;
} cli_origin_of;

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

/* The input with a number, from 1. `count` is the number of the last. */
cli_origin_of cli_identities_origin(const cli_identities *identities, uint32_t number);
void cli_identities_origin_add(cli_identities *identities, const char *file,
                               const char *subject, size_t line);

void cli_identities_free(cli_identities *identities);

/* Adds "kind.group/name", as in `-o name`. */
void cli_identity_name(cli_text *text, const luxr_identity *identity);

#endif
