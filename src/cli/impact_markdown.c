#include <string.h>

#include "impact_show.h"
#include "impact_words.h"

enum { MOST_WAYS = 10 };

/* Text of a stranger between backquotes, more of them than it has itself in a row; a bar
 * would end the cell of a table even there. */
static void add_code(cli_text *text, const cli_text *words) {
  size_t most = 0, run = 0;
  if (!words->length) return;
  for (size_t i = 0; i < words->length; i++) {
    run = words->data[i] == '`' ? run + 1 : 0;
    if (run > most) most = run;
  }
  cli_text_fill(text, '`', most + 1);
  if (most) cli_text_put(text, " ");
  for (size_t i = 0; i < words->length; i++) {
    if (words->data[i] == '|') cli_text_put(text, "\\");
    cli_text_add(text, &words->data[i], 1);
  }
  if (most) cli_text_put(text, " ");
  cli_text_fill(text, '`', most + 1);
}

static void add_code_string(cli_text *text, const char *string) {
  cli_text safe = {0};
  cli_text_safe(&safe, string, strlen(string));
  add_code(text, &safe);
  cli_text_free(&safe);
}

static bool is_of_resources(cli_impact_part part) {
  return part == CLI_IMPACT_DELETED || part == CLI_IMPACT_ADDED || part == CLI_IMPACT_CHANGED;
}

/* The columns that say what is counted. */
static void add_subject(cli_text *text, const cli_impact *impact, cli_impact_part part,
                        const cli_impact_field *field) {
  cli_text_put(text, "| ");
  if (is_of_resources(part)) {
    cli_words_of_kind(text, impact, field, part != CLI_IMPACT_ADDED);
  } else {
    cli_words_count(text, field->count, "input");
  }
  cli_text_put(text, " | ");
  if (part == CLI_IMPACT_DELETED || part == CLI_IMPACT_ADDED) return;
  if (part == CLI_IMPACT_CHANGED && !*field->kind && !*field->path) {
    cli_text_put(text, "other fields");
  }
  add_code_string(text, field->path);
  cli_text_put(text, " | ");
}

static void add_way(cli_text *text, const cli_impact_way *way, cli_impact_part part) {
  cli_text words = {0}, samples = {0};
  cli_words_way(&words, way, part);
  cli_words_samples(&samples, way);
  cli_words_number(text, way->count);
  cli_text_put(text, " | ");
  add_code(text, &words);
  cli_text_put(text, " | ");
  add_code(text, &samples);
  cli_text_put(text, " |\n");
  cli_text_free(&words);
  cli_text_free(&samples);
}

static void add_field(cli_text *text, const cli_impact *impact, cli_impact_part part,
                      const cli_impact_field *field) {
  size_t others = field->others;
  for (size_t i = 0; i < field->way_count; i++) {
    if (i >= MOST_WAYS) {
      others += field->ways[i].count;
      continue;
    }
    add_subject(text, impact, part, field);
    add_way(text, &field->ways[i], part);
  }
  if (!others) return;
  add_subject(text, impact, part, field);
  cli_words_number(text, others);
  cli_text_put(text, " | in other ways | |\n");
}

static void add_part(cli_text *text, const cli_impact *impact, cli_impact_part part) {
  const cli_impact_list *list = &impact->parts[part];
  if (!list->count) return;
  cli_text_put(text, "\n### ");
  cli_words_part(text, impact, part);
  cli_text_put(text, "\n\n");
  if (part == CLI_IMPACT_CHANGED) {
    cli_text_put(text, "| resources | field | | change | inputs |\n|-|-|-:|-|-|\n");
  } else if (is_of_resources(part)) {
    cli_text_put(text, "| resources | | why | inputs |\n|-|-:|-|-|\n");
  } else {
    cli_text_put(text, "| inputs | field | | what is said | inputs |\n|-|-|-:|-|-|\n");
  }
  for (size_t i = 0; i < list->count; i++) add_field(text, impact, part, &list->fields[i]);
}

static void add_head(cli_text *text, const cli_impact *impact, size_t count, bool colored) {
  cli_text headline = {0};
  (void)colored;
  cli_words_headline(&headline, impact);
  cli_text_put(text, "**What would change:** ");
  add_code(text, &headline);
  cli_text_put(text, "\n\n");
  cli_words_inputs(text, impact);
  cli_text_put(text, ".\n");
  for (int part = 0; part < CLI_IMPACT_PARTS; part++) {
    add_part(text, impact, (cli_impact_part)part);
  }
  if (cli_words_has_names(impact)) {
    cli_text_put(text, "\n`<name>` and `<namespace>` stand for those of each input.\n");
  }
  if (count) cli_text_put(text, "\n<details><summary>Diffs</summary>\n");
  cli_text_free(&headline);
}

/* The fence is longer than any in the diff. */
static void add_diff(cli_text *text, const cli_impact_diff *diff, size_t index, bool colored) {
  cli_text unified = {0};
  size_t most = 2, run = 0;
  (void)index;
  (void)colored;
  cli_impact_diff_add(&unified, diff, false);
  for (size_t i = 0; i < unified.length; i++) {
    run = unified.data[i] == '`' ? run + 1 : 0;
    if (run > most) most = run;
  }
  cli_text_put(text, "\n");
  cli_text_fill(text, '`', most + 1);
  cli_text_put(text, "diff\n");
  cli_text_add(text, unified.data, unified.length);
  cli_text_fill(text, '`', most + 1);
  cli_text_put(text, "\n");
  cli_text_free(&unified);
}

static void add_tail(cli_text *text, size_t count, size_t left_out) {
  if (!count) return;
  if (left_out) {
    cli_text_put(text, "\n");
    cli_words_count(text, left_out, "resource");
    cli_text_put(text, left_out == 1 ? " more differs.\n" : " more differ.\n");
  }
  cli_text_put(text, "\n</details>\n");
}

const cli_impact_format cli_impact_markdown = {add_head, add_diff, add_tail};
