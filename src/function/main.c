#include "program.h"

int main(int count, char **arguments) {
  const lx_server_limits limits = lx_server_limits_default();
  return lx_program_run(arguments + (count > 0), &limits);
}
