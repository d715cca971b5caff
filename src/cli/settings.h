/* settings.h: what a command line says. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "luxr.h"

typedef enum cli_format {
  CLI_YAML,
  CLI_JSON,  /* one `kind: List` */
  CLI_JSONL, /* one document a line */
  CLI_NAME,  /* kind.group/name, one a line */
} cli_format;

typedef enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER } cli_color;
typedef enum cli_errors { CLI_ERRORS_TEXT, CLI_ERRORS_JSON } cli_errors;
typedef enum cli_memory { CLI_ARENA, CLI_MALLOC } cli_memory;
typedef enum cli_diffs {
  CLI_DIFFS_AUTO,
  CLI_DIFFS_SOME,
  CLI_DIFFS_ALL,
  CLI_DIFFS_NONE
} cli_diffs;
typedef enum cli_table { CLI_TABLE, CLI_TABLE_JSON } cli_table;

/* Strings borrowed from the command line, or from a copy that lives as long. */
typedef struct cli_list {
  const char **items;
  size_t count;
} cli_list;

void cli_list_add(cli_list *list, const char *item);
void cli_list_free(cli_list *list);

/* All zero is what no option says. Limits of 0 are the engine's defaults. */
typedef struct cli_settings {
  cli_list files;
  bool recursive;
  int format, table; /* cli_format, cli_table */
  const char *bundle;
  cli_list overlays;
  const char *name_space;
  cli_list only, skip, sets;
  const char *parameters;
  bool strict, bare, keep_going, update, help;
  const char *from;
  int errors, color, memory; /* cli_errors, cli_color, cli_memory */
  luxr_limits limits;
  uint64_t timeout; /* milliseconds; 0: none */
  const char *observed, *definition, *credentials;
  const char *bundles_folder, *overlays_folder; /* of those that steps name */
  cli_list required, context_values, context_files;
  bool full_xr, results, context; /* what is printed beside resources */
  size_t workers;                 /* 0: as many as there are processors */
  const char *output_folder, *layout;
  bool split, prune, resume, sync, quiet;
  const char *report_file, *shard;
  uint64_t progress; /* milliseconds between two lines; 0: the usual */
  cli_list against_overlays, fail_on;
  const char *against_bundle;
  bool against_plain;
  int impact, diffs;   /* text, json or markdown; cli_diffs */
  const char *ignored; /* of options that mean nothing here */
  char *copies;        /* the comma lists, taken apart; a chain, see cli_settings_copy */
} cli_settings;

void cli_settings_free(cli_settings *settings);

/* A copy that the settings own. */
char *cli_settings_copy(cli_settings *settings, const char *text, size_t length);

#endif
