/* script_lines.c: the line of a script on which a key is set, found by reading its text. */
#include <ctype.h>
#include <string.h>

#include "base/path.h"
#include "bundle/bundle.h"

enum { LONGEST_LINE = 4096 };

static bool is_name_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

/* The offset behind `key =`, as a constructor or an assignment has it, from `start` on; 0 when
 * it is not there. */
static size_t find_key(const lx_layer_file *file, const char *key, size_t start) {
  const char *text = file->bytes;
  size_t length = file->length, size = strlen(key);
  for (size_t i = start; i + size <= length; i++) {
    size_t after = i + size;
    if (memcmp(text + i, key, size) != 0) continue;
    if ((i && is_name_char(text[i - 1])) || (after < length && is_name_char(text[after]))) {
      continue;
    }
    while (after < length && strchr(" '\"]", text[after]) && text[after]) after++;
    if (after >= length || text[after] != '=') continue;
    if (after + 1 < length && text[after + 1] == '=') continue;
    return after + 1;
  }
  return 0;
}

static size_t line_at(const lx_layer_file *file, size_t offset) {
  size_t line = 1;
  for (size_t i = 0; i < offset; i++) line += file->bytes[i] == '\n';
  return line;
}

size_t lx_script_line_of(const lx_script *script, const char *key) {
  size_t offset = find_key(script->source, key, 0);
  return offset ? line_at(script->source, offset) : 0;
}

size_t lx_script_line_of_path(const lx_script *script, const char *path) {
  lx_segment segment;
  size_t offset = 0;
  while (lx_path_next(&path, &segment) == 1) {
    size_t found;
    if (segment.is_index) continue;
    found = find_key(script->source, segment.name, offset);
    if (!found) break;
    offset = found;
  }
  return offset ? line_at(script->source, offset) : 0;
}

const char *lx_script_text_of_line(const lx_script *script, size_t line, const char **end) {
  const char *at = script->source->bytes, *last = at + script->source->length;
  for (size_t number = 1; number < line; number++) {
    at = memchr(at, '\n', (size_t)(last - at));
    if (!at) return NULL;
    at++;
  }
  *end = memchr(at, '\n', (size_t)(last - at));
  if (!*end) *end = last;
  if (*end > at && (*end)[-1] == '\r') --*end;
  return *end - at > LONGEST_LINE ? NULL : at;
}
