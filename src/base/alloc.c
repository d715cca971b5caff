#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#ifdef LUXR_TORTURE
#include <stdatomic.h>

static atomic_long fail_at = -1;
static atomic_long seen = 0;
static atomic_int stays_failed = 0;

void lx_alloc_fail_at(long nth, int sticky) {
  atomic_store(&seen, 0);
  atomic_store(&stays_failed, sticky);
  atomic_store(&fail_at, nth);
}

long lx_alloc_count(void) {
  return atomic_load(&seen);
}

static int must_fail(void) {
  long nth = atomic_load(&fail_at);
  long now = atomic_fetch_add(&seen, 1);
  return nth >= 0 && (now == nth || (now > nth && atomic_load(&stays_failed)));
}
#else
#define must_fail() 0
#endif

void *lx_alloc(size_t size) {
  return must_fail() ? NULL : malloc(size ? size : 1);
}

void *lx_alloc_zero(size_t size) {
  return must_fail() ? NULL : calloc(1, size ? size : 1);
}

void *lx_realloc(void *block, size_t size) {
  return must_fail() ? NULL : realloc(block, size ? size : 1);
}

void lx_free(void *block) {
  free(block);
}

char *lx_copy_bytes(const char *bytes, size_t length) {
  char *copy = lx_alloc(length + 1);
  if (!copy) return NULL;
  if (length) memcpy(copy, bytes, length);
  copy[length] = '\0';
  return copy;
}

char *lx_copy_text(const char *text) {
  return text ? lx_copy_bytes(text, strlen(text)) : NULL;
}
