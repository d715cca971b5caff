/* The options of `luxr composition`: those of `crossplane composition render` first. */
#include "options.h"

#define AT(field) offsetof(cli_settings, field)
#define ONLY CLI_COMPOSITION
#define MORE (CLI_COMPOSITION | CLI_MORE)
#define UNUSED "taken, and without effect"

const cli_option cli_composition_options[] = {
    {ONLY, 'o', "observed-resources", "PATH", "what exists: a file or a directory",
     CLI_KIND_TEXT, AT(observed), NULL},
    {ONLY, 'e', "required-resources", "PATH", "what steps may ask for; repeatable",
     CLI_KIND_REPEATED, AT(required), NULL},
    {ONLY, 0, "function-credentials", "PATH", "Secrets that steps name", CLI_KIND_TEXT,
     AT(credentials), NULL},
    {ONLY, 0, "context-files", "KEY=FILE", "files for the context; repeatable",
     CLI_KIND_REPEATED, AT(context_files), NULL},
    {ONLY, 0, "context-values", "KEY=VALUE", "JSON or YAML for the context; repeatable",
     CLI_KIND_REPEATED, AT(context_values), NULL},
    {ONLY, 0, "parameters", "FILE", "of steps whose input has none", CLI_KIND_TEXT,
     AT(parameters), NULL},
    {ONLY, 0, "xrd", "FILE", "the XR's definition, for its defaults", CLI_KIND_TEXT,
     AT(definition), NULL},
    {ONLY, 'x', "include-full-xr", NULL, "print the XR's own fields too", CLI_KIND_FLAG,
     AT(full_xr), NULL},
    {ONLY, 'r', "include-function-results", NULL, "print results", CLI_KIND_FLAG, AT(results),
     NULL},
    {ONLY, 'c', "include-context", NULL, "print the context", CLI_KIND_FLAG, AT(context), NULL},
    {ONLY, 0, "timeout", "TIME", "for all steps: 500ms, 30s, 5m; 1m unless set",
     CLI_KIND_DURATION, AT(timeout), NULL},

    {MORE, 0, "extra-resources", "PATH", "old for --required-resources", CLI_KIND_REPEATED,
     AT(required), NULL},
    /* Of a run that starts Crossplane and functions, which this one does not. */
    {MORE, 's', "required-schemas", "DIR", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},
    {MORE, 'a', "function-annotations", "KEY=VALUE", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},
    {MORE, 'f', "project-file", "FILE", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},
    {MORE, 0, "cache-dir", "DIR", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},
    {MORE, 0, "max-concurrency", "NUMBER", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},
    {MORE, 0, "crossplane-version", "VERSION", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},
    {MORE, 0, "crossplane-image", "IMAGE", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},
    {MORE, 0, "crossplane-binary", "FILE", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},
    {MORE, 0, "crossplane-docker-network", "NAME", UNUSED, CLI_KIND_TEXT, AT(ignored), NULL},

    {MORE, 0, "bundle", "DIR", "for steps that name none", CLI_KIND_TEXT, AT(bundle), NULL},
    {MORE, 0, "overlay", "DIR", "scripts that change it; repeatable", CLI_KIND_REPEATED,
     AT(overlays), NULL},
    {MORE, 0, "bundles-dir", "DIR", "bundles that steps name", CLI_KIND_TEXT,
     AT(bundles_folder), NULL},
    {MORE, 0, "overlays-dir", "DIR", "overlays that steps name", CLI_KIND_TEXT,
     AT(overlays_folder), NULL},
    {MORE, 0, "output-errors", "FORMAT", "text or json", CLI_KIND_CHOICE, AT(errors),
     "text|json"},
    {MORE, 0, "color", "WHEN", "auto, always or never", CLI_KIND_CHOICE, AT(color),
     "auto|always|never"},
    {MORE, 0, "memory", "KIND", "arena or malloc (for sanitizers)", CLI_KIND_CHOICE, AT(memory),
     "arena|malloc"},
    {MORE, 0, "limit", "NAME=VALUE", "see `luxr help limits`; repeatable", CLI_KIND_LIMIT,
     AT(limits), NULL},
    {ONLY, 'h', "help", NULL, "show this", CLI_KIND_FLAG, AT(help), NULL},
};

const size_t cli_composition_option_count =
    sizeof cli_composition_options / sizeof *cli_composition_options;
