#include "codec/json_text.h"
#include "codec/number.h"
#include "codec/walk.h"
#include "codec/write.h"
#include "value/value.h"

static bool write_value(lx_walk *walk, lx_slot slot);
static bool write_table(lx_walk *walk, lx_slot slot) __attribute__((noinline));

static bool write_text(lx_walk *walk, const char *text, size_t length, bool is_key) {
  if (lx_json_write_text(walk->out, text, length)) return true;
  return lx_walk_fail_utf8(walk, text, length, is_key);
}

static bool write_number(lx_walk *walk, lx_slot slot) {
  char text[LX_NUMBER_TEXT];
  lua_State *L = walk->L;
  size_t length;
  if (!lx_walk_check_number(walk, slot)) return false;
  if (lx_slot_is_integer(L, slot)) {
    length = lx_number_write_integer(text, lx_slot_integer(L, slot));
  } else {
    length = lx_number_write_json(text, lx_slot_number(L, slot));
  }
  lx_buffer_add(walk->out, text, length);
  return true;
}

static bool write_map(lx_walk *walk, lx_table *map) {
  const lx_key *key;
  char before = '{';
  while ((key = lx_walk_field(walk, map))) {
    lx_slot slot = key->value;
    lx_buffer_add_char(walk->out, before);
    before = ',';
    if (!write_text(walk, key->text, key->length, true)) return false;
    lx_buffer_add_char(walk->out, ':');
    if (!write_value(walk, slot)) return false;
  }
  lx_buffer_add_char(walk->out, '}');
  return true;
}

static bool write_list(lx_walk *walk, lx_table *list) {
  char before = '[';
  int more;
  while ((more = lx_walk_item(walk, list)) > 0) {
    lx_buffer_add_char(walk->out, before);
    before = ',';
    if (!write_value(walk, walk->item)) return false;
  }
  lx_buffer_add_char(walk->out, ']');
  return more == 0;
}

static bool write_table(lx_walk *walk, lx_slot slot) {
  lx_table table;
  bool ok;
  if (!lx_walk_enter(walk, &table, slot)) return false;
  if (!table.count) {
    lx_buffer_add(walk->out, table.is_list ? "[]" : "{}", 2);
    return true;
  }
  ok = table.is_list ? write_list(walk, &table) : write_map(walk, &table);
  if (ok) lx_walk_leave(walk, &table);
  return ok;
}

static bool write_value(lx_walk *walk, lx_slot slot) {
  lua_State *L = walk->L;
  const char *text;
  size_t length;
  switch (lx_slot_type(L, slot)) {
    case LUA_TSTRING:
      text = lx_slot_text(L, slot, &length);
      return write_text(walk, text, length, false);
    case LUA_TTABLE: return write_table(walk, slot);
    case LUA_TNUMBER: return write_number(walk, slot);
    case LUA_TBOOLEAN:
      lx_buffer_add_text(walk->out, lx_slot_boolean(L, slot) ? "true" : "false");
      return true;
    case LUA_TLIGHTUSERDATA:
      if (!lx_slot_is_null(L, slot)) break;
      lx_buffer_add(walk->out, "null", 4);
      return true;
    default: break;
  }
  return lx_walk_fail_type(walk, slot);
}

bool lx_write_json(lua_State *L, int index, lx_writer *writer, const lx_write_options *options,
                   lx_buffer *out, lx_write_problem *problem) {
  lx_walk walk = lx_walk_start(L, index, writer, options, out, problem);
  size_t before = out->length;
  return lx_walk_end(&walk, write_value(&walk, walk.item), before);
}
