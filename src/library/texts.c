/* texts.c: luxr.yaml and luxr.json, each with encode and decode. */
#include <stdio.h>

#include "host/budget.h"
#include "host/sandbox.h"
#include "library/functions.h"
#include "value/raise.h"

/* A byte read or written costs about as much as these copied. */
enum { READ_COST = 4, WRITE_COST = 2, CALL_COST = 256, SENTENCE = 400 };

typedef bool (*write_function)(lua_State *L, int index, lx_writer *writer,
                               const lx_write_options *options, lx_buffer *out,
                               lx_write_problem *problem);

/* ---- Encoding ---------------------------------------------------------------------- */

_Noreturn static void raise_problem(lua_State *L, const char *function,
                                    const lx_write_problem *problem) {
  if (!problem->path.length) lx_raise(L, "%s: %s", function, problem->sentence);
  lx_raise(L, "%s: %s: %s", function, problem->path.text, problem->sentence);
}

/* Nothing says beforehand how much there is to write; what bounds it is that the text may
 * not be longer than a string may, and then it is charged. */
static int encode(lua_State *L, const char *function, write_function write) {
  lx_library_tools *tools = lua_touserdata(L, lua_upvalueindex(1));
  lx_write_options options = {.depth = tools->limits->output_depth};
  lx_buffer *out = tools->buffer;
  lx_write_problem problem;
  bool written;
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) lx_raise(L, "%s needs a value, got nil", function);
  lx_charge(L, CALL_COST);
  lx_buffer_clear(out);
  out->max = tools->limits->string;
  written = write(L, 1, tools->writer, &options, out, &problem);
  out->max = 0;
  if (written) {
    lx_check_string_size(L, out->length);
    lx_charge(L, out->length * WRITE_COST);
    lua_pushlstring(L, out->data, out->length);
    return 1;
  }
  lx_check_time(L);
  if (out->full) lx_check_string_size(L, tools->limits->string + 1);
  if (out->failed && !out->full) {
    lx_limit(L, LX_LIMIT_PROCESS, "%s: out of memory", function);
  }
  raise_problem(L, function, &problem);
}

static int yaml_encode(lua_State *L) {
  return encode(L, "luxr.yaml.encode", lx_write_yaml);
}

static int json_encode(lua_State *L) {
  return encode(L, "luxr.json.encode", lx_write_json);
}

/* ---- Decoding ---------------------------------------------------------------------- */

/* The findings are the worker's, and gone before the error leaves. */
_Noreturn static void raise_finding(lua_State *L, const char *function,
                                    lx_diagnostics *problems) {
  char sentence[SENTENCE] = "out of memory";
  size_t line = 0, column = 0;
  bool failed = problems->failed;
  if (problems->count) {
    const luxr_diagnostic *first = &problems->items[0];
    if (first->sentence) snprintf(sentence, sizeof sentence, "%s", first->sentence);
    line = first->line;
    column = first->column;
  }
  lx_diagnostics_free(problems);
  if (failed) lx_limit(L, LX_LIMIT_PROCESS, "%s: out of memory", function);
  if (!line) lx_raise(L, "%s: %s", function, sentence);
  lx_raise(L, "%s: %s (line %zu, column %zu)", function, sentence, line, column);
}

static int decode(lua_State *L, const char *function, luxr_format format) {
  lx_library_tools *tools = lua_touserdata(L, lua_upvalueindex(1));
  lx_source source = {.line = 1, .format = format};
  source.bytes = lx_need_string(L, 1, function, &source.length);
  lua_settop(L, 1);
  lx_charge(L, CALL_COST + source.length * READ_COST);
  lx_diagnostics_free(tools->problems);
  if (!lx_read(L, tools->reader, &source, tools->limits, tools->problems)) {
    lx_check_time(L);
    raise_finding(L, function, tools->problems);
  }
  return 1;
}

static int yaml_decode(lua_State *L) {
  return decode(L, "luxr.yaml.decode", LUXR_FORMAT_YAML);
}

static int json_decode(lua_State *L) {
  return decode(L, "luxr.json.decode", LUXR_FORMAT_JSON);
}

static void add_format(lua_State *L, lx_library_tools *tools, const char *name,
                       const char *full_name, const lua_CFunction functions[2]) {
  static const char *const names[] = {"encode", "decode"};
  lua_createtable(L, 0, 2);
  for (int i = 0; i < 2; i++) {
    lua_pushlightuserdata(L, tools);
    lua_pushcclosure(L, functions[i], 1);
    lua_setfield(L, -2, names[i]);
  }
  lx_sandbox_seal(L, full_name);
  lua_setfield(L, -2, name);
}

void lx_add_text_functions(lua_State *L, lx_library_tools *tools) {
  static const lua_CFunction yaml[] = {yaml_encode, yaml_decode};
  static const lua_CFunction json[] = {json_encode, json_decode};
  add_format(L, tools, "yaml", "luxr.yaml", yaml);
  add_format(L, tools, "json", "luxr.json", json);
}
