/* functions.h: the parts of the library, and how they look at their arguments. */
#ifndef LX_LIBRARY_FUNCTIONS_H
#define LX_LIBRARY_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "base/path.h"
#include "library/library.h"
#include "value/slot.h"

/* Each adds its functions to the table at the top, that of texts those of yaml and json. */
void lx_add_value_functions(lua_State *L);
void lx_add_path_functions(lua_State *L);
void lx_add_map_functions(lua_State *L);
void lx_add_link_functions(lua_State *L);
void lx_add_text_functions(lua_State *L, lx_library_tools *tools);
void lx_add_digest_functions(lua_State *L, lx_library_tools *tools);
void lx_add_name_functions(lua_State *L);
void lx_add_quantity_functions(lua_State *L);

/* Sets the field `name` of the table at the top to a function. */
void lx_add_function(lua_State *L, const char *name, lua_CFunction function);

/* The string at `index`; raises "luxr.names.shorten needs a string, got a number". */
const char *lx_need_string(lua_State *L, int index, const char *function, size_t *length);

/* The integer at `index` (3.0 is one), else raises as above. */
lua_Integer lx_need_integer(lua_State *L, int index, const char *function);

/* Pushes the key of a path's segment: a name, or the number of an item. */
void lx_push_segment(lua_State *L, const lx_segment *segment);

/* Pushes the function that luxr.getter makes of a path that chooses items, such as
 * status.conditions[type=Ready].status. False: it is no such path. Raises when it is too long. */
bool lx_push_selected(lua_State *L, const char *path);

/* What the value at `index` is, as messages call it: "a table", "nothing", "null". */
const char *lx_type_text(lua_State *L, int index);

/* Whether the value in the slot is the one at `wanted`, or a key of it when that is a table (and no
 * view). Nil is not. */
static inline bool lx_is_wanted(lua_State *L, lx_slot slot, int wanted) {
  lx_slot set = lx_slot_at(L, wanted);
  int mark;
  bool found;
  if (lx_slot_type(L, slot) == LUA_TNIL) return false;
  if (lx_slot_type(L, set) != LUA_TTABLE) return lx_slot_equal(L, slot, set);
  mark = lx_slot_mark(L);
  found = lx_slot_boolean(L, lx_slot_key(L, set, slot));
  lx_slot_release(L, mark);
  return found;
}

#endif
