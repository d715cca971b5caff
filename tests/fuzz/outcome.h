/* outcome.h: what holds of the result of any render. */
#ifndef FUZZ_OUTCOME_H
#define FUZZ_OUTCOME_H

#include "fuzz.h"
#include "luxr.h"

/* Success has manifests for everything rendered; failure has an error and no bytes at all. */
static inline void check_outcome(const luxr_result *result) {
  luxr_status status = luxr_result_status(result);
  size_t errors = 0;
  for (size_t i = 0; i < luxr_result_diagnostic_count(result); i++) {
    const luxr_diagnostic *found = luxr_result_diagnostic(result, i);
    PROMISE(found->sentence && found->sentence[0]);
    if (found->severity == LUXR_ERROR) errors++;
  }
  PROMISE((status == LUXR_OK) == (errors == 0));
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    const luxr_item *item = luxr_result_item(result, i);
    PROMISE((status == LUXR_OK && item->state == LUXR_RENDERED) == (item->bytes != NULL));
    if (status == LUXR_OK && item->state == LUXR_SKIPPED) PROMISE(item->reason);
  }
}

#endif
