/* rows.h: tables of documents and what becomes of them. */
#ifndef TEST_ROWS_H
#define TEST_ROWS_H

#include "codec.h"

/* A document, and what it is as JSON, or what is found in it; warnings come before the value. */
typedef struct row {
  const char *text;
  size_t length;
  const char *want;
} row;

#define ROW(text, want) \
  { text, sizeof text - 1, want }

static void check_rows(const row *rows, size_t count, luxr_format format) {
  for (size_t i = 0; i < count; i++) {
    char got[4096];
    bool ok = read_bytes(rows[i].text, rows[i].length, format);
    size_t used = (size_t)snprintf(got, sizeof got, "%s", findings());
    if (ok) {
      snprintf(got + used, sizeof got - used, "%s%s", used ? "\n" : "", top_as_json());
    }
    if (lua_gettop(its.L) != ok) {
      printf("%s: leaves %d values\n", rows[i].text, lua_gettop(its.L));
      check_bad = 1;
    }
    if (strcmp(got, rows[i].want) == 0) continue;
    printf("%s\n  got:  %s\n  want: %s\n", rows[i].text, got, rows[i].want);
    check_bad = 1;
  }
}

#define CHECK_ROWS(rows, format) check_rows(rows, sizeof rows / sizeof *rows, format)

#endif
