/* regex_program.h: what a regular expression is compiled into.
 *
 * A program is a row of instructions; jumps are relative, so a part of it can be moved
 * and copied as it is. */
#ifndef LX_SCHEMA_REGEX_PROGRAM_H
#define LX_SCHEMA_REGEX_PROGRAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/regex.h"

enum {
  LX_REGEX_LENGTH = 8192,       /* of a pattern, in bytes */
  LX_REGEX_INSTRUCTIONS = 4096, /* of a program */
  LX_REGEX_RANGES = 16384,      /* of all its sets */
  LX_REGEX_DEPTH = 100,         /* of groups */
  LX_REGEX_REPEAT = 1000,       /* {1,1000} */
  LX_REGEX_RUNS = 8,            /* of a program before a table is made */
  LX_REGEX_LAST = 0x10FFFF      /* the last code point */
};

typedef enum lx_operation {
  LX_TAKE,  /* one character of the set `argument` */
  LX_SPLIT, /* go on behind this one, and at this one + `argument` */
  LX_JUMP,  /* go on at this one + `argument` */
  LX_BEGIN, /* only at the start of the text */
  LX_END,   /* only at its end */
  LX_FOUND
} lx_operation;

typedef struct lx_instruction {
  lx_operation operation;
  int argument;
} lx_instruction;

typedef struct lx_range {
  uint32_t first, last;
} lx_range;

/* Sorted ranges that neither touch nor overlap. */
typedef struct lx_set {
  size_t start, count; /* in `ranges` of the program */
} lx_set;

/* A table of states by kinds of characters, where it is small (regex_table.c). */
typedef struct lx_table {
  uint8_t ascii[128];    /* the kind of each */
  const uint32_t *kinds; /* where each kind starts; ascending from 0 */
  size_t kind_count;
  const uint16_t *next; /* the state after a character: [state * kind_count + kind] */
  const uint8_t *ends;  /* whether the text may end in a state */
  uint16_t start;
} lx_table;

/* States of every table. */
enum { LX_STATE_LOST, LX_STATE_FOUND, LX_STATE_START };

struct lx_regex {
  lx_instruction *program;
  size_t count, capacity;
  lx_set *sets;
  size_t set_count, set_capacity;
  lx_range *ranges;
  size_t range_count, range_capacity;
  _Atomic(lx_table *) table; /* NULL: none, the program is run as it is */
  atomic_uint runs;          /* of the program */
};

/* Fills the program; false with `problem` filled, empty when memory is out. */
bool lx_regex_parse(lx_regex *regex, const char *pattern, size_t length, char *problem);

/* Makes the table, unless it would be large or memory is out: then there is none. */
void lx_regex_tabulate(lx_regex *regex);
bool lx_table_matches(const lx_table *table, const char *text, size_t length);

/* Whether a set has a character. */
bool lx_regex_takes(const lx_regex *regex, size_t set, uint32_t code);

/* A set under construction: ranges are added behind the others, those from `start` on are
 * sorted and merged, and then replaced by all other characters if `negated`. Each says
 * false when memory is out or the ranges are too many (*too_many). */
bool lx_ranges_add(lx_regex *regex, uint32_t first, uint32_t last, bool folds, bool *too_many);
bool lx_ranges_close(lx_regex *regex, size_t start, bool negated, bool *too_many);
bool lx_set_add(lx_regex *regex, size_t start, size_t *set);

#endif
