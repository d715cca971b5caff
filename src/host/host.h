/* host.h: one sandboxed Lua state and its budget, prepared anew for each render.
 *
 * A host belongs to one worker and is used by one thread at a time. It keeps an image of each
 * bundle it has loaded; beginning a render copies the image back, which is full isolation. */
#ifndef LX_HOST_HOST_H
#define LX_HOST_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include <lua.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/path.h"
#include "host/budget.h"
#include "luxr.h"

typedef struct lx_host lx_host;

/* What stopped the scripts. `file` is empty when no script was running. */
typedef struct lx_fault {
  luxr_status status;
  lx_limit_kind limit;    /* LX_LIMIT_NONE: a script's error, or a document's */
  const char *limit_name; /* the field of luxr_limits; NULL: none */
  char file[256];
  size_t line;
  char hook[128];
  char path[LX_PATH_MAX +
            LX_PATH_CUT]; /* of a document's field, which `file` is then; else empty */
  char sentence[4096 + 64];
  char hint[256];
  char trace[2048];
} lx_fault;

typedef struct lx_host_budget {
  uint64_t steps, milliseconds;
  int (*stopped)(void *data);
  void *stopped_data;
} lx_host_budget;

/* NULL: out of memory. */
lx_host *lx_host_new(const luxr_limits *limits, bool use_malloc);
void lx_host_free(lx_host *host);

/* Readies the state of the bundle numbered `key` and starts a budget. The first time (in malloc
 * mode: each time) an empty state is made and `build(argument)` fills it through the door.
 * False: lx_host_fault says why. */
bool lx_host_begin(lx_host *host, uint64_t key, const lx_host_budget *budget,
                   lua_CFunction build, void *argument);

/* The one door into Lua: calls `body` with `argument` as light userdata. Returns true when it
 * ended well; false after a script's error or a limit, and then the state is gone until the
 * next begin. Never raises. */
bool lx_host_enter(lx_host *host, lua_CFunction body, void *argument);

/* Inside the door, for raisers. The first calls a function as lua_call does; the second keeps a
 * script's error (not a limit) from going further: false, and lx_host_fault says why. */
void lx_host_call(lua_State *L, int arguments, int results);
bool lx_host_try(lua_State *L, int arguments, int results);

/* What the functions of a render share: the run in progress. NULL outside. */
void lx_host_set_user(lx_host *host, void *user);
void *lx_host_user(const lx_host *host);

/* Ends the render; in malloc mode every block is freed. */
void lx_host_end(lx_host *host);

const lx_fault *lx_host_fault(const lx_host *host);

/* Adds the fault as an error. Returns it, NULL when it was not kept. */
luxr_diagnostic *lx_fault_report(const lx_fault *fault, lx_diagnostics *problems);

/* The host of a running state; NULL for a state that no host made. */
lx_host *lx_host_of(lua_State *L);

/* What is running, for messages: "scaling.decide". NULL: nothing. Static or outliving text. */
void lx_host_set_hook(lx_host *host, const char *unit, const char *hook);

/* While a bundle is compiled (see memory.h). */
void lx_host_begin_code(lx_host *host);
void lx_host_end_code(lx_host *host);

/* What print wrote in this render. */
const lx_buffer *lx_host_log(const lx_host *host);

/* Bytes that scripts have used so far in this render, the loaded bundle included. */
size_t lx_host_memory_used(const lx_host *host);
uint64_t lx_host_steps_used(const lx_host *host);

/* Switches for measurements: what each guard costs. All are on unless a benchmark says so. */
typedef enum lx_guard { LX_GUARD_RESTORE = 1, LX_GUARD_HOOK = 2 } lx_guard;
void lx_host_disable(lx_host *host, unsigned guards);

#endif
