/* impact_words.h: how an impact is put into words, in text and in Markdown alike. */
#ifndef CLI_IMPACT_WORDS_H
#define CLI_IMPACT_WORDS_H

#include <stdbool.h>

#include "impact.h"

/* "4,000". */
void cli_words_number(cli_text *text, size_t number);

/* "1 resource", "4,000 resources". */
void cli_words_count(cli_text *text, size_t count, const char *noun);

/* "312 of 4,000 Labels"; where there were none before, "3 Labels". */
void cli_words_of_kind(cli_text *text, const cli_impact *impact, const cli_impact_field *field,
                       bool of_total);

/* "3 resources would be deleted: " without the colon; false when there is none. */
bool cli_words_part(cli_text *text, const cli_impact *impact, cli_impact_part part);

/* The whole in one sentence, the worst first. */
void cli_words_headline(cli_text *text, const cli_impact *impact);

/* "4,000 inputs with 52,000 resources: 312 differ, ...". */
void cli_words_inputs(cli_text *text, const cli_impact *impact);

/* `"3" -> "5"`, or the sentence of a way that has one; safe to show. */
void cli_words_way(cli_text *text, const cli_impact_way *way, cli_impact_part part);

/* "home/a, home/b and 3 more"; safe to show. */
void cli_words_samples(cli_text *text, const cli_impact_way *way);

/* What stands for the input's own names, when a way has it. */
bool cli_words_has_names(const cli_impact *impact);

#endif
