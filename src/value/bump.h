/* bump.h: the half of the arena where scripts make things, as far as the built-in Lua takes blocks
 * from it by itself (value/inside_memory.h). A block is where the last one ended. */
#ifndef LX_VALUE_BUMP_H
#define LX_VALUE_BUMP_H

#include <stddef.h>

enum { LX_ALIGNMENT = 16 };

/* In malloc mode only the counts. */
typedef struct lx_bump {
  char *base;
  size_t used, size;
  void *last; /* the block that ends at `used`; NULL: none is known */
  size_t last_size;
  size_t most; /* `used` may become so much without a look; 0: every block takes one */
} lx_bump;

/* What Lua was given as its allocator, whose data begins with an lx_bump. */
void *lx_memory_allocate(void *data, void *block, size_t old_size, size_t size);

/* NULL: it takes a closer look. */
static inline void *lx_bump_take(lx_bump *bump, size_t size) {
  size_t rounded = (size + (LX_ALIGNMENT - 1)) & ~(size_t)(LX_ALIGNMENT - 1);
  char *block;
  if (bump->used + rounded > bump->most) return NULL;
  block = bump->base + bump->used;
  bump->used += rounded;
  bump->last = block;
  bump->last_size = rounded;
  return block;
}

#endif
