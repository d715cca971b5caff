#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "schema/regex_class.h"
#include "schema/regex_program.h"

/* ---- Instructions ---------------------------------------------------------------- */

static bool too_large(lx_regex_parser *parser) {
  return lx_regex_fail(parser, "the pattern is too large");
}

static bool make_room(lx_regex_parser *parser, size_t more) {
  lx_regex *regex = parser->regex;
  size_t needed = regex->count + more;
  if (needed > LX_REGEX_INSTRUCTIONS) return too_large(parser);
  if (needed > regex->capacity) {
    size_t capacity = regex->capacity ? regex->capacity : 16;
    lx_instruction *program;
    while (capacity < needed) capacity *= 2;
    program = lx_realloc(regex->program, capacity * sizeof *program);
    if (!program) return false;
    regex->program = program;
    regex->capacity = capacity;
  }
  return true;
}

static bool emit(lx_regex_parser *parser, lx_operation operation, int argument) {
  if (!make_room(parser, 1)) return false;
  parser->regex->program[parser->regex->count++] = (lx_instruction){operation, argument};
  return true;
}

/* Puts a split before what starts at `at`; it jumps behind all there is and `more`
 * beyond. */
static bool insert_split(lx_regex_parser *parser, size_t at, int more) {
  lx_regex *regex = parser->regex;
  lx_instruction *place;
  if (!make_room(parser, 1)) return false;
  place = regex->program + at;
  memmove(place + 1, place, (regex->count - at) * sizeof *place);
  regex->count++;
  *place = (lx_instruction){LX_SPLIT, (int)(regex->count - at) + more};
  return true;
}

/* ---- Repetition ------------------------------------------------------------------ */

enum { WITHOUT_END = -1 };

typedef struct repetition {
  int least, most;
} repetition;

/* Reads a whole number of at most 4 digits' worth; larger ones come out as too large. */
static const char *read_number(const char *at, const char *end, int *number) {
  const char *start = at;
  *number = 0;
  for (; at < end && *at >= '0' && *at <= '9'; at++) {
    if (*number <= LX_REGEX_REPEAT) *number = *number * 10 + (*at - '0');
  }
  if (at == start || (*start == '0' && at - start > 1)) return NULL;
  return at;
}

/* {n}, {n,}, {n,m} at `at`. What only looks like it stands for itself: then NULL. */
static const char *read_braces(const char *at, const char *end, repetition *wanted) {
  at = read_number(at + 1, end, &wanted->least);
  if (!at || at == end) return NULL;
  wanted->most = wanted->least;
  if (*at == ',') {
    wanted->most = WITHOUT_END;
    if (++at < end && *at != '}') at = read_number(at, end, &wanted->most);
    if (!at) return NULL;
  }
  return at < end && *at == '}' ? at + 1 : NULL;
}

/* Behind the operator at the parser's place; NULL when there is none. */
static const char *read_operator(const lx_regex_parser *parser, repetition *wanted) {
  const char *at = parser->at;
  if (at == parser->end) return NULL;
  switch (*at) {
    case '*': *wanted = (repetition){0, WITHOUT_END}; return at + 1;
    case '+': *wanted = (repetition){1, WITHOUT_END}; return at + 1;
    case '?': *wanted = (repetition){0, 1}; return at + 1;
    case '{': return read_braces(at, parser->end, wanted);
    default: return NULL;
  }
}

/* Appends a copy of the `length` instructions at `from`. */
static bool copy_part(lx_regex_parser *parser, size_t from, size_t length) {
  lx_regex *regex = parser->regex;
  if (!length) return true;
  if (!make_room(parser, length)) return false;
  memcpy(regex->program + regex->count, regex->program + from, length * sizeof *regex->program);
  regex->count += length;
  return true;
}

static bool repeat_for_ever(lx_regex_parser *parser, size_t start, size_t length, int least) {
  lx_regex *regex = parser->regex;
  if (least == 0) {
    return insert_split(parser, start, 1) &&
           emit(parser, LX_JUMP, -(int)(regex->count - start));
  }
  for (int i = 1; i < least; i++) {
    if (!copy_part(parser, start, length)) return false;
  }
  return emit(parser, LX_SPLIT, -(int)length);
}

/* Repeats what starts at `start` and ends the program. */
static bool repeat(lx_regex_parser *parser, size_t start, repetition wanted) {
  lx_regex *regex = parser->regex;
  size_t length = regex->count - start, size;
  int copies = wanted.least > 0 ? wanted.least : 1;
  if (wanted.most == 0) {
    regex->count = start;
    return true;
  }
  if (wanted.most == WITHOUT_END) {
    return repeat_for_ever(parser, start, length, wanted.least);
  }
  for (int i = 1; i < copies; i++) {
    if (!copy_part(parser, start, length)) return false;
  }
  if (wanted.least == 0) {
    /* All that follows is behind this split, too: it jumps to the end of the last copy.
     */
    size = (size_t)(wanted.most - 1) * (length + 1);
    if (!insert_split(parser, start, (int)size)) return false;
    start++;
  }
  for (int i = copies; i < wanted.most; i++) {
    size = (size_t)(wanted.most - i) * (length + 1);
    if (!emit(parser, LX_SPLIT, (int)size)) return false;
    if (!copy_part(parser, start, length)) return false;
  }
  return true;
}

static bool parse_repetition(lx_regex_parser *parser, size_t start) {
  repetition wanted, more;
  const char *behind = read_operator(parser, &wanted);
  if (!behind) return true;
  if (wanted.least > LX_REGEX_REPEAT || wanted.most > LX_REGEX_REPEAT) {
    return lx_regex_fail(parser, "more than %d repetitions", LX_REGEX_REPEAT);
  }
  if (wanted.most != WITHOUT_END && wanted.most < wanted.least) {
    return lx_regex_fail(parser, "a repetition whose maximum is below its minimum");
  }
  parser->at = behind;
  if (parser->at < parser->end && *parser->at == '?') parser->at++; /* lazy: all the same */
  if (read_operator(parser, &more)) return lx_regex_fail(parser, "a repeated repetition");
  return repeat(parser, start, wanted);
}

/* ---- Groups and alternatives ----------------------------------------------------- */

static bool parse_alternatives(lx_regex_parser *parser);

static bool parse_group_name(lx_regex_parser *parser) {
  const char *close = memchr(parser->at, '>', (size_t)(parser->end - parser->at));
  if (!close || close == parser->at) return lx_regex_fail(parser, "a group without a name");
  for (const char *at = parser->at; at < close; at++) {
    bool fits = *at == '_' || (*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z') ||
                (*at >= 'A' && *at <= 'Z');
    if (!fits) return lx_regex_fail(parser, "a group name of other signs than letters");
  }
  parser->at = close + 1;
  return true;
}

/* The flags behind "(?": those that stand alone hold to the end of the group around them.
 */
static bool parse_flags(lx_regex_parser *parser, bool *alone) {
  bool set = true, any = false;
  for (; parser->at < parser->end; parser->at++) {
    switch (*parser->at) {
      case 'i': parser->folds = set; break;
      case 's': parser->dot_takes_all = set; break;
      case 'U': /* swaps what is lazy: all the same */ break;
      case '-':
        if (!set) return lx_regex_fail(parser, "a malformed flag");
        set = false;
        any = false;
        continue;
      case ':':
      case ')':
        if (!set && !any) return lx_regex_fail(parser, "a malformed flag");
        *alone = *parser->at++ == ')';
        return true;
      default: return lx_regex_fail(parser, "(?%c is not supported", *parser->at);
    }
    any = true;
  }
  return lx_regex_fail(parser, "a group that is not closed");
}

/* Behind "(?". */
static bool parse_special(lx_regex_parser *parser, bool *alone) {
  size_t left = (size_t)(parser->end - parser->at);
  if (left >= 2 && !memcmp(parser->at, "P<", 2)) {
    parser->at += 2;
    return parse_group_name(parser);
  }
  if (left >= 2 && *parser->at == '<' && parser->at[1] != '=' && parser->at[1] != '!') {
    parser->at++;
    return parse_group_name(parser);
  }
  if (left >= 1 && (*parser->at == '=' || *parser->at == '!' || *parser->at == '<')) {
    return lx_regex_fail(parser, "looking around is not supported");
  }
  return parse_flags(parser, alone);
}

/* Behind "(". `*empty` when nothing can be repeated: a change of flags. */
static bool parse_group(lx_regex_parser *parser, bool *empty) {
  bool folds = parser->folds, dot_takes_all = parser->dot_takes_all;
  if (parser->at < parser->end && *parser->at == '?') {
    parser->at++;
    if (!parse_special(parser, empty)) return false;
    if (*empty) return true;
  }
  if (parser->depth == LX_REGEX_DEPTH) {
    return lx_regex_fail(parser, "more than %d groups in each other", LX_REGEX_DEPTH);
  }
  parser->depth++;
  if (!parse_alternatives(parser)) return false;
  if (parser->at == parser->end) return lx_regex_fail(parser, "a group that is not closed");
  parser->at++;
  parser->depth--;
  parser->folds = folds;
  parser->dot_takes_all = dot_takes_all;
  return true;
}

static bool take_set(lx_regex_parser *parser, size_t start) {
  size_t set;
  if (!lx_set_add(parser->regex, start, &set)) return false;
  return emit(parser, LX_TAKE, (int)set);
}

static bool parse_class(lx_regex_parser *parser) {
  size_t start = parser->regex->range_count;
  return lx_regex_parse_class(parser) && take_set(parser, start);
}

/* One character, or a class, as a backslash or the sign itself says. */
static bool parse_single(lx_regex_parser *parser) {
  size_t start = parser->regex->range_count;
  uint32_t code;
  bool is_class;
  if (*parser->at == '.') {
    parser->at++;
    if (!parser->dot_takes_all && !lx_regex_add_range(parser, '\n', '\n', false)) return false;
    return lx_regex_close_ranges(parser, start, true) && take_set(parser, start);
  }
  if (!lx_regex_parse_character(parser, &code, &is_class)) return false;
  if (!is_class && !lx_regex_add_range(parser, code, code, parser->folds)) return false;
  return lx_regex_close_ranges(parser, start, false) && take_set(parser, start);
}

static bool parse_anchor(lx_regex_parser *parser, bool *found) {
  size_t left = (size_t)(parser->end - parser->at);
  bool escaped = *parser->at == '\\' && left > 1;
  *found = true;
  if (*parser->at == '^' || (escaped && parser->at[1] == 'A')) {
    parser->at += escaped ? 2 : 1;
    return emit(parser, LX_BEGIN, 0);
  }
  if (*parser->at == '$' || (escaped && parser->at[1] == 'z')) {
    parser->at += escaped ? 2 : 1;
    return emit(parser, LX_END, 0);
  }
  *found = false;
  return true;
}

/* `*empty` when it is nothing that could be repeated. */
static bool parse_atom(lx_regex_parser *parser, bool *empty) {
  bool found;
  repetition wanted;
  *empty = false;
  if (read_operator(parser, &wanted)) return lx_regex_fail(parser, "a repetition of nothing");
  if (*parser->at == '(') {
    parser->at++;
    return parse_group(parser, empty);
  }
  if (*parser->at == '[') return parse_class(parser);
  if (!parse_anchor(parser, &found)) return false;
  return found || parse_single(parser);
}

static bool parse_sequence(lx_regex_parser *parser) {
  while (parser->at < parser->end && *parser->at != '|' && *parser->at != ')') {
    size_t start = parser->regex->count;
    bool empty;
    if (!parse_atom(parser, &empty)) return false;
    if (!empty && !parse_repetition(parser, start)) return false;
  }
  return true;
}

/* The jump behind each alternative holds the way back to the one before, until all are
 * known. */
static bool parse_alternatives(lx_regex_parser *parser) {
  lx_regex *regex = parser->regex;
  size_t jump = SIZE_MAX;
  for (;;) {
    size_t start = regex->count, last = jump;
    if (!parse_sequence(parser)) return false;
    if (parser->at == parser->end || *parser->at != '|') break;
    parser->at++;
    if (!insert_split(parser, start, 1)) return false;
    jump = regex->count;
    if (!emit(parser, LX_JUMP, last == SIZE_MAX ? -1 : (int)last)) return false;
  }
  while (jump != SIZE_MAX) {
    int last = regex->program[jump].argument;
    regex->program[jump].argument = (int)(regex->count - jump);
    jump = last < 0 ? SIZE_MAX : (size_t)last;
  }
  return true;
}

bool lx_regex_parse(lx_regex *regex, const char *pattern, size_t length, char *problem) {
  lx_regex_parser parser = {
      .regex = regex, .start = pattern, .at = pattern, .end = pattern + length};
  parser.problem = problem;
  problem[0] = '\0';
  if (length > LX_REGEX_LENGTH) return too_large(&parser);
  if (lx_utf8_check(pattern, length) != length) {
    parser.at += lx_utf8_check(pattern, length);
    return lx_regex_fail(&parser, "a byte that is not UTF-8");
  }
  if (!parse_alternatives(&parser)) return false;
  if (parser.at < parser.end) return lx_regex_fail(&parser, "a ')' without its '('");
  return emit(&parser, LX_FOUND, 0);
}
