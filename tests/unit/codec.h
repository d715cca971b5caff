/* codec.h: for tests of the codecs: documents in and out of a plain Lua state, as text. */
#ifndef TEST_CODEC_H
#define TEST_CODEC_H

#include <stdlib.h>

#include "base/diagnostic.h"
#include "check.h"
#include "codec/read.h"
#include "codec/write.h"
#include "script.h"

typedef struct codec {
  lua_State *L;
  lx_reader *reader;
  lx_writer *writer;
  luxr_limits limits; /* zero: the defaults */
  lx_buffer out;
  lx_diagnostics problems;
  char told[4096];
} codec;

static codec its;

static inline void codec_open(void) {
  memset(&its, 0, sizeof its);
  its.L = script_new();
  its.reader = lx_reader_new();
  its.writer = lx_writer_new();
}

static inline void codec_close(void) {
  lx_diagnostics_free(&its.problems);
  lx_buffer_free(&its.out);
  lx_reader_free(its.reader);
  lx_writer_free(its.writer);
  lua_close(its.L);
}

static inline bool read_bytes(const char *bytes, size_t length, luxr_format format) {
  lx_source source = {bytes, length, 1, format};
  lx_diagnostics_free(&its.problems);
  lua_settop(its.L, 0);
  return lx_read(its.L, its.reader, &source, &its.limits, &its.problems) &&
         lua_gettop(its.L) == 1;
}

/* All findings: "error 1:2: sentence (hint)", one a line. */
static inline const char *findings(void) {
  static const char *const names[] = {"note", "warning", "error"};
  size_t used = 0;
  its.told[0] = '\0';
  for (size_t i = 0; i < its.problems.count && used < sizeof its.told - 512; i++) {
    const luxr_diagnostic *item = &its.problems.items[i];
    used += (size_t)snprintf(its.told + used, 512, "%s%s %zu:%zu: %s%s%s%s", i ? "\n" : "",
                             names[item->severity], item->line, item->column, item->sentence,
                             item->hint ? " (" : "", item->hint ? item->hint : "",
                             item->hint ? ")" : "");
  }
  return its.told;
}

/* What the value at the top is, as JSON; or where and why it cannot be written. */
static inline const char *top_as_json(void) {
  lx_write_problem problem;
  lx_buffer_clear(&its.out);
  if (lx_write_json(its.L, -1, its.writer, NULL, &its.out, &problem)) {
    return lx_buffer_text(&its.out);
  }
  snprintf(its.told, sizeof its.told, "%s: %s", problem.path.text, problem.sentence);
  return its.told;
}

static inline const char *top_as_yaml(void) {
  lx_write_problem problem;
  lx_buffer_clear(&its.out);
  if (lx_write_yaml(its.L, -1, its.writer, NULL, &its.out, &problem)) {
    return lx_buffer_text(&its.out);
  }
  snprintf(its.told, sizeof its.told, "%s: %s", problem.path.text, problem.sentence);
  return its.told;
}

/* Runs a chunk that returns one value; `null`, `list` and `view` are there. */
static inline int codec_list(lua_State *L) {
  lx_mark_list(L, 1);
  return 1;
}

static inline int codec_view(lua_State *L) {
  lx_view_push(L, 1, NULL, "view");
  return 1;
}

static inline void run(const char *chunk) {
  lua_State *L = its.L;
  lx_push_null(L);
  lua_setglobal(L, "null");
  lua_register(L, "list", codec_list);
  lua_register(L, "view", codec_view);
  lua_settop(L, 0);
  if (luaL_loadstring(L, chunk) || lua_pcall(L, 0, 1, 0)) printf("%s\n", lua_tostring(L, -1));
}

/* The document as JSON without findings, or the findings. */
static inline const char *read_as_json(const char *bytes, size_t length, luxr_format format) {
  if (!read_bytes(bytes, length, format) || its.problems.count) return findings();
  return top_as_json();
}

static inline const char *yaml(const char *text) {
  return read_as_json(text, strlen(text), LUXR_FORMAT_YAML);
}

static inline const char *json(const char *text) {
  return read_as_json(text, strlen(text), LUXR_FORMAT_JSON);
}

/* A whole file; NULL when it cannot be read. The caller frees. */
static inline char *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  char *bytes = NULL;
  size_t capacity = 0, count;
  *length = 0;
  if (!file) return NULL;
  do {
    if (capacity - *length < 65536) bytes = realloc(bytes, capacity += 65536);
    count = fread(bytes + *length, 1, capacity - *length - 1, file);
    *length += count;
  } while (count);
  fclose(file);
  bytes[*length] = '\0';
  return bytes;
}

#endif
