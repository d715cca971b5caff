/* budget.h: what scripts may spend, and how a worker leaves them when it is spent.
 *
 * A limit is not a Lua error: no pcall, handler or metamethod can see it. Whoever meets one
 * writes down what and where, and jumps to the worker's door (door.h). So a function that
 * scripts call owns no memory of its own: it works in the Lua state, or in buffers that belong
 * to the worker. */
#ifndef LX_HOST_BUDGET_H
#define LX_HOST_BUDGET_H

#include <stddef.h>

#include <lua.h>

typedef enum lx_limit_kind {
  LX_LIMIT_NONE,
  LX_LIMIT_STEPS,
  LX_LIMIT_TIME,
  LX_LIMIT_STOPPED,
  LX_LIMIT_MEMORY,  /* the scripts' memory cap */
  LX_LIMIT_PROCESS, /* malloc said no */
  LX_LIMIT_STRING   /* the size of one string */
} lx_limit_kind;

/* Spends `bytes` bytes' worth of steps (a step each 16 bytes, one at least). Call it before the work, by a formula of
 * sizes only, never of comparisons made: the hash seed would show. Jumps when all is spent. */
void lx_charge(lua_State *L, size_t bytes);

/* Spends steps as they are, for loops that count their own work (the matcher). */
void lx_charge_steps(lua_State *L, size_t steps);

/* Looks at the clock now: for work whose size nobody can know beforehand, such as a walk over
 * what is left of a large table. */
void lx_check_time(lua_State *L);

/* Meets a limit: jumps to the door with this sentence. */
_Noreturn void lx_limit(lua_State *L, lx_limit_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A script looked into a document that is broken there: an input error, at a path of `file`. Like a
 * limit it is seen by no script. `limit`: the field of luxr_limits in the way, NULL for none. */
_Noreturn void lx_bad_document(lua_State *L, const char *file, const char *path,
                               const char *limit, const char *sentence);

/* The most bytes one string made by a script may have; longer ones meet a limit here. */
void lx_check_string_size(lua_State *L, size_t length);

#endif
