#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "luxr.h"

void cli_out_of_memory(void) {
  static const char sentence[] = "error: out of memory\n";
  ssize_t written = write(STDERR_FILENO, sentence, sizeof sentence - 1);
  (void)written;
  _exit(luxr_status_exit_code(LUXR_ERR_MEMORY));
}

void *cli_realloc(void *block, size_t size) {
  void *memory = realloc(block, size ? size : 1);
  if (!memory) cli_out_of_memory();
  return memory;
}

void *cli_alloc(size_t size) {
  return cli_realloc(NULL, size);
}

char *cli_copy(const char *bytes, size_t length) {
  char *copy = cli_alloc(length + 1);
  if (length) memcpy(copy, bytes, length);
  copy[length] = '\0';
  return copy;
}
