/* impact.h: what a change of scripts does to many inputs: every difference counted, in
 * groups. Memory is bounded: by the number of groups, and of names kept for each. */
#ifndef CLI_IMPACT_H
#define CLI_IMPACT_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* In the order they are told. */
typedef enum cli_impact_part {
  CLI_IMPACT_DELETED,  /* resources that are no more */
  CLI_IMPACT_ADDED,    /* resources that are new */
  CLI_IMPACT_REJECTED, /* inputs that are refused now, by a sentence */
  CLI_IMPACT_FAILED,   /* inputs at which a script fails now */
  CLI_IMPACT_ACCEPTED, /* inputs that were refused, by a sentence */
  CLI_IMPACT_CHANGED,  /* resources of which a field differs */
  CLI_IMPACT_WARNED,   /* inputs with a warning that is new */
  CLI_IMPACT_SILENT,   /* inputs without a warning that was there */
  CLI_IMPACT_STILL,    /* inputs that fail on both sides; no difference */
  CLI_IMPACT_PARTS
} cli_impact_part;

enum {
  CLI_IMPACT_SAMPLES = 3,     /* names kept for each way */
  CLI_IMPACT_FIELDS = 1000,   /* of one part; further ones are one field without a name */
  CLI_IMPACT_FIELD_WAYS = 50, /* of one field; further ones are counted only */
  CLI_IMPACT_WAYS = 10000,    /* together */
  CLI_IMPACT_LONGEST = 200,   /* bytes of a value; the rest is cut off */
};

/* One way in which a field changes. */
typedef struct cli_impact_way {
  char *old, *new; /* as text; NULL: absent */
  size_t count;    /* of resources, or of inputs */
  size_t last;     /* the one that was counted last */
  char *samples[CLI_IMPACT_SAMPLES];
  size_t sample_count;
  unsigned long long hash; /* of the whole values, before they were cut */
} cli_impact_way;

/* What is told together: a field of a kind, a resource that is gone, or a rule. */
typedef struct cli_impact_field {
  char *kind; /* of resources, with its group: "ConfigMap", "Label.print.example" */
  char *path; /* of the field; or the resource's name in the bundle */
  size_t count, last;
  size_t others; /* of `count`, those that no way below counts */
  cli_impact_way *ways;
  size_t way_count;
} cli_impact_field;

typedef struct cli_impact_list {
  cli_impact_field *fields;
  size_t count;
  size_t things, last; /* resources, or inputs, that are in any of the fields */
} cli_impact_list;

/* How many resources of a kind there were, before. */
typedef struct cli_impact_kind {
  char *kind;
  size_t count;
} cli_impact_kind;

/* All zero is empty. */
typedef struct cli_impact {
  cli_impact_list parts[CLI_IMPACT_PARTS];
  cli_impact_kind *kinds;
  size_t kind_count;
  size_t way_count;
  size_t inputs, same; /* looked at; and those without a difference that render */
  size_t touched;      /* inputs that render on both sides, with a difference */
  size_t resources;    /* that there were, before */
  size_t created;      /* that inputs make which are accepted now */
} cli_impact;

/* One difference. Texts are copied. */
typedef struct cli_impact_entry {
  cli_impact_part part;
  const char *kind, *path;
  const char *old, *new; /* NULL: absent */
  const char *sample;    /* how to call the thing */
  size_t thing; /* a number that no other thing of its part has; each is counted once */
} cli_impact_entry;

/* True when nothing like it was seen before. */
bool cli_impact_add(cli_impact *impact, const cli_impact_entry *entry);

/* Counts a resource that there was. */
void cli_impact_count(cli_impact *impact, const char *kind);
size_t cli_impact_total(const cli_impact *impact, const char *kind);

/* Sorts what is to be shown: by kind, then by how much it counts. */
void cli_impact_sort(cli_impact *impact);

/* Whether there is a difference of this part; of any part. */
bool cli_impact_has(const cli_impact *impact, cli_impact_part part);
bool cli_impact_is_empty(const cli_impact *impact);

void cli_impact_free(cli_impact *impact);

#endif
