/* inprocess.c: what a call costs without the network, and what observed objects add to it.
 *   usage: luxr-bench-function DIRECTORY
 * The directory holds Structs: `composite`, `observed.NAME`..., and `large`, an input that holds
 * all of those objects in a field. Prints medians of a call's CPU time, in microseconds:
 *   render    the embedded bundle, nothing observed
 *   observed  the same with the observed objects, of which `ready` and `status` look at a few paths
 *   plain     a bundle of one small resource
 *   unlooked  the same with the observed objects, at which nothing looks
 *   decoded   the same with `large`, which is read whole
 * The five take turns, so that they have the same weather. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "luxr.h"

enum { MOST = 64, ROUNDS = 61, TIMES = 40, JOBS = 5 };

typedef struct job {
  const char *name;
  luxr_bundle *bundle;
  luxr_document documents[MOST];
  size_t count;
  double rounds[ROUNDS];
} job;

static void fail(const char *sentence, const char *what) {
  fprintf(stderr, "luxr-bench-function: %s%s\n", sentence, what);
  exit(1);
}

static luxr_document read_document(const char *directory, const char *name, luxr_role role) {
  char path[4096];
  char *bytes = malloc(4 << 20);
  FILE *file;
  luxr_document document = {.role = role, .format = LUXR_FORMAT_STRUCT};
  snprintf(path, sizeof path, "%s/%s", directory, name);
  file = fopen(path, "rb");
  if (!file || !bytes) fail(strerror(errno), path);
  document.length = fread(bytes, 1, 4 << 20, file);
  fclose(file);
  document.bytes = bytes;
  document.origin = strdup(name);
  document.name = role == LUXR_ROLE_OBSERVED ? strdup(name + strlen("observed.")) : NULL;
  return document;
}

static void add_observed(job *one, const char *path) {
  DIR *directory = opendir(path);
  if (!directory) fail(strerror(errno), path);
  for (const struct dirent *entry; (entry = readdir(directory)) && one->count < MOST;) {
    if (strncmp(entry->d_name, "observed.", 9) != 0) continue;
    one->documents[one->count++] = read_document(path, entry->d_name, LUXR_ROLE_OBSERVED);
  }
  closedir(directory);
}

static luxr_bundle *open_bundle(luxr_layer *layer) {
  luxr_bundle *bundle = luxr_bundle_open(&layer, 1, NULL, NULL);
  luxr_layer_free(layer);
  if (!bundle) fail("the bundle does not open", "");
  return bundle;
}

static luxr_layer *small_layer(void) {
  static const char bundle[] =
      "return { name = 'small', resources = { 'one' },"
      " accepts = { apiVersion = 'inference.devopstoolkit.ai/v1alpha1', kind = 'LLMInference' "
      "} }";
  static const char one[] =
      "return { name = 'one', render = function(xr) return { apiVersion = 'v1',"
      " kind = 'ConfigMap', metadata = { name = xr.metadata.name } } end }";
  const luxr_file files[] = {{"bundle.lua", bundle, sizeof bundle - 1},
                             {"resources/one.lua", one, sizeof one - 1}};
  return luxr_layer_files_new("small", files, 2);
}

static double now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void run(luxr_worker *worker, const job *one) {
  const luxr_request request = {.documents = one->documents,
                                .document_count = one->count,
                                .output = LUXR_FORMAT_STRUCT,
                                .flags = LUXR_LIVE | LUXR_UNKNOWN_FIELDS};
  luxr_result *result = luxr_render(worker, one->bundle, &request);
  if (luxr_result_status(result) != LUXR_OK) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(result, 0);
    fail(one->name, finding ? finding->sentence : ": failed");
  }
  luxr_result_free(result);
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

int main(int count, char **arguments) {
  static job jobs[JOBS] = {{.name = "render"},
                           {.name = "observed"},
                           {.name = "plain"},
                           {.name = "unlooked"},
                           {.name = "decoded"}};
  luxr_worker *worker = luxr_worker_new(NULL, 0);
  if (count != 2 || !worker) fail("usage: luxr-bench-function DIRECTORY", "");
  for (size_t i = 0; i < JOBS; i++) {
    luxr_layer *layer = i < 2 ? luxr_layer_embedded_new() : small_layer();
    const char *input = i == 4 ? "large" : "composite";
    jobs[i].bundle = open_bundle(layer);
    jobs[i].documents[jobs[i].count++] = read_document(arguments[1], input, LUXR_ROLE_INPUT);
    if (i == 1 || i == 3) add_observed(&jobs[i], arguments[1]);
    run(worker, &jobs[i]);
  }
  for (size_t round = 0; round < ROUNDS; round++) {
    for (size_t i = 0; i < JOBS; i++) {
      double began;
      run(worker, &jobs[i]); /* the worker may have to change to another bundle's image */
      began = now_us();
      for (int k = 0; k < TIMES; k++) run(worker, &jobs[i]);
      jobs[i].rounds[round] = (now_us() - began) / TIMES;
    }
  }
  for (size_t i = 0; i < JOBS; i++) {
    qsort(jobs[i].rounds, ROUNDS, sizeof(double), by_size);
    printf("%s %.2f\n", jobs[i].name, jobs[i].rounds[ROUNDS / 2]);
  }
  return 0;
}
