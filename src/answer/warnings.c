#include "warnings.h"

enum { MOST_WARNINGS = 10 };

bool lx_warnings_are_told(const double *observed, const double *generation) {
  return !observed || !generation || *observed >= *generation;
}

const luxr_diagnostic *lx_warnings_next(lx_warnings *warnings) {
  while (warnings->at < luxr_result_diagnostic_count(warnings->result)) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(warnings->result, warnings->at++);
    if (finding->severity != LUXR_WARNING) continue;
    return warnings->told++ < MOST_WARNINGS ? finding : NULL;
  }
  return NULL;
}

void lx_warning_print(lx_buffer *text, const luxr_diagnostic *warning,
                      const lx_source_paths *paths) {
  lx_buffer_clear(text);
  lx_finding_print(text, warning, paths);
  lx_message_cut(text, LX_MESSAGE_MAX);
}
