#include <string.h>

#include "command.h"
#include "limit.h"
#include "options.h"

static const char exit_codes[] =
    "Exit codes\n\n"
    "   0  all is well\n"
    "   1  something differs, of what --fail-on names: `luxr diff` only\n"
    "  64  the command line makes no sense\n"
    "  65  an input is wrong: not a document, against its schema, or refused by a\n"
    "      policy; or a case of `luxr test` failed\n"
    "  66  an input, a bundle or a script is not there, or may not be read\n"
    "  70  a script failed or ran past a limit, a bundle is broken, or memory is out\n"
    "  74  the system refused to read or write, standard output included\n\n"
    "With --keep-going it is the highest one of all inputs. `luxr composition` has\n"
    "codes of its own: 1 for all that went wrong, 80 for a wrong command line or an\n"
    "XR or Composition that is not there, 255 when the time ran out.\n";

static void list_commands(cli_text *text) {
  cli_text_put(text,
               "luxr renders input documents into manifests with Lua scripts.\n\n"
               "Usage: luxr COMMAND [OPTIONS]\n\n");
  for (size_t i = 0; i < cli_command_count; i++) {
    cli_text_print(text, "  %-11s %s\n", cli_commands[i].name, cli_commands[i].summary);
  }
  cli_text_put(text,
               "\nExample:\n"
               "  luxr render xr.yaml\n\n"
               "luxr COMMAND --help explains a command.\n");
}

void cli_help_text(cli_text *text, const cli_command *command) {
  if (!command) {
    list_commands(text);
    return;
  }
  cli_text_print(text, "Usage: luxr %s %s\n%s", command->name, command->arguments,
                 command->description);
  cli_options_help(text, command->options & ~(unsigned)CLI_DIFF_MORE, false);
  cli_text_print(text, "\nExample:\n  %s\n", command->example);
}

/* The second screens: options that a command's own has no room for. */
static const struct {
  const char *topic;
  unsigned command;
  const char *description, *example;
} screens[] = {
    {"live", CLI_LIVE,
     "luxr render as the function renders in a cluster: it sees what exists and what\n"
     "it requires, says what is ready, and names objects as they are named there. The\n"
     "order is: the input, its resources by name, results, the context. Any of these\n"
     "options asks for it.\n",
     "luxr render --observed observed.yaml --include-full-xr xr.yaml"},
    {"batch", CLI_BATCH,
     "luxr render for many inputs. The order of what comes out is the order of the\n"
     "inputs, whatever the number of workers.\n",
     "luxr render -R fleet --output-dir out --prune"},
    {"diff-more", CLI_DIFF_MORE, "The other options of luxr diff.\n",
     "luxr diff -R fleet out --layout '{name}.yaml' --diffs none"},
    {"composition-more", CLI_COMPOSITION, "The other options of luxr composition render.\n",
     "luxr composition render --bundles-dir bundles xr.yaml composition.yaml"},
};

enum { SCREENS = sizeof screens / sizeof *screens };

/* False when there is none of that topic. */
static bool show_screen(cli_text *text, const char *topic) {
  for (size_t i = 0; i < SCREENS; i++) {
    if (strcmp(screens[i].topic, topic) != 0) continue;
    cli_text_put(text, screens[i].description);
    cli_options_help(text, screens[i].command, true);
    cli_text_print(text, "\nExample:\n  %s\n", screens[i].example);
    return true;
  }
  return false;
}

void cli_help(cli_context *context) {
  static const char *const topics[] = {"limits",    "exit-codes",       "live", "batch",
                                       "diff-more", "composition-more", NULL};
  const cli_list *words = &context->settings.files;
  const char *word = words->count ? words->items[0] : NULL;
  const cli_command *command = word ? cli_command_find(word) : NULL;
  if (words->count > 1) {
    cli_report_error(&context->report, LUXR_ERR_USAGE, NULL, NULL,
                     "help takes one word, not %zu", words->count);
  } else if (!word || command) {
    cli_help_text(&context->out.text, command);
  } else if (strcmp(word, "limits") == 0) {
    cli_limit_help(&context->out.text);
  } else if (strcmp(word, "exit-codes") == 0) {
    cli_text_put(&context->out.text, exit_codes);
  } else if (!show_screen(&context->out.text, word)) {
    cli_command_unknown(&context->report, "help for", word, topics);
  }
}
