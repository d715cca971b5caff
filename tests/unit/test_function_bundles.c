/* The cache of bundles among threads: loaded once, swapped under calls, and never waited for
 * longer than a call lives. */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "function/service/bundles.h"
#include "check.h"
#include "function/service/file.h"

enum { THREADS = 4, ROUNDS = 50 };

static const lx_log quiet = {.fd = -1, .level = LX_LOG_ERROR};

/* A service's bundles, and a directory with an overlay. */
typedef struct fixture {
  char place[64], script[128];
  const char *overlay;
  lx_source_paths paths;
  lx_metrics metrics;
  lx_bundles *bundles;
} fixture;

static bool write_overlay(const fixture *made, const char *text) {
  const char *problem;
  return lx_file_write(made->script, text, strlen(text), &problem);
}

static bool set_up(fixture *made) {
  lx_buffer problem = {0};
  char directory[128];
  memset(made, 0, sizeof *made);
  strcpy(made->place, "/tmp/luxr-bundles-XXXXXX");
  if (!mkdtemp(made->place)) return false;
  snprintf(directory, sizeof directory, "%s/resources", made->place);
  snprintf(made->script, sizeof made->script, "%s/resources/first.lua", made->place);
  if (mkdir(directory, 0700) != 0 || !write_overlay(made, "return require 'resources.first'"))
    return false;
  made->overlay = made->place;
  made->paths = (lx_source_paths){.bundle = LUXR_SOURCE_DIR "/tests/function/bundles/probe",
                                  .overlays = &made->overlay,
                                  .overlay_count = 1};
  lx_metrics_init(&made->metrics);
  made->bundles = lx_bundles_open(&made->paths, &quiet, &made->metrics, &problem);
  lx_buffer_free(&problem);
  return made->bundles != NULL;
}

static void tear_down(fixture *made) {
  char directory[128];
  lx_bundles_close(made->bundles);
  lx_metrics_clear(&made->metrics);
  snprintf(directory, sizeof directory, "%s/resources", made->place);
  unlink(made->script);
  rmdir(directory);
  rmdir(made->place);
}

/* ---- callers ----------------------------------------------------------------------------- */

static int says_yes(void *data) {
  (void)data;
  return 1;
}

typedef struct caller {
  pthread_t thread;
  fixture *made;
  pthread_barrier_t *barrier;
  const char *script; /* NULL: none */
  const char *name;   /* of the script; NULL: the policy's */
  int (*stopped)(void *);
  size_t rounds, given;
  luxr_bundle *last;
  lx_bundle_answer answer;
} caller;

static lx_bundle_answer get(caller *self) {
  const char *name = self->name ? self->name : "policies/probe.lua";
  lx_entry entry = {.name = {name, strlen(name)}};
  lx_input input = {.ttl_ms = -1};
  lx_call call = {.deadline_ms = -1, .stopped = self->stopped};
  lx_buffer problem = {0};
  luxr_bundle *bundle = NULL;
  lx_bundle_answer answer;
  if (self->script) {
    entry.value = (lx_span){self->script, strlen(self->script)};
    input.scripts = &entry;
    input.script_count = 1;
  }
  answer = lx_bundles_get(self->made->bundles, &input, &call, &bundle, &problem);
  lx_buffer_free(&problem);
  if (answer != LX_BUNDLE_GIVEN) return answer;
  self->given += luxr_bundle_digest(bundle) != NULL;
  self->last = bundle; /* compared only; an owner less is fine, for the cache has it */
  luxr_bundle_free(bundle);
  return answer;
}

static void *run(void *data) {
  caller *self = data;
  if (self->barrier) pthread_barrier_wait(self->barrier);
  for (size_t i = 0; i < self->rounds; i++) self->answer = get(self);
  return NULL;
}

/* ---- tests ------------------------------------------------------------------------------- */

static void several_that_ask_at_once_get_one(void) {
  static fixture made;
  pthread_barrier_t barrier;
  caller callers[THREADS];
  CHECK(set_up(&made));
  for (int round = 0; round < ROUNDS / 5; round++) {
    char script[60];
    snprintf(script, sizeof script, "return require 'policies.probe' -- %d", round);
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
      callers[i] = (caller){
          .made = &made, .barrier = &barrier, .script = i < 3 ? script : NULL, .rounds = 1};
      CHECK(pthread_create(&callers[i].thread, NULL, run, &callers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) pthread_join(callers[i].thread, NULL);
    pthread_barrier_destroy(&barrier);
    CHECK(callers[0].last && callers[0].last == callers[1].last);
    CHECK(callers[0].last == callers[2].last && callers[0].last != callers[3].last);
  }
  tear_down(&made);
}

static void directories_change_under_calls(void) {
  static const char own[] = "return require 'policies.probe'";
  static fixture made;
  caller callers[THREADS];
  CHECK(set_up(&made));
  for (int i = 0; i < THREADS; i++) {
    callers[i] = (caller){.made = &made, .script = i % 2 ? own : NULL, .rounds = 2000};
    CHECK(pthread_create(&callers[i].thread, NULL, run, &callers[i]) == 0);
  }
  for (int i = 0; i < ROUNDS; i++) {
    char text[60];
    snprintf(text, sizeof text, "return require 'resources.first' -- %d", i);
    CHECK(write_overlay(&made, i % 5 == 4 ? "return {" : text));
    lx_bundles_reload(made.bundles);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(callers[i].thread, NULL);
    CHECK(callers[i].given == 2000);
  }
  CHECK(made.metrics.reloads_good == ROUNDS / 5 * 4);
  CHECK(made.metrics.reloads_bad == ROUNDS / 5);
  tear_down(&made);
}

static bool is_loading(fixture *made, size_t count) {
  lx_buffer text = {0};
  char line[40];
  bool found;
  snprintf(line, sizeof line, "\nluxr_bundles %zu\n", count);
  lx_bundles_metrics(made->bundles, &text);
  found = lx_buffer_text(&text) && strstr(text.data, line);
  lx_buffer_free(&text);
  return found;
}

/* Whoever waits for another one's slow load may leave. It may be over before one comes to wait,
 * so it is tried with one script after the other. */
static void a_call_that_is_stopped_waits_no_longer(void) {
  static fixture made;
  lx_bundle_answer answer = LX_BUNDLE_GIVEN;
  CHECK(set_up(&made));
  for (size_t round = 0; round < 20 && answer != LX_BUNDLE_STOPPED; round++) {
    char script[100];
    caller first = {
        .made = &made, .name = "resources/first.lua", .script = script, .rounds = 1};
    caller second = first;
    snprintf(script, sizeof script,
             "for i = 1, 9000000 do end return require 'resources.first' -- %zu", round);
    second.stopped = says_yes;
    CHECK(pthread_create(&first.thread, NULL, run, &first) == 0);
    while (!is_loading(&made, 2 + round)) sched_yield();
    answer = get(&second);
    pthread_join(first.thread, NULL);
    CHECK(first.answer != LX_BUNDLE_STOPPED);
  }
  CHECK(answer == LX_BUNDLE_STOPPED);
  tear_down(&made);
}

int main(void) {
  RUN(several_that_ask_at_once_get_one);
  RUN(directories_change_under_calls);
  RUN(a_call_that_is_stopped_waits_no_longer);
  return checks_done();
}
