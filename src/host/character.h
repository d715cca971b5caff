/* character.h: which characters a class or a set of a pattern accepts, in the C locale. */
#ifndef LX_HOST_CHARACTER_H
#define LX_HOST_CHARACTER_H

#include <stdbool.h>

/* Whether `c` is of the class %letter; an upper-case letter means all others. What names no
 * class stands for itself. */
bool lx_in_class(unsigned char c, unsigned char letter);

/* Whether the set accepts `c`: `set` is behind its '[', `close` at its ']'. */
bool lx_in_set(unsigned char c, const char *set, const char *close);

#endif
