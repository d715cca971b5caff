#include <string.h>

#include "command.h"
#include "options.h"
#include "suggest.h"

const cli_command cli_commands[] = {
    {"render", CLI_RENDER, "[OPTIONS] FILE...", "Renders inputs and prints their manifests",
     "Prints manifests of inputs: all or nothing. More: `luxr help live` and `batch`.\n",
     "luxr render --overlay my-overlay xr.yaml", cli_render, NULL},
    {"check", CLI_CHECK, "[OPTIONS] FILE...",
     "Validates inputs; prints nothing when all is well",
     "Validates inputs by rendering them; prints nothing when all is well.\n",
     "luxr check --strict --keep-going inputs/", cli_check, NULL},
    {"explain", CLI_EXPLAIN, "[OPTIONS] FILE...",
     "Shows what became of each resource and policy, and why",
     "Shows every resource, rendered or skipped and why; and what policies decided.\n",
     "luxr explain xr.yaml", cli_explain, NULL},
    {"diff", CLI_DIFF | CLI_DIFF_MORE, "[OPTIONS] FILE... [DIR]",
     "Shows what a change of scripts does to many inputs",
     "With --against: what other scripts made of the inputs, counted and grouped.\n"
     "Else: what `luxr render --output-dir DIR` would change. `luxr help diff-more`.\n"
     "Ends with 0 when nothing differs, with 1 when something does.\n",
     "luxr diff -R fleet --overlay new --against-overlay old", cli_diff, NULL},
    {"init", CLI_INIT, "[OPTIONS] DIR", "Starts an overlay: a policy, its cases, a README",
     "Writes an overlay to start from: a policy, cases that test it, a README.\n"
     "DIR must be new or empty.\n",
     "luxr init my-overlay && luxr test my-overlay", cli_init, NULL},
    {"test", CLI_TEST, "[OPTIONS] DIR...", "Runs the cases of overlays and bundles",
     "Runs the cases in DIR/cases: CASE/xr.yaml must print what CASE/want.yaml has,\n"
     "and say what CASE/want.txt has. CASE/parameters.yaml is given as --parameters,\n"
     "and CASE/flags holds options, one a line.\n",
     "luxr test --update my-overlay && git diff", cli_test, NULL},
    {"composition", CLI_COMPOSITION, "render [OPTIONS] XR COMPOSITION [FUNCTIONS]",
     "Renders an XR through the steps of a Composition",
     "Renders an XR through the steps of a Composition, each of which must be ours;\n"
     "prints what the control plane's command of that name does, and ends alike.\n"
     "`luxr help composition-more` shows the other options.\n",
     "luxr composition render xr.yaml composition.yaml functions.yaml -x -r", cli_compose,
     cli_compose_exit_code},
    {"serve", 0, "[OPTIONS]", "Runs the function server",
     "Runs luxr-function, which has options of its own: luxr serve --help.\n",
     "luxr serve --help", NULL, NULL},
    {"replay", 0, "[OPTIONS] FILE...", "Renders recorded calls again and shows what differs",
     "Renders calls again that `luxr serve --record DIR` kept; shows what differs.\n"
     "Its options are those that choose the bundle: luxr replay --help.\n",
     "luxr replay --overlay my-overlay records/call-007.json", NULL, NULL},
    {"version", CLI_VERSION, "[OPTIONS]", "Prints the versions of luxr, its bundle and its Lua",
     "Prints the versions of luxr, of the bundle (with overlays), and of Lua.\n",
     "luxr version --bundle my-bundle", cli_version, NULL},
    {"help", CLI_HELP, "[COMMAND | TOPIC]", "Explains a command, limits or exit-codes",
     "Explains a command, or limits, exit-codes, live, batch, composition-more.\n",
     "luxr help limits", cli_help, NULL},
};

const size_t cli_command_count = sizeof cli_commands / sizeof *cli_commands;

const cli_command *cli_command_find(const char *name) {
  for (size_t i = 0; i < cli_command_count; i++) {
    if (strcmp(cli_commands[i].name, name) == 0) return &cli_commands[i];
  }
  return NULL;
}

void cli_command_unknown(cli_report *report, const char *what, const char *word,
                         const char *const *topics) {
  cli_suggestion suggestion = cli_suggest(word, strlen(word));
  cli_text hint = {0};
  for (size_t i = 0; i < cli_command_count; i++) {
    cli_suggest_offer(&suggestion, cli_commands[i].name);
  }
  for (; topics && *topics; topics++) cli_suggest_offer(&suggestion, *topics);
  if (suggestion.best) {
    cli_text_print(&hint, "did you mean '%s'?", suggestion.best);
  } else {
    cli_text_put(&hint, "`luxr help` lists the commands");
  }
  cli_report_error(report, LUXR_ERR_USAGE, NULL, cli_text_string(&hint), "there is no %s '%s'",
                   what, word);
  cli_text_free(&hint);
}
