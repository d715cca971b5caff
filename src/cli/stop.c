#include "stop.h"

#include <signal.h>
#include <stddef.h>

/* A signal handler may write nothing else. */
static volatile sig_atomic_t wanted;

static void note(int number) {
  wanted = number;
}

void cli_stop_watch(void) {
  struct sigaction action = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

bool cli_stop_wanted(void) {
  return wanted != 0;
}

int cli_stop_exit_code(void) {
  return 128 + wanted;
}
