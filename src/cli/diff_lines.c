#include "diff_lines.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { MOST_CELLS = 4000000 };

static cli_lines split(const cli_text *text, bool exact) {
  cli_lines lines = {cli_alloc((text->length + 1) * sizeof(cli_line)), 0};
  for (size_t at = 0; at < text->length;) {
    const char *start = text->data + at;
    const char *end = memchr(start, '\n', text->length - at);
    size_t length = end ? (size_t)(end - start) : text->length - at;
    lines.items[lines.count++] = (cli_line){start, length, exact && !end};
    at += length + 1;
  }
  return lines;
}

static bool is_same(const cli_line *a, const cli_line *b) {
  return a->length == b->length && a->is_cut == b->is_cut &&
         memcmp(a->bytes, b->bytes, a->length) == 0;
}

static void trim(cli_line_diff *diff) {
  const cli_line *old = diff->old.items, *new = diff->new.items;
  size_t old_count = diff->old.count, new_count = diff->new.count;
  size_t least = old_count < new_count ? old_count : new_count;
  while (diff->head < least && is_same(&old[diff->head], &new[diff->head])) diff->head++;
  while (diff->tail < least - diff->head &&
         is_same(&old[old_count - 1 - diff->tail], &new[new_count - 1 - diff->tail])) {
    diff->tail++;
  }
  diff->rows = old_count - diff->head - diff->tail;
  diff->columns = new_count - diff->head - diff->tail;
}

static uint32_t *cell(const cli_line_diff *diff, size_t row, size_t column) {
  return &diff->shared[row * (diff->columns + 1) + column];
}

static void find_shared(cli_line_diff *diff) {
  size_t cells = (diff->rows + 1) * (diff->columns + 1);
  if (cells > MOST_CELLS) return;
  diff->shared = cli_alloc(cells * sizeof *diff->shared);
  memset(diff->shared, 0, cells * sizeof *diff->shared);
  for (size_t row = diff->rows; row-- > 0;) {
    for (size_t column = diff->columns; column-- > 0;) {
      uint32_t down = *cell(diff, row + 1, column), right = *cell(diff, row, column + 1);
      bool same =
          is_same(&diff->old.items[diff->head + row], &diff->new.items[diff->head + column]);
      *cell(diff, row, column) = same           ? *cell(diff, row + 1, column + 1) + 1
                                 : down > right ? down
                                                : right;
    }
  }
}

void cli_line_diff_open(cli_line_diff *diff, const cli_text *old, const cli_text *new,
                        bool exact) {
  *diff = (cli_line_diff){.old = split(old, exact), .new = split(new, exact)};
  trim(diff);
  find_shared(diff);
}

void cli_line_diff_close(cli_line_diff *diff) {
  free(diff->shared);
  free(diff->old.items);
  free(diff->new.items);
}

char cli_line_diff_step(const cli_line_diff *diff, size_t *row, size_t *column) {
  bool has_old = *row < diff->rows, has_new = *column < diff->columns;
  bool both = has_old && has_new;
  if (!has_old && !has_new) return 0;
  if (both && diff->shared &&
      is_same(&diff->old.items[diff->head + *row], &diff->new.items[diff->head + *column])) {
    ++*row;
    ++*column;
    return '=';
  }
  if (has_old && (!both || !diff->shared ||
                  *cell(diff, *row + 1, *column) >= *cell(diff, *row, *column + 1))) {
    ++*row;
    return '-';
  }
  ++*column;
  return '+';
}

bool cli_text_ends_in_line_break(const cli_text *text) {
  return !text->length || text->data[text->length - 1] == '\n';
}
