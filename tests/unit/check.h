/* check.h: a test is a function, a check is a line. Each test file is one program:
 *
 *   #include "check.h"
 *   static void adds_bytes(void) { CHECK(1 + 1 == 2); }
 *   int main(void) { RUN(adds_bytes); return checks_done(); }
 *
 * The last line it prints is "N passed, N failed", in tests; a test fails with its first bad check. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <string.h>

static int check_bad, check_passed, check_failed;

#define CHECK(condition)                                             \
  do {                                                               \
    if (!(condition)) {                                              \
      printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      check_bad = 1;                                                 \
      return;                                                        \
    }                                                                \
  } while (0)

#define CHECK_TEXT(got, want)                                                 \
  do {                                                                        \
    const char *got_ = (got), *want_ = (want);                                \
    if (!got_ || strcmp(got_, want_) != 0) {                                  \
      printf("%s:%d: %s\n  got:  %s\n  want: %s\n", __FILE__, __LINE__, #got, \
             got_ ? got_ : "(NULL)", want_);                                  \
      check_bad = 1;                                                          \
      return;                                                                 \
    }                                                                         \
  } while (0)

#define RUN(test)                                \
  do {                                           \
    check_bad = 0;                               \
    test();                                      \
    if (check_bad) printf("FAILED %s\n", #test); \
    check_bad ? check_failed++ : check_passed++; \
  } while (0)

static inline int checks_done(void) {
  printf("%d passed, %d failed\n", check_passed, check_failed);
  return check_failed ? 1 : 0;
}

#endif
