/* options.h: every option of every command, as a table; reading a command line with it.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "settings.h"
#include "text.h"

/* Which commands know an option. CLI_CASE is the `flags` file of a test case. */
enum {
  CLI_RENDER = 1,
  CLI_CHECK = 2,
  CLI_EXPLAIN = 4,
  CLI_INIT = 8,
  CLI_TEST = 16,
  CLI_VERSION = 32,
  CLI_CASE = 64,
  CLI_HELP = 128,
  CLI_COMPOSITION = 256,
  CLI_MORE = 512, /* shown on a second screen: of the two below */
  CLI_LIVE = 1024,
  CLI_BATCH = 2048,
  CLI_DIFF = 4096,
  CLI_DIFF_MORE = 8192, /* its second screen */
};

typedef enum cli_kind {
  CLI_KIND_FLAG,     /* bool */
  CLI_KIND_TEXT,     /* const char *; the last one counts */
  CLI_KIND_REPEATED, /* cli_list */
  CLI_KIND_COMMAS,   /* cli_list, from a,b,c */
  CLI_KIND_CHOICE,   /* int, the index in `choices` */
  CLI_KIND_LIMIT,    /* luxr_limits */
  CLI_KIND_DURATION, /* uint64_t of milliseconds */
  CLI_KIND_COUNT,    /* size_t, from 1 to 256 */
} cli_kind;

typedef struct cli_option {
  unsigned commands;
  char letter; /* 0: none */
  const char *name;
  const char *value; /* what help calls what it takes; NULL: nothing */
  const char *help;  /* NULL: told with the next one */
  cli_kind kind;
  size_t offset;       /* in cli_settings */
  const char *choices; /* "yaml|json" */
} cli_option;

extern const cli_option cli_options[];
extern const size_t cli_option_count;

/* CLI_COMPOSITION has a table of its own. */
extern const cli_option cli_composition_options[];
extern const size_t cli_composition_option_count;

/* What is wrong with a command line; empty when nothing is. */
typedef struct cli_problem {
  cli_text sentence, hint;
} cli_problem;

void cli_problem_free(cli_problem *problem);

/* Reads arguments into settings; what is no option goes to settings->files. After the
 * first problem it reads on, so that how errors are to be shown is known. True when all
 * is well. */
bool cli_options_parse(cli_settings *settings, unsigned command, int count,
                       char *const *arguments, cli_problem *problem);

/* Adds an empty line and those that explain a command's options, or with `more` those of
 * its second screen; nothing where it has none. */
void cli_options_help(cli_text *text, unsigned command, bool more);

#endif
