#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "memory.h"

/* The function has the codec of what it recorded. */
void cli_replay(cli_context *context, char **arguments) {
  static char name[] = "luxr-function", option[] = "--replay";
  size_t count = 0;
  char **words;
  while (arguments[count]) count++;
  words = cli_alloc((count + 2) * sizeof *words);
  words[0] = name;
  words[1] = option;
  memcpy(words + 2, arguments + 1, count * sizeof *words); /* with the NULL at the end */
  cli_function(context, "replay", words);
  free(words);
}
