/* report.h: everything that is said on stderr, as text or as one JSON array; and from it,
 * the exit code. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "luxr.h"
#include "output.h"

typedef struct cli_report {
  cli_output out;
  bool json, colored;
  bool opened; /* the JSON array was begun */
  size_t errors, warnings;
  size_t inputs, failed; /* inputs that were looked at, and those that failed */
  int exit_code;         /* the worst so far */
} cli_report;

/* Shows a finding now; an error counts for the exit code. */
void cli_report_finding(cli_report *report, const luxr_diagnostic *finding);

/* Shows what a result found, without the notes, and what its scripts printed. */
void cli_report_result(cli_report *report, const luxr_result *result);

/* An error of the command itself. `file` and `hint` may be NULL. */
void cli_report_error(cli_report *report, luxr_status status, const char *file,
                      const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same, for a system call that failed with `error`, an errno: "FILE: cannot WHAT:
 * why". */
void cli_report_errno(cli_report *report, const char *file, const char *what, int error);

/* Something to know that is no error and no warning. */
void cli_report_note(cli_report *report, const char *sentence);

/* Empties `stage`, for what must wait for its turn: it takes findings as `report` would, and
 * cli_report_merge hands them on. */
void cli_report_stage(cli_report *stage, const cli_report *report);
void cli_report_merge(cli_report *report, const cli_report *stage);

/* Counts a failure that was shown already, or is better not shown. */
void cli_report_exit(cli_report *report, luxr_status status);

/* Shows the counts when there is more than one finding, ends the array, flushes. */
void cli_report_end(cli_report *report);

/* The finding as text: place and sentence, source and caret, hint, hook and trace. */
void cli_finding_text(cli_text *text, const luxr_diagnostic *finding, bool colored);

/* The finding as a JSON object on one line. */
void cli_finding_json(cli_text *text, const luxr_diagnostic *finding);

/* Something a script printed, as an object of the same kind. */
void cli_finding_json_log(cli_text *text, const char *subject, const char *line, size_t length);

#endif
