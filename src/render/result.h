/* result.h: what a render hands out; it owns all of it. */
#ifndef LX_RENDER_RESULT_H
#define LX_RENDER_RESULT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/pool.h"
#include "luxr.h"

enum { LX_PARTS = LUXR_PART_LOG + 1 };

struct luxr_result {
  luxr_status status;
  bool is_static; /* the result for when there is no memory for one */
  lx_diagnostics problems;
  char *subject;
  luxr_item *items;
  size_t item_count, item_capacity;
  lx_buffer bytes; /* of all items; their `bytes` point here once it is finished */
  lx_pool texts;
  luxr_bundle *bundle; /* kept: items borrow its names */
  struct {
    char *text;
    size_t length;
  } parts[LX_PARTS];
  int64_t ttl;
};

/* Never NULL: without memory, one that says so. */
luxr_result *lx_result_new(void);

/* A result of findings alone; takes the list over and empties it. */
luxr_result *lx_result_from_problems(lx_diagnostics *problems);

/* A new item, all zero; NULL: out of memory. */
luxr_item *lx_result_add_item(luxr_result *result);

/* Copies a part's text; false: out of memory. */
bool lx_result_set_part(luxr_result *result, luxr_part part, const char *text, size_t length);

/* Settles the status from the findings and, unless all is well, forgets the manifests. */
void lx_result_settle(luxr_result *result, bool strict);

#endif
