#include <string.h>

#include "color.h"
#include "report.h"
#include "snippet.h"

static void add_place(cli_text *text, const luxr_diagnostic *finding, bool colored) {
  cli_text place = {0};
  const char *file = finding->file;
  if (file && *file) {
    cli_text_safe(&place, file, strlen(file));
    if (finding->line) cli_text_print(&place, ":%zu", finding->line);
    if (finding->line && finding->column) cli_text_print(&place, ":%zu", finding->column);
    cli_text_put(&place, ": ");
  }
  cli_color_put(text, colored && place.length, CLI_PAINT_PLACE, cli_text_string(&place));
  cli_text_free(&place);
}

static void add_severity(cli_text *text, luxr_severity severity, bool colored) {
  switch (severity) {
    case LUXR_ERROR: cli_color_put(text, colored, CLI_PAINT_ERROR, "error: "); return;
    case LUXR_WARNING: cli_color_put(text, colored, CLI_PAINT_WARNING, "warning: "); return;
    case LUXR_NOTE: cli_color_put(text, colored, CLI_PAINT_NOTE, "note: "); return;
  }
}

static void add_safe(cli_text *text, const char *before, const char *string,
                     const char *after) {
  cli_text_put(text, before);
  cli_text_safe(text, string, strlen(string));
  cli_text_put(text, after);
}

/* The hook and whose render it was; then the script's call trace. */
static void add_hook(cli_text *text, const luxr_diagnostic *finding) {
  const char *line = finding->trace;
  if (finding->hook) {
    add_safe(text, "  in hook ", finding->hook, "");
    if (finding->subject && *finding->subject) add_safe(text, " of ", finding->subject, "");
    cli_text_put(text, "\n");
  }
  while (line && *line) {
    size_t length = strcspn(line, "\n");
    cli_text_put(text, "    ");
    cli_text_safe(text, line, length);
    cli_text_put(text, "\n");
    line += length + (line[length] == '\n');
  }
}

void cli_finding_text(cli_text *text, const luxr_diagnostic *finding, bool colored) {
  add_place(text, finding, colored);
  add_severity(text, finding->severity, colored);
  if (finding->path && *finding->path) add_safe(text, "", finding->path, ": ");
  add_safe(text, "", finding->sentence ? finding->sentence : "", "\n");
  cli_snippet_add(text, finding, colored);
  if (finding->hint && *finding->hint) add_safe(text, "  hint: ", finding->hint, "\n");
  add_hook(text, finding);
}
