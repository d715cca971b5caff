/* library.h: a Lua state with luxr.* in it, and the tools that a worker would lend. */
#ifndef LIBRARY_H
#define LIBRARY_H

#include "base/limits.h"
#include "library/library.h"
#include "script.h"

typedef struct library {
  lua_State *L;
  luxr_limits limits;
  lx_buffer buffer;
  lx_diagnostics problems;
  lx_library_tools tools;
} library;

/* In place: the state keeps the address. */
static inline void library_init(library *made) {
  memset(made, 0, sizeof *made);
  made->limits = luxr_limits_default();
  made->tools = (lx_library_tools){.reader = lx_reader_new(),
                                   .writer = lx_writer_new(),
                                   .buffer = &made->buffer,
                                   .limits = &made->limits,
                                   .problems = &made->problems};
  made->L = script_new();
  lx_library_open(made->L, &made->tools);
  lua_setglobal(made->L, "luxr");
}

static inline void library_clear(library *made) {
  lua_close(made->L);
  lx_reader_free(made->tools.reader);
  lx_writer_free(made->tools.writer);
  lx_buffer_free(&made->buffer);
  lx_diagnostics_free(&made->problems);
}

#endif
