/* log.h: what happens, as lines of JSON. A line is one write, so threads never mix
 * theirs. It holds names, numbers and sentences, and nothing that a request or a secret
 * held. */
#ifndef LX_FUNCTION_LOG_H
#define LX_FUNCTION_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum lx_log_level { LX_LOG_DEBUG, LX_LOG_INFO, LX_LOG_WARN, LX_LOG_ERROR } lx_log_level;

/* Shared by threads; nothing in it changes. */
typedef struct lx_log {
  int fd;
  lx_log_level level; /* lines below it are not written */
} lx_log;

/* A line in the making. What does not fit is cut, inside a text; the line stays whole
 * JSON. */
typedef struct lx_log_line {
  int fd; /* -1: below the level, and all that is added is dropped */
  size_t length;
  char bytes[4096];
} lx_log_line;

/* Begins with time, level and msg. */
void lx_log_begin(lx_log_line *line, const lx_log *log, lx_log_level level,
                  const char *message);
void lx_log_text(lx_log_line *line, const char *name, const char *text); /* NULL: nothing */
void lx_log_bytes(lx_log_line *line, const char *name, const char *text, size_t length);
void lx_log_number(lx_log_line *line, const char *name, int64_t number);
void lx_log_end(lx_log_line *line);

/* A line without fields. */
void lx_log_say(const lx_log *log, lx_log_level level, const char *message);

#endif
