/* memory_parts.h: what a memory and an image are made of; for memory.c and image.c alone. */
#ifndef LX_HOST_MEMORY_PARTS_H
#define LX_HOST_MEMORY_PARTS_H

#include "host/memory.h"
#include "value/bump.h"

enum { STACK_ALLOCATION = 2 /* a new state asks for itself first, then for its stack */ };

/* What stands before a block in malloc mode. */
typedef struct header {
  _Alignas(16) struct header *next;
  struct header *before;
  size_t half;
} header;

enum { DATA, CODE, HALVES };

/* The half of the data is the first: the built-in Lua takes blocks from it. */
struct lx_memory {
  lx_bump halves[HALVES];
  size_t cap, string, strings;
  bool use_malloc, compiling, moves_stack;
  bool expected; /* its first pages are there */
  char *arena;
  size_t arena_size;
  header blocks; /* malloc mode: a ring of all blocks */
  void *stack;
  void *string_table;           /* the vector of its chains */
  size_t chains, short_strings; /* the collector is off: none is ever freed */
  bool rehashed;      /* it was resized, which writes into every short string: code too */
  size_t allocations; /* counted up to STACK_ALLOCATION */
  lx_memory_failed failed;
  void *failed_data;
};

struct lx_image {
  size_t halves_used[HALVES];
  void *stack, *string_table;
  size_t chains, short_strings;
  char *bytes[HALVES];
};

/* Gives the pages of a large render back to the system. */
void lx_memory_release(lx_bump *data, size_t kept);

/* Scripts run, on a state whose blocks are known: in the arena, nothing about a new block is special
 * while it fits. */
void lx_memory_run(lx_memory *memory);

/* Has the system give the whole pages of this, which nothing was written to, all at once. */
void lx_pages_expect(char *start, size_t size);

#endif
