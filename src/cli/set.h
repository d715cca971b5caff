/* set.h: 64-bit hashes, each with a number; 12 bytes an entry. Two things of one hash are
 * one to it: among a hundred thousand that happens once in some thousand million runs. */
#ifndef CLI_SET_H
#define CLI_SET_H

#include <stdbool.h>
#include <stdint.h>

typedef struct cli_entry {
  uint32_t hash[2];
  uint32_t number; /* from 1; 0 marks a free slot */
} cli_entry;

typedef struct cli_shelf {
  cli_entry *slots;
  uint32_t count, capacity;
} cli_shelf;

enum { CLI_SHELVES = 64 };

/* All zero is empty. Each shelf grows by itself, so growing costs little at a time. */
typedef struct cli_set {
  cli_shelf shelves[CLI_SHELVES];
} cli_set;

/* 0 when it is not there. */
uint32_t cli_set_find(const cli_set *set, uint64_t hash);

/* Adds what is not there; `number` must not be 0. */
void cli_set_add(cli_set *set, uint64_t hash, uint32_t number);

void cli_set_free(cli_set *set);

#endif
