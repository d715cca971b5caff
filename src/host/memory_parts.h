/* memory_parts.h: what a memory and an image are made of; for memory.c and image.c alone. */
#ifndef LX_HOST_MEMORY_PARTS_H
#define LX_HOST_MEMORY_PARTS_H

#include "host/memory.h"

enum { STACK_ALLOCATION = 2 /* a new state asks for itself first, then for its stack */ };

/* One half: in the arena a run of bytes, in malloc mode only the count. */
typedef struct region {
  char *base;
  size_t used, size;
  void *last; /* the block that ends at `used` */
  size_t last_size;
} region;

/* What stands before a block in malloc mode. */
typedef struct header {
  _Alignas(16) struct header *next;
  struct header *before;
  size_t half;
} header;

enum { DATA, CODE, HALVES };

struct lx_memory {
  region halves[HALVES];
  size_t cap, string, used, strings;
  bool use_malloc, compiling, moves_stack;
  bool plain; /* in the arena, scripts running: nothing about a new block is special */
  char *arena;
  size_t arena_size;
  header blocks; /* malloc mode: a ring of all blocks */
  void *stack;
  void *string_table; /* the vector of its chains */
  size_t chains, short_strings; /* the collector is off: none is ever freed */
  bool rehashed;      /* it was resized, which writes into every short string: code too */
  size_t allocations; /* counted up to STACK_ALLOCATION */
  lx_memory_failed failed;
  void *failed_data;
};

struct lx_image {
  size_t used, halves_used[HALVES];
  void *stack, *string_table;
  size_t chains, short_strings;
  char *bytes[HALVES];
};

/* Gives the pages of a large render back to the system. */
void lx_memory_release(region *data, size_t kept);

/* Whether the state stands and its blocks are known, and scripts run in the arena. */
bool lx_memory_is_plain(const lx_memory *memory);

#endif
