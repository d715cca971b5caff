#include "machine.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <uv.h>

/* A control group's file has one line; false when it cannot be read. */
static bool read_line(const char *path, char line[64]) {
  FILE *file = fopen(path, "re");
  bool ok;
  if (!file) return false;
  ok = fgets(line, 64, file) != NULL;
  fclose(file);
  return ok;
}

/* How many processors the group may use, rounded up; 0 when it does not say. */
static size_t count_allowed(void) {
  char line[64];
  uint64_t quota, period;
  if (!read_line("/sys/fs/cgroup/cpu.max", line)) return 0;
  if (sscanf(line, "%" SCNu64 " %" SCNu64, &quota, &period) != 2 || period == 0) return 0;
  return (size_t)((quota + period - 1) / period);
}

size_t lx_machine_processors(void) {
  size_t count = uv_available_parallelism();
  size_t allowed = count_allowed();
  if (allowed > 0 && allowed < count) count = allowed;
  return count ? count : 1;
}

uint64_t lx_machine_memory(void) {
  char line[64];
  uint64_t bytes;
  if (!read_line("/sys/fs/cgroup/memory.max", line)) return 0;
  return sscanf(line, "%" SCNu64, &bytes) == 1 ? bytes : 0;
}

void lx_machine_return_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

void lx_machine_tune_memory(void) {
#ifdef __GLIBC__
  /* Fixed: by itself it raises both with the largest message that ever came. */
  mallopt(M_MMAP_THRESHOLD, 256 * 1024);
  mallopt(M_TRIM_THRESHOLD, 512 * 1024);
#endif
}
