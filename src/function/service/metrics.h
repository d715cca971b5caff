/* metrics.h: what is counted, as text for whoever scrapes it. */
#ifndef LX_FUNCTION_METRICS_H
#define LX_FUNCTION_METRICS_H

#include <pthread.h>
#include <stdint.h>

#include "base/buffer.h"

typedef enum lx_outcome {
  LX_OUTCOME_RENDERED,
  LX_OUTCOME_REFUSED, /* the input, or the step's input */
  LX_OUTCOME_SCRIPT,  /* a script failed, or the bundle is broken */
  LX_OUTCOME_LIMIT,
  LX_OUTCOME_SIZE, /* the answer was too large to send */
  LX_OUTCOME_STOPPED,
  LX_OUTCOME_MALFORMED,
  LX_OUTCOME_MEMORY,
  LX_OUTCOMES
} lx_outcome;

/* The word for an outcome: "rendered", "limit". */
const char *lx_outcome_name(lx_outcome outcome);

enum { LX_CODES = 17, LX_SCRIPTS = 64, LX_SCRIPT_NAME = 120, LX_LIMITS = 12 };

typedef struct lx_metrics {
  pthread_mutex_t lock;
  uint64_t calls[LX_CODES][LX_OUTCOMES];
  uint64_t limits[LX_LIMITS];
  struct {
    char name[LX_SCRIPT_NAME];
    uint64_t errors;
  } scripts[LX_SCRIPTS]; /* the last one gathers what has no room */
  size_t script_count;
  uint64_t reloads_good, reloads_bad;
} lx_metrics;

/* False when the system refuses a lock. */
bool lx_metrics_init(lx_metrics *metrics);
void lx_metrics_clear(lx_metrics *metrics);

/* How long calls take is the transport's to know. */
void lx_metrics_call(lx_metrics *metrics, int code, lx_outcome outcome);
void lx_metrics_limit(lx_metrics *metrics, const char *limit); /* a name, or NULL */
void lx_metrics_script(lx_metrics *metrics, const char *script);
void lx_metrics_reload(lx_metrics *metrics, bool good);

void lx_metrics_write(lx_metrics *metrics, lx_buffer *text);

/* A label's value, between quotes. */
void lx_metrics_label(lx_buffer *text, const char *value);

#endif
