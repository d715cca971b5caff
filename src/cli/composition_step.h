/* composition_step.h: a step of a pipeline that luxr answers itself, as its function
 * does. */
#ifndef CLI_COMPOSITION_STEP_H
#define CLI_COMPOSITION_STEP_H

#include "composition.h"
#include "engine.h"

/* Which scripts answer, and with what. */
typedef struct cli_own_step {
  cli_library library;
  const char *name;       /* for notes; NULL: none */
  const cli_document *xr; /* as it was given: findings are about this */
  cli_engine engine;
  cli_text parameters;         /* a document; empty: none */
  const char *parameters_name; /* how messages call it */
  const char *name_space;      /* for an XR that names none; NULL */
  cli_list only, skip, sets;   /* borrowed, as in luxr_request */
  bool strict;                 /* warnings are errors */
  bool knows_fields;           /* a field that the XR's author wrote must be known */
  unsigned flags;              /* of luxr_request, beside LUXR_LIVE */
  uint64_t deadline;           /* of the monotonic clock, in milliseconds; 0: none */
  bool is_late;                /* a call was ended by it */
  luxr_result *last;           /* of the last call */
} cli_own_step;

/* To be a cli_step's `run`; `data` is a cli_own_step. */
cJSON *cli_own_step_run(void *data, const cJSON *request);

/* ---- composition_answer.c --------------------------------------------------------- */

/* The answer that the function gives to a request with a result that is well. NULL: it
 * would refuse to, which is reported. */
cJSON *cli_own_step_answer(const cli_own_step *own, const cJSON *request,
                           const luxr_result *result);

/* ---- composition_step.c ----------------------------------------------------------- */

/* Reports what the last call found. */
void cli_own_step_report(cli_own_step *own);
void cli_own_step_close(cli_own_step *own);

/* ---- composition_input.c ---------------------------------------------------------- */

/* Readies the step at `path` of a Composition (spec.pipeline[0]) to answer what its input
 * says. False: reported; close it all the same. */
bool cli_own_step_open(cli_own_step *own, const cli_document *composition, const cJSON *step,
                       const char *path);

#endif
