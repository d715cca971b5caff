/* matcher.h: the patterns of Lua 5.4, within the budget.
 *
 * Same language and same answers as the stock string library, in bounded stack: choices to come
 * back to lie in an array, not in C calls. Work is charged as it is done, so a pattern that
 * blows up meets the limit of steps. Owns no memory. */
#ifndef LX_HOST_MATCHER_H
#define LX_HOST_MATCHER_H

#include <stddef.h>

#include <lua.h>

enum {
  LX_CAPTURES_MAX = 32,
  LX_MATCH_DEPTH = 200,
  LX_CAPTURE_OPEN = -1,    /* as a length: not closed (yet) */
  LX_CAPTURE_POSITION = -2 /* as a length: "()", a position */
};

typedef struct lx_capture {
  const char *start;
  ptrdiff_t length;
} lx_capture;

/* Subject and pattern are zero-terminated Lua strings that somebody keeps on the stack. */
typedef struct lx_matcher {
  lua_State *L;
  const char *subject, *subject_end;
  const char *pattern, *pattern_end;
  size_t steps; /* done and not charged yet */
  int count;    /* captures of the last match */
  lx_capture captures[LX_CAPTURES_MAX];
} lx_matcher;

void lx_matcher_init(lx_matcher *matcher, lua_State *L, const char *subject, size_t length,
                     const char *pattern, size_t pattern_length);

/* Matches the whole pattern at `at`; '^' is the caller's business. The end of the match, NULL
 * when there is none. Raises where the pattern is malformed as far as it was read. */
const char *lx_matcher_try(lx_matcher *matcher, const char *at);

/* The first place from `from` on where the pattern may match, by its first item; NULL: nowhere. */
const char *lx_matcher_seek(lx_matcher *matcher, const char *from);

/* Pushes capture `index` (from 0) of the match start..end; without captures, 0 is the match. */
void lx_matcher_push(lx_matcher *matcher, int index, const char *start, const char *end);

/* Pushes all captures, or the match when there is none and `start` is not NULL. How many. */
int lx_matcher_push_all(lx_matcher *matcher, const char *start, const char *end);

/* Charges what is not charged yet. Call it last. */
void lx_matcher_settle(lx_matcher *matcher);

#endif
