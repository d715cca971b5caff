#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

#include "workers.h"

/* How many processors the control group may use, rounded up; 0 when it does not say. */
static size_t count_allowed(void) {
  char line[64];
  uint64_t quota, period;
  size_t allowed = 0;
  FILE *file = fopen("/sys/fs/cgroup/cpu.max", "re");
  if (!file) return 0;
  if (fgets(line, sizeof line, file) &&
      sscanf(line, "%" SCNu64 " %" SCNu64, &quota, &period) == 2 && period > 0) {
    allowed = (size_t)((quota + period - 1) / period);
  }
  fclose(file);
  return allowed;
}

size_t lx_workers_default_count(void) {
  size_t count = uv_available_parallelism();
  size_t allowed = count_allowed();
  if (allowed > 0 && allowed < count) count = allowed;
  return count ? count : 1;
}
