/* words.h: what messages say about values, short and safe to show. */
#ifndef LX_SCHEMA_WORDS_H
#define LX_SCHEMA_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "schema/constant.h"
#include "schema/node.h"

/* All zero is empty. What does not fit is "..." at the end. */
typedef struct lx_words {
  char text[320];
  size_t length;
  bool cut;
} lx_words;

void lx_words_add(lx_words *words, const char *text);
void lx_words_add_bytes(lx_words *words, const char *text, size_t length);

/* Text in quotes, cut behind some 60 bytes; a password in a URL is not shown. */
void lx_words_quote(lx_words *words, const char *text, size_t length);
void lx_words_number(lx_words *words, double number);
void lx_words_count(lx_words *words, size_t count);
void lx_words_bound(lx_words *words, const lx_bound *bound);
void lx_words_constant(lx_words *words, const lx_constant *constant);

/* The value at `index`: "high", 8, true, a map, a list, null. With `typed`: the string
 * "high", the integer 8, the number 1.5, the boolean true. */
void lx_words_value(lx_words *words, lua_State *L, int index, bool typed);

/* "a string", "an integer": what a type is called. */
const char *lx_words_type(lx_type type);

#endif
