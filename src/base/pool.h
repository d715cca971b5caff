/* pool.h: many small texts with one lifetime. */
#ifndef LX_BASE_POOL_H
#define LX_BASE_POOL_H

#include <stddef.h>

typedef struct lx_pool_block lx_pool_block;

/* All zero is an empty pool. What it hands out stays where it is until lx_pool_free. */
typedef struct lx_pool {
  lx_pool_block *blocks; /* the newest first */
  char *next;
  size_t left;
} lx_pool;

/* `size` bytes, aligned for any type; NULL: out of memory. */
void *lx_pool_take(lx_pool *pool, size_t size);

/* A zero-terminated copy; NULL: out of memory. */
char *lx_pool_copy(lx_pool *pool, const char *bytes, size_t length);

void lx_pool_free(lx_pool *pool);

#endif
