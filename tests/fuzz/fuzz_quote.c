/* Any text as a field's key and value: it is written so that it reads back as the same text, and
 * nothing of it becomes structure. What is no UTF-8 is refused. */
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "codec/read.h"
#include "codec/write.h"
#include "fuzz.h"
#include "value/value.h"
#include "value/view.h"

typedef bool writing(lua_State *L, int index, lx_writer *writer,
                     const lx_write_options *options, lx_buffer *out,
                     lx_write_problem *problem);

typedef struct quoting {
  lua_State *L;
  lx_reader *reader;
  lx_writer *writer;
  const char *text;
  size_t length;
} quoting;

/* { deeper = { [text] = { text } } } */
static void push_value(const quoting *with) {
  lua_State *L = with->L;
  lua_settop(L, 0);
  lua_newtable(L);
  lua_newtable(L);
  lua_pushlstring(L, with->text, with->length);
  lua_createtable(L, 1, 0);
  lua_pushlstring(L, with->text, with->length);
  lua_rawseti(L, -2, 1);
  lua_rawset(L, -3);
  lua_setfield(L, -2, "deeper");
}

static void check_field(const quoting *with, int map) {
  lua_State *L = with->L;
  size_t length;
  const char *text;
  lua_pushlstring(L, with->text, with->length);
  PROMISE(lua_rawget(L, map) == LUA_TTABLE);
  PROMISE(lua_rawlen(L, -1) == 1 && lua_rawgeti(L, -1, 1) == LUA_TSTRING);
  text = lua_tolstring(L, -1, &length);
  PROMISE(length == with->length && memcmp(text, with->text, length) == 0);
}

static void try_writer(const quoting *with, writing *write, luxr_format format) {
  lua_State *L = with->L;
  luxr_limits limits = lx_limits_complete(NULL);
  lx_diagnostics problems = {0};
  lx_write_problem problem;
  lx_buffer out = {0};
  lx_source source = {.line = 1, .format = format};
  bool is_utf8 = lx_utf8_check(with->text, with->length) == with->length;
  push_value(with);
  PROMISE(write(L, 1, with->writer, NULL, &out, &problem) == is_utf8);
  if (is_utf8) {
    source.bytes = out.data;
    source.length = out.length;
    lua_settop(L, 0);
    PROMISE(lx_read(L, with->reader, &source, &limits, &problems) && !problems.count);
    PROMISE(lua_getfield(L, 1, "deeper") == LUA_TTABLE);
    check_field(with, 2);
  }
  lx_diagnostics_free(&problems);
  lx_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  quoting with = {.text = (const char *)data, .length = size};
  if (size && memchr(data, 0, size)) return 0; /* no reader takes a zero character */
  with.L = luaL_newstate();
  with.reader = lx_reader_new();
  with.writer = lx_writer_new();
  lx_value_open(with.L);
  lx_view_open(with.L);
  try_writer(&with, lx_write_yaml, LUXR_FORMAT_YAML);
  try_writer(&with, lx_write_json, LUXR_FORMAT_JSON);
  lx_reader_free(with.reader);
  lx_writer_free(with.writer);
  lua_close(with.L);
  return 0;
}
