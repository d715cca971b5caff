#include "diff.h"

#include "color.h"
#include "diff_lines.h"

/* Where the lines go. */
struct view {
  const cli_line_diff *diff;
  cli_text *text;
  bool colored;
};

static void add_line(const struct view *view, char sign, const cli_line *line) {
  cli_text shown = {0};
  cli_text_add(&shown, &sign, 1);
  cli_text_safe(&shown, line->bytes, line->length);
  cli_text_put(view->text, "    ");
  cli_color_put(view->text, view->colored && sign != ' ',
                sign == '+' ? CLI_PAINT_ADDED : CLI_PAINT_REMOVED, cli_text_string(&shown));
  cli_text_put(view->text, "\n");
  cli_text_free(&shown);
}

/* Equal lines from `from` to `to` of the old text: those near a change, and a mark for
 * others. */
static void add_equal(const struct view *view, size_t from, size_t to, bool first, bool last) {
  size_t before = first ? 0 : CLI_DIFF_CONTEXT, after = last ? 0 : CLI_DIFF_CONTEXT;
  bool cut = to - from > before + after;
  for (size_t i = from; i < to; i++) {
    if (cut && i >= from + before && i < to - after) {
      if (i == from + before && !first && !last) cli_text_put(view->text, "    ...\n");
      continue;
    }
    add_line(view, ' ', &view->diff->old.items[i]);
  }
}

static void add_all(const struct view *view) {
  const cli_line_diff *diff = view->diff;
  size_t row = 0, column = 0;
  size_t equal = 0; /* where the equal lines at hand begin, in the old */
  bool first = true;
  char sign;
  while ((sign = cli_line_diff_step(diff, &row, &column)) != 0) {
    size_t at = diff->head + row - (sign == '-' ? 1 : 0);
    if (sign == '=') continue;
    if (equal < at) add_equal(view, equal, at, first, false);
    first = false;
    add_line(view, sign,
             sign == '-' ? &diff->old.items[at] : &diff->new.items[diff->head + column - 1]);
    equal = diff->head + row;
  }
  add_equal(view, equal, diff->old.count, first, true);
}

void cli_diff_add(cli_text *text, const cli_text *wanted, const cli_text *got, bool colored) {
  cli_line_diff diff;
  cli_line_diff_open(&diff, wanted, got, false);
  if (diff.rows || diff.columns) add_all(&(struct view){&diff, text, colored});
  if (cli_text_ends_in_line_break(wanted) != cli_text_ends_in_line_break(got)) {
    cli_text_put(text, cli_text_ends_in_line_break(wanted)
                           ? "    +(no line break at the end)\n"
                           : "    -(no line break at the end)\n");
  }
  cli_line_diff_close(&diff);
}
