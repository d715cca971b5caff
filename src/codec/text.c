#include "codec/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/bytes.h"

void lx_fault_set(lx_fault *fault, size_t offset, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(fault->sentence, sizeof fault->sentence, format, arguments);
  va_end(arguments);
  fault->hint[0] = '\0';
  fault->limit = NULL;
  fault->offset = offset;
  fault->line = fault->column = 0;
}

bool lx_fault_no_memory(lx_fault *fault) {
  fault->no_memory = true;
  return false;
}

/* ---- Encodings ----------------------------------------------------------------------- */

static uint32_t unit_at(const char *bytes, size_t at, bool big) {
  uint32_t first = (unsigned char)bytes[at], second = (unsigned char)bytes[at + 1];
  return big ? first << 8 | second : second << 8 | first;
}

/* Behind the mark. What is wrong is told by the byte; lines are not known yet. */
static bool decode_utf16(const lx_source *source, bool big, lx_buffer *buffer,
                         lx_fault *fault) {
  size_t at = 2;
  lx_buffer_clear(buffer);
  while (at + 1 < source->length) {
    uint32_t code = unit_at(source->bytes, at, big);
    char bytes[4];
    if (code >= 0xD800 && code <= 0xDFFF) {
      uint32_t low = at + 3 < source->length ? unit_at(source->bytes, at + 2, big) : 0;
      if (code > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
        lx_fault_set(fault, 0, "half of a UTF-16 surrogate pair at byte %zu", at + 1);
        return false;
      }
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    }
    lx_buffer_add(buffer, bytes, lx_utf8_put(bytes, code));
    at += 2;
  }
  if (at < source->length) {
    lx_fault_set(fault, 0, "the document is UTF-16 and ends in the middle of a character");
    return false;
  }
  return !buffer->failed || lx_fault_no_memory(fault);
}

bool lx_text_open(lx_text *text, const lx_source *source, lx_buffer *buffer, lx_fault *fault) {
  const char *bytes = source->bytes;
  *text = (lx_text){bytes, source->length, 0, source->line ? source->line : 1, false};
  if (source->length >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) text->decoded = true;
  if (source->length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0) text->decoded = true;
  if (text->decoded) {
    text->length = 0;
    if (!decode_utf16(source, bytes[0] == '\xFE', buffer, fault)) return false;
    text->bytes = buffer->data ? buffer->data : "";
    text->length = buffer->length;
    text->skipped = 2;
  } else if (source->length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
    text->bytes += 3;
    text->length -= 3;
    text->skipped = 3;
  }
  return true;
}

/* ---- Characters ---------------------------------------------------------------------- */

static bool fail_utf8(const lx_text *text, size_t offset, lx_fault *fault) {
  lx_fault_set(fault, offset, "byte %zu of the document (0x%02x) is not UTF-8",
               text->skipped + offset + 1, (unsigned char)text->bytes[offset]);
  snprintf(fault->hint, sizeof fault->hint, "save the file as UTF-8");
  return false;
}

bool lx_text_check_utf8(const lx_text *text, lx_fault *fault) {
  size_t offset = lx_utf8_check(text->bytes, text->length);
  return offset == text->length || fail_utf8(text, offset, fault);
}

static bool check_yaml_code(uint32_t code, size_t offset, lx_fault *fault) {
  if (code == 0) {
    lx_fault_set(fault, offset, "a zero byte, which no YAML document may hold");
    snprintf(fault->hint, sizeof fault->hint, "save the file as UTF-8");
    return false;
  }
  if (code == 0xFEFF) {
    lx_fault_set(fault, offset, "a byte order mark in the middle of the document");
    snprintf(fault->hint, sizeof fault->hint, "remove it; in text it is written \"\\uFEFF\"");
    return false;
  }
  if (code == 0xFFFE || code == 0xFFFF) {
    lx_fault_set(fault, offset, "U+%04X is no character", (unsigned)code);
    return false;
  }
  if (code == '\t' || code == '\n' || code == '\r' || code == 0x85) return true;
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
    lx_fault_set(fault, offset, "the control character U+%04X", (unsigned)code);
    snprintf(fault->hint, sizeof fault->hint, "in double quotes it is written \"\\x%02x\"",
             (unsigned)code);
    return false;
  }
  return true;
}

bool lx_text_check_yaml(const lx_text *text, lx_fault *fault) {
  size_t at = 0;
  while (at < text->length) {
    unsigned char byte = (unsigned char)text->bytes[at];
    uint32_t code = byte;
    size_t count = 1;
    if (!(lx_bytes[byte] & (LX_BYTE_CONTROL | LX_BYTE_HIGH))) {
      at++;
      continue;
    }
    if (byte >= 0x80) {
      count = lx_utf8_next(text->bytes + at, text->length - at, &code);
      if (!count) return fail_utf8(text, at, fault);
    }
    if (!check_yaml_code(code, at, fault)) return false;
    at += count;
  }
  return true;
}

enum { NOT_IN_COMMENTS = LX_BYTE_BREAK | LX_BYTE_CONTROL | LX_BYTE_HIGH };

/* Carriage returns, and what is no ASCII and ends a line all the same, end comments too. */
void lx_text_skip_comments(lx_text *text) {
  size_t at = 0, line = text->line;
  while (at < text->length && (text->bytes[at] == '#' || text->bytes[at] == '\n')) {
    size_t end = at;
    while (end < text->length &&
           !(lx_bytes[(unsigned char)text->bytes[end]] & NOT_IN_COMMENTS)) {
      end++;
    }
    if (end == text->length) return;
    if (text->bytes[end] != '\n') break;
    at = end + 1;
    line++;
  }
  if (at == text->length) return;
  text->bytes += at;
  text->length -= at;
  text->line = line;
}

/* ---- Places -------------------------------------------------------------------------- */

void lx_text_position(const lx_text *text, size_t offset, size_t *line, size_t *column) {
  size_t start = 0;
  *line = text->line;
  if (offset > text->length) offset = text->length;
  for (size_t i = 0; i < offset; i++) {
    bool pair = text->bytes[i] == '\r' && i + 1 < offset && text->bytes[i + 1] == '\n';
    if ((text->bytes[i] != '\n' && text->bytes[i] != '\r') || pair) continue;
    ++*line;
    start = i + 1;
  }
  *column = 1 + (offset > start ? lx_utf8_count(text->bytes + start, offset - start) : 0);
}

luxr_diagnostic *lx_text_report(const lx_text *text, const lx_fault *fault,
                                lx_diagnostics *problems) {
  size_t line = fault->line, column = fault->column;
  luxr_diagnostic *item;
  if (fault->no_memory) {
    problems->failed = true;
    return NULL;
  }
  if (!line) lx_text_position(text, fault->offset, &line, &column);
  item = lx_diagnostics_at(problems, line, column, "%s", fault->sentence);
  lx_diagnostics_limit(problems, fault->limit);
  if (item && fault->hint[0]) lx_diagnostic_text(problems, &item->hint, "%s", fault->hint);
  return item;
}
