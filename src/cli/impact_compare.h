/* impact_compare.h: what came of one input by the scripts of before and by those of now.
 */
#ifndef CLI_IMPACT_COMPARE_H
#define CLI_IMPACT_COMPARE_H

#include <stdbool.h>

#include "impact.h"
#include "luxr.h"

typedef struct cli_comparison {
  cli_impact impact;
  bool bare;        /* items have no names in the output, so one may take another */
  size_t resources; /* that were compared, or are gone, or new */
  /* Shows a resource that differs; one side is NULL where it is not there. `is_new`:
   * with something that was not seen before. NULL: none is shown. */
  void (*show)(void *data, const char *input, const luxr_item *old, const luxr_item *new,
               bool is_new);
  void *data;
} cli_comparison;

/* Both results were rendered to JSON. `input` is how to call it. */
void cli_compare_results(cli_comparison *comparison, const luxr_result *old,
                         const luxr_result *new, const char *input);

/* What two items of one name differ in; they have an identity each, and the same one.
 * True when there is something that was not seen before. */
bool cli_compare_items(cli_comparison *comparison, const luxr_item *old, const luxr_item *new,
                       const char *input);

/* "Kind.group"; the core group has none. */
void cli_impact_kind_of(cli_text *text, const luxr_identity *identity);

/* Adds a text in which <name> and <namespace> stand for those of the input, so that what
 * differs by them alone is told together. */
void cli_impact_generalize(cli_text *text, const char *string, const char *input);

#endif
