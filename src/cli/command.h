/* command.h: what a command is, and which there are. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "output.h"
#include "report.h"
#include "settings.h"

/* What a command works with. It writes data to `out` and says the rest through `report`,
 * from which the exit code comes too. */
typedef struct cli_context {
  cli_settings settings;
  cli_output out;
  cli_report report;
} cli_context;

typedef struct cli_command {
  const char *name;
  unsigned options;        /* the bit it has in the table of options; 0: it reads none */
  const char *arguments;   /* as help shows them */
  const char *summary;     /* in the list of commands */
  const char *description; /* on its own screen; lines */
  const char *example;     /* lines */
  void (*run)(cli_context *context);
  int (*exit_code)(int code); /* makes its own of the usual one; NULL: the usual one */
} cli_command;

extern const cli_command cli_commands[];
extern const size_t cli_command_count;

/* One a file. */
void cli_render(cli_context *context);
void cli_check(cli_context *context);
void cli_explain(cli_context *context);
void cli_diff(cli_context *context);
void cli_init(cli_context *context);
void cli_test(cli_context *context);
void cli_version(cli_context *context);
void cli_compose(cli_context *context);
int cli_compose_exit_code(int code);
void cli_help(cli_context *context);

/* Becomes luxr-function, which has options of its own, for a command; comes back when it
 * cannot. `arguments` begin with a name. */
void cli_function(cli_context *context, const char *command, char **arguments);
void cli_serve(cli_context *context, char **arguments);
void cli_replay(cli_context *context, char **arguments);

/* Adds a command's screen, or with NULL the one that lists the commands. */
void cli_help_text(cli_text *text, const cli_command *command);

/* NULL when there is none of that name. */
const cli_command *cli_command_find(const char *name);

/* Reports a word that is no command; `what` says what it should have been, `topics`
 * (NULL-ended, or NULL) what else it could have been. */
void cli_command_unknown(cli_report *report, const char *what, const char *word,
                         const char *const *topics);

#endif
