#include "base/pool.h"

#include <string.h>

#include "base/alloc.h"

enum { BLOCK_BYTES = 8192, ALIGNMENT = 16 };

struct lx_pool_block {
  _Alignas(16) lx_pool_block *older;
};

static char *take(lx_pool *pool, size_t size) {
  char *bytes;
  if (size > pool->left) {
    size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
    lx_pool_block *block = lx_alloc(sizeof *block + room);
    if (!block) return NULL;
    block->older = pool->blocks;
    pool->blocks = block;
    pool->next = (char *)(block + 1);
    pool->left = room;
  }
  bytes = pool->next;
  pool->next += size;
  pool->left -= size;
  return bytes;
}

void *lx_pool_take(lx_pool *pool, size_t size) {
  size_t off = pool->left % ALIGNMENT;
  if (off && off <= pool->left) {
    pool->next += off;
    pool->left -= off;
  }
  return take(pool, (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1));
}

char *lx_pool_copy(lx_pool *pool, const char *bytes, size_t length) {
  char *copy = take(pool, length + 1);
  if (!copy) return NULL;
  if (length) memcpy(copy, bytes, length);
  copy[length] = '\0';
  return copy;
}

void lx_pool_free(lx_pool *pool) {
  while (pool->blocks) {
    lx_pool_block *older = pool->blocks->older;
    lx_free(pool->blocks);
    pool->blocks = older;
  }
  *pool = (lx_pool){0};
}
