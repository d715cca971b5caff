/* layout.h: which files under an output directory hold what a result has rendered. */
#ifndef CLI_LAYOUT_H
#define CLI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "luxr.h"
#include "report.h"
#include "settings.h"
#include "text.h"

/* The longest path below the directory, which every system can open. */
enum { CLI_LAYOUT_LONGEST = 1024 };

typedef struct cli_layout {
  const char *pattern; /* checked: segments of text and {fields} */
  cli_format format;
  bool split; /* one file a manifest, not one a result */
} cli_layout;

/* Reads --layout, --split and --output of the settings. False: reported. */
bool cli_layout_open(cli_layout *layout, const cli_settings *settings, cli_report *report);

/* A file to be: a path of validated names, and every byte of it. */
typedef struct cli_layout_file {
  const char *path;      /* "team-a/llama.yaml"; no "..", no empty name, no hidden one */
  const luxr_item *item; /* with split, else NULL */
  const char *bytes;
  size_t length;
} cli_layout_file;

/* The files of a result that is well, in order; none when nothing was rendered. Stops
 * with false when `visit` does, or when a name cannot be one of a file: then `problem`
 * says why. */
bool cli_layout_files(const cli_layout *layout, const luxr_result *result,
                      bool (*visit)(void *data, const cli_layout_file *file), void *data,
                      cli_text *problem);

#endif
