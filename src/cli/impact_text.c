#include <string.h>

#include "color.h"
#include "impact_show.h"
#include "impact_words.h"

enum { MOST_WAYS = 10 };

static void add_title(cli_text *text, const cli_impact *impact, cli_impact_part part,
                      bool colored) {
  static const cli_paint paints[CLI_IMPACT_PARTS] = {
      [CLI_IMPACT_DELETED] = CLI_PAINT_ERROR,  [CLI_IMPACT_ADDED] = CLI_PAINT_CARET,
      [CLI_IMPACT_REJECTED] = CLI_PAINT_ERROR, [CLI_IMPACT_FAILED] = CLI_PAINT_ERROR,
      [CLI_IMPACT_ACCEPTED] = CLI_PAINT_CARET, [CLI_IMPACT_CHANGED] = CLI_PAINT_WARNING,
      [CLI_IMPACT_WARNED] = CLI_PAINT_WARNING, [CLI_IMPACT_SILENT] = CLI_PAINT_CARET,
      [CLI_IMPACT_STILL] = CLI_PAINT_NOTE,
  };
  cli_text title = {0};
  cli_words_part(&title, impact, part);
  cli_text_put(text, "\n");
  cli_color_put(text, colored, paints[part], cli_text_string(&title));
  cli_text_put(text, "\n");
  cli_text_free(&title);
}

static bool is_of_resources(cli_impact_part part) {
  return part == CLI_IMPACT_DELETED || part == CLI_IMPACT_ADDED || part == CLI_IMPACT_CHANGED;
}

/* What the ways below it have in common. */
static void add_field(cli_text *text, const cli_impact *impact, cli_impact_part part,
                      const cli_impact_field *field) {
  bool is_nameless = !*field->kind && !*field->path;
  cli_text_put(text, "  ");
  if (is_of_resources(part)) {
    cli_words_of_kind(text, impact, field, part != CLI_IMPACT_ADDED);
  } else {
    cli_words_count(text, field->count, "input");
  }
  if (part == CLI_IMPACT_CHANGED) {
    cli_text_put(text, field->count == 1 ? " changes " : " change ");
    cli_text_put(text, is_nameless ? "other fields" : "");
    cli_text_safe(text, field->path, strlen(field->path));
  } else if (!is_of_resources(part) && *field->path) {
    cli_text_put(text, ": ");
    cli_text_safe(text, field->path, strlen(field->path));
  }
  if (!is_of_resources(part) && *field->kind) {
    cli_text_put(text, " (");
    cli_text_safe(text, field->kind, strlen(field->kind));
    cli_text_put(text, ")");
  }
  cli_text_put(text, "\n");
}

static void add_ways(cli_text *text, cli_impact_part part, const cli_impact_field *field) {
  size_t others = field->others;
  for (size_t i = 0; i < field->way_count; i++) {
    const cli_impact_way *way = &field->ways[i];
    if (i >= MOST_WAYS) {
      others += way->count;
      continue;
    }
    cli_text_put(text, "    ");
    cli_words_number(text, way->count);
    cli_text_put(text, ": ");
    cli_words_way(text, way, part);
    cli_text_put(text, "\n       ");
    cli_words_samples(text, way);
    cli_text_put(text, "\n");
  }
  if (!others) return;
  cli_text_put(text, "    ");
  cli_words_number(text, others);
  cli_text_put(text, " in other ways\n");
}

static void add_head(cli_text *text, const cli_impact *impact, size_t count, bool colored) {
  cli_text headline = {0};
  cli_words_headline(&headline, impact);
  cli_color_put(text, colored, CLI_PAINT_PLACE, cli_text_string(&headline));
  cli_text_put(text, "\n");
  cli_words_inputs(text, impact);
  cli_text_put(text, "\n");
  for (int part = 0; part < CLI_IMPACT_PARTS; part++) {
    const cli_impact_list *list = &impact->parts[part];
    if (list->count) add_title(text, impact, (cli_impact_part)part, colored);
    for (size_t i = 0; i < list->count; i++) {
      add_field(text, impact, (cli_impact_part)part, &list->fields[i]);
      add_ways(text, (cli_impact_part)part, &list->fields[i]);
    }
  }
  if (cli_words_has_names(impact)) {
    cli_text_put(text, "\n<name> and <namespace> stand for those of each input.\n");
  }
  if (count) cli_text_put(text, "\n");
  cli_text_free(&headline);
}

static void add_diff(cli_text *text, const cli_impact_diff *diff, size_t index, bool colored) {
  (void)index;
  cli_impact_diff_add(text, diff, colored);
}

static void add_tail(cli_text *text, size_t count, size_t left_out) {
  if (!left_out || !count) return;
  cli_text_put(text, "\n");
  cli_words_count(text, left_out, "resource");
  cli_text_put(text, left_out == 1 ? " more differs" : " more differ");
  cli_text_put(text, "; --diffs all shows every one\n");
}

const cli_impact_format cli_impact_text = {add_head, add_diff, add_tail};
