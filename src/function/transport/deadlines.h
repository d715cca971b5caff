/* deadlines.h: which of many times comes first. A heap of entries that lie in their
 * owners. */
#ifndef LX_FUNCTION_DEADLINES_H
#define LX_FUNCTION_DEADLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lx_deadline {
  uint64_t at_ns;
  size_t place; /* in the heap, from 1; 0: not in it */
} lx_deadline;

typedef struct lx_deadlines {
  lx_deadline **entries;
  size_t count, capacity;
} lx_deadlines;

/* False when memory is out. */
bool lx_deadlines_add(lx_deadlines *deadlines, lx_deadline *entry, uint64_t at_ns);
void lx_deadlines_remove(lx_deadlines *deadlines, lx_deadline *entry); /* or nothing */

/* The earliest; NULL when there is none. */
lx_deadline *lx_deadlines_first(const lx_deadlines *deadlines);

void lx_deadlines_free(lx_deadlines *deadlines);

#endif
