#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "counters.h"

static void write_number(lx_buffer *text, const char *name, const char *help, uint64_t number) {
  lx_buffer_print(text, "# HELP %s %s\n# TYPE %s gauge\n%s %" PRIu64 "\n", name, help, name,
                  name, number);
}

/* A line of /proc/self/status in kB, as bytes. */
static void write_memory(lx_buffer *text) {
  char line[256];
  FILE *file = fopen("/proc/self/status", "re");
  if (!file) return;
  while (fgets(line, sizeof line, file)) {
    uint64_t kilobytes;
    if (sscanf(line, "VmHWM: %" SCNu64, &kilobytes) == 1) {
      write_number(text, "luxr_function_peak_memory_bytes", "The most memory it ever had.",
                   kilobytes * 1024);
    } else if (sscanf(line, "VmRSS: %" SCNu64, &kilobytes) == 1) {
      write_number(text, "process_resident_memory_bytes", "Resident memory.", kilobytes * 1024);
    }
  }
  fclose(file);
}

static void write_files(lx_buffer *text) {
  uint64_t count = 0;
  const struct dirent *entry;
  DIR *directory = opendir("/proc/self/fd");
  if (!directory) return;
  while ((entry = readdir(directory))) count += entry->d_name[0] != '.';
  closedir(directory);
  write_number(text, "process_open_fds", "Open files.", count - 1);
}

void lx_counters_write_process(lx_buffer *text) {
  struct rusage usage;
  write_memory(text);
  write_files(text);
  if (getrusage(RUSAGE_SELF, &usage) != 0) return;
  lx_buffer_print(text,
                  "# HELP process_cpu_seconds_total Processor time.\n"
                  "# TYPE process_cpu_seconds_total counter\n"
                  "process_cpu_seconds_total %ld.%06ld\n",
                  (long)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
                         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000000),
                  (long)((usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) % 1000000));
}
