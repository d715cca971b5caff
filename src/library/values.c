/* values.c: luxr.list. */
#include "host/budget.h"
#include "library/functions.h"
#include "value/raise.h"
#include "value/value.h"
#include "value/view.h"

enum { BYTES_A_VALUE = 16 };

/* Replaces the view at 1 by a new list of the same items: a view cannot be marked. */
static void copy_items(lua_State *L, lua_Integer count) {
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, 1, i);
    lua_rawseti(L, -2, i);
  }
  lua_replace(L, 1);
}

static void check_items(lua_State *L, int index) {
  size_t count;
  switch (lx_classify(L, index, &count)) {
    case LX_TABLE_LIST: return;
    case LX_TABLE_MAP:
      if (count) lx_raise(L, "luxr.list needs a list, got a table with names as keys");
      return;
    case LX_TABLE_HOLES:
      lx_raise(L, "luxr.list needs a list, got a table whose items are not numbered 1 to n");
    default: lx_raise(L, "luxr.list needs a list, got a table with other keys too");
  }
}

static int list(lua_State *L) {
  lua_settop(L, 1);
  if (!lua_istable(L, 1)) lx_raise(L, "luxr.list needs a table, got %s", lx_type_text(L, 1));
  lua_pushvalue(L, 1);
  lx_view_peel(L, 2);
  lx_charge(L, lua_rawlen(L, 2) * BYTES_A_VALUE);
  check_items(L, 2);
  if (lx_is_view(L, 1)) {
    copy_items(L, (lua_Integer)lua_rawlen(L, 2));
  } else if (lua_getmetatable(L, 1) && !lx_is_marked_list(L, 1)) {
    lx_raise(L, "luxr.list needs a table without a metatable");
  }
  lua_settop(L, 1);
  lx_mark_list(L, 1);
  return 1;
}

void lx_add_value_functions(lua_State *L) {
  lx_add_function(L, "list", list);
}
