#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/show.h"
#include "codec/yaml_event.h"

void lx_yaml_fault(lx_fault *fault, const lx_text *text, yaml_mark_t mark, const char *format,
                   ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(fault->sentence, sizeof fault->sentence, format, arguments);
  va_end(arguments);
  fault->hint[0] = '\0';
  fault->limit = NULL;
  fault->offset = mark.index;
  fault->line = text->line + mark.line;
  fault->column = mark.column + 1;
}

/* Where a sentence points: at the problem, or at the begin of what was being read. */
typedef enum place { AT_PROBLEM, AT_CONTEXT } place;

typedef struct explanation {
  const char *problem;  /* libyaml's words */
  const char *sentence; /* "%zu" is the line on which the list or map begins */
  const char *hint;
  place where;
} explanation;

static const char colon[] = "a ':' that is not expected here";
static const char tab[] = "a tab where spaces have to indent";
static const char spaces[] = "indent with spaces";
static const char directive[] = "a malformed directive";
static const char version[] = "a malformed %%YAML directive";
static const char tag[] = "a malformed tag";
static const char quote[] = "quote the text";
static const char quote_tag[] = "quote the text if the '!' belongs to it";

static const explanation explanations[] = {
    {"mapping values are not allowed in this context", colon,
     "quote the text if the colon belongs to it, or check the indentation", AT_PROBLEM},
    {"found unexpected ':'", colon, "put a space behind it, or quote the text", AT_PROBLEM},
    {"block sequence entries are not allowed in this context",
     "a list item '-' that is not expected here", "begin the list on a line of its own",
     AT_PROBLEM},
    {"mapping keys are not allowed in this context", "a key '?' that is not expected here",
     "begin it on a line of its own", AT_PROBLEM},
    {"could not find expected ':'", "the key that begins here has no ':' behind it",
     "add the colon, or check the indentation; a key has at most 1024 characters", AT_CONTEXT},
    {"found a tab character that violates indentation", tab, spaces, AT_PROBLEM},
    {"found a tab character where an indentation space is expected", tab, spaces, AT_PROBLEM},
    {"found unexpected document indicator",
     "the quoted text that begins here is not closed before the document ends",
     "close the quote", AT_CONTEXT},
    {"found unexpected end of stream", "the quoted text that begins here has no end",
     "close the quote", AT_CONTEXT},
    {"found unknown escape character", "an escape that double quotes do not know",
     "write \\\\ for a backslash, or use single quotes", AT_PROBLEM},
    {"did not find expected hexdecimal number", "an escape without its hexadecimal digits",
     "write \\\\ for a backslash, or use single quotes", AT_PROBLEM},
    {"found invalid Unicode character escape code",
     "an escape that is no character, but half of a surrogate pair or beyond U+10FFFF",
     "write one character as \\U and eight digits", AT_PROBLEM},
    {"found an indentation indicator equal to 0", "an indentation indicator of 0",
     "it is a digit from 1 to 9", AT_PROBLEM},
    {"did not find expected comment or line break", "unexpected text at the end of the line",
     "", AT_PROBLEM},
    {"did not find expected alphabetic or numeric character",
     "an anchor or alias without a name", "quote the text if '&' or '*' belongs to it",
     AT_PROBLEM},
    {"did not find expected key", "expected a key of the map that begins on line %zu",
     "check the indentation, and the quotes before it", AT_PROBLEM},
    {"did not find expected '-' indicator",
     "expected a '-' of the list that begins on line %zu", "check the indentation", AT_PROBLEM},
    {"did not find expected ',' or ']'",
     "expected ',' or ']' in the list that begins on line %zu", "", AT_PROBLEM},
    {"did not find expected ',' or '}'",
     "expected ',' or '}' in the map that begins on line %zu", "", AT_PROBLEM},
    {"did not find expected node content", "expected a value", "", AT_PROBLEM},
    {"did not find expected <document start>", "unexpected text behind the document",
     "check the quotes and brackets before it; another document begins with '---'", AT_PROBLEM},
    {"found undefined tag handle", "a tag with a handle that nothing defines", quote_tag,
     AT_PROBLEM},
    {"found duplicate %YAML directive", "a second %%YAML directive", "", AT_PROBLEM},
    {"found duplicate %TAG directive", "a second %%TAG directive for the same handle", "",
     AT_PROBLEM},
    {"found incompatible YAML document", "a %%YAML version that is not 1.1 or 1.2",
     "remove the line", AT_PROBLEM},
    {"found extremely long version number", version, "", AT_PROBLEM},
    {"did not find expected version number", version, "", AT_PROBLEM},
    {"did not find expected digit or '.' character", version, "", AT_PROBLEM},
    {"could not find expected directive name", directive, "", AT_PROBLEM},
    {"found unexpected non-alphabetical character", directive, "", AT_PROBLEM},
    {"found unknown directive name", "an unknown directive",
     "only %YAML and %TAG are known; quote text that begins with '%'", AT_PROBLEM},
    {"did not find expected whitespace", tag, quote_tag, AT_PROBLEM},
    {"did not find expected whitespace or line break", tag, quote_tag, AT_PROBLEM},
    {"did not find expected '!'", tag, quote_tag, AT_PROBLEM},
    {"did not find expected tag URI", tag, quote_tag, AT_PROBLEM},
    {"did not find the expected '>'", tag, quote_tag, AT_PROBLEM},
    {"found an incorrect leading UTF-8 octet", tag, quote_tag, AT_PROBLEM},
    {"found an incorrect trailing UTF-8 octet", tag, quote_tag, AT_PROBLEM},
};

static const explanation *find(const char *problem) {
  for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++) {
    if (strcmp(explanations[i].problem, problem) == 0) return &explanations[i];
  }
  return NULL;
}

/* A character that nothing begins with: which one makes the sentence. */
static void explain_character(lx_fault *fault, const lx_text *text, yaml_mark_t mark) {
  const char *at = text->bytes, *end = at + text->length;
  char shown[LX_SHOWN];
  uint32_t code = 0;
  for (size_t i = 0; i < mark.index && at < end; i++) {
    size_t count = lx_utf8_next(at, (size_t)(end - at), &code);
    at += count ? count : 1;
  }
  if (at < end && *at == '\t') {
    lx_yaml_fault(fault, text, mark, "%s", tab);
    snprintf(fault->hint, sizeof fault->hint, "%s", spaces);
    return;
  }
  lx_show(shown, at, at < end ? lx_utf8_next(at, (size_t)(end - at), &code) : 0);
  lx_yaml_fault(fault, text, mark, "a value cannot begin with '%s'", shown);
  snprintf(fault->hint, sizeof fault->hint, "%s", quote);
}

/* libyaml counts one line more at the end of the text; behind the last character is nearer. */
static void stay_inside(lx_fault *fault, const lx_text *text, yaml_mark_t mark) {
  size_t end = text->length;
  if (mark.index < lx_utf8_count(text->bytes, end)) return;
  while (end > 0 && strchr(" \t\r\n", text->bytes[end - 1])) end--;
  fault->offset = end;
  fault->line = fault->column = 0;
}

bool lx_yaml_explain(lx_fault *fault, const lx_text *text, const yaml_parser_t *parser) {
  const char *problem = parser->problem ? parser->problem : "it is malformed";
  const explanation *found = find(problem);
  yaml_mark_t mark = parser->problem_mark;
  size_t begin = text->line + parser->context_mark.line;
  if (parser->error == YAML_MEMORY_ERROR) return false;
  if (strcmp(problem, "found character that cannot start any token") == 0) {
    explain_character(fault, text, mark);
    return true;
  }
  if (text->length && text->bytes[0] == '%' &&
      strcmp(problem, "did not find expected <document start>") == 0) {
    lx_yaml_fault(fault, text, mark, "expected '---' behind the directives");
    return true;
  }
  if (!found) {
    lx_yaml_fault(fault, text, mark, "cannot be read as YAML: %s", problem);
    return true;
  }
  if (found->where == AT_CONTEXT) mark = parser->context_mark;
  lx_yaml_fault(fault, text, mark, found->sentence, begin);
  snprintf(fault->hint, sizeof fault->hint, "%s", found->hint);
  stay_inside(fault, text, mark);
  return true;
}
