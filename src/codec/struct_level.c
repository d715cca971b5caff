/* struct_level.c: a Struct a level at a time, as scripts look into it. */
#include "codec/struct_reading.h"
#include "codec/struct_wire.h"
#include "value/raise.h"

/* ---- Where a level is ---------------------------------------------------------------- */

/* What of the level holds the byte: pushes its name or index, and moves down. False: none. */
static bool descend(lx_unread_level *level, const char *target, lx_path *path) {
  lx_wire wire = lx_wire_over(level->bytes, level->length);
  lx_wire_field field;
  for (size_t i = 0; lx_struct_next(&wire, &field); i++) {
    lx_struct_entry entry = {.value = {field.bytes, field.length, 0}};
    lx_struct_value value;
    if (target < field.bytes || target > field.bytes + field.length) continue;
    if (!level->is_list && !lx_struct_entry_read(field.bytes, field.length, &entry)) return false;
    if (!lx_struct_value_read(entry.value.bytes, entry.value.length, &value)) return false;
    if (level->is_list) {
      lx_path_push_index(path, i);
    } else {
      lx_path_push_name(path, entry.name, entry.length);
    }
    *level = (lx_unread_level){value.span.bytes, value.span.length, 0,
                               value.kind == LX_STRUCT_LIST};
    return value.span.bytes != NULL;
  }
  return false;
}

/* The path of the level whose content begins at `target`: from the top down, since nobody keeps
 * it for a level that is well. */
void lx_struct_find(const lx_struct_source *source, const char *begin, lx_path *path) {
  lx_unread_level level = {source->bytes, source->length, 1, false};
  while (level.bytes != begin && descend(&level, begin, path)) continue;
}

/* ---- Reading ------------------------------------------------------------------------- */

enum { BYTES_A_VALUE = 16 };

static void read_level(lua_State *L, int at, const lx_unread_level *level) {
  const lx_struct_source *source = lua_touserdata(L, at);
  lx_struct_fault fault;
  lx_struct_reading reading = {.L = L,
                               .limits = source->limits,
                               .fault = &fault,
                               .from = source,
                               .begin = level->bytes,
                               .source = at};
  bool good = lx_struct_read_level(&reading, level);
  source->charge(L, reading.bytes + reading.nodes * BYTES_A_VALUE);
  if (good) return;
  source->fail(L, source->data, &fault);
  lx_raise(L, "%s: %s", fault.path.text, fault.sentence); /* nobody gets half of a level */
}

void lx_struct_push_unread(lua_State *L, const lx_struct_source *source) {
  lx_unread_level level = {source->bytes, source->length, 1, false};
  lx_struct_source *copy = lua_newuserdatauv(L, sizeof *copy, 0);
  *copy = *source;
  copy->head.read = read_level;
  lx_unread_push(L, -1, &level);
  lua_remove(L, -2);
}
