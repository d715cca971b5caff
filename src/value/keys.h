/* keys.h: the keys of a table in order: booleans, numbers, strings bytewise. So nothing
 * that walks a table depends on addresses, hashes or the order of insertion. */
#ifndef LX_VALUE_KEYS_H
#define LX_VALUE_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* Bytewise, a shorter prefix first. */
int lx_compare_bytes(const char *a, size_t n, const char *b, size_t m);

/* Pushes a fresh array of the keys, in order, of the table at `index` (of the real table,
 * where it is a view) and returns how many they are. Raises on a key of another kind: it
 * has no order. */
size_t lx_sorted_keys(lua_State *L, int index);

/* Pushes those keys themselves, in order, where they are LX_FEW_KEYS at most: says how many, and
 * how many bytes their names have. False, and nothing pushed, where they are more. Raises as
 * above. */
enum { LX_FEW_KEYS = 24 };
bool lx_push_few_keys(lua_State *L, int index, size_t *count, size_t *bytes);

/* Replaces the key at the top by the one that follows it in the table at `index` (as
 * above), by nil behind the last; nil comes before the first. Reads every key once, makes
 * nothing, and returns how many bytes that were, to be charged. Raises as above. */
size_t lx_next_key(lua_State *L, int index);

#endif
