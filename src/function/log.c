#include "log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"

enum { TAIL = 8 }; /* what always fits: a closing quote, the brace, the end of line */

static size_t room(const lx_log_line *line) {
  size_t most = sizeof line->bytes - TAIL;
  return line->length < most ? most - line->length : 0;
}

static void add(lx_log_line *line, const char *bytes, size_t length) {
  memcpy(line->bytes + line->length, bytes, length);
  line->length += length;
}

/* One character as JSON has it inside quotes. */
static size_t escape(char escaped[8], const char *text, size_t size) {
  static const char shorthands[] = "\"\"\\\\\bb\ff\nn\rr\tt";
  if (size == 0) {
    memcpy(escaped, "\xef\xbf\xbd", 3); /* the replacement character */
    return 3;
  }
  for (const char *at = shorthands; *at; at += 2) {
    if (*at != text[0]) continue;
    escaped[0] = '\\';
    escaped[1] = at[1];
    return 2;
  }
  if ((unsigned char)text[0] < 0x20 || text[0] == 0x7f) {
    return (size_t)snprintf(escaped, 8, "\\u%04x", (unsigned)text[0]);
  }
  memcpy(escaped, text, size);
  return size;
}

static void add_quoted(lx_log_line *line, const char *text, size_t length) {
  if (room(line) < 2) return;
  add(line, "\"", 1);
  while (length > 0) {
    char escaped[8];
    uint32_t code;
    size_t size = lx_utf8_next(text, length, &code);
    size_t more = escape(escaped, text, size);
    if (more > room(line)) break;
    add(line, escaped, more);
    text += size ? size : 1;
    length -= size ? size : 1;
  }
  add(line, "\"", 1);
}

/* Room for the name, and for some of what follows it; else the field is left out. */
static bool add_name(lx_log_line *line, const char *name) {
  size_t length = strlen(name);
  if (line->fd < 0 || room(line) < length + 4 + 32) return false;
  add(line, ",\"", 2);
  add(line, name, length);
  add(line, "\":", 2);
  return true;
}

static void add_time(lx_log_line *line) {
  struct timespec now;
  struct tm utc;
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &utc);
  line->length +=
      strftime(line->bytes + line->length, 32, "{\"time\":\"%Y-%m-%dT%H:%M:%S", &utc);
  line->length +=
      (size_t)snprintf(line->bytes + line->length, 16, ".%06ldZ\"", now.tv_nsec / 1000);
}

void lx_log_begin(lx_log_line *line, const lx_log *log, lx_log_level level,
                  const char *message) {
  static const char *const names[] = {"debug", "info", "warn", "error"};
  line->fd = level < log->level ? -1 : log->fd;
  line->length = 0;
  if (line->fd < 0) return;
  add_time(line);
  lx_log_text(line, "level", names[level]);
  lx_log_text(line, "msg", message);
}

void lx_log_text(lx_log_line *line, const char *name, const char *text) {
  if (text) lx_log_bytes(line, name, text, strlen(text));
}

void lx_log_bytes(lx_log_line *line, const char *name, const char *text, size_t length) {
  if (add_name(line, name)) add_quoted(line, text, length);
}

void lx_log_number(lx_log_line *line, const char *name, int64_t number) {
  char digits[24];
  int length = snprintf(digits, sizeof digits, "%" PRId64, number);
  if (add_name(line, name)) add(line, digits, (size_t)length);
}

void lx_log_end(lx_log_line *line) {
  size_t sent = 0;
  if (line->fd < 0) return;
  add(line, "}\n", 2);
  while (sent < line->length) {
    ssize_t count = write(line->fd, line->bytes + sent, line->length - sent);
    if (count < 0 && errno != EINTR) return; /* nobody is left who could be told */
    if (count > 0) sent += (size_t)count;
  }
}

void lx_log_say(const lx_log *log, lx_log_level level, const char *message) {
  lx_log_line line;
  lx_log_begin(&line, log, level, message);
  lx_log_end(&line);
}
