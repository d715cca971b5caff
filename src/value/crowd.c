#include "value/crowd.h"

#include "value/inside.h"

#ifdef LUXR_LUA_INSIDE

/* Short texts: each is once in the state, in a table of chains. */
static bool chain_is_crowded(const TString *text) {
  int count = 0;
  if (text->tt != LUA_VSHRSTR) return false;
  for (text = text->u.hnext; text; text = text->u.hnext) {
    if (++count >= LX_CROWD) return true;
  }
  return false;
}

static bool table_is_crowded(const Table *table, TString *text) {
  unsigned hash = text->tt == LUA_VSHRSTR ? text->hash : luaS_hashlongstr(text);
  const Node *node = gnode(table, hash & ((unsigned)sizenode(table) - 1));
  int count = keyisnil(node) ? 0 : 1;
  for (; gnext(node); node += gnext(node)) {
    if (++count >= LX_CROWD) return true;
  }
  return false;
}

bool lx_text_is_crowded(lua_State *L) {
  return chain_is_crowded(tsvalue(lx_inside_at(L, -1)));
}

bool lx_key_is_crowded(lua_State *L, int index) {
  TString *text = tsvalue(lx_inside_at(L, -1));
  return chain_is_crowded(text) || table_is_crowded(hvalue(lx_inside_at(L, index)), text);
}

#else

bool lx_text_is_crowded(lua_State *L) {
  (void)L;
  return false;
}

bool lx_key_is_crowded(lua_State *L, int index) {
  (void)L;
  (void)index;
  return false;
}

#endif
