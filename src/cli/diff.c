#include "diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "color.h"
#include "memory.h"

enum { CONTEXT = 3, MOST_CELLS = 4000000 };

struct line {
  const char *bytes;
  size_t length;
};

struct lines {
  struct line *items;
  size_t count;
};

/* Two texts without what is equal at both ends, and how much of the rest they share. */
struct comparison {
  struct lines old, new;
  size_t head, tail;    /* lines that are equal at the start and at the end */
  size_t rows, columns; /* lines between them */
  uint32_t *shared; /* [row][column]: the longest common sequence behind both; or NULL */
  cli_text *text;
  bool colored;
};

static struct lines split(const cli_text *text) {
  struct lines lines = {cli_alloc((text->length + 1) * sizeof(struct line)), 0};
  for (size_t at = 0; at < text->length;) {
    const char *start = text->data + at;
    const char *end = memchr(start, '\n', text->length - at);
    size_t length = end ? (size_t)(end - start) : text->length - at;
    lines.items[lines.count++] = (struct line){start, length};
    at += length + 1;
  }
  return lines;
}

static bool is_same(const struct line *a, const struct line *b) {
  return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

static void trim(struct comparison *diff) {
  size_t old = diff->old.count, new = diff->new.count;
  while (diff->head < old && diff->head < new &&is_same(&diff->old.items[diff->head],
                                                        &diff->new.items[diff->head])) {
    diff->head++;
  }
  while (diff->tail < old - diff->head &&
         diff->tail <
             new - diff->head &&is_same(&diff->old.items[old - 1 - diff->tail],
                                        &diff->new.items[new - 1 - diff->tail])) {
    diff->tail++;
  }
  diff->rows = old - diff->head - diff->tail;
  diff->columns = new - diff->head - diff->tail;
}

static uint32_t *cell(const struct comparison *diff, size_t row, size_t column) {
  return &diff->shared[row * (diff->columns + 1) + column];
}

static void find_shared(struct comparison *diff) {
  size_t cells = (diff->rows + 1) * (diff->columns + 1);
  if (cells > MOST_CELLS) return;
  diff->shared = cli_alloc(cells * sizeof *diff->shared);
  memset(diff->shared, 0, cells * sizeof *diff->shared);
  for (size_t row = diff->rows; row-- > 0;) {
    for (size_t column = diff->columns; column-- > 0;) {
      uint32_t down = *cell(diff, row + 1, column), right = *cell(diff, row, column + 1);
      bool same = is_same(&diff->old.items[diff->head + row],
                          &diff->new.items[diff->head + column]);
      *cell(diff, row, column) = same           ? *cell(diff, row + 1, column + 1) + 1
                                 : down > right ? down
                                                : right;
    }
  }
}

static void add_line(const struct comparison *diff, char sign, const struct line *line) {
  cli_text shown = {0};
  cli_text_add(&shown, &sign, 1);
  cli_text_safe(&shown, line->bytes, line->length);
  cli_text_put(diff->text, "    ");
  cli_color_put(diff->text, diff->colored && sign != ' ',
                sign == '+' ? CLI_PAINT_ADDED : CLI_PAINT_REMOVED,
                cli_text_string(&shown));
  cli_text_put(diff->text, "\n");
  cli_text_free(&shown);
}

/* Equal lines from `from` to `to` of the old text: those near a change, and a mark for
 * others. */
static void add_equal(const struct comparison *diff, size_t from, size_t to, bool first,
                      bool last) {
  size_t before = first ? 0 : CONTEXT, after = last ? 0 : CONTEXT;
  bool cut = to - from > before + after;
  for (size_t i = from; i < to; i++) {
    if (cut && i >= from + before && i < to - after) {
      if (i == from + before && !first && !last) cli_text_put(diff->text, "    ...\n");
      continue;
    }
    add_line(diff, ' ', &diff->old.items[i]);
  }
}

static void add_all(const struct comparison *diff) {
  size_t row = 0, column = 0,
         equal = 0; /* where the equal lines at hand begin, in the old */
  bool first = true;
  while (row < diff->rows || column < diff->columns) {
    const struct line *old = &diff->old.items[diff->head + row];
    const struct line *new = &diff->new.items[diff->head + column];
    bool both = row < diff->rows && column < diff->columns;
    if (both && diff->shared && is_same(old, new)) {
      row++, column++;
      continue;
    }
    if (equal < diff->head + row) add_equal(diff, equal, diff->head + row, first, false);
    first = false;
    if (row < diff->rows &&
        (!both || !diff->shared ||
         *cell(diff, row + 1, column) >= *cell(diff, row, column + 1))) {
      add_line(diff, '-', old);
      row++;
    } else {
      add_line(diff, '+', new);
      column++;
    }
    equal = diff->head + row;
  }
  add_equal(diff, equal, diff->old.count, first, true);
}

static bool ends_in_line_break(const cli_text *text) {
  return !text->length || text->data[text->length - 1] == '\n';
}

void cli_diff_add(cli_text *text, const cli_text *wanted, const cli_text *got,
                  bool colored) {
  struct comparison diff = {
      .old = split(wanted), .new = split(got), .text = text, .colored = colored};
  trim(&diff);
  find_shared(&diff);
  if (diff.rows || diff.columns) add_all(&diff);
  if (ends_in_line_break(wanted) != ends_in_line_break(got)) {
    cli_text_put(text, ends_in_line_break(wanted) ? "    +(no line break at the end)\n"
                                                  : "    -(no line break at the end)\n");
  }
  free(diff.shared);
  free(diff.old.items);
  free(diff.new.items);
}
