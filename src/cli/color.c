#include "color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "settings.h"

static const char *const starts[] = {
    [CLI_PAINT_ERROR] = "\x1b[1;31m", [CLI_PAINT_WARNING] = "\x1b[1;33m",
    [CLI_PAINT_NOTE] = "\x1b[1;36m",  [CLI_PAINT_PLACE] = "\x1b[1m",
    [CLI_PAINT_CARET] = "\x1b[1;32m", [CLI_PAINT_ADDED] = "\x1b[32m",
    [CLI_PAINT_REMOVED] = "\x1b[31m",
};

bool cli_color_wanted(int when, int fd) {
  const char *value;
  if (when != CLI_COLOR_AUTO) return when == CLI_COLOR_ALWAYS;
  if (!isatty(fd)) return false;
  value = getenv("NO_COLOR");
  if (value && *value) return false;
  value = getenv("TERM");
  return value && *value && strcmp(value, "dumb") != 0;
}

void cli_color_put(cli_text *text, bool colored, cli_paint paint, const char *string) {
  if (colored) cli_text_put(text, starts[paint]);
  cli_text_put(text, string);
  if (colored) cli_text_put(text, "\x1b[0m");
}
