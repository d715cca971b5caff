/* worker.h: what runs scripts; what one render leaves for the next is memory alone. */
#ifndef LX_RENDER_WORKER_H
#define LX_RENDER_WORKER_H

#include "bundle/opening.h"
#include "render/run.h"

struct luxr_worker {
  lx_engine *engine;
  bool use_malloc, used;
  lx_draft *drafts;
  size_t draft_capacity;
  size_t bytes_before; /* how large the last output was */
};

#endif
