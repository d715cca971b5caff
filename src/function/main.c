#include <malloc.h>
#include <string.h>

#include "program.h"
#include "service/replay.h"

int main(int count, char **arguments) {
  const lx_server_limits limits = lx_server_limits_default();
  if (count > 1 && strcmp(arguments[1], "--replay") == 0) return lx_replay_run(arguments + 2);
    /* What one thread allocates another one frees: a heap of each thread's own would only
     * grow. */
#ifdef M_ARENA_MAX
  mallopt(M_ARENA_MAX, 1);
#endif
  return lx_program_run(arguments + (count > 0), &limits);
}
