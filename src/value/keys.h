/* keys.h: the keys of a table in order, for pairs and for the writers. */
#ifndef LX_VALUE_KEYS_H
#define LX_VALUE_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/* Bytewise, a shorter prefix first. */
int lx_compare_bytes(const char *a, size_t n, const char *b, size_t m);

#endif
