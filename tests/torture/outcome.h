/* outcome.h: what came of a run, as a few numbers that need no memory. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "luxr.h"

typedef struct outcome {
  luxr_status status; /* the first that is not LUXR_OK */
  size_t rendered, skipped, findings;
  uint64_t hash;      /* of every byte that was handed out */
  char sentence[256]; /* the first error's */
} outcome;

outcome outcome_start(void);
void outcome_add_bytes(outcome *so_far, const void *bytes, size_t length);
void outcome_add_text(outcome *so_far, const char *text); /* NULL is a text of its own */

/* Adds all that a result hands out. */
void outcome_add_result(outcome *so_far, const luxr_result *result);

/* A function returned NULL where that means that memory is out. */
void outcome_add_no_memory(outcome *so_far);

bool outcome_same(const outcome *a, const outcome *b);

#endif
