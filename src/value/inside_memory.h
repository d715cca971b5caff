/* inside_memory.h: included behind the built-in Lua's lmem.c (cmake/lua.cmake): what is new and no
 * string comes straight out of the arena, as long as there is room for it. All else goes the way
 * that Lua goes by itself, and a state that has another allocator too. */
#ifndef LX_VALUE_INSIDE_MEMORY_H
#define LX_VALUE_INSIDE_MEMORY_H

#include <lmem.h>
#include <lstate.h>

#include "value/bump.h"

/* A program without the engine has none. */
#pragma weak lx_memory_allocate

static inline void *lx_take(lua_State *L, size_t size, int tag) {
  global_State *g = G(L);
  if (tag != LUA_TSTRING && size && g->frealloc == lx_memory_allocate) {
    void *block = lx_bump_take(g->ud, size);
    if (block) {
      g->GCdebt += (l_mem)size;
      return block;
    }
  }
  return luaM_malloc_(L, size, tag);
}

#define luaM_malloc_(L, size, tag) lx_take(L, size, tag)

#endif
