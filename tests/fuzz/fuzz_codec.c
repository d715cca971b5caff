/* Any bytes as YAML and as JSON: what was read and written reads back as the same. */
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/limits.h"
#include "codec/read.h"
#include "codec/write.h"
#include "fuzz.h"
#include "value/value.h"
#include "value/view.h"

typedef bool writing(lua_State *L, int index, lx_writer *writer,
                     const lx_write_options *options, lx_buffer *out,
                     lx_write_problem *problem);

typedef struct codec_tools {
  lua_State *L;
  lx_reader *reader;
  lx_writer *writer;
  luxr_limits limits;
} codec_tools;

static codec_tools new_codec(void) {
  codec_tools codec = {
      .L = luaL_newstate(), .reader = lx_reader_new(), .writer = lx_writer_new()};
  luxr_limits limits = {.nodes = 5000, .depth = 60};
  codec.limits = lx_limits_complete(&limits);
  lx_value_open(codec.L);
  lx_view_open(codec.L);
  return codec;
}

static void free_codec(codec_tools *codec) {
  lx_reader_free(codec->reader);
  lx_writer_free(codec->writer);
  lua_close(codec->L);
}

/* Pushes one value, or nothing and at least one error. */
static bool read_bytes(codec_tools *codec, const char *bytes, size_t length,
                       luxr_format format) {
  lx_source source = {bytes, length, 1, format};
  lx_diagnostics problems = {0};
  int top = lua_gettop(codec->L);
  bool ok = lx_read(codec->L, codec->reader, &source, &codec->limits, &problems);
  PROMISE(lua_gettop(codec->L) == top + (ok ? 1 : 0));
  PROMISE(ok == (problems.errors == 0));
  lx_diagnostics_free(&problems);
  return ok;
}

static bool write_top(codec_tools *codec, writing *write, lx_buffer *out) {
  lx_write_problem problem;
  memset(&problem, 0, sizeof problem);
  bool ok = write(codec->L, -1, codec->writer, NULL, out, &problem);
  PROMISE(ok || (out->length == 0 && problem.sentence[0]));
  return ok;
}

static void check_same(const lx_buffer *text, const lx_buffer *again) {
  if (again->length == text->length && !memcmp(again->data, text->data, text->length)) return;
  fprintf(stderr, "written: %.*s\nagain:   %.*s\n", (int)text->length, text->data,
          (int)again->length, again->data);
  PROMISE(0 && "it reads back as the same");
}

/* YAML writes a double without a fraction as an integer, as its model does: so the texts are
 * compared, each with its own. */
static void check_round_trip(codec_tools *codec, writing *write, luxr_format format) {
  lx_buffer text = {0}, again = {0};
  if (write_top(codec, write, &text)) {
    PROMISE(read_bytes(codec, text.data, text.length, format));
    PROMISE(write_top(codec, write, &again));
    check_same(&text, &again);
    lua_pop(codec->L, 1);
  }
  lx_buffer_free(&text);
  lx_buffer_free(&again);
}

static void check_places(const char *bytes, size_t length, luxr_format format) {
  static const char *const paths[] = {"spec", "spec.a[0].b", "[\"\"]", "a[1]", ""};
  lx_source source = {bytes, length, 1, format};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    lx_place place = {0};
    for (int at_name = 0; at_name < 2; at_name++) {
      if (!lx_locate(&source, paths[i], at_name, &place)) continue;
      PROMISE(place.line > 0 && place.column > 0);
    }
  }
}

static void try_format(codec_tools *codec, const char *bytes, size_t length,
                       luxr_format format) {
  check_places(bytes, length, format);
  if (!read_bytes(codec, bytes, length, format)) return;
  check_round_trip(codec, lx_write_json, LUXR_FORMAT_JSON);
  check_round_trip(codec, lx_write_yaml, LUXR_FORMAT_YAML);
  lua_pop(codec->L, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  codec_tools codec = new_codec();
  try_format(&codec, (const char *)data, size, LUXR_FORMAT_YAML);
  try_format(&codec, (const char *)data, size, LUXR_FORMAT_JSON);
  free_codec(&codec);
  return 0;
}
