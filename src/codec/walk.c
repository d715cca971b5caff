#include "codec/walk_parts.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "value/value.h"
#include "value/view.h"

enum { DEFAULT_DEPTH = 64, MOST_DEPTH = 1000 };

lx_writer *lx_writer_new(void) {
  return lx_alloc_zero(sizeof(lx_writer));
}

void lx_writer_free(lx_writer *writer) {
  if (!writer) return;
  lx_free(writer->keys);
  lx_free(writer);
}

/* ---- Problems ------------------------------------------------------------------------ */

static void push_place(lx_walk *walk, const lx_table *table) {
  lx_path *path = &walk->problem->path;
  if (!table) return;
  push_place(walk, table->up);
  if (!table->at) return;
  if (table->is_list) {
    lx_path_push_index(path, table->at - 1);
  } else {
    const lx_key *key = &walk->writer->keys[table->first + table->at - 1];
    lx_path_push_name(path, key->text, key->length);
  }
}

static bool fail_at(lx_walk *walk, const lx_table *table, const char *format,
                    va_list arguments) {
  memset(&walk->problem->path, 0, sizeof walk->problem->path);
  push_place(walk, table);
  walk->problem->limit = NULL;
  vsnprintf(walk->problem->sentence, sizeof walk->problem->sentence, format, arguments);
  return false;
}

bool lx_walk_fail(lx_walk *walk, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fail_at(walk, walk->innermost, format, arguments);
  va_end(arguments);
  return false;
}

bool lx_walk_fail_type(lx_walk *walk, lx_slot slot) {
  const char *type = lua_typename(walk->L, lx_slot_type(walk->L, slot));
  return lx_walk_fail(walk, "a %s cannot be written", type);
}

bool lx_walk_fail_utf8(lx_walk *walk, const char *text, size_t length, bool is_key) {
  return lx_walk_fail(walk, "%s is not UTF-8: byte %zu of %zu", is_key ? "the key" : "the text",
                      lx_utf8_check(text, length) + 1, length);
}

bool lx_walk_fail_memory(lx_walk *walk) {
  walk->out->failed = true;
  return lx_walk_fail(walk, "out of memory");
}

/* ---- What kind of table -------------------------------------------------------------- */

static bool fail_hole(lx_walk *walk, int slot) {
  lua_State *L = walk->L;
  lua_Integer missing = 0;
  while (lua_rawgeti(L, slot, ++missing) != LUA_TNIL) lua_pop(L, 1);
  lua_pop(L, 1);
  return lx_walk_fail(walk, "a list with holes: item %lld is missing, counted from 1",
                      (long long)missing);
}

static bool fail_key(lx_walk *walk, int slot) {
  lua_State *L = walk->L;
  const char *type = "number that is no integer";
  for (lua_pushnil(L); lua_next(L, slot); lua_pop(L, 1)) {
    if (lua_type(L, -2) == LUA_TSTRING || lua_isinteger(L, -2)) continue;
    if (lua_type(L, -2) != LUA_TNUMBER) type = lua_typename(L, lua_type(L, -2));
    lua_pop(L, 2);
    break;
  }
  return lx_walk_fail(walk, "a %s as a key: keys are text", type);
}

bool lx_walk_look_closer(lx_walk *walk, int slot, size_t *count) {
  switch (lx_classify(walk->L, slot, count)) {
    case LX_TABLE_LIST:
    case LX_TABLE_MAP: return true;
    case LX_TABLE_MIXED:
      return lx_walk_fail(walk, "a table with both list items and named fields");
    case LX_TABLE_HOLES: return fail_hole(walk, slot);
    default: return fail_key(walk, slot);
  }
}

/* The outermost table that is one of its own parents; NULL: there is none. */
static const lx_table *find_cycle(lua_State *L, const lx_table *table) {
  const lx_table *found = table->up ? find_cycle(L, table->up) : NULL;
  if (found) return found;
  for (const lx_table *parent = table->up; parent; parent = parent->up) {
    if (lx_table_is(L, parent, table)) return table;
  }
  return NULL;
}

bool lx_walk_fail_depth(lx_walk *walk, const lx_table *table) {
  const lx_table *cycle = find_cycle(walk->L, table);
  if (!cycle) {
    lx_walk_fail(walk, "nested deeper than %zu levels", walk->depth);
    walk->problem->limit = "output_depth";
    return false;
  }
  walk->innermost = cycle->up;
  return lx_walk_fail(walk, "the table contains itself");
}

/* ---- Entering ------------------------------------------------------------------------ */

bool lx_walk_make_room(lx_walk *walk, size_t needed) {
  lx_writer *writer = walk->writer;
  size_t capacity = writer->capacity ? writer->capacity : 64;
  lx_key *keys;
  if (needed <= writer->capacity) return true;
  while (capacity < needed) capacity *= 2;
  keys = lx_realloc(writer->keys, capacity * sizeof *keys);
  if (!keys) return lx_walk_fail_memory(walk);
  writer->keys = keys;
  writer->capacity = capacity;
  return true;
}

bool lx_walk_sort_fields(lx_walk *walk, lx_table *table) {
  lx_writer *writer = walk->writer;
  lx_key *keys;
  if (table->count == 1) {
    writer->count++;
    return true;
  }
  if (!lx_walk_make_room(walk, writer->count + 2 * table->count)) return false;
  keys = writer->keys + table->first;
  if (walk->natural) {
    lx_order_natural(keys, keys + table->count, table->count);
  } else {
    lx_order_bytewise(keys, keys + table->count, table->count);
  }
  writer->count += table->count;
  return true;
}

/* ---- Start and end ------------------------------------------------------------------- */

bool lx_walk_check_number(lx_walk *walk, lx_slot slot) {
  lua_State *L = walk->L;
  double value;
  if (lx_slot_is_integer(L, slot)) {
    lua_Integer integer = lx_slot_integer(L, slot);
    if (!walk->exact_only ||
        (integer >= -((lua_Integer)1 << 53) && integer <= (lua_Integer)1 << 53)) {
      return true;
    }
    return lx_walk_fail(walk, "the integer %lld is larger than a double can hold exactly",
                        (long long)integer);
  }
  value = lx_slot_number(L, slot);
  if (isnan(value)) return lx_walk_fail(walk, "NaN (not a number) cannot be written");
  if (isinf(value)) return lx_walk_fail(walk, "infinity cannot be written");
  return true;
}

lx_walk lx_walk_start(lua_State *L, int index, lx_writer *writer,
                      const lx_write_options *options, lx_buffer *out,
                      lx_write_problem *problem) {
  lx_walk walk = {.L = L, .writer = writer, .out = out, .problem = problem};
  walk.depth = options && options->depth ? options->depth : DEFAULT_DEPTH;
  if (walk.depth > MOST_DEPTH) walk.depth = MOST_DEPTH;
  walk.exact_only = options && options->exact_only;
  writer->count = 0;
  walk.bottom = lua_gettop(L);
#ifdef LUXR_LUA_INSIDE
  walk.item = lx_inside_at(L, index);
#else
  lua_pushvalue(L, index);
  walk.item = walk.top = walk.bottom + 1;
#endif
  return walk;
}

bool lx_walk_end(lx_walk *walk, bool ok, size_t length_before) {
  lx_buffer *out = walk->out;
  lua_settop(walk->L, walk->bottom);
  if (ok && !out->failed) return true;
  if (ok) {
    if (out->full) {
      lx_walk_fail(walk, "the output is larger than %zu bytes", out->max);
    } else {
      lx_walk_fail(walk, "out of memory");
    }
  }
  out->length = length_before;
  return false;
}
