#include "base/path.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static bool is_plain(char c) {
  if (c >= 'a' && c <= 'z') return true; /* nearly always */
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '/' ||
         c == '$';
}

static bool is_plain_name(const char *name, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (!is_plain(name[i])) return false;
  }
  return length > 0;
}

/* ---- Writing --------------------------------------------------------------------- */

/* Bytes go in at `length` and beyond; `cut` once they do not fit. */
static void put(lx_path *path, const char *bytes, size_t length) {
  if (path->cut || LX_PATH_MAX - path->length < length) {
    path->cut = true;
    return;
  }
  memcpy(path->text + path->length, bytes, length);
  path->length += length;
}

static void put_escape(lx_path *path, uint32_t code) {
  static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
  const char *simple = code && code < 0x80 ? strchr(from, (int)code) : NULL;
  char text[8];
  int length;
  if (simple) {
    length = snprintf(text, sizeof text, "\\%c", to[simple - from]);
  } else {
    length = snprintf(text, sizeof text, "\\u%04x", (unsigned)code);
  }
  put(path, text, (size_t)length);
}

static void put_quoted(lx_path *path, const char *name, size_t length) {
  size_t at = 0;
  put(path, "[\"", 2);
  while (at < length && !path->cut) {
    uint32_t code;
    size_t count = lx_utf8_next(name + at, length - at, &code);
    if (!count) {
      char text[8];
      snprintf(text, sizeof text, "\\x%02x", (unsigned char)name[at]);
      put(path, text, 4);
    } else if (code == '"' || code == '\\' || !lx_utf8_shows(code)) {
      put_escape(path, code);
    } else {
      put(path, name + at, count);
    }
    at += count ? count : 1;
  }
  put(path, "\"]", 2);
}

/* A segment stands whole or not at all. When it does not, the length grows by dots, so
 * that a pop of something below (never written) is told from a pop of this one. */
static void finish(lx_path *path, size_t before) {
  if (path->cut) {
    memcpy(path->text + before, "...", 3);
    path->length = before + 3;
  }
  path->text[path->length] = '\0';
}

size_t lx_path_push_name(lx_path *path, const char *name, size_t length) {
  size_t before = path->length;
  if (path->cut) return before;
  if (is_plain_name(name, length)) {
    if (before) put(path, ".", 1);
    put(path, name, length);
  } else {
    put_quoted(path, name, length);
  }
  finish(path, before);
  return before;
}

size_t lx_path_push_index(lx_path *path, size_t index) {
  size_t before = path->length;
  char text[24];
  if (path->cut) return before;
  put(path, text, (size_t)snprintf(text, sizeof text, "[%zu]", index));
  finish(path, before);
  return before;
}

void lx_path_pop(lx_path *path, size_t length) {
  if (length < path->length) path->cut = false;
  path->length = length;
  path->text[length] = '\0';
}

/* ---- Reading --------------------------------------------------------------------- */

static bool add_bytes(lx_segment *segment, const char *bytes, size_t length) {
  if (LX_PATH_MAX - segment->length < length) return false;
  memcpy(segment->name + segment->length, bytes, length);
  segment->length += length;
  return true;
}

/* `count` hexadecimal digits at `text`. */
static bool read_hex(const char *text, int count, uint32_t *value) {
  *value = 0;
  for (int i = 0; i < count; i++) {
    char c = text[i];
    uint32_t digit;
    if (c >= '0' && c <= '9') {
      digit = (uint32_t)(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = (uint32_t)(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      digit = (uint32_t)(c - 'A' + 10);
    } else {
      return false;
    }
    *value = *value << 4 | digit;
  }
  return true;
}

/* Behind "\u": the digits, and a second escape where the first is half of a pair. */
static const char *read_unicode(const char *text, lx_segment *segment) {
  uint32_t code, low;
  char bytes[4];
  if (!read_hex(text, 4, &code)) return NULL;
  text += 4;
  if (code >= 0xD800 && code <= 0xDBFF) {
    if (text[0] != '\\' || text[1] != 'u' || !read_hex(text + 2, 4, &low)) return NULL;
    if (low < 0xDC00 || low > 0xDFFF) return NULL;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    text += 6;
  } else if (code >= 0xDC00 && code <= 0xDFFF) {
    return NULL;
  }
  return add_bytes(segment, bytes, lx_utf8_put(bytes, code)) ? text : NULL;
}

/* Behind the backslash. */
static const char *read_escape(const char *text, lx_segment *segment) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *simple;
  uint32_t value;
  char byte;
  if (*text == 'u') return read_unicode(text + 1, segment);
  if (*text == 'x') {
    if (!read_hex(text + 1, 2, &value)) return NULL;
    byte = (char)value;
    return add_bytes(segment, &byte, 1) ? text + 3 : NULL;
  }
  simple = *text ? strchr(from, *text) : NULL;
  return simple && add_bytes(segment, &to[simple - from], 1) ? text + 1 : NULL;
}

static const char *read_quoted(const char *text, lx_segment *segment) {
  while (*text != '"') {
    if (!*text) return NULL;
    if (*text == '\\') {
      text = read_escape(text + 1, segment);
      if (!text) return NULL;
    } else if (!add_bytes(segment, text++, 1)) {
      return NULL;
    }
  }
  return text[1] == ']' ? text + 2 : NULL;
}

static const char *read_index(const char *text, lx_segment *segment) {
  const char *start = text;
  segment->is_index = true;
  while (*text >= '0' && *text <= '9') {
    size_t digit = (size_t)(*text++ - '0');
    if (segment->index > (SIZE_MAX - digit) / 10) return NULL;
    segment->index = segment->index * 10 + digit;
  }
  if (text == start || (*start == '0' && text - start > 1)) return NULL;
  return *text == ']' ? text + 1 : NULL;
}

static const char *read_plain(const char *text, lx_segment *segment) {
  const char *start = text;
  while (is_plain(*text)) text++;
  if (text == start || !add_bytes(segment, start, (size_t)(text - start))) return NULL;
  return text;
}

int lx_path_next(const char **text, lx_segment *segment) {
  const char *at = *text;
  segment->length = segment->index = 0;
  segment->is_index = false;
  if (!*at) return 0;
  if (*at != '[') {
    at = read_plain(*at == '.' ? at + 1 : at, segment);
  } else if (at[1] == '"') {
    at = read_quoted(at + 2, segment);
  } else {
    at = read_index(at + 1, segment);
  }
  if (!at || (*at && *at != '.' && *at != '[')) return -1;
  segment->name[segment->length] = '\0';
  *text = at;
  return 1;
}
