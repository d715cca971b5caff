/* identities.h: what a run has made so far, so that nothing is made twice.
 *
 * Most of what an input makes has the input's namespace, and its name with something
 * behind it: "llama" makes "llama-epp", "llama-route". Of those only the input's name is
 * kept, and which endings it had (its shape, one of a few). So an input costs 12 bytes of
 * a set, 16 of where it stands, and its names; what has a name of another kind costs 12
 * bytes more. */
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
  uint32_t shape;
} cli_origin;

/* A name's ending: of what kind of thing, and behind the input's name. */
typedef struct cli_ending {
  uint64_t of; /* object or manifest, group, kind: a hash */
  char *text;
  size_t length;
  uint8_t next; /* the one before it on its shelf, from 1; 0: none */
} cli_ending;

enum { CLI_ENDINGS = 192, CLI_ENDING_SHELVES = 64, CLI_SHAPES = 4096 };

/* Which endings one input had. */
typedef struct cli_shape {
  uint64_t bits[CLI_ENDINGS / 64];
} cli_shape;

/* All zero is empty. */
typedef struct cli_identities {
  cli_set inputs; /* by namespace and name; the number of the input */
  cli_set others; /* what has a name of another kind; the number of who made it */
  cli_ending *endings;
  uint8_t shelves[CLI_ENDING_SHELVES]; /* by `of`: the last ending there, from 1 */
  cli_shape *shapes;
  size_t ending_count, shape_count;
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
bool cli_identities_add(cli_identities *identities, const luxr_result *result, const char *file,
                        size_t line, cli_clash *clash);

/* The input with a number, from 1. `count` is the number of the last. */
cli_origin_of cli_identities_origin(const cli_identities *identities, uint32_t number);
void cli_identities_origin_add(cli_identities *identities, const char *file,
                               const char *subject, size_t line);

void cli_identities_free(cli_identities *identities);

/* Adds "kind.group/name", as in `-o name`. */
void cli_identity_name(cli_text *text, const luxr_identity *identity);

#endif
