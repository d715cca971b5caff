/* inside_vm.h: included ahead of the built-in Lua's lvm.c (cmake/lua.cmake), which it makes faster
 * where a render is slow. Without it Lua does the same by itself.
 *
 * Counting steps: with the count hook on, Lua asks a function about every instruction, which
 * nearly always says to go on. That is said here. Only the count hook is ever set.
 *
 * Reading views: a metamethod in C is called for each read. What can be told without making or
 * raising anything is told here. */
#ifndef LX_VALUE_INSIDE_VM_H
#define LX_VALUE_INSIDE_VM_H

#include <ldebug.h>
#include <ltm.h>

#include "value/inside.h"

static int lx_vm_look(lua_State *L, const Instruction *pc) {
  L->hookcount++;
  return luaG_traceexec(L, pc);
}

/* The place has to be known when memory runs out at an instruction that does not write it down. */
#define luaG_traceexec(L, pc) \
  (--(L)->hookcount > 0 ? (ci->u.l.savedpc = (pc) + 1, 1) : lx_vm_look(L, pc))

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

#endif
