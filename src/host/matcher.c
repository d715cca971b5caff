#include "host/matcher.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "host/budget.h"
#include "host/character.h"
#include "value/raise.h"

enum { BATCH = 512, SHOWN = 60, BYTES_A_STEP = 16, SET_BYTES_A_STEP = 4 };

/* What to do differently when what follows does not match. */
typedef enum choice_kind {
  GIVE_BACK, /* one character less of a '*' or '+' */
  TAKE_MORE, /* one character more of a '-' */
  SKIP,      /* without the '?' item */
  REMOVE,    /* the capture that was opened */
  REOPEN     /* the capture that was closed */
} choice_kind;

typedef struct choice {
  choice_kind kind;
  int capture;
  const char *at;   /* in the subject */
  const char *item; /* TAKE_MORE: in the pattern; GIVE_BACK: the least `at` */
  const char *rest; /* the pattern behind the item */
} choice;

typedef struct walk {
  lx_matcher *m;
  const char *s; /* in the subject */
  const char *p; /* in the pattern */
  int depth;
  choice choices[LX_MATCH_DEPTH];
} walk;

void lx_matcher_init(lx_matcher *matcher, lua_State *L, const char *subject, size_t length,
                     const char *pattern, size_t pattern_length) {
  matcher->L = L;
  matcher->subject = subject;
  matcher->subject_end = subject + length;
  matcher->pattern = pattern;
  matcher->pattern_end = pattern + pattern_length;
  matcher->steps = 0;
  matcher->count = 0;
}

void lx_matcher_settle(lx_matcher *matcher) {
  size_t steps = matcher->steps;
  matcher->steps = 0;
  if (steps) lx_charge_steps(matcher->L, steps);
}

static inline void spend(lx_matcher *m, size_t steps) {
  m->steps += steps;
  if (m->steps >= BATCH) lx_matcher_settle(m);
}

static _Noreturn void refuse(const lx_matcher *m, const char *why) {
  size_t length = (size_t)(m->pattern_end - m->pattern);
  const char *more = "";
  if (length > SHOWN) {
    length = SHOWN;
    while (length > SHOWN - 4 && (m->pattern[length] & 0xC0) == 0x80) length--;
    more = "...";
  }
  lx_raise(m->L, "malformed pattern '%.*s%s' (%s)", (int)length, m->pattern, more, why);
}

static _Noreturn void refuse_capture(const lx_matcher *m, int index) {
  char why[48] = "invalid capture index %";
  size_t length = strlen(why);
  if (index >= 10) why[length++] = (char)('0' + index / 10);
  why[length++] = (char)('0' + index % 10);
  why[length] = '\0';
  refuse(m, why);
}

/* ---- Single characters ---- */

/* The end of the set that `set` is the '[' of. */
static const char *set_end(lx_matcher *m, const char *set) {
  const char *p = set + 1, *first;
  if (p < m->pattern_end && *p == '^') p++;
  for (first = p; p < m->pattern_end; p++) {
    if (*p == ']' && p > first) {
      spend(m, (size_t)(p - set) / SET_BYTES_A_STEP);
      return p + 1;
    }
    if (*p == '%' && p + 1 < m->pattern_end) p++;
  }
  refuse(m, "missing ']'");
}

/* The end of the single-character item at `item`, before any '*', '+', '-' or '?'. */
static const char *item_end(lx_matcher *m, const char *item) {
  if (*item == '[') return set_end(m, item);
  if (*item != '%') return item + 1;
  if (item + 1 == m->pattern_end) refuse(m, "ends with '%'");
  return item + 2;
}

/* Whether the item item..end accepts the character at `s`. */
static bool accepts(lx_matcher *m, const char *s, const char *item, const char *end) {
  spend(m, 1);
  if (s >= m->subject_end) return false;
  switch (*item) {
    case '.': return true;
    case '%': return lx_in_class((unsigned char)*s, (unsigned char)item[1]);
    case '[':
      spend(m, (size_t)(end - item) / SET_BYTES_A_STEP);
      return lx_in_set((unsigned char)*s, item + 1, end - 1);
    default: return *item == *s;
  }
}

/* ---- Items; each says whether the subject matches so far ---- */

static void push_choice(walk *w, choice next) {
  if (w->depth == LX_MATCH_DEPTH) refuse(w->m, "too complex");
  w->choices[w->depth++] = next;
}

static bool open_capture(walk *w) {
  lx_matcher *m = w->m;
  bool position = w->p + 1 < m->pattern_end && w->p[1] == ')';
  if (m->count == LX_CAPTURES_MAX) refuse(m, "more than 32 captures");
  push_choice(w, (choice){.kind = REMOVE});
  m->captures[m->count].start = w->s;
  m->captures[m->count].length = position ? LX_CAPTURE_POSITION : LX_CAPTURE_OPEN;
  m->count++;
  w->p += position ? 2 : 1;
  return true;
}

static bool close_capture(walk *w) {
  lx_matcher *m = w->m;
  int i = m->count - 1;
  while (i >= 0 && m->captures[i].length != LX_CAPTURE_OPEN) i--;
  if (i < 0) refuse(m, "')' without '('");
  push_choice(w, (choice){.kind = REOPEN, .capture = i});
  m->captures[i].length = w->s - m->captures[i].start;
  w->p++;
  return true;
}

/* %bxy */
static bool balance(walk *w) {
  lx_matcher *m = w->m;
  const char *s = w->s;
  size_t open = 0;
  char x, y;
  if (m->pattern_end - w->p < 4) refuse(m, "missing arguments to '%b'");
  x = w->p[2];
  y = w->p[3];
  if (s >= m->subject_end || *s != x) return false;
  for (open = 1, s++; s < m->subject_end; s++) {
    spend(m, 1);
    if (*s == y) {
      if (--open == 0) {
        w->s = s + 1;
        w->p += 4;
        return true;
      }
    } else if (*s == x) {
      open++;
    }
  }
  return false;
}

/* %f[set] */
static bool frontier(walk *w) {
  lx_matcher *m = w->m;
  const char *set = w->p + 2, *end;
  unsigned char before, after;
  if (set >= m->pattern_end || *set != '[') refuse(m, "missing '[' after '%f'");
  end = set_end(m, set);
  before = w->s == m->subject ? 0 : (unsigned char)w->s[-1];
  after = w->s == m->subject_end ? 0 : (unsigned char)*w->s;
  spend(m, (size_t)(end - set) / SET_BYTES_A_STEP);
  w->p = end;
  return !lx_in_set(before, set + 1, end - 1) && lx_in_set(after, set + 1, end - 1);
}

/* %1 to %9 */
static bool back_reference(walk *w) {
  lx_matcher *m = w->m;
  int index = w->p[1] - '1';
  lx_capture *capture;
  size_t length;
  if (index < 0 || index >= m->count || m->captures[index].length == LX_CAPTURE_OPEN) {
    refuse_capture(m, index + 1);
  }
  capture = &m->captures[index];
  if (capture->length < 0 || capture->length > m->subject_end - w->s) return false;
  length = (size_t)capture->length;
  spend(m, length / BYTES_A_STEP);
  if (memcmp(capture->start, w->s, length) != 0) return false;
  w->s += length;
  w->p += 2;
  return true;
}

/* As many as there are, at least `least`. */
static bool greedy(walk *w, const char *end, ptrdiff_t least) {
  lx_matcher *m = w->m;
  const char *s = w->s;
  if (*w->p == '.') {
    spend(m, (size_t)(m->subject_end - s) / BYTES_A_STEP);
    s = m->subject_end;
  } else {
    while (accepts(m, s, w->p, end)) s++;
  }
  if (s - w->s < least) return false;
  if (s - w->s > least) {
    push_choice(w, (choice){.kind = GIVE_BACK, .at = s, .item = w->s + least, .rest = end + 1});
  }
  w->s = s;
  w->p = end + 1;
  return true;
}

static bool single(walk *w) {
  lx_matcher *m = w->m;
  const char *item = w->p, *end = item_end(m, item);
  switch (end < m->pattern_end ? *end : '\0') {
    case '*': return greedy(w, end, 0);
    case '+': return greedy(w, end, 1);
    case '-':
      push_choice(w, (choice){.kind = TAKE_MORE, .at = w->s, .item = item, .rest = end + 1});
      w->p = end + 1;
      return true;
    case '?':
      w->p = end + 1;
      if (!accepts(m, w->s, item, end)) return true;
      push_choice(w, (choice){.kind = SKIP, .at = w->s, .rest = end + 1});
      w->s++;
      return true;
    default:
      if (!accepts(m, w->s, item, end)) return false;
      w->s++;
      w->p = end;
      return true;
  }
}

static bool advance(walk *w) {
  const lx_matcher *m = w->m;
  bool last = w->p + 1 == m->pattern_end;
  switch (*w->p) {
    case '(': return open_capture(w);
    case ')': return close_capture(w);
    case '$':
      if (!last) break;
      w->p++;
      return w->s == m->subject_end;
    case '%':
      if (last) break;
      if (w->p[1] == 'b') return balance(w);
      if (w->p[1] == 'f') return frontier(w);
      if (w->p[1] >= '0' && w->p[1] <= '9') return back_reference(w);
      break;
  }
  return single(w);
}

/* Goes back to the last choice that has another way; false when there is none. */
static bool go_back(walk *w) {
  lx_matcher *m = w->m;
  for (; w->depth > 0; w->depth--) {
    choice *last = &w->choices[w->depth - 1];
    spend(m, 1);
    if (last->kind == REMOVE) {
      m->count--;
      continue;
    }
    if (last->kind == REOPEN) {
      m->captures[last->capture].length = LX_CAPTURE_OPEN;
      continue;
    }
    if (last->kind == TAKE_MORE) {
      if (!accepts(m, last->at, last->item, last->rest - 1)) continue;
      last->at++;
    } else if (last->kind == GIVE_BACK) {
      last->at--;
    }
    w->s = last->at;
    w->p = last->rest;
    if (last->kind == SKIP || (last->kind == GIVE_BACK && last->at == last->item)) w->depth--;
    return true;
  }
  return false;
}

const char *lx_matcher_try(lx_matcher *matcher, const char *at) {
  walk w;
  w.m = matcher;
  w.s = at;
  w.p = matcher->pattern;
  w.depth = 0;
  matcher->count = 0;
  while (w.p < matcher->pattern_end) {
    spend(matcher, 1);
    if (!advance(&w) && !go_back(&w)) return NULL;
  }
  return w.s;
}

/* Where the pattern starts with a character that has to be there. */
static const char *seek_byte(lx_matcher *m, const char *from, char wanted) {
  const char *end = m->subject_end;
  const char *place = memchr(from, wanted, (size_t)(end - from));
  spend(m, (size_t)((place ? place : end) - from) / BYTES_A_STEP + 1);
  return place;
}

const char *lx_matcher_seek(lx_matcher *matcher, const char *from) {
  const char *item = matcher->pattern, *end;
  bool escaped = *item == '%';
  if (item == matcher->pattern_end || strchr("^$*+?.()-", *item)) return from;
  if (escaped && strchr("bf0123456789", item[1])) return from;
  end = item_end(matcher, item);
  if (end < matcher->pattern_end && strchr("*?-", *end)) return from;
  if (escaped ? !isalnum((unsigned char)item[1]) : *item != '[') {
    return seek_byte(matcher, from, end[-1]);
  }
  while (from < matcher->subject_end) {
    if (accepts(matcher, from, item, end)) return from;
    from++;
  }
  return NULL;
}

/* ---- Results ---- */

void lx_matcher_push(lx_matcher *matcher, int index, const char *start, const char *end) {
  const lx_capture *capture = &matcher->captures[index];
  if (index >= matcher->count) {
    if (index > 0) refuse_capture(matcher, index + 1);
    spend(matcher, (size_t)(end - start) / BYTES_A_STEP);
    lua_pushlstring(matcher->L, start, (size_t)(end - start));
    return;
  }
  if (capture->length == LX_CAPTURE_OPEN) refuse(matcher, "unfinished capture");
  if (capture->length == LX_CAPTURE_POSITION) {
    lua_pushinteger(matcher->L, (lua_Integer)(capture->start - matcher->subject) + 1);
    return;
  }
  spend(matcher, (size_t)capture->length / BYTES_A_STEP);
  lua_pushlstring(matcher->L, capture->start, (size_t)capture->length);
}

int lx_matcher_push_all(lx_matcher *matcher, const char *start, const char *end) {
  int count = matcher->count == 0 && start ? 1 : matcher->count;
  luaL_checkstack(matcher->L, count, "too many captures");
  for (int i = 0; i < count; i++) lx_matcher_push(matcher, i, start, end);
  return count;
}
