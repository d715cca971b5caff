/* Any bytes as a google.protobuf.Struct: what is read whole is what is read where somebody looks,
 * and is written as bytes that read back as the same. */
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/limits.h"
#include "codec/struct.h"
#include "codec/write.h"
#include "fuzz.h"
#include "value/raise.h"
#include "value/value.h"
#include "value/view.h"

typedef struct codec_tools {
  lua_State *L;
  lx_reader *reader;
  lx_writer *writer;
  luxr_limits limits;
  const char *bytes;
  size_t length;
} codec_tools;

static codec_tools its;

static void open_tools(const uint8_t *data, size_t size) {
  luxr_limits limits = {.nodes = 5000, .depth = 60};
  its = (codec_tools){.L = luaL_newstate(),
                      .reader = lx_reader_new(),
                      .writer = lx_writer_new(),
                      .limits = lx_limits_complete(&limits),
                      .bytes = (const char *)data,
                      .length = size};
  lua_gc(its.L, LUA_GCSTOP); /* as in a worker */
  lx_value_open(its.L);
  lx_view_open(its.L);
}

static void close_tools(void) {
  lx_reader_free(its.reader);
  lx_writer_free(its.writer);
  lua_close(its.L);
}

/* Pushes one value, or nothing and at least one error. */
static bool read_whole(const char *bytes, size_t length) {
  lx_source source = {bytes, length, 1, LUXR_FORMAT_STRUCT};
  lx_diagnostics problems = {0};
  int top = lua_gettop(its.L);
  bool ok = lx_read(its.L, its.reader, &source, &its.limits, &problems);
  PROMISE(lua_gettop(its.L) == top + (ok ? 1 : 0));
  PROMISE(ok == (problems.errors == 0));
  lx_diagnostics_free(&problems);
  return ok;
}

static bool write_at(int index, lx_buffer *json) {
  lx_write_problem problem;
  lx_write_options options = {.depth = 100};
  lx_buffer_clear(json);
  return lx_write_json(its.L, index, its.writer, &options, json, &problem);
}

static void charge(lua_State *L, size_t bytes) {
  (void)L, (void)bytes;
}

static void fail(lua_State *L, const void *data, const lx_struct_fault *fault) {
  (void)data;
  PROMISE(fault->sentence[0]);
  lx_raise(L, "%s: %s", fault->path.text, fault->sentence);
}

static void push_unread(lx_struct_source *source) {
  *source = (lx_struct_source){.bytes = its.bytes,
                               .length = its.length,
                               .limits = &its.limits,
                               .charge = charge,
                               .fail = fail};
  lx_struct_push_unread(its.L, source);
}

/* The body of a call: writes what is unread as JSON into the buffer at 1. */
static int write_unread(lua_State *L) {
  lx_struct_source source;
  push_unread(&source);
  PROMISE(write_at(lua_gettop(L), lua_touserdata(L, 1)));
  return 0;
}

/* The same of the field whose name is at 2, through a view. */
static int look_at_field(lua_State *L) {
  lx_struct_source source;
  push_unread(&source);
  lx_view_push(L, -1, NULL, "root");
  lua_pushvalue(L, 2);
  lua_gettable(L, -2);
  PROMISE(!lua_isnil(L, -1));
  PROMISE(write_at(lua_gettop(L), lua_touserdata(L, 1)));
  return 0;
}

/* Walks to the field whose name is at 2, as JSON into the buffer at 1: empty where it takes another
 * way. What is below it is found by what it says of itself. */
static int walk_to_field(lua_State *L) {
  lx_struct_source source;
  lx_unread_step steps[3] = {{0}};
  lx_buffer *json = lua_touserdata(L, 1);
  lx_unread_answer answer;
  size_t count = 1;
  steps[0].name = lua_tolstring(L, 2, &steps[0].length);
  if (lua_gettop(L) == 4) {
    steps[1].name = steps[2].name = lua_tolstring(L, 3, &steps[1].length);
    steps[1].wanted = lua_tolstring(L, 4, &steps[1].wanted_length);
    steps[2].length = steps[1].length;
    count = 3;
  }
  push_unread(&source);
  answer = lx_unread_walk(L, lua_gettop(L), steps, count);
  PROMISE(answer != LX_UNREAD_ABSENT);
  lx_buffer_clear(json);
  if (answer == LX_UNREAD_FOUND) PROMISE(write_at(lua_gettop(L), json));
  return 0;
}

static bool call(lua_CFunction body, lx_buffer *json, int name) {
  bool ok;
  lua_pushcfunction(its.L, body);
  lua_pushlightuserdata(its.L, json);
  if (name) lua_pushvalue(its.L, name);
  ok = lua_pcall(its.L, name ? 2 : 1, 0, 0) == LUA_OK;
  if (!ok) lua_pop(its.L, 1);
  return ok;
}

static void check_same(const lx_buffer *a, const lx_buffer *b) {
  PROMISE(a->length == b->length && (!a->length || memcmp(a->data, b->data, a->length) == 0));
}

/* The list at 3 lies under the name at 2: the first text of its first item, if that is a map, leads to
 * itself. */
static void check_choice(lx_buffer *whole, lx_buffer *walked) {
  int top = lua_gettop(its.L);
  if (lua_rawgeti(its.L, 3, 1) == LUA_TTABLE) {
    lua_pushnil(its.L);
    if (lua_next(its.L, 4) && lua_type(its.L, 5) == LUA_TSTRING &&
        lua_type(its.L, 6) == LUA_TSTRING) {
      PROMISE(write_at(6, whole));
      lua_pushcfunction(its.L, walk_to_field);
      lua_pushlightuserdata(its.L, walked);
      lua_pushvalue(its.L, 2);
      lua_pushvalue(its.L, 5);
      lua_pushvalue(its.L, 6);
      PROMISE(lua_pcall(its.L, 4, 0, 0) == LUA_OK);
      if (walked->length) check_same(whole, walked);
    }
  }
  lua_settop(its.L, top);
}

/* The table that was read is at 1. */
static void check_fields(void) {
  lx_buffer whole = {0}, looked = {0};
  int count = 0;
  for (lua_pushnil(its.L); lua_next(its.L, 1) && count++ < 20; lua_pop(its.L, 1)) {
    PROMISE(write_at(3, &whole) && call(look_at_field, &looked, 2));
    check_same(&whole, &looked);
    PROMISE(call(walk_to_field, &looked, 2));
    if (looked.length) check_same(&whole, &looked);
    if (lua_istable(its.L, 3)) check_choice(&whole, &looked);
  }
  lua_settop(its.L, 1);
  lx_buffer_free(&whole);
  lx_buffer_free(&looked);
}

static void check_round_trip(const lx_buffer *json) {
  lx_write_problem problem;
  lx_write_options options = {.depth = 100};
  lx_buffer bytes = {0}, again = {0};
  PROMISE(lx_write_struct(its.L, 1, its.writer, &options, &bytes, &problem));
  PROMISE(read_whole(bytes.data, bytes.length) && write_at(2, &again));
  check_same(json, &again);
  lua_settop(its.L, 1);
  lx_buffer_free(&bytes);
  lx_buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lx_buffer whole = {0}, unread = {0};
  open_tools(data, size);
  if (read_whole(its.bytes, its.length)) {
    PROMISE(write_at(1, &whole));
    PROMISE(call(write_unread, &unread, 0));
    check_same(&whole, &unread);
    check_fields();
    check_round_trip(&whole);
  } else {
    call(write_unread, &unread, 0);
  }
  lx_buffer_free(&whole);
  lx_buffer_free(&unread);
  close_tools();
  return 0;
}
