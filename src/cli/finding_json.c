#include "json.h"
#include "report.h"

static const char *name_severity(luxr_severity severity) {
  switch (severity) {
    case LUXR_ERROR: return "error";
    case LUXR_WARNING: return "warning";
    case LUXR_NOTE: return "note";
  }
  return "error";
}

/* Absent texts and numbers are absent members. */
void cli_finding_json(cli_text *text, const luxr_diagnostic *finding) {
  cJSON *object = cli_json_object();
  cli_json_add_string(object, "severity", name_severity(finding->severity));
  if (finding->status != LUXR_OK) {
    cli_json_add_string(object, "status", luxr_status_name(finding->status));
  }
  cli_json_add_string(object, "file", finding->file);
  cli_json_add_number(object, "line", finding->line);
  cli_json_add_number(object, "column", finding->column);
  cli_json_add_number(object, "width", finding->width);
  cli_json_add_string(object, "path", finding->path);
  cli_json_add_string(object, "sentence", finding->sentence);
  cli_json_add_string(object, "hint", finding->hint);
  cli_json_add_string(object, "source", finding->source);
  cli_json_add_string(object, "hook", finding->hook);
  cli_json_add_string(object, "subject", finding->subject);
  cli_json_add_string(object, "trace", finding->trace);
  cli_json_print(text, object);
}

void cli_finding_json_log(cli_text *text, const char *subject, const char *line,
                          size_t length) {
  cJSON *object = cli_json_object();
  cli_json_add_string(object, "severity", "log");
  cli_json_add_string(object, "subject", subject);
  cli_json_add_text(object, "sentence", line, length);
  cli_json_print(text, object);
}
