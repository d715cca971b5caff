#include "codec/yaml_text.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { WIDTH = 80 };

#define O LX_BEGIN_ODD
#define W LX_BEGIN_WORD
#define ROW_ODD O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O
const unsigned char lx_yaml_begins[256] = {
    /*           0  1  2  3  4  5  6  7  8  9  A  B  C  D  E  F */
    ROW_ODD,    ROW_ODD,
    /* 20 */ O, O,       O,       O,       0,       O,       O,       O,
    0,          0,       O,       O,       O,       O,       O,       0,
    /* 30 */ O, O,       O,       O,       O,       O,       O,       O,
    O,          O,       O,       0,       O,       0,       O,       O,
    /* 40 */ O, 0,       0,       0,       0,       0,       W,       0,
    0,          0,       0,       0,       0,       0,       W,       W,
    /* 50 */ 0, 0,       0,       0,       W,       0,       0,       0,
    0,          W,       0,       O,       0,       O,       0,       0,
    /* 60 */ O, 0,       0,       0,       0,       0,       W,       0,
    0,          0,       0,       0,       0,       0,       W,       W,
    /* 70 */ 0, 0,       0,       0,       W,       0,       0,       0,
    0,          W,       0,       O,       O,       O,       O,       O,
    ROW_ODD,    ROW_ODD, ROW_ODD, ROW_ODD, ROW_ODD, ROW_ODD, ROW_ODD, ROW_ODD,
};
#undef O
#undef W

/* ---- Which style --------------------------------------------------------------------- */

static bool begins_with_indicator(const char *text, size_t length) {
  switch (*text) {
    case '#':
    case ',':
    case '[':
    case ']':
    case '{':
    case '}':
    case '&':
    case '*':
    case '!':
    case '|':
    case '>':
    case '\'':
    case '"':
    case '%':
    case '@':
    case '`': return true;
    case '?':
    case ':':
    case '-':
      if (length == 1 || text[1] == ' ') return true;
      break;
    default: break;
  }
  return length >= 3 && (memcmp(text, "---", 3) == 0 || memcmp(text, "...", 3) == 0);
}

/* ": " and " #" anywhere, or a colon at the end. */
static bool has_indicator(const char *text, size_t length, unsigned seen) {
  if (seen & LX_BYTE_COLON) {
    const char *end = text + length, *at = text;
    while ((at = memchr(at, ':', (size_t)(end - at)))) {
      if (++at == end || *at == ' ') return true;
    }
  }
  if ((seen & (LX_BYTE_HASH | LX_BYTE_SPACE)) == (LX_BYTE_HASH | LX_BYTE_SPACE)) {
    for (size_t i = 1; i < length; i++) {
      if (text[i] == '#' && text[i - 1] == ' ') return true;
    }
  }
  return false;
}

static bool fits_plain(const char *text, size_t length, unsigned seen) {
  if (begins_with_indicator(text, length)) return false;
  if (seen & (LX_BYTE_COLON | LX_BYTE_HASH)) return !has_indicator(text, length, seen);
  return true;
}

/* What lies next to what, in a text with line breaks or characters beyond ASCII. */
typedef struct shape {
  bool special; /* has to be escaped */
  bool line_feed, line_break;
  bool break_space, space_break; /* one behind the other */
  bool valid;
} shape;

static bool is_break(uint32_t code) {
  return code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

/* Beyond the basic plane everything is escaped, as the writer we follow does. */
static bool is_shown(uint32_t code) {
  if (code < 0x7F) return code >= 0x20 || code == '\n';
  return code >= 0xA0 && code <= 0xFFFD && code != 0xFEFF;
}

static shape look_at(const char *text, size_t length) {
  shape found = {.valid = true};
  uint32_t before = 0, code = 0;
  for (size_t at = 0; at < length; before = code) {
    size_t count = lx_utf8_next(text + at, length - at, &code);
    if (!count) return (shape){.valid = false};
    if (!is_shown(code)) found.special = true;
    if (is_break(code)) {
      found.line_break = true;
      if (code == '\n') found.line_feed = true;
      if (before == ' ') found.space_break = true;
    } else if (code == ' ' && is_break(before)) {
      found.break_space = true;
    }
    at += count;
  }
  return found;
}

static lx_yaml_style choose(const char *text, size_t length, unsigned seen,
                            const shape *found) {
  bool edge_space = text[0] == ' ' || text[length - 1] == ' ';
  if (found->special) return LX_YAML_DOUBLE;
  if (found->line_feed) {
    return found->space_break || text[length - 1] == ' ' ? LX_YAML_DOUBLE : LX_YAML_LITERAL;
  }
  if (!lx_scalar_is_text(text, length)) return LX_YAML_DOUBLE;
  if (found->space_break || found->break_space) return LX_YAML_DOUBLE;
  if (edge_space || found->line_break || !fits_plain(text, length, seen)) return LX_YAML_SINGLE;
  return LX_YAML_PLAIN;
}

lx_yaml_text lx_yaml_analyze(const char *text, size_t length) {
  lx_yaml_text result = {LX_YAML_DOUBLE, false, false, false};
  shape found = {.valid = true};
  unsigned seen;
  if (!length) return result;
  seen = lx_bytes_in(text, length);
  if (!(seen & ~(unsigned)(LX_BYTE_COLON | LX_BYTE_HASH | LX_BYTE_QUOTE)) &&
      lx_scalar_is_text(text, length)) {
    result.style = fits_plain(text, length, seen) ? LX_YAML_PLAIN : LX_YAML_SINGLE;
    return result;
  }
  result.spaces = seen & LX_BYTE_SPACE;
  result.wide = seen & LX_BYTE_HIGH;
  if (seen & (LX_BYTE_BREAK | LX_BYTE_CONTROL | LX_BYTE_HIGH)) {
    found = look_at(text, length);
    result.line_break = found.line_break;
    if (!found.valid) {
      result.style = LX_YAML_NOT_UTF8;
      return result;
    }
  }
  result.style = choose(text, length, seen, &found);
  return result;
}

/* ---- Writing ------------------------------------------------------------------------- */

typedef struct pen {
  lx_buffer *out;
  size_t column; /* in characters; kept only where a fold can come */
  size_t indent;
  bool folds;
} pen;

static size_t characters(const char *text, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

static void put_indent(pen *to) {
  if (!lx_buffer_reserve(to->out, to->indent)) return;
  memset(to->out->data + to->out->length, ' ', to->indent);
  to->out->length += to->indent;
  to->column = to->indent;
}

static void put_fold(pen *to) {
  lx_buffer_add_char(to->out, '\n');
  put_indent(to);
}

static void put_run(pen *to, const char *text, size_t length) {
  lx_buffer_add(to->out, text, length);
  to->column += characters(text, length);
}

/* Folds at a single space behind column 80. */
static void write_plain(pen *to, const char *text, size_t length) {
  const char *end = text + length, *at;
  while (to->folds && (at = memchr(text, ' ', (size_t)(end - text)))) {
    size_t spaces = 1;
    while (at[spaces] == ' ') spaces++; /* the last character is no space */
    put_run(to, text, (size_t)(at - text));
    if (spaces == 1 && to->column > WIDTH) {
      put_fold(to);
    } else {
      put_run(to, at, spaces);
    }
    text = at + spaces;
  }
  lx_buffer_add(to->out, text, (size_t)(end - text));
}

/* The length of U+2028 or U+2029 at `at`, the line breaks that single quotes keep. */
static size_t break_length(const char *at, const char *end) {
  if (end - at < 3 || memcmp(at, "\xE2\x80", 2) != 0) return 0;
  return at[2] == '\xA8' || at[2] == '\xA9' ? 3 : 0;
}

static void write_single(pen *to, const char *text, size_t length) {
  const char *end = text + length, *at = text;
  bool after_break = false, after_space = false;
  lx_buffer_add_char(to->out, '\'');
  to->column++;
  while (at < end) {
    size_t breaks = break_length(at, end);
    if (breaks) {
      lx_buffer_add(to->out, at, breaks);
      to->column = 0;
      at += breaks;
      after_break = true;
      continue;
    }
    if (after_break) put_indent(to);
    after_break = false;
    if (*at == ' ' && to->folds && !after_space && to->column > WIDTH && at > text &&
        at + 1 < end && at[1] != ' ') {
      put_fold(to);
    } else {
      if (*at == '\'') put_run(to, "'", 1);
      put_run(to, at, 1);
    }
    after_space = *at++ == ' ';
  }
  lx_buffer_add_char(to->out, '\'');
}

static void put_escape(pen *to, uint32_t code) {
  static const char names[] = "0------abtnvfr-------------e";
  static const char digits[] = "0123456789ABCDEF";
  char text[12] = {'\\'};
  size_t length = 2;
  int places = code <= 0xFF ? 2 : code <= 0xFFFF ? 4 : 8;
  if (code < sizeof names - 1 && names[code] != '-') {
    text[1] = names[code];
  } else if (code == '"' || code == '\\') {
    text[1] = (char)code;
  } else if (code == 0x85 || code == 0xA0) {
    text[1] = code == 0x85 ? 'N' : '_';
  } else if (code == 0x2028 || code == 0x2029) {
    text[1] = code == 0x2028 ? 'L' : 'P';
  } else {
    text[1] = places == 2 ? 'x' : places == 4 ? 'u' : 'U';
    while (places) text[length++] = digits[code >> 4 * --places & 0xF];
  }
  lx_buffer_add(to->out, text, length);
  to->column += length;
}

/* A text that begins with U+FEFF is escaped throughout, as the writer we follow does. */
static void write_double(pen *to, const char *text, size_t length) {
  bool all = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0, after_space = false;
  size_t at = 0;
  lx_buffer_add_char(to->out, '"');
  to->column++;
  while (at < length) {
    uint32_t code = 0;
    size_t count = lx_utf8_next(text + at, length - at, &code);
    if (all || !is_shown(code) || is_break(code) || code == '"' || code == '\\') {
      put_escape(to, code);
    } else if (code == ' ' && to->folds && !after_space && to->column > WIDTH && at > 0 &&
               at + 1 < length) {
      put_fold(to);
      if (text[at + 1] == ' ') put_run(to, "\\", 1);
    } else {
      put_run(to, text + at, count);
    }
    after_space = code == ' ' && !all;
    at += count;
  }
  lx_buffer_add_char(to->out, '"');
}

/* The header, then each line. Says whether the last line is still open. */
static bool write_literal(pen *to, const char *text, size_t length) {
  const char *end = text + length, *at = text;
  bool fresh = true;
  size_t breaks = 0; /* at the end, up to two */
  if (length >= 3 && break_length(end - 3, end)) breaks = 3;
  if (end[-1] == '\n') breaks = 1;
  lx_buffer_add_char(to->out, '|');
  if (*text == ' ' || *text == '\n' || break_length(text, end))
    lx_buffer_add_char(to->out, '2');
  if (!breaks) {
    lx_buffer_add_char(to->out, '-');
  } else if (length == breaks || end[-1 - (ptrdiff_t)breaks] == '\n' ||
             (length >= breaks + 3 && break_length(end - breaks - 3, end))) {
    lx_buffer_add_char(to->out, '+');
  }
  lx_buffer_add_char(to->out, '\n');
  while (at < end) {
    size_t skip = *at == '\n' ? 1 : break_length(at, end);
    if (skip) {
      lx_buffer_add(to->out, at, skip);
      at += skip;
      fresh = true;
    } else {
      const char *from = at;
      if (fresh) put_indent(to);
      while (at < end && *at != '\n' && !break_length(at, end)) at++;
      lx_buffer_add(to->out, from, (size_t)(at - from));
      fresh = false;
    }
  }
  return !fresh;
}

/* A text that is not folded and has nothing to escape, in its quotes. */
static bool put_quoted(lx_buffer *out, const char *text, size_t length, lx_yaml_style style) {
  char quote = style == LX_YAML_SINGLE ? '\'' : '"';
  if (style == LX_YAML_SINGLE) {
    if (memchr(text, quote, length)) return false;
  } else if (!lx_bytes_are_unescaped(text, length)) {
    return false;
  }
  lx_buffer_add_char(out, quote);
  lx_buffer_add(out, text, length);
  lx_buffer_add_char(out, quote);
  return true;
}

bool lx_yaml_write_text(lx_buffer *out, size_t line, size_t indent, bool simple_key,
                        const char *text, size_t length, lx_yaml_text analysis) {
  pen to = {out, out->length - line, indent, false};
  if (analysis.style == LX_YAML_LITERAL) return write_literal(&to, text, length);
  to.folds = !simple_key && analysis.spaces;
  if (analysis.style != LX_YAML_PLAIN && !analysis.wide &&
      (!to.folds || lx_yaml_is_short(to.column + 2, length)) &&
      put_quoted(out, text, length, analysis.style)) {
    return true;
  }
  if (to.folds && to.column) to.column = characters(out->data + line, to.column);
  if (analysis.style == LX_YAML_PLAIN) {
    write_plain(&to, text, length);
  } else if (analysis.style == LX_YAML_SINGLE) {
    write_single(&to, text, length);
  } else {
    write_double(&to, text, length);
  }
  return true;
}
