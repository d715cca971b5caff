#include "inputs.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "lines.h"
#include "memory.h"

enum { END = 0, GOT = 1, FAILED = -1, AGAIN = 2 };

static int take_stdin(cli_inputs *inputs, cli_input *input) {
  if (inputs->stdin_taken) {
    cli_report_error(inputs->report, LUXR_ERR_USAGE, NULL, NULL,
                     "standard input can be read once only");
    return FAILED;
  }
  inputs->stdin_taken = true;
  *input = (cli_input){"<stdin>", STDIN_FILENO};
  return GOT;
}

static int enter_folder(cli_inputs *inputs, const char *path) {
  cli_folder *folder = cli_folder_open(path, inputs->folder);
  if (!folder) {
    cli_report_errno(inputs->report, path, "be read", errno);
    return FAILED;
  }
  inputs->folder = folder;
  return AGAIN;
}

static int open_file(cli_inputs *inputs, const char *path, cli_input *input) {
  *input = (cli_input){path, cli_file_open(path)};
  if (input->fd >= 0) return GOT;
  cli_report_errno(inputs->report, path, "be opened", errno);
  return FAILED;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_matches(cli_inputs *inputs) {
  for (size_t i = 0; i < inputs->match_count; i++) free(inputs->matches[i]);
  free(inputs->matches);
  inputs->matches = NULL;
  inputs->match_count = inputs->match_next = 0;
}

/* A pattern that no shell has expanded: what it means comes next, in bytewise order. */
static int expand(cli_inputs *inputs, const char *pattern) {
  glob_t found = {0};
  int error = glob(pattern, GLOB_NOSORT | GLOB_ERR, NULL, &found);
  if (error == GLOB_NOSPACE) cli_out_of_memory();
  if (error == GLOB_ABORTED) {
    cli_report_errno(inputs->report, pattern, "be expanded", errno);
    return FAILED;
  }
  if (error) {
    cli_report_error(inputs->report, LUXR_ERR_NOT_FOUND, pattern, NULL,
                     "does not exist, and no file matches it as a pattern");
    return FAILED;
  }
  inputs->matches = cli_alloc(found.gl_pathc * sizeof *inputs->matches);
  for (size_t i = 0; i < found.gl_pathc; i++) {
    inputs->matches[i] = cli_copy(found.gl_pathv[i], strlen(found.gl_pathv[i]));
  }
  inputs->match_count = found.gl_pathc;
  globfree(&found);
  qsort(inputs->matches, inputs->match_count, sizeof *inputs->matches, compare_names);
  return AGAIN;
}

static int take_name(cli_inputs *inputs, const char *name, cli_input *input) {
  struct stat status;
  if (strcmp(name, "-") == 0) return take_stdin(inputs, input);
  if (stat(name, &status) == 0 && S_ISDIR(status.st_mode)) {
    inputs->folder_name = name;
    inputs->found = 0;
    return enter_folder(inputs, name);
  }
  if (!inputs->matches && lstat(name, &status) != 0 && errno == ENOENT &&
      strpbrk(name, "*?[")) {
    return expand(inputs, name);
  }
  return open_file(inputs, name, input);
}

/* A directory without a document is most likely not the one that was meant. */
static int leave_folder(cli_inputs *inputs) {
  inputs->folder = cli_folder_free(inputs->folder);
  if (inputs->folder || inputs->found) return AGAIN;
  cli_report_error(inputs->report, LUXR_ERR_NOT_FOUND, inputs->folder_name,
                   inputs->recursive ? NULL : "-R looks into the directories below it too",
                   "has no file named *.yaml, *.yml, *.json or *.jsonl");
  return FAILED;
}

static bool is_json(const char *name) {
  size_t length = strlen(name);
  return cli_lines_named(name) || (length > 5 && strcmp(name + length - 5, ".json") == 0);
}

static int take_from_folder(cli_inputs *inputs, cli_input *input) {
  bool is_folder = false;
  const char *name = cli_folder_next(inputs->folder, inputs->recursive, &is_folder);
  const char *folder = cli_folder_path(inputs->folder);
  if (!name) return leave_folder(inputs);
  if (inputs->yaml_only && !is_folder && is_json(name)) return AGAIN;
  inputs->path.length = 0;
  cli_text_put(&inputs->path, folder);
  if (folder[strlen(folder) - 1] != '/') cli_text_put(&inputs->path, "/");
  cli_text_put(&inputs->path, name);
  if (is_folder) return enter_folder(inputs, cli_text_string(&inputs->path));
  inputs->found++;
  return open_file(inputs, cli_text_string(&inputs->path), input);
}

int cli_inputs_next(cli_inputs *inputs, cli_input *input) {
  int step = AGAIN;
  while (step == AGAIN) {
    if (inputs->folder) {
      step = take_from_folder(inputs, input);
    } else if (inputs->match_next < inputs->match_count) {
      step = take_name(inputs, inputs->matches[inputs->match_next++], input);
    } else if (inputs->matches) {
      free_matches(inputs);
    } else if (inputs->next < inputs->count) {
      step = take_name(inputs, inputs->names[inputs->next++], input);
    } else {
      step = END;
    }
  }
  return step;
}

void cli_input_close(cli_input *input) {
  if (input->fd > STDIN_FILENO) close(input->fd);
  input->fd = -1;
}

void cli_inputs_free(cli_inputs *inputs) {
  while (inputs->folder) inputs->folder = cli_folder_free(inputs->folder);
  free_matches(inputs);
  cli_text_free(&inputs->path);
}
