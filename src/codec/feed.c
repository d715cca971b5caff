#include "codec/feed.h"

#include <errno.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json_lex.h"

enum { BLOCK = 65536, LEAST = 4096, DEEP = 1000 };

/* ---- Bytes --------------------------------------------------------------------------- */

static void move_to_front(lx_feed *feed) {
  lx_buffer *buffer = &feed->buffer;
  if (!feed->start) return;
  memmove(buffer->data, buffer->data + feed->start, buffer->length - feed->start);
  buffer->length -= feed->start;
  feed->start = 0;
}

bool lx_feed_more(lx_feed *feed) {
  lx_buffer *buffer = &feed->buffer;
  ptrdiff_t count;
  if (feed->ended) return false;
  move_to_front(feed);
  if (buffer->capacity - buffer->length < LEAST && !lx_buffer_reserve(buffer, BLOCK)) {
    feed->ended = true;
    feed->error = ENOMEM;
    return false;
  }
  errno = 0;
  count =
      feed->read(feed->data, buffer->data + buffer->length, buffer->capacity - buffer->length);
  if (count <= 0) {
    feed->ended = true;
    if (count < 0) feed->error = errno ? errno : EIO;
    return false;
  }
  buffer->length += (size_t)count;
  return true;
}

void lx_feed_take(lx_feed *feed, size_t length) {
  const char *from = lx_feed_at(feed), *end = from + length, *line = NULL;
  for (const char *at = from; at < end; at++) {
    if (*at != '\n' && *at != '\r') continue;
    if (*at == '\r' && at + 1 < end && at[1] == '\n') continue;
    feed->line++;
    line = at + 1;
  }
  if (line) feed->column = 0;
  if (!line && length >= 3 && memcmp(from, "\xEF\xBB\xBF", 3) == 0) from += 3;
  feed->column += lx_utf8_count(line ? line : from, (size_t)(end - (line ? line : from)));
  feed->start += length;
}

void lx_feed_take_blank(lx_feed *feed) {
  const char *text = lx_feed_at(feed);
  size_t length = lx_feed_length(feed), at = 0;
  while (at < length && (text[at] == ' ' || text[at] == '\t')) at++;
  if (at < length && text[at] == '\r') at++;
  if (at < length && text[at] == '\n') at++;
  lx_feed_take(feed, at);
}

/* The byte at a place, reading on where that takes it; -1 behind the end. */
static int byte_at(lx_feed *feed, size_t at) {
  while (at >= lx_feed_length(feed)) {
    if (!lx_feed_more(feed)) return -1;
  }
  return (unsigned char)lx_feed_at(feed)[at];
}

/* ---- YAML ---------------------------------------------------------------------------- */

/* Behind the line at `at` and its break. */
static size_t line_end(lx_feed *feed, size_t at) {
  for (;;) {
    size_t length = lx_feed_length(feed);
    const char *from = lx_feed_at(feed) + at;
    size_t rest = length - at;
    const char *feed_end = memchr(from, '\n', rest);
    const char *back = memchr(from, '\r', feed_end ? (size_t)(feed_end - from) : rest);
    if (back && back + 1 < from + rest) {
      return at + (size_t)(back - from) + (back[1] == '\n' ? 2 : 1);
    }
    if (!back && feed_end) return at + (size_t)(feed_end - from) + 1;
    if (length > feed->limit || !lx_feed_more(feed)) return lx_feed_length(feed);
  }
}

typedef enum line_kind { EMPTY, DIRECTIVE, BEGIN, BEGIN_WITH_CONTENT, END, CONTENT } line_kind;

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_empty(const char *line, const char *end) {
  while (line < end && is_blank(*line)) line++;
  return line == end || *line == '#';
}

static line_kind kind_of(const char *line, size_t length) {
  const char *end = line + length;
  if (length >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) line += 3;
  if (end - line >= 3 && (end - line == 3 || is_blank(line[3]))) {
    if (memcmp(line, "---", 3) == 0) {
      return is_empty(line + 3, end) ? BEGIN : BEGIN_WITH_CONTENT;
    }
    if (memcmp(line, "...", 3) == 0) return END;
  }
  if (is_empty(line, end)) return EMPTY;
  return *line == '%' ? DIRECTIVE : CONTENT;
}

static bool is_utf16(lx_feed *feed) {
  int first = byte_at(feed, 0), second = byte_at(feed, 1);
  return (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
}

/* No line can be told in it: all of it is one document. */
static lx_extent take_all(lx_feed *feed) {
  while (lx_feed_length(feed) <= feed->limit && lx_feed_more(feed)) continue;
  return (lx_extent){.length = lx_feed_length(feed),
                     .is_large = lx_feed_length(feed) > feed->limit};
}

/* Directives belong to the document behind them; a line that only looks like one does not. */
lx_extent lx_feed_yaml(lx_feed *feed) {
  lx_extent extent = {.is_empty = true};
  bool begun = false, directives = false;
  size_t at = 0, first_directive = 0;
  if (is_utf16(feed)) return take_all(feed);
  while (at <= feed->limit && byte_at(feed, at) >= 0) {
    size_t next = line_end(feed, at);
    line_kind kind = kind_of(lx_feed_at(feed) + at, next - at);
    if (kind == BEGIN || kind == BEGIN_WITH_CONTENT) {
      if (begun || !extent.is_empty) {
        extent.length = directives ? first_directive : at;
        return extent;
      }
      begun = true;
      directives = false;
    }
    if (kind == DIRECTIVE && !directives) {
      directives = true;
      first_directive = at;
    }
    if (kind == CONTENT || kind == BEGIN_WITH_CONTENT) extent.is_empty = directives = false;
    at = next;
    if (kind == END) break;
  }
  if (directives) extent.is_empty = false;
  extent.length = at;
  extent.is_large = at > feed->limit;
  return extent;
}

/* ---- JSON ---------------------------------------------------------------------------- */

/* Behind the value whose bracket is at `at`, by brackets and quotes alone; 0 when it does not
 * end within the limit. */
static size_t value_end(lx_feed *feed, size_t at) {
  size_t depth = 0, last = at + feed->limit;
  bool quoted = false;
  for (int c; at < last && (c = byte_at(feed, at)) >= 0; at++) {
    if (quoted) {
      if (c == '\\') at++;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      depth++;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return 0;
}

/* Whether it is JSON, and what follows on its line may begin another document. */
static bool is_document(lx_feed *feed, size_t from, size_t end) {
  lx_fault unused;
  const char *text;
  lx_json json;
  int c = byte_at(feed, end);
  size_t at = end;
  while (c == ' ' || c == '\t') c = byte_at(feed, ++at);
  if (c == '\r') byte_at(feed, at + 1); /* lx_feed_take_blank wants to see it */
  if (c >= 0 && c != '\n' && c != '\r' && c != '{' && c != '[') return false;
  text = lx_feed_at(feed);
  json = (lx_json){text, text + from, text + end, &unused};
  if (lx_utf8_check(text + from, end - from) != end - from) return false;
  return lx_json_skip(&json, DEEP) && json.at == json.end;
}

/* Behind the byte order mark and white space. */
static size_t skip_space(lx_feed *feed) {
  size_t at = 0;
  int c = byte_at(feed, 0);
  if (c == 0xEF && byte_at(feed, 1) == 0xBB && byte_at(feed, 2) == 0xBF) {
    c = byte_at(feed, at = 3);
  }
  while (at <= feed->limit && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
    c = byte_at(feed, ++at);
  }
  return at;
}

bool lx_feed_json(lx_feed *feed, bool only_json, lx_extent *extent) {
  size_t at = skip_space(feed), end = at;
  int c = byte_at(feed, at);
  *extent = (lx_extent){.is_json = true, .skip = at};
  if (c < 0 || at > feed->limit) {
    extent->is_empty = c < 0;
    extent->is_large = c >= 0;
    return only_json;
  }
  if (c == '{' || c == '[') {
    end = value_end(feed, at);
    extent->length = end - at;
    if (end && is_document(feed, at, end)) return true;
    if (only_json && !end) {
      *extent = take_all(feed);
      extent->is_json = true;
      return true;
    }
  }
  if (!only_json) return false;
  extent->length = line_end(feed, end) - at;
  return true;
}
