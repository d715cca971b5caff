/* main.c: finds the command, reads its options, runs it, and sees its output out. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "color.h"
#include "command.h"
#include "options.h"

/* Without this, the first file that is opened would take the number of a standard stream
 * that the caller closed, and be read or written as that. What is opened in its place
 * serves the wrong direction only, so using it is still the error that it was. */
static void guard_standard_streams(void) {
  static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int fd = 0; fd < 3; fd++) {
    while (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
      int opened = open("/dev/null", modes[fd]);
      if (opened < 0 || opened == fd) break;
    }
  }
}

static void show_help(cli_context *context, const cli_command *command) {
  cli_help_text(&context->out.text, command);
}

/* Reads the options and does what they say. */
static void run_command(cli_context *context, const cli_command *command, int count,
                        char **arguments) {
  cli_settings *settings = &context->settings;
  cli_report *report = &context->report;
  cli_problem problem = {0};
  bool good = cli_options_parse(settings, command->options, count, arguments, &problem);
  report->json = settings->errors == CLI_ERRORS_JSON;
  report->colored = !report->json && cli_color_wanted(settings->color, STDERR_FILENO);
  if (!good) {
    if (!problem.hint.length) {
      cli_text_print(&problem.hint, "`luxr %s --help` lists its options", command->name);
    }
    cli_report_error(report, LUXR_ERR_USAGE, NULL, cli_text_string(&problem.hint), "%s",
                     cli_text_string(&problem.sentence));
  } else if (settings->help) {
    show_help(context, command);
  } else {
    command->run(context);
  }
  cli_problem_free(&problem);
}

static void dispatch(cli_context *context, int count, char **arguments) {
  const cli_command *command;
  const char *word = count > 1 ? arguments[1] : "help";
  if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) word = "help";
  if (strcmp(word, "--version") == 0) word = "version";
  command = cli_command_find(word);
  if (!command) {
    cli_command_unknown(&context->report, word[0] == '-' ? "option" : "command", word, NULL);
  } else if (strcmp(command->name, "serve") == 0) {
    cli_serve(context, arguments + 1);
  } else if (strcmp(command->name, "replay") == 0) {
    cli_replay(context, arguments + 1);
  } else {
    run_command(context, command, count > 1 ? count - 2 : 0, arguments + 2);
    if (command->exit_code) {
      context->report.exit_code = command->exit_code(context->report.exit_code);
    }
  }
}

/* Output that was not all taken is a failure. A reader that has seen enough and left
 * needs no word about it, but the exit code tells. */
static void see_output_out(cli_context *context) {
  if (cli_output_close(&context->out)) return;
  if (context->out.error == EPIPE) {
    cli_report_exit(&context->report, LUXR_ERR_IO);
  } else {
    cli_report_errno(&context->report, "<stdout>", "be written", context->out.error);
    cli_report_exit(&context->report, LUXR_ERR_IO);
  }
}

int main(int count, char **arguments) {
  cli_context context = {.out = {.fd = STDOUT_FILENO},
                         .report = {.out = {.fd = STDERR_FILENO}}};
  guard_standard_streams();
  signal(SIGPIPE, SIG_IGN); /* a write says EPIPE */
  signal(SIGXFSZ, SIG_IGN); /* a write says EFBIG */
  dispatch(&context, count, arguments);
  see_output_out(&context);
  cli_report_end(&context.report);
  cli_text_free(&context.report.out.text);
  cli_settings_free(&context.settings);
  return context.report.exit_code;
}
