/* struct_write.c: tables to google.protobuf.Struct, entries in bytewise order of their names: one
 * value is always the same bytes. */
#include "base/utf8.h"
#include "codec/bytes.h"
#include "codec/struct_wire.h"
#include "codec/walk.h"
#include "codec/write.h"
#include "value/value.h"

enum { DOUBLE = 8, SHORTEST_CHECKED = 8 };

static bool write_value(lx_walk *walk, lx_slot slot);
static bool write_table(lx_walk *walk, lx_slot slot) __attribute__((noinline));

static bool check_text(lx_walk *walk, const char *text, size_t length, bool is_key) {
  if (length >= SHORTEST_CHECKED && lx_bytes_are_unescaped(text, length)) return true;
  if (lx_utf8_check(text, length) == length) return true;
  return lx_walk_fail_utf8(walk, text, length, is_key);
}

static bool write_number(lx_walk *walk, lx_slot slot) {
  if (!lx_walk_check_number(walk, slot)) return false;
  lx_wire_put_double(walk->out, LX_STRUCT_NUMBER, lx_slot_number(walk->L, slot));
  return true;
}

static bool write_text(lx_walk *walk, lx_slot slot) {
  size_t length;
  const char *text = lx_slot_text(walk->L, slot, &length);
  if (!check_text(walk, text, length, false)) return false;
  lx_wire_put_bytes(walk->out, LX_STRUCT_TEXT, text, length);
  return true;
}

static bool write_map(lx_walk *walk, lx_table *map) {
  const lx_key *key;
  while ((key = lx_walk_field(walk, map))) {
    lx_slot slot = key->value;
    size_t entry = lx_wire_begin(walk->out, LX_STRUCT_FIELD), value;
    if (!check_text(walk, key->text, key->length, true)) return false;
    lx_wire_put_bytes(walk->out, LX_STRUCT_NAME, key->text, key->length);
    value = lx_wire_begin(walk->out, LX_STRUCT_VALUE);
    if (!write_value(walk, slot)) return false;
    lx_wire_end(walk->out, value);
    lx_wire_end(walk->out, entry);
  }
  return true;
}

static bool write_list(lx_walk *walk, lx_table *list) {
  int more;
  while ((more = lx_walk_item(walk, list)) > 0) {
    size_t item = lx_wire_begin(walk->out, LX_STRUCT_ITEM);
    if (!write_value(walk, walk->item)) return false;
    lx_wire_end(walk->out, item);
  }
  return more == 0;
}

/* The content of a Struct or of a ListValue; `around`: inside a Value, where it has a tag that
 * says which of the two it is. */
static bool write_content(lx_walk *walk, lx_slot slot, bool around) {
  lx_table table;
  size_t mark = 0;
  bool ok = true;
  if (!lx_walk_enter(walk, &table, slot)) return false;
  if (around) mark = lx_wire_begin(walk->out, table.is_list ? LX_STRUCT_LIST : LX_STRUCT_MAP);
  if (table.count) {
    ok = table.is_list ? write_list(walk, &table) : write_map(walk, &table);
    if (ok) lx_walk_leave(walk, &table);
  }
  if (ok && around) lx_wire_end(walk->out, mark);
  return ok;
}

static bool write_table(lx_walk *walk, lx_slot slot) {
  return write_content(walk, slot, true);
}

static bool write_value(lx_walk *walk, lx_slot slot) {
  lua_State *L = walk->L;
  switch (lx_slot_type(L, slot)) {
    case LUA_TSTRING: return write_text(walk, slot);
    case LUA_TTABLE: return write_table(walk, slot);
    case LUA_TNUMBER: return write_number(walk, slot);
    case LUA_TBOOLEAN:
      lx_wire_put_uint(walk->out, LX_STRUCT_BOOL, (uint64_t)lx_slot_boolean(L, slot));
      return true;
    case LUA_TLIGHTUSERDATA:
      if (!lx_slot_is_null(L, slot)) break;
      lx_wire_put_uint(walk->out, LX_STRUCT_NULL, 0);
      return true;
    default: break;
  }
  return lx_walk_fail_type(walk, slot);
}

bool lx_write_struct(lua_State *L, int index, lx_writer *writer,
                     const lx_write_options *options, lx_buffer *out,
                     lx_write_problem *problem) {
  lx_walk walk = lx_walk_start(L, index, writer, options, out, problem);
  size_t before = out->length;
  bool ok;
  walk.exact_only = true;
  if (lx_slot_type(L, walk.item) == LUA_TTABLE) {
    ok = write_content(&walk, walk.item, false);
  } else {
    ok = lx_walk_fail(&walk, "a %s is no Struct: a table is needed",
                      lua_typename(L, lx_slot_type(L, walk.item)));
  }
  return lx_walk_end(&walk, ok, before);
}
