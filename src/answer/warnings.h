/* warnings.h: which warnings of a render become results, which are events to whoever reads them.
 *
 * A function is called again and again and must not repeat them, so they are told once for each
 * generation of the XR: as long as the caller has not noted, in the XR's condition Synced, that
 * it worked on this generation. */
#ifndef LX_ANSWER_WARNINGS_H
#define LX_ANSWER_WARNINGS_H

#include "finding.h"

/* Whether the caller has noted it. NULL: the number is absent or none. For an XR without a
 * condition Synced nobody asks: its warnings are news. */
bool lx_warnings_are_told(const double *observed, const double *generation);

/* Walks the warnings to tell, from {result, 0, 0}: at most 10. NULL: no more. */
typedef struct lx_warnings {
  const luxr_result *result;
  size_t at, told;
} lx_warnings;
const luxr_diagnostic *lx_warnings_next(lx_warnings *warnings);

/* The message of the result, in place of what `text` held. */
void lx_warning_print(lx_buffer *text, const luxr_diagnostic *warning,
                      const lx_source_paths *paths);

#endif
