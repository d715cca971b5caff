#include "deadline.h"

#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

/* Worked out beforehand: a signal handler may call next to nothing. */
static volatile sig_atomic_t exit_code;

static void end(int number) {
  static const char sentence[] = "error: the run took longer than --timeout allows\n";
  ssize_t written = write(STDERR_FILENO, sentence, sizeof sentence - 1);
  (void)number;
  (void)written;
  _exit(exit_code);
}

void cli_deadline_set(uint64_t milliseconds, int code) {
  struct itimerval timer = {0};
  exit_code = code;
  signal(SIGALRM, end);
  timer.it_value.tv_sec = (time_t)(milliseconds / 1000);
  timer.it_value.tv_usec = (suseconds_t)(milliseconds % 1000 * 1000);
  setitimer(ITIMER_REAL, &timer, NULL);
}
