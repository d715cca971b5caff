#include "host/memory_parts.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <lua.h>

#include "base/alloc.h"

enum {
  ALIGNMENT = LX_ALIGNMENT,
  EXPECTED = 192 << 10, /* in each half, of the shipped bundle */
  KEPT_PAGES = 1 << 20, /* of a large render, this much stays with the process */
  PAGE = 4096,
  STRING_TABLE = 128, /* MINSTRTABSIZE: the pointers of a new state's string table */
  STRING_HEADER = 24, /* of a TString */
  LONGEST_SHORT = 40, /* LUAI_MAXSHORTLEN: longer strings keep their hash when asked */
  TAG_UPVALUE = LUA_NUMTYPES,
  TAG_PROTO = LUA_NUMTYPES + 1
};

static size_t round_up(size_t size) {
  return (size + (ALIGNMENT - 1)) & ~(size_t)(ALIGNMENT - 1);
}

static bool reserve_arena(lx_memory *memory) {
  size_t each = round_up(memory->cap) + (1u << 16);
  each = (each + 0xffff) & ~(size_t)0xffff;
  memory->arena_size = HALVES * each;
  memory->arena = mmap(NULL, memory->arena_size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory->arena == MAP_FAILED) {
    memory->arena = NULL;
    return false;
  }
  for (size_t i = 0; i < HALVES; i++) {
    memory->halves[i].base = memory->arena + i * each;
    memory->halves[i].size = each;
  }
  return true;
}

lx_memory *lx_memory_new(size_t cap, size_t string, bool use_malloc, lx_memory_failed failed,
                         void *data) {
  lx_memory *memory = lx_alloc_zero(sizeof *memory);
  if (!memory) return NULL;
  memory->cap = cap;
  memory->string = string;
  memory->use_malloc = use_malloc;
  memory->failed = failed;
  memory->failed_data = data;
  memory->blocks.next = memory->blocks.before = &memory->blocks;
  if (!use_malloc && !reserve_arena(memory)) {
    lx_free(memory);
    return NULL;
  }
  return memory;
}

static void free_blocks(lx_memory *memory) {
  header *block = memory->blocks.next;
  while (block != &memory->blocks) {
    header *next = block->next;
    lx_free(block);
    block = next;
  }
  memory->blocks.next = memory->blocks.before = &memory->blocks;
}

void lx_memory_free(lx_memory *memory) {
  if (!memory) return;
  free_blocks(memory);
  if (memory->arena) munmap(memory->arena, memory->arena_size);
  lx_free(memory);
}

void lx_pages_expect(char *start, size_t size) {
#ifdef MADV_POPULATE_WRITE
  char *from = start + (-(uintptr_t)start & (PAGE - 1));
  char *end = start + size - ((uintptr_t)(start + size) & (PAGE - 1));
  /* Refused by an older system, which is fine. */
  if (from < end) madvise(from, (size_t)(end - from), MADV_POPULATE_WRITE);
#else
  (void)start;
  (void)size;
#endif
}

void lx_memory_expect(lx_memory *memory) {
  for (size_t i = 0; memory->arena && !memory->expected && i < HALVES; i++) {
    const lx_bump *half = &memory->halves[i];
    lx_pages_expect(half->base, half->size < EXPECTED ? half->size : EXPECTED);
  }
  memory->expected = true;
}

void lx_memory_release(lx_bump *data, size_t kept) {
  size_t from = (kept + KEPT_PAGES + 0xfff) & ~(size_t)0xfff;
  if (data->base && data->used > from) {
    madvise(data->base + from, data->used - from, MADV_DONTNEED);
  }
}

void lx_memory_clear(lx_memory *memory) {
  free_blocks(memory);
  for (size_t i = 0; i < HALVES; i++) {
    lx_bump *half = &memory->halves[i];
    lx_memory_release(half, 0);
    half->used = half->most = 0;
    half->last = NULL;
  }
  memory->strings = memory->allocations = 0;
  memory->stack = memory->string_table = NULL;
  memory->chains = memory->short_strings = 0;
  memory->compiling = memory->moves_stack = memory->rehashed = false;
}

void lx_memory_begin_code(lx_memory *memory) {
  memory->compiling = true;
  memory->halves[DATA].most = 0;
}

void lx_memory_end_code(lx_memory *memory) {
  memory->compiling = false;
  lx_memory_run(memory);
}

static size_t total(const lx_memory *memory) {
  return memory->halves[DATA].used + memory->halves[CODE].used;
}

void lx_memory_run(lx_memory *memory) {
  lx_bump *data = &memory->halves[DATA];
  size_t code = memory->halves[CODE].used;
  data->most = 0;
  if (memory->use_malloc || memory->compiling || !memory->string_table ||
      memory->allocations != STACK_ALLOCATION || code > memory->cap) {
    return;
  }
  data->most = memory->cap - code < data->size ? memory->cap - code : data->size;
}

void lx_memory_settle(lx_memory *memory) {
  for (size_t i = 0; i < HALVES; i++) memory->halves[i].last = NULL;
  memory->strings = 0;
  lx_memory_run(memory);
}

size_t lx_memory_string_room(const lx_memory *memory) {
  return memory->chains > memory->short_strings ? memory->chains - memory->short_strings : 0;
}

size_t lx_memory_used(const lx_memory *memory) {
  return total(memory);
}

size_t lx_memory_strings(const lx_memory *memory) {
  return memory->strings;
}

bool lx_memory_is_rehashed(const lx_memory *memory) {
  return memory->rehashed;
}

bool lx_memory_moves_stack(const lx_memory *memory) {
  return memory->moves_stack;
}

static void fail(lx_memory *memory, lx_memory_fault fault) {
  memory->failed(memory->failed_data, fault);
}

/* Which half a new block belongs to. For new objects Lua says their type in `tag`. A long
 * string keeps its hash when it is first used as a key, so it is data. */
static size_t half_of(const lx_memory *memory, size_t tag, size_t size) {
  if (!memory->compiling) return DATA;
  switch (tag) {
    case LUA_TSTRING: return size > STRING_HEADER + LONGEST_SHORT + 1 ? DATA : CODE;
    case LUA_TTABLE:
    case LUA_TFUNCTION:
    case LUA_TUSERDATA:
    case LUA_TTHREAD:
    case TAG_UPVALUE: return DATA;
    case TAG_PROTO:
    default: return CODE;
  }
}

static void *new_malloc_block(lx_memory *memory, size_t which, size_t size) {
  header *block = lx_alloc(sizeof *block + size);
  if (!block) return NULL;
  block->half = which;
  block->next = &memory->blocks;
  block->before = memory->blocks.before;
  block->before->next = block;
  memory->blocks.before = block;
  return block + 1;
}

static void *new_block(lx_memory *memory, size_t which, size_t size) {
  lx_bump *half = &memory->halves[which];
  size_t rounded = round_up(size);
  void *block;
  if (rounded > memory->cap - total(memory) || total(memory) > memory->cap) {
    fail(memory, LX_MEMORY_CAP);
  }
  if (memory->use_malloc) {
    block = new_malloc_block(memory, which, size);
    if (!block) fail(memory, LX_MEMORY_PROCESS);
  } else {
    if (rounded > half->size - half->used) fail(memory, LX_MEMORY_PROCESS);
    block = half->base + half->used;
  }
  half->used += rounded;
  half->last = block;
  half->last_size = rounded;
  return block;
}

static size_t half_holding(const lx_memory *memory, const void *block) {
  if (memory->use_malloc) return ((const header *)block - 1)->half;
  return (const char *)block >= memory->halves[CODE].base ? CODE : DATA;
}

/* The last block of a half changes its size in place, as far as counting goes. */
static void *resize_last(lx_memory *memory, lx_bump *half, void *block, size_t size) {
  size_t rounded = round_up(size);
  if (rounded > half->last_size && rounded - half->last_size > memory->cap - total(memory)) {
    fail(memory, LX_MEMORY_CAP);
  }
  if (memory->use_malloc) {
    header *old = (header *)block - 1, *moved;
    header *before = old->before, *next = old->next;
    moved = lx_realloc(old, sizeof *old + size);
    if (!moved) fail(memory, LX_MEMORY_PROCESS);
    before->next = next->before = moved;
    block = half->last = moved + 1;
  } else if (rounded > half->last_size && rounded - half->last_size > half->size - half->used) {
    fail(memory, LX_MEMORY_PROCESS);
  }
  half->used += rounded - half->last_size;
  half->last_size = rounded;
  return block;
}

static void free_block(lx_memory *memory, void *block) {
  lx_bump *half = &memory->halves[half_holding(memory, block)];
  if (block == half->last) {
    half->used -= half->last_size;
    half->last = NULL;
  }
  if (memory->use_malloc) {
    header *old = (header *)block - 1;
    old->before->next = old->next;
    old->next->before = old->before;
    lx_free(old);
  }
}

static void *resize_block(lx_memory *memory, void *block, size_t old_size, size_t size) {
  lx_bump *half = &memory->halves[half_holding(memory, block)];
  void *grown;
  if (block == half->last) return resize_last(memory, half, block, size);
  if (size <= old_size) return block;
  grown = new_block(memory, (size_t)(half - memory->halves), size);
  memcpy(grown, block, old_size);
  free_block(memory, block);
  return grown;
}

static void *new_object(lx_memory *memory, size_t tag, size_t size) {
  void *block;
  if (tag == LUA_TSTRING) {
    if (size > memory->string + STRING_HEADER + 1) fail(memory, LX_MEMORY_STRING);
    memory->strings += size;
    memory->short_strings += size <= STRING_HEADER + LONGEST_SHORT + 1;
  }
  block = new_block(memory, half_of(memory, tag, size), size);
  if (memory->allocations < STACK_ALLOCATION && ++memory->allocations == STACK_ALLOCATION) {
    memory->stack = block;
  } else if (!memory->string_table && tag == 0 && size == STRING_TABLE * sizeof(void *)) {
    memory->string_table = block;
    memory->chains = STRING_TABLE;
  }
  return block;
}

/* Most blocks by far: new ones for which there is room. NULL: it takes a closer look. */
static void *new_plain(lx_memory *memory, size_t tag, size_t size) {
  void *block;
  if (tag == LUA_TSTRING && size > STRING_HEADER + LONGEST_SHORT + 1) return NULL;
  block = lx_bump_take(&memory->halves[DATA], size);
  if (block && tag == LUA_TSTRING) {
    memory->strings += size;
    memory->short_strings++;
  }
  return block;
}

void *lx_memory_allocate(void *data, void *block, size_t old_size, size_t size) {
  lx_memory *memory = data;
  if (!block && size) {
    void *made = new_plain(memory, old_size, size);
    if (made) return made;
  }
  if (size == 0) {
    if (block) free_block(memory, block);
    return NULL;
  }
  if (!block) return new_object(memory, old_size, size);
  if (block == memory->string_table) {
    memory->rehashed = true;
    memory->chains = size / sizeof(void *);
    memory->string_table = resize_block(memory, block, old_size, size);
    return memory->string_table;
  }
  if (block != memory->stack) return resize_block(memory, block, old_size, size);
  memory->moves_stack = true;
  memory->stack = resize_block(memory, block, old_size, size);
  memory->moves_stack = false;
  return memory->stack;
}
