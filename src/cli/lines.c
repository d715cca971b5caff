#include "lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { BLOCK = 65536 };

/* Reads one block more. False: there is none. */
static bool read_more(cli_lines *lines) {
  ptrdiff_t got;
  if (lines->ended) return false;
  if (lines->start) {
    memmove(lines->buffer, lines->buffer + lines->start, lines->end - lines->start);
    lines->end -= lines->start;
    lines->start = 0;
  }
  if (lines->capacity - lines->end < BLOCK) {
    lines->capacity = lines->capacity * 2 + BLOCK;
    lines->buffer = cli_realloc(lines->buffer, lines->capacity);
  }
  errno = 0;
  got = lines->read(lines->data, lines->buffer + lines->end, BLOCK);
  if (got > 0) lines->end += (size_t)got;
  if (got <= 0) lines->ended = true;
  if (got < 0) lines->error = errno ? errno : EIO;
  return got > 0;
}

/* The length of the line at `from` behind the start, its break not counted; `*whole` is
 * false when more than `most` bytes have none. */
static size_t line_length(cli_lines *lines, size_t from, size_t most, bool *whole) {
  size_t looked = from;
  *whole = true;
  for (;;) {
    const char *at = lines->buffer + lines->start;
    size_t have = lines->end - lines->start;
    const char *feed = have > looked ? memchr(at + looked, '\n', have - looked) : NULL;
    if (feed) return (size_t)(feed - at) - from;
    if (have - from > most) {
      *whole = false;
      return have - from;
    }
    looked = have;
    if (!read_more(lines)) return lines->end - lines->start - from;
  }
}

static bool is_blank(const char *line, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') return false;
  }
  return true;
}

static void skip_rest(cli_lines *lines) {
  for (;;) {
    size_t have = lines->end - lines->start;
    const char *feed = have ? memchr(lines->buffer + lines->start, '\n', have) : NULL;
    if (feed) {
      lines->start = (size_t)(feed - lines->buffer) + 1;
      return;
    }
    lines->start = lines->end;
    if (!read_more(lines)) return;
  }
}

int cli_lines_next(cli_lines *lines, size_t most, const char **line, size_t *length) {
  for (;;) {
    bool whole;
    size_t found = line_length(lines, 0, most, &whole);
    if (lines->error) return -1;
    if (lines->start == lines->end) return 0;
    lines->line++;
    if (!whole || found > most) {
      skip_rest(lines);
      return -2;
    }
    *line = lines->buffer + lines->start;
    *length = found;
    lines->start += found;
    if (lines->start < lines->end) lines->start++;
    if (!is_blank(*line, found)) return 1;
  }
}

/* Whether a line is one object, by brackets and quotes. */
static bool is_object(const char *line, size_t length) {
  size_t depth = 0;
  bool quoted = false;
  while (length && strchr(" \t\r", line[length - 1])) length--;
  while (length && (*line == ' ' || *line == '\t')) line++, length--;
  if (length < 2 || *line != '{') return false;
  for (size_t i = 0; i < length; i++) {
    char c = line[i];
    if (quoted && c == '\\') {
      i++;
    } else if (c == '"') {
      quoted = !quoted;
    }
    if (quoted) continue;
    if (c == '{' || c == '[') depth++;
    if ((c == '}' || c == ']') && --depth == 0) return i + 1 == length;
  }
  return false;
}

bool cli_lines_are(cli_lines *lines, size_t most) {
  size_t from = 0;
  bool first = true;
  for (;;) {
    bool whole;
    size_t length = line_length(lines, from, most, &whole);
    const char *line = lines->buffer + lines->start + from;
    bool is_last = lines->start + from + length >= lines->end;
    if (!whole) return false;
    if (!is_blank(line, length)) {
      size_t space = 0;
      while (line[space] == ' ' || line[space] == '\t') space++;
      if (!first) return line[space] == '{';
      if (!is_object(line, length)) return false;
      first = false;
    }
    if (is_last) return !first;
    from += length + 1;
  }
}

ptrdiff_t cli_lines_read(void *data, char *bytes, size_t size) {
  cli_lines *lines = data;
  size_t have = lines->end - lines->start;
  if (have) {
    if (have > size) have = size;
    memcpy(bytes, lines->buffer + lines->start, have);
    lines->start += have;
    return (ptrdiff_t)have;
  }
  if (lines->ended) {
    errno = lines->error;
    return lines->error ? -1 : 0;
  }
  return lines->read(lines->data, bytes, size);
}

bool cli_lines_named(const char *path) {
  static const char *const endings[] = {".jsonl", ".ndjson"};
  size_t length = strlen(path);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t ending = strlen(endings[i]);
    if (length > ending && strcmp(path + length - ending, endings[i]) == 0) return true;
  }
  return false;
}

void cli_lines_free(cli_lines *lines) {
  free(lines->buffer);
  *lines = (cli_lines){0};
}
