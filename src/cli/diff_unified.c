#include "diff_unified.h"

#include <stdlib.h>
#include <string.h>

#include "color.h"
#include "diff_lines.h"
#include "memory.h"

/* Lines that belong together: of the old text from `old` on, of the new from `new` on. */
struct hunk {
  size_t old, new, old_count, new_count;
};

/* A diff being written, and what is shared between its steps. */
struct writer {
  cli_text *text;
  const cli_unified *unified;
  cli_line_diff diff;
  char *signs; /* one for each line of the whole */
  size_t count;
};

static void list_signs(struct writer *writer) {
  const cli_line_diff *diff = &writer->diff;
  size_t row = 0, column = 0;
  char sign;
  writer->signs = cli_alloc(diff->old.count + diff->new.count + 1);
  memset(writer->signs, '=', diff->head);
  writer->count = diff->head;
  while ((sign = cli_line_diff_step(diff, &row, &column)) != 0) {
    writer->signs[writer->count++] = sign;
  }
  memset(writer->signs + writer->count, '=', diff->tail);
  writer->count += diff->tail;
}

static void add_range(cli_text *text, char sign, size_t start, size_t count) {
  /* Of no lines, the one they would stand behind is named. */
  cli_text_print(text, "%c%zu", sign, count ? start + 1 : start);
  if (count != 1) cli_text_print(text, ",%zu", count);
}

static void add_line(const struct writer *writer, char sign, const cli_line *line) {
  cli_text shown = {0};
  char shown_sign = sign == '=' ? ' ' : sign;
  cli_text_add(&shown, &shown_sign, 1);
  cli_text_safe(&shown, line->bytes, line->length);
  cli_color_put(writer->text, writer->unified->colored && sign != '=',
                sign == '+' ? CLI_PAINT_ADDED : CLI_PAINT_REMOVED, cli_text_string(&shown));
  cli_text_put(writer->text, "\n");
  if (line->is_cut) cli_text_put(writer->text, "\\ No newline at end of file\n");
  cli_text_free(&shown);
}

/* The signs from `from` to `to`. */
static void add_hunk(const struct writer *writer, const struct hunk *hunk, size_t from,
                     size_t to) {
  const cli_line_diff *diff = &writer->diff;
  size_t old = hunk->old, new = hunk->new;
  cli_text ranges = {0};
  cli_text_put(&ranges, "@@ ");
  add_range(&ranges, '-', hunk->old, hunk->old_count);
  cli_text_put(&ranges, " ");
  add_range(&ranges, '+', hunk->new, hunk->new_count);
  cli_text_put(&ranges, " @@");
  cli_color_put(writer->text, writer->unified->colored, CLI_PAINT_NOTE,
                cli_text_string(&ranges));
  cli_text_put(writer->text, "\n");
  cli_text_free(&ranges);
  for (size_t i = from; i < to; i++) {
    char sign = writer->signs[i];
    add_line(writer, sign, sign == '+' ? &diff->new.items[new] : &diff->old.items[old]);
    if (sign != '+') old++;
    if (sign != '-') new ++;
  }
}

/* Where the hunk ends that has the change at `at`: the changes that follow soon are in
 * it. */
static size_t end_of_hunk(const struct writer *writer, size_t at) {
  size_t last = at;
  for (size_t i = at; i < writer->count && i <= last + 2 * CLI_DIFF_CONTEXT + 1; i++) {
    if (writer->signs[i] != '=') last = i;
  }
  last += CLI_DIFF_CONTEXT + 1;
  return last < writer->count ? last : writer->count;
}

static void add_hunks(const struct writer *writer) {
  size_t old = 0, new = 0; /* lines before `done` */
  for (size_t done = 0, at = 0; at < writer->count; at++) {
    struct hunk hunk;
    size_t from, to;
    if (writer->signs[at] == '=') continue;
    from = at > done + CLI_DIFF_CONTEXT ? at - CLI_DIFF_CONTEXT : done;
    to = end_of_hunk(writer, at);
    hunk = (struct hunk){old + from - done, new + from - done, 0, 0};
    for (size_t i = from; i < to; i++) {
      if (writer->signs[i] != '+') hunk.old_count++;
      if (writer->signs[i] != '-') hunk.new_count++;
    }
    add_hunk(writer, &hunk, from, to);
    old = hunk.old + hunk.old_count;
    new = hunk.new + hunk.new_count;
    done = to;
    at = to - 1;
  }
}

static void add_name(const struct writer *writer, const char *sign, const char *name) {
  cli_text line = {0};
  cli_text_put(&line, sign);
  if (!name) name = "/dev/null";
  cli_text_safe(&line, name, strlen(name));
  cli_color_put(writer->text, writer->unified->colored, CLI_PAINT_PLACE,
                cli_text_string(&line));
  cli_text_put(writer->text, "\n");
  cli_text_free(&line);
}

static bool is_same_text(const cli_text *a, const cli_text *b) {
  return a->length == b->length && (!a->length || memcmp(a->data, b->data, a->length) == 0);
}

void cli_unified_add(cli_text *text, const cli_unified *unified) {
  static const cli_text nothing = {0};
  cli_unified sides = *unified;
  struct writer writer = {.text = text, .unified = &sides};
  if (!sides.old) sides.old = &nothing;
  if (!sides.new) sides.new = &nothing;
  if (unified->old && unified->new &&is_same_text(sides.old, sides.new)) return;
  cli_line_diff_open(&writer.diff, sides.old, sides.new, true);
  list_signs(&writer);
  add_name(&writer, "--- ", unified->old ? unified->old_name : NULL);
  add_name(&writer, "+++ ", unified->new ? unified->new_name : NULL);
  add_hunks(&writer);
  free(writer.signs);
  cli_line_diff_close(&writer.diff);
}
