#include "schema/regex_class.h"

#include <string.h>

#include "base/utf8.h"

bool lx_regex_add_range(lx_regex_parser *parser, uint32_t first, uint32_t last, bool folds) {
  bool too_many = false;
  if (folds && last > 0x7F) {
    return lx_regex_fail(parser, "(?i) with other letters than ASCII is not supported");
  }
  if (lx_ranges_add(parser->regex, first, last, folds, &too_many)) return true;
  return too_many && lx_regex_fail(parser, "the pattern is too large");
}

bool lx_regex_close_ranges(lx_regex_parser *parser, size_t start, bool negated) {
  bool too_many = false;
  if (lx_ranges_close(parser->regex, start, negated, &too_many)) return true;
  return too_many && lx_regex_fail(parser, "the pattern is too large");
}

/* ---- Named classes --------------------------------------------------------------- */

/* Pairs of first and last, by name. */
static const struct {
  const char *name, *ranges;
} classes[] = {
    {"d", "09"},       {"s", "\t\n\f\r  "},  {"w", "09AZ__az"},     {"alnum", "09AZaz"},
    {"alpha", "AZaz"}, {"blank", "\t\t  "},  {"digit", "09"},       {"graph", "!~"},
    {"lower", "az"},   {"print", " ~"},      {"punct", "!/:@[`{~"}, {"space", "\t\r  "},
    {"upper", "AZ"},   {"word", "09AZ__az"}, {"xdigit", "09AFaf"},  {"ascii", NULL},
    {"cntrl", NULL},
};

static bool add_pairs(lx_regex_parser *parser, const char *pairs) {
  for (; *pairs; pairs += 2) {
    uint32_t first = (unsigned char)pairs[0], last = (unsigned char)pairs[1];
    if (!lx_regex_add_range(parser, first, last, parser->folds)) return false;
  }
  return true;
}

static bool add_named(lx_regex_parser *parser, size_t index) {
  if (classes[index].ranges) return add_pairs(parser, classes[index].ranges);
  if (!strcmp(classes[index].name, "ascii")) {
    return lx_regex_add_range(parser, 0, 0x7F, parser->folds);
  }
  return lx_regex_add_range(parser, 0, 0x1F, parser->folds) &&
         lx_regex_add_range(parser, 0x7F, 0x7F, parser->folds);
}

static bool add_class(lx_regex_parser *parser, const char *name, size_t length, bool negated,
                      bool *known) {
  size_t start = parser->regex->range_count;
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    if (strlen(classes[i].name) != length || memcmp(classes[i].name, name, length) != 0)
      continue;
    *known = true;
    return add_named(parser, i) && lx_regex_close_ranges(parser, start, negated);
  }
  *known = false;
  return true;
}

/* ---- Escapes --------------------------------------------------------------------- */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Behind "\x". */
static bool parse_hex(lx_regex_parser *parser, uint32_t *code) {
  bool braces = parser->at < parser->end && *parser->at == '{';
  int digits = 0;
  if (braces) parser->at++;
  *code = 0;
  while (parser->at < parser->end && hex_digit(*parser->at) >= 0 && (braces || digits < 2)) {
    *code = *code << 4 | (uint32_t)hex_digit(*parser->at++);
    digits++;
    if (*code > LX_REGEX_LAST) return lx_regex_fail(parser, "a character beyond 10FFFF");
  }
  if (!digits || (!braces && digits < 2)) return lx_regex_fail(parser, "a malformed \\x");
  if (!braces) return true;
  if (parser->at == parser->end || *parser->at != '}') {
    return lx_regex_fail(parser, "a malformed \\x");
  }
  parser->at++;
  return true;
}

/* Up to three octal digits; a single one other than 0 would refer back to a group. */
static bool parse_octal(lx_regex_parser *parser, char first, uint32_t *code) {
  bool more = parser->at < parser->end && *parser->at >= '0' && *parser->at <= '7';
  if (first != '0' && !more) return lx_regex_fail(parser, "\\%c is not supported", first);
  *code = (uint32_t)(first - '0');
  for (int i = 0; i < 2; i++) {
    if (parser->at == parser->end || *parser->at < '0' || *parser->at > '7') break;
    *code = *code * 8 + (uint32_t)(*parser->at++ - '0');
  }
  return true;
}

static bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Behind the backslash. */
static bool parse_escape(lx_regex_parser *parser, uint32_t *code, bool *is_class) {
  static const char from[] = "afnrtv", to[] = "\a\f\n\r\t\v";
  const char *simple;
  char c, lower;
  if (parser->at == parser->end) return lx_regex_fail(parser, "a backslash at the end");
  c = *parser->at;
  lower = (char)(c | 0x20);
  if (c && strchr("dswDSW", c)) {
    parser->at++;
    return add_class(parser, &lower, 1, c != lower, is_class);
  }
  if ((unsigned char)c < 0x80 && (!is_word(c) || c == '_')) {
    parser->at++;
    *code = (unsigned char)c;
    return true;
  }
  simple = c ? strchr(from, c) : NULL;
  if (!simple && c != 'x' && !(c >= '0' && c <= '7')) {
    if ((unsigned char)c >= 0x80) return lx_regex_fail(parser, "an escape that is not known");
    return lx_regex_fail(parser, "\\%c is not supported", c);
  }
  parser->at++;
  if (c == 'x') return parse_hex(parser, code);
  if (!simple) return parse_octal(parser, c, code);
  *code = (unsigned char)to[simple - from];
  return true;
}

bool lx_regex_parse_character(lx_regex_parser *parser, uint32_t *code, bool *is_class) {
  *is_class = false;
  if (*parser->at == '\\') {
    parser->at++;
    return parse_escape(parser, code, is_class);
  }
  parser->at += lx_utf8_next(parser->at, (size_t)(parser->end - parser->at), code);
  return true;
}

/* ---- Brackets -------------------------------------------------------------------- */

/* "[:alpha:]" at the parser's place, if it is one. */
static bool parse_posix(lx_regex_parser *parser, bool *found) {
  const char *at = parser->at, *close;
  bool negated;
  *found = false;
  if (parser->end - at < 4 || at[0] != '[' || at[1] != ':') return true;
  for (close = at + 2; close + 1 < parser->end; close++) {
    if (close[0] == ':' && close[1] == ']') break;
  }
  if (close + 1 >= parser->end) return true;
  negated = at[2] == '^';
  at += negated ? 3 : 2;
  if (close - at > 1 && !add_class(parser, at, (size_t)(close - at), negated, found)) {
    return false;
  }
  if (!*found) return lx_regex_fail(parser, "a class that is not known");
  parser->at = close + 2;
  return true;
}

/* A character or, with a dash, a range; or a class such as \d. */
static bool parse_member(lx_regex_parser *parser) {
  uint32_t first = 0, last;
  bool is_class, dash;
  const char *at;
  if (!lx_regex_parse_character(parser, &first, &is_class)) return false;
  if (is_class) return true;
  last = first;
  at = parser->at;
  dash = parser->end - at > 1 && at[0] == '-' && at[1] != ']';
  if (dash) {
    parser->at++;
    if (!lx_regex_parse_character(parser, &last, &is_class)) return false;
    if (is_class || last < first) return lx_regex_fail(parser, "a malformed range");
  }
  return lx_regex_add_range(parser, first, last, parser->folds);
}

bool lx_regex_parse_class(lx_regex_parser *parser) {
  size_t start = parser->regex->range_count;
  bool negated, found, first = true;
  parser->at++;
  negated = parser->at < parser->end && *parser->at == '^';
  if (negated) parser->at++;
  for (; parser->at < parser->end && (first || *parser->at != ']'); first = false) {
    if (!parse_posix(parser, &found)) return false;
    if (!found && !parse_member(parser)) return false;
  }
  if (parser->at == parser->end) return lx_regex_fail(parser, "a '[' that is not closed");
  parser->at++;
  return lx_regex_close_ranges(parser, start, negated);
}
