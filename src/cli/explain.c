#include <stdlib.h>
#include <string.h>

#include "collect.h"
#include "command.h"
#include "json.h"
#include "memory.h"
#include "outline.h"

/* How the reports of one run are shown. */
struct explanation {
  cli_table format;
  size_t count;
};

static void add_cell(cli_text *text, const char *string, size_t column) {
  size_t start = text->length;
  cli_text_safe(text, string, strlen(string));
  if (text->length - start < column) cli_text_fill(text, ' ', start + column - text->length);
  cli_text_put(text, "  ");
}

static size_t longest_name(const luxr_result *result) {
  size_t longest = strlen("RESOURCE");
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    size_t length = strlen(luxr_result_item(result, i)->name);
    if (length > longest) longest = length;
  }
  return longest;
}

static void add_resources(cli_text *text, const luxr_result *result) {
  size_t column = longest_name(result);
  add_cell(text, "RESOURCE", column);
  cli_text_put(text, "STATE     KIND AND NAME, OR WHY NOT\n");
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    add_cell(text, item->name, column);
    if (item->state == LUXR_SKIPPED) {
      cli_text_put(text, "skipped   ");
      cli_text_safe(text, item->reason, strlen(item->reason));
    } else {
      cli_text_put(text, "rendered  ");
      cli_text_safe(text, item->manifest.kind, strlen(item->manifest.kind));
      cli_text_put(text, " ");
      cli_text_safe(text, item->manifest.name, strlen(item->manifest.name));
    }
    cli_text_put(text, "\n");
  }
}

static void add_findings(cli_text *text, const cJSON *findings) {
  static const char *const fields[] = {"severity", "path", "sentence"};
  const cJSON *finding;
  cJSON_ArrayForEach(finding, findings) {
    const char *separator = "  ";
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
      const char *value = cli_json_get(finding, fields[i]);
      if (!value) continue;
      cli_text_put(text, separator);
      cli_text_safe(text, value, strlen(value));
      separator = ": ";
    }
    cli_text_put(text, "\n");
  }
}

static void add_policies(cli_text *text, const cJSON *report) {
  const cJSON *policy;
  cJSON_ArrayForEach(policy, cJSON_GetObjectItemCaseSensitive(report, "policies")) {
    const char *name = cli_json_get(policy, "name"), *summary = cli_json_get(policy, "summary");
    const cJSON *decided = cJSON_GetObjectItemCaseSensitive(policy, "decided");
    cli_text_put(text, "\nPOLICY ");
    if (name) cli_text_safe(text, name, strlen(name));
    if (summary) cli_text_put(text, ": ");
    if (summary) cli_text_safe(text, summary, strlen(summary));
    cli_text_put(text, "\n");
    if (decided) cli_outline_add(text, decided);
    add_findings(text, cJSON_GetObjectItemCaseSensitive(policy, "findings"));
  }
}

static void add_table(struct explanation *explanation, const luxr_result *result,
                      const luxr_document *document, const char *report, cli_text *text) {
  const char *subject = luxr_result_subject(result);
  cJSON *parsed = cli_json_parse(report, strlen(report));
  if (explanation->count) cli_text_put(text, "\n");
  cli_text_safe(text, subject, strlen(subject));
  cli_text_put(text, " (");
  cli_text_safe(text, document->origin, strlen(document->origin));
  cli_text_put(text, ")\n\n");
  add_resources(text, result);
  add_policies(text, parsed);
  cJSON_Delete(parsed);
}

/* The report as the engine made it, with two members more: numbers stay exact. */
static void add_json(const luxr_result *result, const luxr_document *document,
                     const char *report, cli_text *text) {
  cJSON *head = cli_json_object();
  cli_json_add_text(head, "file", document->origin, strlen(document->origin));
  cli_json_add_string(head, "subject", luxr_result_subject(result));
  cli_json_print(text, head);
  text->length--; /* its closing brace */
  cli_text_put(text, ",");
  cli_text_put(text, report + 1);
  cli_text_put(text, "\n");
}

static void add(void *data, const luxr_result *result, const luxr_document *document,
                cli_text *text) {
  struct explanation *explanation = data;
  const char *report = luxr_result_part(result, LUXR_PART_REPORT, NULL);
  if (!report) report = "{\"policies\":[],\"resources\":[]}";
  if (explanation->format == CLI_TABLE_JSON) {
    add_json(result, document, report, text);
  } else {
    add_table(explanation, result, document, report, text);
  }
  explanation->count++;
}

void cli_explain(cli_context *context) {
  struct explanation explanation = {.format = (cli_table)context->settings.table};
  cli_run run = {
      .settings = &context->settings, .report = &context->report, .flags = LUXR_REPORT};
  if (cli_run_open(&run)) {
    cli_collect(&(cli_collection){&run, &context->out, cli_run_files, add, NULL, &explanation});
  }
  cli_run_close(&run);
}
