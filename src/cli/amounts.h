/* amounts.h: numbers with a unit, as options give them. */
#ifndef CLI_AMOUNTS_H
#define CLI_AMOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

/* "20000000", "20M", "64Mi": k, M, G count by 1,000 and Ki, Mi, Gi by 1,024. */
bool cli_amount_parse(const char *text, uint64_t *value);

/* "500ms", "30s", "5m", "1h", in milliseconds. A number alone is not a duration. */
bool cli_duration_parse(const char *text, uint64_t *milliseconds);

/* Adds a number as people read it: 1,234,567. */
void cli_amount_add(cli_text *text, size_t value);

#endif
