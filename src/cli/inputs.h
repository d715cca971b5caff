/* inputs.h: the files that a command line means, one after the other.
 *
 * A file that is named is read, whatever it is; a pattern (*, ?, [a-z]) that is no file's
 * name means what matches it. In a directory: *.yaml, *.yml, *.json, *.jsonl and *.ndjson
 * that are regular files (or lead to one), in bytewise order of names, without names that
 * begin with a dot; other kinds of file are passed over. With `recursive` also in the
 * directories below, but not through symbolic links, so there are no loops. One file is
 * open at a time, and the names of one directory for each level are in memory. */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "folder.h"
#include "report.h"
#include "text.h"

typedef struct cli_inputs {
  const char *const *names; /* as the command line gives them */
  size_t count, next;
  bool recursive;
  bool yaml_only; /* of a directory, not *.json */
  cli_report *report;
  bool stdin_taken;
  char **matches; /* of a pattern; NULL between patterns */
  size_t match_count, match_next;
  cli_folder *folder; /* NULL between directories */
  const char *folder_name;
  size_t found; /* in the directory that was named */
  cli_text path;
} cli_inputs;

/* A file, open. `path` lives until the next call. */
typedef struct cli_input {
  const char *path; /* "<stdin>" for - */
  int fd;
} cli_input;

/* 1 and `*input` filled, 0 at the end, -1 when this one cannot be had: that was reported,
 * and the next call goes on behind it. */
int cli_inputs_next(cli_inputs *inputs, cli_input *input);

/* Closes what cli_inputs_next opened. */
void cli_input_close(cli_input *input);

void cli_inputs_free(cli_inputs *inputs);

#endif
