#include "snippet.h"

#include <string.h>

#include "characters.h"
#include "color.h"

enum {
  WINDOW = 72, /* columns of source that are shown at most */
  LEAD = 24,   /* of them, before the caret, when the line is cut */
  TAB = 4,
};

/* A line laid out in columns, and the part of it that is shown. */
struct layout {
  const char *line;
  size_t length, columns;
  size_t caret, caret_end; /* columns; equal when there is no caret */
  size_t left, right;      /* what is shown */
};

/* A tab is shown as blanks up to its stop. */
static cli_character next_character(const char *bytes, size_t length, size_t column) {
  cli_character character;
  if (*bytes != '\t') return cli_character_next(bytes, length);
  character = (cli_character){.length = 1, .width = TAB - column % TAB};
  memset(character.shown, ' ', character.width);
  return character;
}

static struct layout lay_out(const luxr_diagnostic *finding) {
  struct layout layout = {.line = finding->source, .length = strlen(finding->source)};
  size_t number = 1, last = finding->column + (finding->width ? finding->width : 1);
  bool has_caret = finding->column > 0;
  if (layout.length && layout.line[layout.length - 1] == '\r') layout.length--;
  for (size_t at = 0; at < layout.length; number++) {
    cli_character next = next_character(layout.line + at, layout.length - at, layout.columns);
    if (has_caret && number == finding->column) layout.caret = layout.columns;
    layout.columns += next.width;
    if (has_caret && number >= finding->column && number < last) {
      layout.caret_end = layout.columns;
    }
    at += next.length;
  }
  if (number <= finding->column) layout.caret = layout.columns; /* behind the last one */
  if (has_caret && layout.caret_end <= layout.caret) layout.caret_end = layout.caret + 1;
  return layout;
}

static void choose_window(struct layout *layout) {
  layout->right = layout->columns;
  if (layout->columns <= WINDOW) return;
  if (layout->caret > WINDOW - LEAD) layout->left = layout->caret - LEAD;
  if (layout->columns - layout->left < WINDOW) layout->left = layout->columns - WINDOW;
  layout->right = layout->left + WINDOW;
}

static void add_window(cli_text *text, const struct layout *layout) {
  size_t column = 0, shown = layout->left;
  if (layout->left) cli_text_put(text, "...");
  for (size_t at = 0; at < layout->length && column < layout->right;) {
    cli_character next = next_character(layout->line + at, layout->length - at, column);
    if (column >= layout->left && column + next.width <= layout->right) {
      /* A wide character that the left edge cuts in two leaves a gap. */
      cli_text_fill(text, ' ', column - shown);
      cli_text_put(text, next.shown);
      shown = column + next.width;
    }
    column += next.width;
    at += next.length;
  }
  if (layout->right < layout->columns) cli_text_put(text, "...");
}

static void add_caret(cli_text *text, const struct layout *layout, bool colored) {
  cli_text caret = {0};
  size_t end = layout->caret_end;
  if (end > layout->right && layout->right > layout->caret) end = layout->right;
  cli_text_fill(text, ' ', layout->caret - layout->left + (layout->left ? 3 : 0));
  cli_text_put(&caret, "^");
  if (end > layout->caret + 1) cli_text_fill(&caret, '~', end - layout->caret - 1);
  cli_color_put(text, colored, CLI_PAINT_CARET, cli_text_string(&caret));
  cli_text_free(&caret);
}

void cli_snippet_add(cli_text *text, const luxr_diagnostic *finding, bool colored) {
  struct layout layout;
  size_t start, margin;
  if (!finding->source || !finding->line) return;
  layout = lay_out(finding);
  choose_window(&layout);
  start = text->length;
  cli_text_print(text, "  %zu", finding->line);
  margin = text->length - start;
  cli_text_put(text, " | ");
  add_window(text, &layout);
  cli_text_put(text, "\n");
  if (layout.caret_end <= layout.caret) return;
  cli_text_fill(text, ' ', margin);
  cli_text_put(text, " | ");
  add_caret(text, &layout, colored);
  cli_text_put(text, "\n");
}
