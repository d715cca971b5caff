/* run.h: one render, as the phases share it. Everything here runs inside the door. */
#ifndef LX_RENDER_RUN_H
#define LX_RENDER_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "bundle/bundle.h"
#include "render/result.h"

/* A manifest on its way: its unit, its composed name (a Lua string that stays in the docs
 * table) and whether it will be written. */
typedef struct lx_draft {
  size_t unit, item; /* item: index into the result */
  const char *name;
  size_t name_length;
} lx_draft;

typedef struct lx_run {
  const luxr_request *request;
  const luxr_document *input; /* NULL until it was found among the documents */
  luxr_bundle *bundle;
  lx_host *host;
  const luxr_limits *limits;
  lx_library_tools *tools;
  luxr_result *result;
  lx_draft *drafts; /* the worker's memory */
  size_t draft_count, draft_capacity;
  const lx_unit *unit; /* what is being called, for findings */
  const char *hook;
  bool verifying; /* paths may name a manifest */
} lx_run;

/* Where the shared values stand on the stack of the phases' one C function. */
enum {
  LX_AT_RUN = 1,
  LX_AT_INPUT,   /* the input, a plain table */
  LX_AT_XR,      /* its view */
  LX_AT_CTX,     /* what scripts get */
  LX_AT_FIELDS,  /* the real fields behind it */
  LX_AT_DECIDED, /* policy name -> its decision */
  LX_AT_OBSERVED,
  LX_AT_DOCS,    /* draft number -> manifest */
  LX_AT_NAMED,   /* composed name -> manifest */
  LX_AT_OBJECTS, /* composed name -> what is around it */
  LX_AT_WRAPPED, /* draft number -> what is around it */
  LX_AT_MARKS,   /* draft number -> ctx.object */
  LX_AT_TOP = LX_AT_MARKS
};

static inline lx_diagnostics *lx_problems(lx_run *run) {
  return &run->result->problems;
}

/* Whether anything went wrong so far. */
static inline bool lx_run_failed(const lx_run *run) {
  return run->result->problems.errors > 0;
}

/* Whether an option set this path of the input, or something around it. */
bool lx_run_was_set(const lx_run *run, const char *path);

/* Pushes a unit's hook and notes that it is about to run. */
void lx_run_push_hook(lua_State *L, lx_run *run, size_t unit, lx_hook hook);
/* Calls what was pushed, with `arguments` above it. */
void lx_run_call(lua_State *L, lx_run *run, int arguments, int results);

/* A finding about what a hook returned: names its script and the line it starts on. */
luxr_diagnostic *lx_run_blame(lua_State *L, lx_run *run, size_t unit, lx_hook hook,
                              const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Writes the value at `index` as a part of the result; a finding and false when it cannot be. */
bool lx_run_set_part(lua_State *L, lx_run *run, luxr_part part, int index);

/* ---- the phases, each false when the render must end ---- */
bool lx_phase_input(lua_State *L, lx_run *run);
bool lx_phase_check(lua_State *L, lx_run *run);
bool lx_phase_decide(lua_State *L, lx_run *run);
bool lx_phase_requires(lua_State *L, lx_run *run);
bool lx_phase_resources(lua_State *L, lx_run *run);
bool lx_phase_mutate(lua_State *L, lx_run *run);
bool lx_phase_envelope(lua_State *L, lx_run *run);
bool lx_phase_identify(lua_State *L, lx_run *run);
bool lx_phase_heads(lua_State *L, lx_run *run);
bool lx_phase_verify(lua_State *L, lx_run *run);
bool lx_phase_live(lua_State *L, lx_run *run);
bool lx_phase_write(lua_State *L, lx_run *run);
void lx_phase_report(lua_State *L, lx_run *run);

/* Makes the slots above, with the run alone on the stack. */
void lx_phases_open(lua_State *L);

/* The body to give to lx_host_enter, with the run as argument. */
int lx_phases(lua_State *L);

/* ---- ctx ---- */

/* Makes ctx and its verbs; part of the image. */
void lx_context_open(lua_State *L);
/* Pushes the list of events, if there is one. */
bool lx_context_push_events(lua_State *L);
/* Pushes ctx and the table of its real fields. */
void lx_context_push(lua_State *L);

/* Text of the field at the top-level key of the table at `index`; "" when it is no string. */
const char *lx_field_text(lua_State *L, int index, const char *key);

/* Pushes a document that may wait until a script looks into it; false, and nothing, when it has to
 * be read now. */
bool lx_run_push_unread(lua_State *L, lx_run *run, const luxr_document *document);

/* Reads document `role`/`name` problems: fills file, line, column, source of every finding. */
void lx_place_findings(lx_run *run);

#endif
