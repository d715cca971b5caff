#include <string.h>

#include "program.h"
#include "replay.h"

int main(int count, char **arguments) {
  const lx_server_limits limits = lx_server_limits_default();
  if (count > 1 && strcmp(arguments[1], "--replay") == 0)
    return lx_replay_run(arguments + 2);
  return lx_program_run(arguments + (count > 0), &limits);
}
