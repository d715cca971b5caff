/* torture.c: makes each allocation fail in turn, once and for good, in every scenario. A run must
 * end as it does with memory, to the byte, or with LUXR_ERR_MEMORY; afterwards the same worker
 * must render as if nothing had been; and nothing may leak.
 *
 *   torture K PART PARTS [NAME]
 *
 * K: only every K-th allocation of the large scenarios. PART of PARTS: so that several processes
 * share the work. NAME: this scenario alone. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "scenarios.h"

#ifdef LUXR_SANITIZE
#include <sanitizer/lsan_interface.h>
static bool leaks(void) {
  return __lsan_do_recoverable_leak_check() != 0;
}
#else
static bool leaks(void) {
  return false;
}
#endif

enum { MOST_COMPLAINTS = 5 };

static void without_failures(void) {
  lx_alloc_fail_at(-1, 0);
}

/* A worker may be NULL: then memory was out. */
static void run(const scenario *tried, luxr_bundle *bundle, luxr_worker *worker, outcome *got) {
  fixture given = {bundle, worker};
  *got = outcome_start();
  if (bundle && !worker) {
    outcome_add_no_memory(got);
  } else {
    tried->run(tried, &given, got);
  }
}

static bool complain(const scenario *tried, long nth, int sticky, const char *when,
                     const outcome *got, const outcome *want) {
  printf("%s, allocation %ld fails%s: %s\n", tried->name, nth,
         sticky ? " and all after it" : "", when);
  printf("  got %s: %s (%zu rendered, %zu findings); wanted %s (%zu rendered, %zu findings)\n",
         luxr_status_name(got->status), got->sentence, got->rendered, got->findings,
         luxr_status_name(want->status), want->rendered, want->findings);
  return false;
}

static bool is_good(const outcome *got, const outcome *want) {
  return got->status == LUXR_ERR_MEMORY || outcome_same(got, want);
}

/* One worker: made and used twice while allocation `nth` fails, and used again with memory. */
static bool fail_once(const scenario *tried, luxr_bundle *bundle, const outcome *want, long nth,
                      int sticky, bool *reached) {
  luxr_worker *worker = NULL;
  outcome got;
  bool good = true;
  lx_alloc_fail_at(nth, sticky);
  if (bundle) worker = luxr_worker_new(scenario_limits(), tried->worker);
  run(tried, bundle, worker, &got);
  good = is_good(&got, want) || complain(tried, nth, sticky, "ends badly", &got, want);
  if (bundle && worker) {
    run(tried, bundle, worker, &got);
    if (good && !is_good(&got, want)) {
      good = complain(tried, nth, sticky, "ends badly the second time", &got, want);
    }
  }
  *reached = lx_alloc_count() > nth;
  without_failures();
  if (worker || !bundle) run(tried, bundle, worker, &got);
  if (good && (worker || !bundle) && !outcome_same(&got, want)) {
    good = complain(tried, nth, sticky, "does not recover", &got, want);
  }
  luxr_worker_free(worker);
  return good;
}

/* Every allocation of a scenario; false when anything was not as it should be. */
static bool torture(const scenario *tried, luxr_bundle *bundle, const outcome *want, long step,
                    int sticky) {
  bool reached = true;
  int complaints = 0;
  long runs = 0, nth = 0;
  for (; reached && complaints < MOST_COMPLAINTS; nth += step, runs++) {
    if (!fail_once(tried, bundle, want, nth, sticky, &reached)) complaints++;
  }
  if (leaks()) {
    printf("%s%s: leaks\n", tried->name, sticky ? " (for good)" : "");
    complaints++;
  }
  if (step == 1) {
    printf("%s%s: %ld runs\n", tried->name, sticky ? " (for good)" : "", runs);
  } else {
    printf("%s%s: %ld runs, every %ldth of about %ld allocations\n", tried->name,
           sticky ? " (for good)" : "", runs, step, nth);
  }
  fflush(stdout);
  return complaints == 0;
}

static luxr_bundle *open_fixture(const char *path) {
  char full[1024];
  luxr_result *problems = NULL;
  luxr_layer *layer;
  luxr_bundle *bundle = NULL;
  snprintf(full, sizeof full, "%s/%s", LUXR_SOURCE_DIR, path);
  layer = luxr_layer_directory_open(full, &problems);
  if (layer) bundle = luxr_bundle_open(&layer, 1, scenario_limits(), &problems);
  luxr_layer_free(layer);
  if (problems) printf("%s: %s\n", path, luxr_result_diagnostic(problems, 0)->sentence);
  luxr_result_free(problems);
  return bundle;
}

/* How it ends when memory is there; false when not as it should. */
static bool run_with_memory(const scenario *tried, luxr_bundle *bundle, outcome *want) {
  luxr_worker *worker = bundle ? luxr_worker_new(scenario_limits(), tried->worker) : NULL;
  run(tried, bundle, worker, want);
  luxr_worker_free(worker);
  if (want->status == tried->wanted) return true;
  printf("%s: ends with %s, not %s: %s\n", tried->name, luxr_status_name(want->status),
         luxr_status_name(tried->wanted), want->sentence);
  return false;
}

/* Both ways to fail; how many of them were not as they should be. */
static int try_scenario(const scenario *tried, long every) {
  luxr_bundle *bundle = tried->bundle ? open_fixture(tried->bundle) : NULL;
  outcome want;
  int bad = 0;
  if ((tried->bundle && !bundle) || !run_with_memory(tried, bundle, &want)) {
    bad = 2;
  } else {
    for (int sticky = 0; sticky <= 1; sticky++) {
      bad += !torture(tried, bundle, &want, tried->is_large ? every : 1, sticky);
    }
  }
  luxr_bundle_free(bundle);
  return bad;
}

int main(int argc, char **argv) {
  cJSON_Hooks hooks = {lx_alloc, lx_free};
  long every = argc > 3 ? strtol(argv[1], NULL, 10) : 0;
  long part = argc > 3 ? strtol(argv[2], NULL, 10) : 0;
  long parts = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
  int tests = 0, failed = 0;
  if (every < 1 || parts < 1) {
    fputs("usage: torture K PART PARTS [NAME]\n", stderr);
    return 64;
  }
  cJSON_InitHooks(&hooks);
  for (long i = 0; scenarios[i].name; i++) {
    if (i % parts != part || (argc > 4 && strcmp(argv[4], scenarios[i].name) != 0)) continue;
    tests += 2;
    failed += try_scenario(&scenarios[i], every);
  }
  printf("%d passed, %d failed\n", tests - failed, failed);
  return failed ? 1 : 0;
}
