/* diff_lines.h: two texts, line by line, and which lines they share. */
#ifndef CLI_DIFF_LINES_H
#define CLI_DIFF_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

enum { CLI_DIFF_CONTEXT = 3 };

typedef struct cli_line {
  const char *bytes;
  size_t length;
  bool is_cut; /* without the line break that it should end in */
} cli_line;

typedef struct cli_lines {
  cli_line *items;
  size_t count;
} cli_lines;

/* Two texts without what is equal at both ends, and how much of the rest they share. */
typedef struct cli_line_diff {
  cli_lines old, new;
  size_t head, tail;    /* lines that are equal at the start and at the end */
  size_t rows, columns; /* lines between them */
  uint32_t *shared;     /* [row][column]: the longest common sequence behind both; NULL where
                       that is too large: then all between is removed and added */
} cli_line_diff;

/* The texts must outlive it. With `exact`, a last line without a line break is not the
 * same as one that has it. */
void cli_line_diff_open(cli_line_diff *diff, const cli_text *old, const cli_text *new,
                        bool exact);
void cli_line_diff_close(cli_line_diff *diff);

/* What comes next between the ends: '=' both lines, '-' the old one, '+' the new one; 0
 * at the end. Goes on in `row` and `column`. */
char cli_line_diff_step(const cli_line_diff *diff, size_t *row, size_t *column);

bool cli_text_ends_in_line_break(const cli_text *text);

#endif
