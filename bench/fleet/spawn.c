/* Runs a command and says what it took: usage: luxr-spawn OUT COMMAND ...
 *
 * Its standard output goes to the file OUT. Prints the wall time and the CPU time in microseconds,
 * the largest resident size in KB, and the exit code. A small program of its own, since a child
 * starts with the size of its parent. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double microseconds(struct timeval time) {
  return (double)time.tv_sec * 1e6 + (double)time.tv_usec;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

int main(int count_of_arguments, char **arguments) {
  if (count_of_arguments < 3) {
    fputs("usage: luxr-spawn OUT COMMAND ...\n", stderr);
    return 64;
  }
  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0 ||
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, arguments[1],
                                       O_WRONLY | O_CREAT | O_TRUNC, 0644) != 0) {
    fputs("luxr-spawn: out of memory\n", stderr);
    return 71;
  }
  pid_t child = 0;
  double began = now();
  int failed = posix_spawnp(&child, arguments[2], &actions, NULL, arguments + 2, environ);
  if (failed != 0) {
    fprintf(stderr, "luxr-spawn: %s: %s\n", arguments[2], strerror(failed));
    return 71;
  }
  int status = 0;
  struct rusage used;
  if (wait4(child, &status, 0, &used) != child) {
    perror("luxr-spawn");
    return 71;
  }
  printf("%.0f %.0f %ld %d\n", now() - began,
         microseconds(used.ru_utime) + microseconds(used.ru_stime), used.ru_maxrss,
         WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  posix_spawn_file_actions_destroy(&actions);
  return 0;
}
