/* text.h: text that grows, and how foreign text is made safe to show. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdarg.h>
#include <stddef.h>

/* All zero is empty text. */
typedef struct cli_text {
  char *data;
  size_t length, capacity;
} cli_text;

void cli_text_free(cli_text *text);
void cli_text_add(cli_text *text, const char *bytes, size_t length);
void cli_text_put(cli_text *text, const char *string);
void cli_text_fill(cli_text *text, char c, size_t count);
void cli_text_print(cli_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void cli_text_vprint(cli_text *text, const char *format, va_list arguments);

/* Adds text of unknown origin. What could move the cursor, recolour or reorder what is on
 * a terminal (control characters, bidirectional marks, line separators) or is not UTF-8
 * is written as an escape: \n, \x1b, \u202e. */
void cli_text_safe(cli_text *text, const char *bytes, size_t length);

/* Ends the text with a zero byte that is not counted. */
const char *cli_text_string(cli_text *text);

#endif
