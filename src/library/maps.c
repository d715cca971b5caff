/* maps.c: luxr.where and luxr.covers: what scripts ask of whole tables, without a step for each
 * entry. */
#include "host/budget.h"
#include "library/functions.h"
#include "value/raise.h"
#include "value/slot.h"
#include "value/view.h"

enum { FIRST = 1, SECOND, THIRD, RESULT, FEW = 4 };

/* where(map, name, wanted): the entries whose field `name` is wanted, or a key of what is. */
static int where(lua_State *L) {
  bool view;
  size_t length, looks = 0;
  lx_slot_entry entry;
  lua_settop(L, THIRD);
  if (!lua_istable(L, FIRST)) {
    lx_raise(L, "luxr.where needs a table, got %s", lx_type_text(L, FIRST));
  }
  lx_need_string(L, SECOND, "luxr.where", &length);
  if (lua_isnil(L, THIRD))
    lx_raise(L, "luxr.where needs what the field has to be, got nothing");
  if (lua_istable(L, THIRD)) lx_view_peel(L, THIRD);
  view = lx_is_view(L, FIRST);
  lua_createtable(L, 0, FEW);
  entry = lx_slot_begin(L, lx_slot_at(L, FIRST));
  while (lx_slot_next(L, &entry)) {
    int mark = lx_slot_mark(L);
    lx_slot field = lx_slot_key(L, entry.value, lx_slot_at(L, SECOND));
    bool wanted = lx_is_wanted(L, field, THIRD);
    lx_slot_release(L, mark);
    looks++;
    if (!wanted) continue;
    lx_slot_push(L, entry.key);
    lx_slot_push(L, entry.key);
    if (view) {
      lua_gettable(L, FIRST);
    } else {
      lua_pop(L, 1);
      lx_slot_push(L, entry.value);
    }
    lua_rawset(L, RESULT);
  }
  lx_charge_steps(L, looks);
  lua_settop(L, RESULT);
  return 1;
}

/* covers(whole, part): whether every entry of `part` is in `whole`, and there is one. */
static int covers(lua_State *L) {
  bool covered = true;
  size_t looks = 0;
  lx_slot whole;
  lx_slot_entry entry;
  lua_settop(L, SECOND);
  if (lua_istable(L, FIRST) && lua_istable(L, SECOND)) {
    whole = lx_slot_at(L, FIRST);
    entry = lx_slot_begin(L, lx_slot_at(L, SECOND));
    while (lx_slot_next(L, &entry)) {
      int mark = lx_slot_mark(L);
      lx_slot found = lx_slot_key(L, whole, entry.key);
      covered = lx_slot_equal(L, found, entry.value) && covered;
      lx_slot_release(L, mark);
      looks++;
    }
  }
  lx_charge_steps(L, looks + 1);
  lua_pushboolean(L, covered && looks);
  return 1;
}

void lx_add_map_functions(lua_State *L) {
  lx_add_function(L, "where", where);
  lx_add_function(L, "covers", covers);
}
