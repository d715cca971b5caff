#include "codec/walk.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "value/value.h"
#include "value/view.h"

enum { DEFAULT_DEPTH = 64, MOST_DEPTH = 1000, SLOTS = 16 };

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

bool lx_walk_fail_type(lx_walk *walk, int slot) {
  const char *type = lua_typename(walk->L, lua_type(walk->L, slot));
  return lx_walk_fail(walk, "a %s cannot be written", type);
}

bool lx_walk_fail_utf8(lx_walk *walk, const char *text, size_t length, bool is_key) {
  return lx_walk_fail(walk, "%s is not UTF-8: byte %zu of %zu", is_key ? "the key" : "the text",
                      lx_utf8_check(text, length) + 1, length);
}

static bool out_of_memory(lx_walk *walk) {
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

/* The table is neither a plain list nor a plain map, or a list whose items lie in disorder.
 * That it is the innermost is not yet said: the path is the table's own. */
static bool look_closer(lx_walk *walk, int slot, size_t *count) {
  switch (lx_classify(walk->L, slot, count)) {
    case LX_TABLE_LIST:
    case LX_TABLE_MAP:
      return true;
    case LX_TABLE_MIXED:
      return lx_walk_fail(walk, "a table with both list items and named fields");
    case LX_TABLE_HOLES:
      return fail_hole(walk, slot);
    default:
      return fail_key(walk, slot);
  }
}

/* The outermost table that is one of its own parents; NULL: there is none. */
static const lx_table *find_cycle(lua_State *L, const lx_table *table) {
  const lx_table *found = table->up ? find_cycle(L, table->up) : NULL;
  if (found) return found;
  for (const lx_table *parent = table->up; parent; parent = parent->up) {
    if (lua_rawequal(L, parent->slot, table->slot)) return table;
  }
  return NULL;
}

/* Cycles cost nothing to tell from depth: they are deep. */
static bool fail_depth(lx_walk *walk, const lx_table *table) {
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

static bool make_room(lx_writer *writer, size_t needed) {
  size_t capacity = writer->capacity ? writer->capacity : 64;
  lx_key *keys;
  if (needed <= writer->capacity) return true;
  while (capacity < needed) capacity *= 2;
  keys = lx_realloc(writer->keys, capacity * sizeof *keys);
  if (!keys) return false;
  writer->keys = keys;
  writer->capacity = capacity;
  return true;
}

/* Makes sure of SLOTS more above a top. */
static bool make_slots(lx_walk *walk, int top) {
  if (!lua_checkstack(walk->L, 4 * SLOTS)) return false;
  walk->room = top + 4 * SLOTS;
  return true;
}

static bool may_be_number(const char *text) {
  return *text <= '9' || *text == 'i'; /* digits, '-', and inf */
}

/* The first key and value are at the top; all stay on the stack, so that a value is reached by
 * its slot and no text is looked up again. */
static bool gather_fields(lx_walk *walk, lx_table *table) {
  lua_State *L = walk->L;
  lx_writer *writer = walk->writer;
  size_t count = writer->count;
  int top = table->base + 2;
  do {
    lx_key *key;
    if (top + SLOTS > walk->room && !make_slots(walk, top)) {
      return lx_walk_fail(walk, "a map with more fields than can be written");
    }
    if (count == writer->capacity && !make_room(writer, count + 1)) return out_of_memory(walk);
    key = &writer->keys[count++];
    lua_pushvalue(L, top - 1);
    key->text = lua_tolstring(L, top - 1, &key->length); /* it would make a number a text */
    if (!key->text || (may_be_number(key->text) && lua_type(L, top + 1) != LUA_TSTRING)) {
      return look_closer(walk, table->slot, &count) && lx_walk_fail(walk, "a strange table");
    }
    key->start = lx_start_of(key->text, key->length);
    key->value = top;
    top += 2;
  } while (lua_next(L, table->slot));
  walk->top = top - 2;
  table->first = writer->count;
  table->count = count - writer->count;
  return true;
}

static bool sort_fields(lx_walk *walk, lx_table *table) {
  lx_writer *writer = walk->writer;
  lx_key *keys;
  if (table->count == 1) {
    writer->count++;
    return true;
  }
  if (!make_room(writer, writer->count + 2 * table->count)) return out_of_memory(walk);
  keys = writer->keys + table->first;
  if (walk->natural) {
    lx_order_natural(keys, keys + table->count, table->count);
  } else {
    lx_order_bytewise(keys, keys + table->count, table->count);
  }
  writer->count += table->count;
  return true;
}

/* Says whether the table is a marked list; a view is replaced by what it stands for. */
static bool look_through(lua_State *L, int slot) {
  while (lua_getmetatable(L, slot)) {
    lua_pop(L, 1);
    if (lx_is_marked_list(L, slot)) return true;
    if (!lx_view_peel(L, slot)) return false;
  }
  return false;
}

bool lx_walk_enter(lx_walk *walk, lx_table *table, int slot) {
  lua_State *L = walk->L;
  bool marked;
  if (walk->top + SLOTS > walk->room && !make_slots(walk, walk->top)) {
    return lx_walk_fail(walk, "nested too deep");
  }
  marked = look_through(L, slot);
  table->up = walk->innermost;
  table->slot = slot;
  table->base = walk->top;
  table->level = table->up ? table->up->level + 1 : 1;
  table->first = table->count = table->at = 0;
  table->is_list = marked;
  table->by_index = false;
  if (table->level > walk->depth) return fail_depth(walk, table);
  lua_pushnil(L);
  if (!lua_next(L, slot)) return true;
  if (lua_type(L, walk->top + 1) == LUA_TNUMBER) {
    table->is_list = true;
    walk->top += 2;
    table->count = 1; /* at least: the first key and value are at the top */
  } else if (marked) {
    return look_closer(walk, slot, &table->count);
  } else if (!gather_fields(walk, table) || !sort_fields(walk, table)) {
    return false;
  }
  walk->innermost = table;
  return true;
}

void lx_walk_leave(lx_walk *walk, const lx_table *table) {
  walk->innermost = table->up;
  if (!table->is_list) walk->writer->count = table->first;
  walk->top = table->base;
  lua_settop(walk->L, table->base);
}

/* ---- Lists --------------------------------------------------------------------------- */

static int item_by_index(lx_walk *walk, lx_table *table) {
  if (table->at == table->count) return 0;
  lua_rawgeti(walk->L, table->slot, (lua_Integer)++table->at);
  walk->top = table->base + 1;
  return 1;
}

/* Items lie in order in the table nearly always, so one pass suffices; the first key that is
 * out of order has all of them counted. */
int lx_walk_item(lx_walk *walk, lx_table *table) {
  lua_State *L = walk->L;
  const lx_table *up;
  bool ok;
  if (table->by_index) {
    lua_settop(L, table->base);
    return item_by_index(walk, table);
  }
  if (table->at) {
    lua_settop(L, table->base + 1);
    if (!lua_next(L, table->slot)) return 0;
  }
  if (lua_isinteger(L, table->base + 1) &&
      lua_tointeger(L, table->base + 1) == (lua_Integer)table->at + 1) {
    table->at++;
    return 1;
  }
  lua_settop(L, table->base);
  up = walk->innermost;
  walk->innermost = table->up;
  ok = look_closer(walk, table->slot, &table->count);
  if (!ok) return -1;
  walk->innermost = up;
  table->by_index = true;
  return item_by_index(walk, table);
}

/* ---- Start and end ------------------------------------------------------------------- */

bool lx_walk_check_number(lx_walk *walk, int slot) {
  lua_State *L = walk->L;
  double value;
  if (lua_isinteger(L, slot)) {
    lua_Integer integer = lua_tointeger(L, slot);
    if (!walk->exact_only || (integer >= -((lua_Integer)1 << 53) &&
                              integer <= (lua_Integer)1 << 53)) {
      return true;
    }
    return lx_walk_fail(walk, "the integer %lld is larger than a double can hold exactly",
                        (long long)integer);
  }
  value = lua_tonumber(L, slot);
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
  walk.top = walk.bottom + 1;
  lua_pushvalue(L, index);
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
