#include "diff_command.h"

#include <string.h>

static const char *const names[CLI_DIFFERENCES] = {
    [CLI_DIFFERS_CHANGED] = "changed",   [CLI_DIFFERS_DELETED] = "deleted",
    [CLI_DIFFERS_ADDED] = "added",       [CLI_DIFFERS_REJECTED] = "rejected",
    [CLI_DIFFERS_ACCEPTED] = "accepted", [CLI_DIFFERS_WARNINGS] = "warnings",
};

static void add_names(cli_text *text, unsigned known) {
  for (unsigned i = 0; i < CLI_DIFFERENCES; i++) {
    if (known & 1u << i) cli_text_print(text, "%s, ", names[i]);
  }
  cli_text_put(text, "or none");
}

static bool refuse(cli_context *context, unsigned known, const char *name) {
  cli_text sentence = {0};
  cli_text_put(&sentence, "--fail-on takes ");
  add_names(&sentence, known);
  cli_text_put(&sentence, ", not '");
  cli_text_safe(&sentence, name, strlen(name));
  cli_text_put(&sentence, "'");
  cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL, "%s",
                   cli_text_string(&sentence));
  cli_text_free(&sentence);
  return false;
}

bool cli_diff_fail_on(cli_context *context, unsigned known, unsigned *counts) {
  const cli_list *list = &context->settings.fail_on;
  *counts = list->count ? 0 : known;
  for (size_t i = 0; i < list->count; i++) {
    unsigned bit = 0;
    bool is_none = strcmp(list->items[i], "none") == 0;
    while (bit < CLI_DIFFERENCES && strcmp(names[bit], list->items[i]) != 0) bit++;
    if (is_none ? list->count > 1 : bit == CLI_DIFFERENCES || !(known & 1u << bit)) {
      return refuse(context, known, list->items[i]);
    }
    if (!is_none) *counts |= 1u << bit;
  }
  return true;
}

void cli_diff_differs(cli_context *context) {
  if (!context->report.exit_code) context->report.exit_code = 1;
}

static bool compares_scripts(const cli_settings *settings) {
  return settings->against_overlays.count || settings->against_bundle ||
         settings->against_plain;
}

void cli_diff(cli_context *context) {
  if (compares_scripts(&context->settings)) {
    cli_diff_impact(context);
  } else {
    cli_diff_folder(context);
  }
}
