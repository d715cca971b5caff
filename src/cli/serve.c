#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

/* The directory that this program is in; false when the system does not tell. */
static bool find_own_directory(char path[PATH_MAX]) {
  ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
  char *slash;
  if (length <= 0) return false;
  path[length] = '\0';
  slash = strrchr(path, '/');
  if (!slash) return false;
  *slash = '\0';
  return true;
}

/* Comes back when there is no such program, or when the system refuses it: then
 * `*refused`. */
static void become(char **arguments, const char *path, cli_report *report, bool *refused) {
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  execv(path, arguments);
  if (errno == ENOENT || errno == ENOTDIR) return;
  cli_report_errno(report, path, "be started", errno);
  *refused = true;
}

static bool is_help_wanted(const char *argument) {
  return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

void cli_function(cli_context *context, const char *command, char **arguments) {
  static const char *const places[] = {"luxr-function", "../libexec/luxr/luxr-function"};
  char directory[PATH_MAX];
  cli_text path = {0};
  bool refused = false;
  if (!find_own_directory(directory)) memcpy(directory, ".", 2);
  for (size_t i = 0; i < sizeof places / sizeof *places && !refused; i++) {
    path.length = 0;
    cli_text_print(&path, "%s/%s", directory, places[i]);
    become(arguments, cli_text_string(&path), &context->report, &refused);
  }
  cli_text_free(&path);
  if (refused) return;
  for (; *arguments; arguments++) {
    if (!is_help_wanted(*arguments)) continue;
    cli_help_text(&context->out.text, cli_command_find(command));
    return;
  }
  cli_report_error(&context->report, LUXR_ERR_NOT_FOUND, NULL,
                   "it is a program of its own: build or install it beside luxr",
                   "luxr-function is neither in %s nor in %s/../libexec/luxr", directory,
                   directory);
}

void cli_serve(cli_context *context, char **arguments) {
  cli_function(context, "serve", arguments);
}
