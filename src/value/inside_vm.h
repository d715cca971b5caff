/* inside_vm.h: included ahead of the built-in Lua's lvm.c (cmake/lua.cmake), which it makes faster
 * where a render is slow. Without it Lua does the same by itself.
 *
 * Counting steps: with the count hook on, Lua asks functions about every instruction, call and
 * return, which nearly always say to go on. That is said here. Only the count hook is ever set.
 *
 * Reading views: a metamethod in C is called for each read. What can be told without making or
 * raising anything is told here.
 *
 * Making tables: a constructor makes one with room for what it will hold, and fills it with new
 * keys, most of which find their place free. */
#ifndef LX_VALUE_INSIDE_VM_H
#define LX_VALUE_INSIDE_VM_H

#include <ldebug.h>
#include <ldo.h>
#include <ltm.h>

#include "value/inside.h"

/* ---- Counting steps -------------------------------------------------------------------- */

static int lx_vm_look(lua_State *L, const Instruction *pc) {
  L->hookcount++;
  return luaG_traceexec(L, pc);
}

#define luaG_traceexec(L, pc) (l_likely(--(L)->hookcount > 0) ? 1 : lx_vm_look(L, pc))

/* A function with varying arguments is counted from its second instruction on. */
#define luaG_tracecall(L) \
  (ci->u.l.trap = 1, !(cl->p->is_vararg && ci->u.l.savedpc == cl->p->code))

/* From a function in Lua, to one that wants one result or none. */
static inline void lx_vm_return(lua_State *L, CallInfo *ci, int count) {
  StkId to = ci->func.p;
  if (ci->nresults == 1) {
    if (count) {
      setobjs2s(L, to, L->top.p - count);
    } else {
      setnilvalue(s2v(to));
    }
    to++;
  } else if (ci->nresults != 0) {
    luaD_poscall(L, ci, count);
    return;
  }
  L->top.p = to;
  L->ci = ci->previous;
}

#define luaD_poscall(L, ci, count) lx_vm_return(L, ci, count)

/* ---- Reading views --------------------------------------------------------------------- */

/* A length is asked for with the table as both operands. */
static void lx_vm_call(lua_State *L, const TValue *function, const TValue *first,
                       const TValue *second, StkId result) {
  if (first != second && ttistable(first)) {
    const TValue *answer = lx_inside_read(L, first, second);
    if (answer) {
      setobj2s(L, result, answer);
      return;
    }
  }
  luaT_callTMres(L, function, first, second, result);
}

#define luaT_callTMres(L, f, p1, p2, res) lx_vm_call(L, f, p1, p2, res)

/* ---- Making tables --------------------------------------------------------------------- */

/* These allocate at instructions that do not write down where they are, which has to be known
 * when memory runs out. */
#define luaH_new(L) (ci->u.l.savedpc = pc, luaH_new(L))
#define luaH_resizearray(L, t, size) (ci->u.l.savedpc = pc, luaH_resizearray(L, t, size))
#define luaH_resize(L, t, items, fields) lx_vm_room(L, t, (unsigned)(items), (unsigned)(fields))

/* Gives a table that has just been made its room; `fields` is a power of two, or none. */
static inline void lx_vm_room(lua_State *L, Table *table, unsigned items, unsigned fields) {
  if (l_unlikely(fields > 1u << 20 || items > 1u << 20)) {
    (luaH_resize)(L, table, items, fields);
    return;
  }
  if (fields) lx_inside_room(L, table, cast_byte(__builtin_ctz(fields)));
  if (!items) return;
  table->array = luaM_newvector(L, items, TValue);
  table->alimit = items;
  for (unsigned i = 0; i < items; i++) setempty(&table->array[i]);
}

/* Where a name that is new finds its place free, nothing has to be moved. */
static inline void lx_vm_finish(lua_State *L, Table *table, const TValue *key,
                                const TValue *slot, TValue *value) {
  if (isabstkey(slot) && ttisshrstring(key) && !ttisnil(value)) {
    Node *node = gnode(table, lmod(tsvalue(key)->hash, sizenode(table)));
    if (isempty(gval(node)) && table->lastfree) {
      setnodekey(L, node, key);
      luaC_barrierback(L, obj2gco(table), key);
      setobj2t(L, gval(node), value);
      return;
    }
  }
  luaH_finishset(L, table, key, slot, value);
}

#define luaH_finishset(L, t, key, slot, value) lx_vm_finish(L, t, key, slot, value)

#endif
