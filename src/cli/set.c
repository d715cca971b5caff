#include "set.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* Every bit of the hash counts in every bit of its halves. */
static cli_entry entry_of(uint64_t hash) {
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
  hash ^= hash >> 32;
  return (cli_entry){{(uint32_t)hash, (uint32_t)(hash >> 32)}, 0};
}

static bool is_same(const cli_entry *a, const cli_entry *b) {
  return a->hash[0] == b->hash[0] && a->hash[1] == b->hash[1];
}

/* The slot that holds the hash, or the free one where it belongs. */
static cli_entry *find_slot(const cli_shelf *shelf, const cli_entry *entry) {
  uint32_t at = (uint32_t)(((uint64_t)entry->hash[0] * shelf->capacity) >> 32);
  while (shelf->slots[at].number && !is_same(&shelf->slots[at], entry)) {
    at = at + 1 < shelf->capacity ? at + 1 : 0;
  }
  return &shelf->slots[at];
}

/* By a half at a time, and never more than seven eighths full. */
static void make_room(cli_shelf *shelf) {
  cli_shelf larger = *shelf;
  if (shelf->count < shelf->capacity - shelf->capacity / 8) return;
  larger.capacity = shelf->capacity ? shelf->capacity + shelf->capacity / 2 : 16;
  larger.slots = cli_alloc(larger.capacity * sizeof *larger.slots);
  memset(larger.slots, 0, larger.capacity * sizeof *larger.slots);
  for (uint32_t i = 0; i < shelf->capacity; i++) {
    if (shelf->slots[i].number) *find_slot(&larger, &shelf->slots[i]) = shelf->slots[i];
  }
  free(shelf->slots);
  *shelf = larger;
}

uint32_t cli_set_find(const cli_set *set, uint64_t hash) {
  cli_entry entry = entry_of(hash);
  const cli_shelf *shelf = &set->shelves[entry.hash[1] % CLI_SHELVES];
  return shelf->capacity ? find_slot(shelf, &entry)->number : 0;
}

void cli_set_add(cli_set *set, uint64_t hash, uint32_t number) {
  cli_entry entry = entry_of(hash);
  cli_shelf *shelf = &set->shelves[entry.hash[1] % CLI_SHELVES];
  cli_entry *slot;
  make_room(shelf);
  slot = find_slot(shelf, &entry);
  if (slot->number) return;
  entry.number = number;
  *slot = entry;
  shelf->count++;
}

void cli_set_free(cli_set *set) {
  for (size_t i = 0; i < CLI_SHELVES; i++) free(set->shelves[i].slots);
  *set = (cli_set){0};
}
