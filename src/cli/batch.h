/* batch.h: `luxr render --output-dir`: results as files, an inventory of them, and at the
 * end a summary. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "command.h"

void cli_batch(cli_context *context);

#endif
