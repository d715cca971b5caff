/* engine.h: the bundle and the worker that a command's options ask for. */
#ifndef CLI_ENGINE_H
#define CLI_ENGINE_H

#include <stdbool.h>

#include "luxr.h"
#include "report.h"
#include "settings.h"

typedef struct cli_engine {
  luxr_bundle *bundle;
  luxr_worker *worker;
} cli_engine;

/* The bundle (the built-in one unless settings->bundle), changed by the overlays of the
 * settings and by `overlay`, which may be NULL; and a worker. False: reported, and
 * nothing to free. */
bool cli_engine_open(cli_engine *engine, const cli_settings *settings, const char *bundle,
                     const char *overlay, cli_report *report);

void cli_engine_close(cli_engine *engine);

/* Reports what an opening function found wrong, and frees it. */
void cli_report_problems(cli_report *report, luxr_result *problems);

#endif
