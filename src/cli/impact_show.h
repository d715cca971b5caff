/* impact_show.h: an impact as text, as JSON and as Markdown. It was sorted before. */
#ifndef CLI_IMPACT_SHOW_H
#define CLI_IMPACT_SHOW_H

#include <stdbool.h>

#include "impact.h"
#include "luxr.h"
#include "text.h"

/* A resource that differs, with its two sides as YAML; NULL: it is not there. */
typedef struct cli_impact_diff {
  const char *input;
  const luxr_item *item; /* of either side */
  const cli_text *old, *new;
} cli_impact_diff;

/* One way to show. `head` is all but the diffs, which stand behind it one after the
 * other; `count` is how many there are, `left_out` how many were not shown. */
typedef struct cli_impact_format {
  void (*head)(cli_text *text, const cli_impact *impact, size_t count, bool colored);
  void (*diff)(cli_text *text, const cli_impact_diff *diff, size_t index, bool colored);
  void (*tail)(cli_text *text, size_t count, size_t left_out);
} cli_impact_format;

extern const cli_impact_format cli_impact_text, cli_impact_json, cli_impact_markdown;

/* Adds "input/resource" of a diff, as its two sides are called. */
void cli_impact_diff_name(cli_text *text, const cli_impact_diff *diff);

/* Adds the unified diff. */
void cli_impact_diff_add(cli_text *text, const cli_impact_diff *diff, bool colored);

#endif
