/* composition_live.h: `luxr render` as the function renders: what is observed and
 * required is known, and the core's part of the work is done too. */
#ifndef CLI_COMPOSITION_LIVE_H
#define CLI_COMPOSITION_LIVE_H

#include <stdbool.h>

#include "emit.h"
#include "run.h"

typedef struct cli_live cli_live;

/* Whether an option asks for it. */
bool cli_live_is_wanted(const cli_settings *settings);

/* Reads nothing yet. Free: cli_live_free. */
cli_live *cli_live_new(cli_emitter *emitter);
void cli_live_free(cli_live *live);

/* To be a run's `answer`; run->context is the cli_live. */
luxr_result *cli_live_answer(cli_run *run, const luxr_document *document);

/* To be the two functions of a cli_collection; `live` is a cli_live. */
void cli_live_add(void *live, const luxr_result *result, const luxr_document *document,
                  cli_text *text);
void cli_live_end(void *live, cli_text *text);

#endif
