/* regex_class.h: the part of the parser that reads characters and their classes. */
#ifndef LX_SCHEMA_REGEX_CLASS_H
#define LX_SCHEMA_REGEX_CLASS_H

#include "schema/regex_program.h"

typedef struct lx_regex_parser {
  lx_regex *regex;
  const char *start, *at, *end;
  bool folds;         /* (?i) */
  bool dot_takes_all; /* (?s) */
  int depth;
  char *problem;
} lx_regex_parser;

/* Says what is wrong and where in the pattern; always false. */
bool lx_regex_fail(lx_regex_parser *parser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* As lx_ranges_add and lx_ranges_close. */
bool lx_regex_add_range(lx_regex_parser *parser, uint32_t first, uint32_t last, bool folds);
bool lx_regex_close_ranges(lx_regex_parser *parser, size_t start, bool negated);

/* Reads one character, escaped or not, or adds the ranges of a class such as \d. */
bool lx_regex_parse_character(lx_regex_parser *parser, uint32_t *code, bool *is_class);

/* At "[": adds the ranges of all to the matching "]". */
bool lx_regex_parse_class(lx_regex_parser *parser);

#endif
