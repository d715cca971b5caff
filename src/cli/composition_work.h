/* composition_work.h: what `luxr composition render` works with beside what it makes of
 * the XR. */
#ifndef CLI_COMPOSITION_WORK_H
#define CLI_COMPOSITION_WORK_H

#include "composition.h"

/* The exit code of a run that did not end in time. */
enum { CLI_LATE = 255 };

typedef struct cli_work {
  cli_composition all;
  cli_documents xrs, compositions, functions, secrets;
  const cli_document *xr, *composition;
  uint64_t deadline; /* of the monotonic clock, in milliseconds */
} cli_work;

/* Looks whether each step can be run, or with `check` false runs them, one after the
 * other. False: reported. */
bool cli_work_steps(cli_work *work, bool check);

#endif
