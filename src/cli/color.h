/* color.h: the few colours there are, and whether to use them. */
#ifndef CLI_COLOR_H
#define CLI_COLOR_H

#include <stdbool.h>

#include "text.h"

typedef enum cli_paint {
  CLI_PAINT_ERROR,
  CLI_PAINT_WARNING,
  CLI_PAINT_NOTE,
  CLI_PAINT_PLACE,
  CLI_PAINT_CARET,
  CLI_PAINT_ADDED,
  CLI_PAINT_REMOVED,
} cli_paint;

/* `when` is a cli_color. Automatic is: a terminal, no NO_COLOR, and not TERM=dumb. */
bool cli_color_wanted(int when, int fd);

/* Adds text in a colour, or plain. */
void cli_color_put(cli_text *text, bool colored, cli_paint paint, const char *string);

#endif
