/* replay.c: gives each file named on the command line to a fuzz target. */
#include "fuzz.h"

static int replay(const char *path) {
  static uint8_t bytes[1 << 20];
  FILE *file = fopen(path, "rb");
  size_t length;
  uint8_t *exact;
  if (!file) return perror(path), 1;
  length = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  /* A block of just that size, so that a sanitizer sees one byte too many. */
  exact = malloc(length ? length : 1);
  if (!exact) return perror(path), 1;
  for (size_t i = 0; i < length; i++) exact[i] = bytes[i];
  LLVMFuzzerTestOneInput(exact, length);
  free(exact);
  return 0;
}

int main(int count, char **paths) {
  int failed = 0;
  for (int i = 1; i < count; i++) failed += replay(paths[i]);
  printf("%d passed, %d failed\n", count - 1 - failed, failed);
  return failed ? 1 : 0;
}
