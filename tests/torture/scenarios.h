/* scenarios.h: the runs in which each allocation fails in turn. */
#ifndef SCENARIOS_H
#define SCENARIOS_H

#include "outcome.h"

/* What a scenario may use and did not make. */
typedef struct fixture {
  luxr_bundle *bundle; /* NULL: it opens its own */
  luxr_worker *worker;
} fixture;

typedef struct scenario {
  const char *name;
  luxr_status wanted; /* how it ends when no allocation fails */
  const char *bundle; /* a directory below the project: opened before; NULL: none */
  unsigned worker;    /* flags of the worker, which is made with failing memory */
  bool is_large;      /* not each allocation, but every k-th */
  void (*run)(const struct scenario *self, const fixture *given, outcome *got);
  const void *detail; /* for `run` alone */
} scenario;

/* Of every bundle and worker. */
const luxr_limits *scenario_limits(void);

/* Ends with an entry without a name. */
extern const scenario scenarios[];

#endif
