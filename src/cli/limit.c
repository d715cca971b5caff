#include "limit.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "amounts.h"
#include "suggest.h"

enum kind { COUNT, BYTES, TIME };

struct limit {
  const char *name;
  size_t offset, size;
  enum kind kind;
  const char *help;
};

#define LIMIT(field, kind, help) \
  { #field, offsetof(luxr_limits, field), sizeof(((luxr_limits *)0)->field), kind, help }

static const struct limit table[] = {
    LIMIT(steps, COUNT, "instructions and bytes charged for, a render"),
    LIMIT(milliseconds, TIME, "wall time of a render: 500ms, 30s"),
    LIMIT(memory, BYTES, "memory of scripts and their values"),
    LIMIT(input, BYTES, "one document"),
    LIMIT(scalar, BYTES, "one scalar of a document"),
    LIMIT(nodes, COUNT, "values of a document, aliases expanded"),
    LIMIT(depth, COUNT, "nesting of a document"),
    LIMIT(documents, COUNT, "documents of one stream; 0 for any number"),
    LIMIT(string, BYTES, "one string a script makes"),
    LIMIT(source, BYTES, "one script"),
    LIMIT(sources, BYTES, "all scripts of a bundle"),
    LIMIT(resources, COUNT, "manifests of a render"),
    LIMIT(output, BYTES, "manifests of a render together"),
    LIMIT(output_depth, COUNT, "nesting of a manifest"),
    LIMIT(log, BYTES, "what print may write in a render"),
    LIMIT(log_lines, COUNT, "lines of it"),
};

enum { COUNT_OF_LIMITS = sizeof table / sizeof *table };

static const struct limit *find(const char *name, size_t length) {
  for (size_t i = 0; i < COUNT_OF_LIMITS; i++) {
    if (strlen(table[i].name) == length && memcmp(table[i].name, name, length) == 0) {
      return &table[i];
    }
  }
  return NULL;
}

static void suggest_name(const char *name, size_t length, cli_text *hint) {
  cli_suggestion suggestion = cli_suggest(name, length);
  for (size_t i = 0; i < COUNT_OF_LIMITS; i++) cli_suggest_offer(&suggestion, table[i].name);
  if (suggestion.best) {
    cli_text_print(hint, "did you mean '%s'?", suggestion.best);
  } else {
    cli_text_put(hint, "`luxr help limits` lists them");
  }
}

static uint64_t read_field(const luxr_limits *limits, const struct limit *which) {
  const char *field = (const char *)limits + which->offset;
  uint64_t number = 0;
  size_t size = 0;
  if (which->size == sizeof number) {
    memcpy(&number, field, sizeof number);
    return number;
  }
  memcpy(&size, field, sizeof size);
  return size;
}

static bool write_field(luxr_limits *limits, const struct limit *which, uint64_t value) {
  char *field = (char *)limits + which->offset;
  size_t size = (size_t)value;
  if (which->size == sizeof value) {
    memcpy(field, &value, sizeof value);
    return true;
  }
  if (size != value) return false;
  memcpy(field, &size, sizeof size);
  return true;
}

bool cli_limit_set(luxr_limits *limits, const char *assignment, cli_text *problem,
                   cli_text *hint) {
  const char *equals = strchr(assignment, '=');
  size_t length = equals ? (size_t)(equals - assignment) : strlen(assignment);
  const struct limit *which = find(assignment, length);
  uint64_t value = 0;
  bool parsed;
  if (!which) {
    cli_text_put(problem, "there is no limit '");
    cli_text_safe(problem, assignment, length);
    cli_text_put(problem, "'");
    suggest_name(assignment, length, hint);
    return false;
  }
  if (!equals) {
    cli_text_print(problem, "--limit %s needs a value: %s=VALUE", which->name, which->name);
    return false;
  }
  parsed = cli_amount_parse(equals + 1, &value) ||
           (which->kind == TIME && cli_duration_parse(equals + 1, &value));
  if (!parsed) {
    cli_text_print(problem, "--limit %s must be a number like %s, not '", which->name,
                   which->kind == TIME ? "500ms or 30s" : "20000, 20k or 20Ki");
    cli_text_safe(problem, equals + 1, strlen(equals + 1));
    cli_text_put(problem, "'");
    return false;
  }
  if (!value && which->offset != offsetof(luxr_limits, documents)) {
    cli_text_print(problem, "--limit %s must be at least 1", which->name);
    return false;
  }
  if (write_field(limits, which, value)) return true;
  cli_text_print(problem, "--limit %s is too large for this machine", which->name);
  return false;
}

/* In the largest unit that divides it. */
static void print_value(cli_text *text, uint64_t value, enum kind kind) {
  if (kind == TIME && value % 1000 == 0) {
    cli_text_print(text, "%llus", (unsigned long long)value / 1000);
  } else if (kind == BYTES && value && value % (1u << 20) == 0) {
    cli_text_print(text, "%lluMi", (unsigned long long)value >> 20);
  } else if (kind == BYTES && value && value % (1u << 10) == 0) {
    cli_text_print(text, "%lluKi", (unsigned long long)value >> 10);
  } else {
    cli_text_print(text, "%llu%s", (unsigned long long)value, kind == TIME ? "ms" : "");
  }
}

void cli_limit_help(cli_text *text) {
  luxr_limits defaults = luxr_limits_default();
  cli_text_put(text,
               "Limits, for --limit NAME=VALUE. Units: k M G, Ki Mi Gi; ms s for time.\n\n");
  for (size_t i = 0; i < COUNT_OF_LIMITS; i++) {
    size_t start = text->length;
    cli_text_print(text, "  %-13s ", table[i].name);
    print_value(text, read_field(&defaults, &table[i]), table[i].kind);
    cli_text_fill(text, ' ', start + 27 - text->length);
    cli_text_print(text, "%s\n", table[i].help);
  }
  cli_text_put(text,
               "\nExample:\n  luxr render --limit memory=128Mi --limit milliseconds=30s "
               "xr.yaml\n");
}
