#include <string.h>

#include "diff_unified.h"
#include "impact_show.h"

void cli_impact_diff_name(cli_text *text, const cli_impact_diff *diff) {
  cli_text_print(text, "%s/%s", diff->input, diff->item->name);
}

void cli_impact_diff_add(cli_text *text, const cli_impact_diff *diff, bool colored) {
  cli_text name = {0};
  const char *called;
  cli_impact_diff_name(&name, diff);
  called = cli_text_string(&name);
  cli_unified_add(text, &(cli_unified){called, called, diff->old, diff->new, colored});
  cli_text_free(&name);
}
