/* state.h: what a host is made of; for src/host alone. */
#ifndef LX_HOST_STATE_H
#define LX_HOST_STATE_H

#include <setjmp.h>

#include "host/host.h"
#include "host/memory.h"

enum { LX_HOOK_STEPS = 100 };

typedef struct lx_kept_image {
  uint64_t key, used_at;
  lx_image *image;
  lua_State *L;
  bool was_used; /* by a render */
} lx_kept_image;

enum { LX_KEPT_IMAGES = 16, LX_KEPT_BYTES = 64 << 20 };

struct lx_host {
  luxr_limits limits;
  bool use_malloc, must_restore_all, log_cut;
  bool completes;    /* images when they are made */
  unsigned disabled; /* lx_guard */
  lx_memory *memory;
  lua_State *L;
  uint64_t loaded; /* key of the bundle whose state is in the arena; 0: none */
  lx_kept_image images[LX_KEPT_IMAGES];
  uint64_t clock;

  int64_t steps_left, next_look; /* at next_look the clock is read */
  uint64_t steps, deadline;      /* deadline: CLOCK_MONOTONIC, nanoseconds */
  int (*stopped)(void *data);
  void *stopped_data;

  jmp_buf *door;
  lx_fault fault;
  const char *unit, *hook;
  void *user;
  lx_buffer log;
  size_t log_lines;
};

/* Starts the budget. */
void lx_budget_start(lx_host *host, const lx_host_budget *budget);
void lx_budget_hook(lua_State *L, lua_Debug *record);

/* Writes down where the scripts are: file, line, hook, trace. */
void lx_fault_locate(lx_host *host, lua_State *L);

/* A message handler: writes the error value down; leaves nothing of it in Lua. */
int lx_fault_handler(lua_State *L);

/* Jumps to the door; the fault is written down. Ends the process if there is no door. */
_Noreturn void lx_door_jump(lx_host *host);

#endif
