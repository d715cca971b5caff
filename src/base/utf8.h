/* utf8.h: one code point at a time, strictly: no surrogates, no overlong forms. */
#ifndef LX_BASE_UTF8_H
#define LX_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes the code point at `bytes` takes, 0 when they are not UTF-8. */
size_t lx_utf8_next(const char *bytes, size_t length, uint32_t *code);

/* Writes the code point; returns how many bytes. No surrogate, nothing above 10FFFF. */
size_t lx_utf8_put(char bytes[4], uint32_t code);

/* The offset of the first byte that is not UTF-8, `length` when all is well. */
size_t lx_utf8_check(const char *bytes, size_t length);

/* How many characters; each bad byte counts one. */
size_t lx_utf8_count(const char *bytes, size_t length);

/* Whether a message may show the code point as it is: no control, no line separator,
 * nothing invisible and nothing that turns the direction of the text around it. */
bool lx_utf8_shows(uint32_t code);

#endif
