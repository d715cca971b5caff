/* bench.c: luxr-bench FILE              the table of stages and the goals, as ratios
 *         luxr-bench FILE STAGE TIMES   one stage so many times, for callgrind
 *         luxr-bench several FILE TIMES the file's documents in turn, so many times in all
 *         luxr-bench cold COMMAND ...   the command against /bin/true, as whole processes
 *
 * Stages run interleaved in one process; what counts is the median of the ratios in a round, so
 * that noise meets both sides alike. Before anything is measured, outputs are compared. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stages.h"

enum { ROUNDS = 41, TIMES = 100, STAGES = 14, COLD_ROUNDS = 201 };

extern char **environ;

_Noreturn void bench_fail(const char *sentence) {
  fprintf(stderr, "luxr-bench: %s\n", sentence);
  exit(70);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static double median(double *values, size_t count) {
  qsort(values, count, sizeof *values, by_value);
  return values[count / 2];
}

static char *read_file(const char *path, size_t *length) {
  static char bytes[1 << 20];
  FILE *file = fopen(path, "rb");
  if (!file) bench_fail("cannot read the document");
  *length = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  return bytes;
}

static luxr_bundle *open_bundle(void) {
  luxr_layer *layer = luxr_layer_embedded_new();
  luxr_result *problems = NULL;
  luxr_bundle *bundle = luxr_bundle_open(&layer, 1, NULL, &problems);
  if (!bundle) bench_fail(luxr_result_diagnostic(problems, 0)->sentence);
  luxr_layer_free(layer);
  return bundle;
}

static bench_job open_job(const char *path) {
  bench_job job = {.bundle = open_bundle()};
  job.document = read_file(path, &job.length);
  return job;
}

static size_t number(const char *digits) {
  return (size_t)strtoul(digits, NULL, 10);
}

/* ---- in process -------------------------------------------------------------------------- */

typedef struct goal {
  const char *name;
  int of, less, over; /* less: what is taken off first, or NOTHING */
  double must, aim;
} goal;

enum {
  NOTHING = -1,
  RENDER,
  RENDER_JSON,
  UNGUARDED,
  NAIVE,
  RESTORE,
  YAML,
  LIBYAML,
  JSON,
  CJSON_TREE,
  STRUCT,
  LIVE,
  UNSEEN,
  SEEN,
  DECODED
};

static void open_stages(const bench_job *job, bench_stage *stages) {
  stages[RENDER] = bench_render(job);
  stages[RENDER_JSON] = bench_render_json(job);
  stages[UNGUARDED] = bench_render_unguarded(job);
  stages[NAIVE] = bench_render_naive(job);
  stages[RESTORE] = bench_restore(job);
  stages[YAML] = bench_emit_yaml(job);
  stages[LIBYAML] = bench_emit_libyaml(job);
  stages[JSON] = bench_emit_json(job);
  stages[CJSON_TREE] = bench_emit_cjson(job);
  stages[STRUCT] = bench_render_struct(job);
  stages[LIVE] = bench_render_live(job);
  stages[UNSEEN] = bench_observed_unseen(job);
  stages[SEEN] = bench_observed_seen(job);
  stages[DECODED] = bench_observed_decoded(job);
}

static int report_goals(double times[STAGES][ROUNDS]) {
  static const goal goals[] = {
      {"render / reused state and libyaml's emitter", RENDER, NOTHING, NAIVE, 0.30, 0.20},
      {"YAML emission / libyaml's emitter", YAML, NOTHING, LIBYAML, 0.20, 0.13},
      {"JSON emission / cJSON tree and print", JSON, NOTHING, CJSON_TREE, 0.45, 0.33},
      {"isolation / render", RESTORE, NOTHING, RENDER, 0.05, 0.03},
      {"guards on / off", RENDER, NOTHING, UNGUARDED, 1.10, 1.05},
      {"observed Objects, hooks on / decoding them", SEEN, STRUCT, DECODED, 0.20, 0.15},
      {"observed Objects, unseen / decoding them", UNSEEN, STRUCT, DECODED, 0.05, 0.03},
  };
  int missed = 0;
  printf("\n%-46s %7s %7s %7s\n", "goal", "ratio", "must", "aim");
  for (size_t i = 0; i < sizeof goals / sizeof *goals; i++) {
    double ratios[ROUNDS];
    for (int k = 0; k < ROUNDS; k++) {
      double less = goals[i].less == NOTHING ? 0 : times[goals[i].less][k];
      ratios[k] = (times[goals[i].of][k] - less) / times[goals[i].over][k];
    }
    double ratio = median(ratios, ROUNDS);
    printf("%-46s %7.3f %7.2f %7.2f%s\n", goals[i].name, ratio, goals[i].must, goals[i].aim,
           ratio > goals[i].must ? "  missed" : "");
    missed += ratio > goals[i].must;
  }
  return missed;
}

static int measure(const bench_job *job) {
  static double times[STAGES][ROUNDS];
  bench_stage stages[STAGES];
  open_stages(job, stages);
  for (int i = 0; i < STAGES; i++) {
    if (!stages[i].run(&stages[i], 3)) bench_fail("a stage wrote nothing");
  }
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < STAGES; i++) {
      double start = now();
      stages[i].run(&stages[i], TIMES);
      times[i][round] = (now() - start) / TIMES;
    }
  }
  printf("%-20s %10s %10s\n", "stage", "median us", "bytes");
  for (int i = 0; i < STAGES; i++) {
    double sorted[ROUNDS];
    memcpy(sorted, times[i], sizeof sorted);
    printf("%-20s %10.1f %10zu\n", stages[i].name, median(sorted, ROUNDS),
           stages[i].run(&stages[i], 1));
  }
  return report_goals(times) ? 1 : 0;
}

static int count(const bench_job *job, const char *name, size_t times) {
  bench_stage stages[STAGES];
  open_stages(job, stages);
  for (int i = 0; i < STAGES; i++) {
    if (strcmp(stages[i].name, name) == 0) return stages[i].run(&stages[i], times) ? 0 : 1;
  }
  bench_fail("there is no such stage");
}

/* ---- whole processes --------------------------------------------------------------------- */

static double run_process(char *const *command) {
  posix_spawn_file_actions_t actions;
  double start = now();
  int status;
  pid_t child;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  if (posix_spawn(&child, command[0], &actions, NULL, command, environ) != 0) {
    bench_fail("cannot start the command");
  }
  posix_spawn_file_actions_destroy(&actions);
  if (waitpid(child, &status, 0) != child || status != 0) bench_fail("the command failed");
  return now() - start;
}

static int cold(char *const *command) {
  static char *const nothing[] = {"/bin/true", NULL};
  double ours[COLD_ROUNDS], theirs[COLD_ROUNDS], ratios[COLD_ROUNDS];
  for (int i = 0; i < COLD_ROUNDS; i++) {
    ours[i] = run_process(command);
    theirs[i] = run_process(nothing);
    ratios[i] = ours[i] / theirs[i];
  }
  double ratio = median(ratios, COLD_ROUNDS);
  printf("cold start %.0f us, /bin/true %.0f us, ratio %.2f (must 3, aim 2)\n",
         median(ours, COLD_ROUNDS), median(theirs, COLD_ROUNDS), ratio);
  return ratio > 3;
}

int main(int count_of_arguments, char **arguments) {
  bench_job job;
  if (count_of_arguments >= 3 && strcmp(arguments[1], "cold") == 0) return cold(arguments + 2);
  if (count_of_arguments == 4 && strcmp(arguments[1], "several") == 0) {
    return bench_several(open_bundle(), arguments[2], number(arguments[3]));
  }
  if (count_of_arguments != 2 && count_of_arguments != 4) {
    fputs("usage: luxr-bench FILE [STAGE TIMES] | several FILE TIMES | cold COMMAND ...\n",
          stderr);
    return 64;
  }
  job = open_job(arguments[1]);
  if (count_of_arguments == 2) return measure(&job);
  return count(&job, arguments[2], number(arguments[3]));
}
