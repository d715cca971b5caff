#include "metrics.h"

#include <inttypes.h>
#include <string.h>

static const char *const outcomes[LX_OUTCOMES] = {"rendered", "refused", "script",    "limit",
                                                  "size",     "stopped", "malformed", "memory"};

static const char *const codes[LX_CODES] = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

/* What a render can run into, as the engine calls it; the last one is everything else. */
static const char *const limits[LX_LIMITS] = {
    "steps", "milliseconds", "memory",    "input",  "scalar",       "nodes",
    "depth", "string",       "resources", "output", "output_depth", "other"};

const char *lx_outcome_name(lx_outcome outcome) {
  return outcomes[outcome];
}

bool lx_metrics_init(lx_metrics *metrics) {
  memset(metrics, 0, sizeof *metrics);
  return pthread_mutex_init(&metrics->lock, NULL) == 0;
}

void lx_metrics_clear(lx_metrics *metrics) {
  pthread_mutex_destroy(&metrics->lock);
}

void lx_metrics_call(lx_metrics *metrics, int code, lx_outcome outcome) {
  pthread_mutex_lock(&metrics->lock);
  metrics->calls[code >= 0 && code < LX_CODES ? code : 2][outcome]++;
  pthread_mutex_unlock(&metrics->lock);
}

void lx_metrics_limit(lx_metrics *metrics, const char *limit) {
  size_t i = 0;
  while (i < LX_LIMITS - 1 && (!limit || strcmp(limits[i], limit) != 0)) i++;
  pthread_mutex_lock(&metrics->lock);
  metrics->limits[i]++;
  pthread_mutex_unlock(&metrics->lock);
}

void lx_metrics_script(lx_metrics *metrics, const char *script) {
  size_t i = 0;
  pthread_mutex_lock(&metrics->lock);
  while (i < metrics->script_count &&
         strncmp(metrics->scripts[i].name, script, LX_SCRIPT_NAME - 1) != 0) {
    i++;
  }
  if (i == LX_SCRIPTS) {
    i--;
  } else if (i == metrics->script_count) {
    const char *name = i == LX_SCRIPTS - 1 ? "other" : script;
    metrics->script_count++;
    strncpy(metrics->scripts[i].name, name, LX_SCRIPT_NAME - 1);
  }
  metrics->scripts[i].errors++;
  pthread_mutex_unlock(&metrics->lock);
}

void lx_metrics_reload(lx_metrics *metrics, bool good) {
  pthread_mutex_lock(&metrics->lock);
  if (good)
    metrics->reloads_good++;
  else
    metrics->reloads_bad++;
  pthread_mutex_unlock(&metrics->lock);
}

/* ---- text -------------------------------------------------------------------------------- */

void lx_metrics_label(lx_buffer *text, const char *value) {
  lx_buffer_add_char(text, '"');
  for (; *value; value++) {
    if (*value == '\n') {
      lx_buffer_add_text(text, "\\n");
      continue;
    }
    if (*value == '"' || *value == '\\') lx_buffer_add_char(text, '\\');
    lx_buffer_add_char(text, *value);
  }
  lx_buffer_add_char(text, '"');
}

static void head(lx_buffer *text, const char *name, const char *type, const char *help) {
  lx_buffer_print(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_calls(const lx_metrics *metrics, lx_buffer *text) {
  head(text, "luxr_calls_total", "counter", "Calls answered, by gRPC code and outcome.");
  for (size_t code = 0; code < LX_CODES; code++) {
    for (size_t i = 0; i < LX_OUTCOMES; i++) {
      if (!metrics->calls[code][i]) continue;
      lx_buffer_print(text, "luxr_calls_total{code=\"%s\",outcome=\"%s\"} %" PRIu64 "\n",
                      codes[code], outcomes[i], metrics->calls[code][i]);
    }
  }
}

static void write_problems(const lx_metrics *metrics, lx_buffer *text) {
  head(text, "luxr_limits_total", "counter", "Renders that met a limit, by its name.");
  for (size_t i = 0; i < LX_LIMITS; i++) {
    lx_buffer_print(text, "luxr_limits_total{limit=\"%s\"} %" PRIu64 "\n", limits[i],
                    metrics->limits[i]);
  }
  head(text, "luxr_script_errors_total", "counter", "Renders that a script failed, by script.");
  for (size_t i = 0; i < metrics->script_count; i++) {
    lx_buffer_add_text(text, "luxr_script_errors_total{script=");
    lx_metrics_label(text, metrics->scripts[i].name);
    lx_buffer_print(text, "} %" PRIu64 "\n", metrics->scripts[i].errors);
  }
  head(text, "luxr_reloads_total", "counter", "Changes of the mounted directories, by result.");
  lx_buffer_print(text, "luxr_reloads_total{result=\"good\"} %" PRIu64 "\n",
                  metrics->reloads_good);
  lx_buffer_print(text, "luxr_reloads_total{result=\"bad\"} %" PRIu64 "\n",
                  metrics->reloads_bad);
}

void lx_metrics_write(lx_metrics *metrics, lx_buffer *text) {
  pthread_mutex_lock(&metrics->lock);
  write_calls(metrics, text);
  write_problems(metrics, text);
  pthread_mutex_unlock(&metrics->lock);
}
