/* engine.c: a host and the tools that its library functions work with. */
#include <string.h>

#include "base/alloc.h"
#include "bundle/opening.h"

static bool open_tools(lx_library_tools *tools) {
  tools->reader = lx_reader_new();
  tools->writer = lx_writer_new();
  tools->buffer = lx_alloc_zero(sizeof *tools->buffer);
  tools->problems = lx_alloc_zero(sizeof *tools->problems);
  return tools->reader && tools->writer && tools->buffer && tools->problems;
}

static void close_tools(lx_library_tools *tools) {
  lx_reader_free(tools->reader);
  lx_writer_free(tools->writer);
  if (tools->buffer) lx_buffer_free(tools->buffer);
  if (tools->problems) lx_diagnostics_free(tools->problems);
  lx_free(tools->buffer);
  lx_free(tools->problems);
}

lx_engine *lx_engine_new(const luxr_limits *limits, bool use_malloc) {
  lx_engine *engine = lx_alloc_zero(sizeof *engine);
  if (!engine) return NULL;
  engine->limits = *limits;
  engine->tools.limits = &engine->limits;
  engine->host = lx_host_new(limits, use_malloc);
  if (open_tools(&engine->tools) && engine->host) return engine;
  lx_engine_free(engine);
  return NULL;
}

void lx_engine_free(lx_engine *engine) {
  if (!engine) return;
  lx_host_free(engine->host);
  close_tools(&engine->tools);
  lx_free(engine);
}
