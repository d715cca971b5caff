/* alloc.h: the one way C code here gets memory, so that a test can make each allocation fail. */
#ifndef LX_BASE_ALLOC_H
#define LX_BASE_ALLOC_H

#include <stddef.h>

/* As malloc, realloc and free. NULL when memory is out; the caller says so. */
void *lx_alloc(size_t size);
void *lx_alloc_zero(size_t size);
void *lx_realloc(void *block, size_t size);
void lx_free(void *block);

/* A copy that ends in a zero byte. NULL when memory is out, or when `text` is NULL. */
char *lx_copy_text(const char *text);
char *lx_copy_bytes(const char *bytes, size_t length);

#ifdef LUXR_TORTURE
/* Makes the allocation numbered `nth` (from 0) fail; with `sticky` all later ones too.
 * -1 switches it off. */
void lx_alloc_fail_at(long nth, int sticky);
/* How many allocations were asked for since the last lx_alloc_fail_at. */
long lx_alloc_count(void);
#endif

#endif
