/* diagnostic.h: findings, gathered until somebody shows them. */
#ifndef LX_BASE_DIAGNOSTIC_H
#define LX_BASE_DIAGNOSTIC_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "luxr.h"

/* All zero is an empty list. Its texts are its own. When memory is out, `failed` is set and
 * the list keeps what it has. It keeps 1,000 errors, and 1,000 findings that are none, so that
 * no number of warnings hides an error; beyond that it only counts. */
typedef struct lx_diagnostics {
  luxr_diagnostic *items;
  size_t count, capacity;
  size_t errors, warnings; /* of all that were added */
  size_t mild;             /* all that were added and are no errors: warnings and notes */
  size_t left_out;         /* of them all, those that were only counted */
  luxr_status worst;       /* of the errors among those */
  bool failed;
  const char *limit; /* the field of luxr_limits that was met first; NULL: none */
} lx_diagnostics;

void lx_diagnostics_free(lx_diagnostics *list);

/* Adds a finding at a field path (NULL: none). Returns it, so that the caller may set more of
 * it with lx_diagnostic_text; NULL when it was not kept. */
luxr_diagnostic *lx_diagnostics_add(lx_diagnostics *list, luxr_severity severity,
                                    luxr_status status, const char *path, const char *format,
                                    ...) __attribute__((format(printf, 5, 6)));
luxr_diagnostic *lx_diagnostics_vadd(lx_diagnostics *list, luxr_severity severity,
                                     luxr_status status, const char *path, const char *format,
                                     va_list arguments);

/* The shorthand for an error in the input at a place: line and column from 1, 0 unknown. */
luxr_diagnostic *lx_diagnostics_at(lx_diagnostics *list, size_t line, size_t column,
                                   const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Replaces a text of a finding: `field` is &item->hint and alike. */
void lx_diagnostic_text(lx_diagnostics *list, const char **field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The width of a finding without a line: it is about the name of its field, not about what
 * stands there. Whoever finds the place sets the width that it has. */
#define LX_WIDTH_OF_NAME ((size_t)-1)

/* Notes the limit that an error was about, unless there is one already; `limit` may be NULL. */
static inline void lx_diagnostics_limit(lx_diagnostics *list, const char *limit) {
  if (!list->limit) list->limit = limit;
}

/* Ends the list with a note of how many findings were left out, if any were. */
void lx_diagnostics_close(lx_diagnostics *list);

/* The worst status among the errors, also those left out; LUXR_OK when there is none. */
luxr_status lx_diagnostics_status(const lx_diagnostics *list);

#endif
