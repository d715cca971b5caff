#include "report.h"

#include <errno.h>
#include <string.h>

enum { LONGEST_WAITING = 65536 };

static void begin_object(cli_report *report) {
  cli_text_put(&report->out.text, report->opened ? ",\n" : "[\n");
  report->opened = true;
}

void cli_report_exit(cli_report *report, luxr_status status) {
  int code = luxr_status_exit_code(status);
  if (code > report->exit_code) report->exit_code = code;
}

void cli_report_finding(cli_report *report, const luxr_diagnostic *finding) {
  if (finding->severity == LUXR_ERROR) {
    report->errors++;
    cli_report_exit(report, finding->status);
  }
  if (finding->severity == LUXR_WARNING) report->warnings++;
  if (report->json) {
    begin_object(report);
    cli_finding_json(&report->out.text, finding);
  } else {
    cli_finding_text(&report->out.text, finding, report->colored);
  }
  if (report->out.text.length > LONGEST_WAITING) cli_output_flush(&report->out);
}

/* Tabs stay: print puts them between its arguments. */
static void add_log_line(cli_text *text, const char *line, size_t length) {
  for (size_t at = 0; at < length;) {
    const char *tab = memchr(line + at, '\t', length - at);
    size_t part = tab ? (size_t)(tab - line) - at : length - at;
    cli_text_safe(text, line + at, part);
    if (tab) cli_text_put(text, "\t");
    at += part + 1;
  }
}

/* What scripts printed, a line at a time: it is text of a stranger. */
static void show_log(cli_report *report, const luxr_result *result) {
  size_t length = 0;
  const char *log = luxr_result_part(result, LUXR_PART_LOG, &length);
  const char *end = log ? log + length : NULL;
  while (log < end) {
    const char *line_end = memchr(log, '\n', (size_t)(end - log));
    size_t line = (size_t)((line_end ? line_end : end) - log);
    if (report->json) {
      begin_object(report);
      cli_finding_json_log(&report->out.text, luxr_result_subject(result), log, line);
    } else {
      add_log_line(&report->out.text, log, line);
      cli_text_put(&report->out.text, "\n");
    }
    log += line + 1;
  }
}

void cli_report_result(cli_report *report, const luxr_result *result) {
  size_t count = luxr_result_diagnostic_count(result);
  luxr_status status = luxr_result_status(result);
  size_t errors = report->errors;
  show_log(report, result);
  for (size_t i = 0; i < count; i++) {
    const luxr_diagnostic *finding = luxr_result_diagnostic(result, i);
    if (finding->severity != LUXR_NOTE) cli_report_finding(report, finding);
  }
  cli_report_exit(report, status);
  if (status == LUXR_OK || report->errors > errors) return;
  cli_report_error(report, status, NULL, NULL, "%s: %s", luxr_result_subject(result),
                   luxr_status_name(status));
}

void cli_report_error(cli_report *report, luxr_status status, const char *file,
                      const char *hint, const char *format, ...) {
  luxr_diagnostic finding = {.severity = LUXR_ERROR, .status = status, .file = file};
  cli_text sentence = {0};
  va_list arguments;
  va_start(arguments, format);
  cli_text_vprint(&sentence, format, arguments);
  va_end(arguments);
  finding.sentence = cli_text_string(&sentence);
  finding.hint = hint;
  cli_report_finding(report, &finding);
  cli_text_free(&sentence);
}

/* Not there, or not to be read by us: no such input. All else: the system refused. */
static luxr_status status_of(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case EACCES:
    case EPERM:
    case ELOOP:
    case ENAMETOOLONG:
    case ENXIO:
    case EISDIR: return LUXR_ERR_NOT_FOUND;
    default: return LUXR_ERR_IO;
  }
}

void cli_report_errno(cli_report *report, const char *file, const char *what, int error) {
  if (error == ENOENT) {
    cli_report_error(report, LUXR_ERR_NOT_FOUND, file, NULL, "does not exist");
  } else {
    cli_report_error(report, status_of(error), file, NULL, "cannot %s: %s", what,
                     strerror(error));
  }
}

void cli_report_note(cli_report *report, const char *sentence) {
  luxr_diagnostic finding = {.severity = LUXR_NOTE, .sentence = sentence};
  cli_report_finding(report, &finding);
}

void cli_report_stage(cli_report *stage, const cli_report *report) {
  cli_text text = stage->out.text;
  text.length = 0;
  *stage = (cli_report){.out = {.fd = -1, .text = text},
                        .json = report->json,
                        .colored = report->colored,
                        .opened = true};
}

void cli_report_merge(cli_report *report, const cli_report *stage) {
  const cli_text *text = &stage->out.text;
  size_t from = 0;
  if (report->json && text->length && !report->opened) {
    cli_text_put(&report->out.text, "[\n");
    report->opened = true;
    from = 2; /* the comma and the line break that begin an object that is not the first */
  }
  cli_text_add(&report->out.text, text->data + from, text->length - from);
  report->errors += stage->errors;
  report->warnings += stage->warnings;
  report->inputs += stage->inputs;
  report->failed += stage->failed;
  if (stage->exit_code > report->exit_code) report->exit_code = stage->exit_code;
  if (report->out.text.length > LONGEST_WAITING) cli_output_flush(&report->out);
}

static void add_count(cli_text *text, size_t count, const char *noun) {
  cli_text_print(text, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

static void show_counts(cli_report *report) {
  cli_text *text = &report->out.text;
  if (report->errors + report->warnings < 2) return;
  if (report->errors) add_count(text, report->errors, "error");
  if (report->errors && report->warnings) cli_text_put(text, ", ");
  if (report->warnings) add_count(text, report->warnings, "warning");
  if (report->failed && report->inputs > 1) {
    cli_text_print(text, "; %zu of %zu inputs failed", report->failed, report->inputs);
  }
  cli_text_put(text, "\n");
}

void cli_report_end(cli_report *report) {
  if (report->json) {
    cli_text_put(&report->out.text, report->opened ? "\n]\n" : "[]\n");
  } else {
    show_counts(report);
  }
  cli_output_flush(&report->out);
}
