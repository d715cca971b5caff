#include "options.h"

#define AT(field) offsetof(cli_settings, field)

enum {
  INPUTS = CLI_RENDER | CLI_CHECK | CLI_EXPLAIN,
  ENGINE = INPUTS | CLI_TEST,
  ALL = ENGINE | CLI_INIT | CLI_VERSION,
};

const cli_option cli_options[] = {
    {INPUTS, 'f', "file", "FILE", "a file, a directory or -; as without -f",
     CLI_KIND_REPEATED, AT(files), NULL},
    {INPUTS, 'R', "recursive", NULL, "descend into directories", CLI_KIND_FLAG,
     AT(recursive), NULL},
    {CLI_RENDER, 'o', "output", "FORMAT", "yaml, json (one List), jsonl or name",
     CLI_KIND_CHOICE, AT(format), "yaml|json|jsonl|name"},
    {CLI_EXPLAIN, 'o', "output", "FORMAT", "table or json (the whole report)",
     CLI_KIND_CHOICE, AT(table), "table|json"},
    {CLI_TEST, 0, "update", NULL, "write what is rendered as what is wanted",
     CLI_KIND_FLAG, AT(update), NULL},
    {CLI_INIT, 0, "from", "FILE", "the input its first cases use", CLI_KIND_TEXT,
     AT(from), NULL},
    {ALL, 0, "bundle", "DIR", "a bundle in place of the built-in one", CLI_KIND_TEXT,
     AT(bundle), NULL},
    {ENGINE | CLI_VERSION, 0, "overlay", "DIR", "scripts that change it; repeatable",
     CLI_KIND_REPEATED, AT(overlays), NULL},
    {INPUTS | CLI_CASE, 'n', "namespace", "NAME", "for inputs that name none",
     CLI_KIND_TEXT, AT(name_space), NULL},
    {INPUTS | CLI_CASE, 0, "only", "NAME", NULL, CLI_KIND_COMMAS, AT(only), NULL},
    {INPUTS | CLI_CASE, 0, "skip", "NAME", "resources by name; a,b; repeatable",
     CLI_KIND_COMMAS, AT(skip), NULL},
    {INPUTS | CLI_CASE, 0, "set", "PATH=VALUE", "a field of the inputs; repeatable",
     CLI_KIND_REPEATED, AT(sets), NULL},
    {INPUTS, 0, "parameters", "FILE", "what scripts see as ctx.parameters", CLI_KIND_TEXT,
     AT(parameters), NULL},
    {INPUTS | CLI_CASE, 0, "strict", NULL, "warnings are errors", CLI_KIND_FLAG,
     AT(strict), NULL},
    {CLI_RENDER | CLI_CASE, 0, "bare", NULL, "manifests without their envelope",
     CLI_KIND_FLAG, AT(bare), NULL},
    {INPUTS, 0, "keep-going", NULL, "leave out inputs that fail, do the others",
     CLI_KIND_FLAG, AT(keep_going), NULL},
    {ALL, 0, "output-errors", "FORMAT", "text or json", CLI_KIND_CHOICE, AT(errors),
     "text|json"},
    {ALL, 0, "color", "WHEN", "auto, always or never; auto heeds NO_COLOR",
     CLI_KIND_CHOICE, AT(color), "auto|always|never"},
    {ENGINE, 0, "memory", "KIND", "arena or malloc (for sanitizers)", CLI_KIND_CHOICE,
     AT(memory), "arena|malloc"},
    {ENGINE, 0, "limit", "NAME=VALUE", "see `luxr help limits`; repeatable",
     CLI_KIND_LIMIT, AT(limits), NULL},
    {INPUTS, 0, "timeout", "TIME", "for the whole run: 500ms, 30s, 5m", CLI_KIND_DURATION,
     AT(timeout), NULL},
    {ALL | CLI_HELP, 'h', "help", NULL, "show this", CLI_KIND_FLAG, AT(help), NULL},
};

const size_t cli_option_count = sizeof cli_options / sizeof *cli_options;
