/* characters.h: how one character of foreign text looks on a terminal, without a locale.
 */
#ifndef CLI_CHARACTERS_H
#define CLI_CHARACTERS_H

#include <stddef.h>

typedef struct cli_character {
  size_t length;  /* in bytes of the text */
  size_t width;   /* in columns of what is shown */
  char shown[12]; /* itself, or an escape */
} cli_character;

/* The character at `bytes`; `length` is not 0. A byte that is not UTF-8 is one by itself.
 */
cli_character cli_character_next(const char *bytes, size_t length);

#endif
