/* regex.h: the regular expressions of schemas: RE2's syntax and meaning, in linear time.
 *
 * Not supported, and said so: \b, \B, \C, \p, \P, \Q, (?m), look-around and back
 * references. */
#ifndef LX_SCHEMA_REGEX_H
#define LX_SCHEMA_REGEX_H

#include <stdbool.h>
#include <stddef.h>

/* Shared between threads. */
typedef struct lx_regex lx_regex;

enum { LX_REGEX_PROBLEM = 160 };

/* NULL when the pattern cannot be used: `problem` says why, or is empty when memory is
 * out. Free: lx_regex_free. */
lx_regex *lx_regex_new(const char *pattern, size_t length, char problem[LX_REGEX_PROBLEM]);
void lx_regex_free(lx_regex *regex);

/* Whether the pattern is found anywhere in the text. Takes some 40 KB of stack at most. A byte
 * that is not UTF-8 counts as the character U+FFFD. */
bool lx_regex_matches(lx_regex *regex, const char *text, size_t length);

#endif
