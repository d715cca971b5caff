#include "host/memory.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <lua.h>

#include "base/alloc.h"

enum {
  ALIGNMENT = 16,
  KEPT_PAGES = 1 << 20,   /* of a large render, this much stays with the process */
  STACK_ALLOCATION = 2,   /* a new state asks for itself first, then for its stack */
  STRING_TABLE = 128,     /* MINSTRTABSIZE: the pointers of a new state's string table */
  STRING_HEADER = 24,     /* of a TString */
  LONGEST_SHORT = 40,     /* LUAI_MAXSHORTLEN: longer strings keep their hash when asked */
  TAG_UPVALUE = LUA_NUMTYPES,
  TAG_PROTO = LUA_NUMTYPES + 1
};

/* One half: in the arena a run of bytes, in malloc mode only the count. */
typedef struct region {
  char *base;
  size_t used, size;
  void *last; /* the block that ends at `used` */
  size_t last_size;
} region;

/* What stands before a block in malloc mode. */
typedef struct header {
  _Alignas(16) struct header *next;
  struct header *before;
  size_t half;
} header;

enum { DATA, CODE, HALVES };

struct lx_memory {
  region halves[HALVES];
  size_t cap, string, used, strings;
  bool use_malloc, compiling, moves_stack;
  char *arena;
  size_t arena_size;
  header blocks; /* malloc mode: a ring of all blocks */
  void *stack;
  void *string_table; /* the vector of its chains */
  size_t chains, short_strings; /* the collector is off: none is ever freed */
  bool rehashed;      /* it was resized, which writes into every short string: code too */
  size_t allocations; /* counted up to STACK_ALLOCATION */
  lx_memory_failed failed;
  void *failed_data;
};

struct lx_image {
  size_t used, halves_used[HALVES];
  void *stack, *string_table;
  size_t chains, short_strings;
  char *bytes[HALVES];
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

/* Gives the pages of a large render back to the system. */
static void release_pages(region *data, size_t kept) {
  size_t from = (kept + KEPT_PAGES + 0xfff) & ~(size_t)0xfff;
  if (data->base && data->used > from) {
    madvise(data->base + from, data->used - from, MADV_DONTNEED);
  }
}

void lx_memory_clear(lx_memory *memory) {
  free_blocks(memory);
  for (size_t i = 0; i < HALVES; i++) {
    region *half = &memory->halves[i];
    release_pages(half, 0);
    half->used = 0;
    half->last = NULL;
  }
  memory->used = memory->strings = memory->allocations = 0;
  memory->stack = memory->string_table = NULL;
  memory->chains = memory->short_strings = 0;
  memory->compiling = memory->moves_stack = memory->rehashed = false;
}

void lx_memory_begin_code(lx_memory *memory) {
  memory->compiling = true;
}

void lx_memory_end_code(lx_memory *memory) {
  memory->compiling = false;
}

void lx_memory_settle(lx_memory *memory) {
  for (size_t i = 0; i < HALVES; i++) memory->halves[i].last = NULL;
  memory->strings = 0;
}

size_t lx_memory_string_room(const lx_memory *memory) {
  return memory->chains > memory->short_strings ? memory->chains - memory->short_strings : 0;
}

size_t lx_memory_used(const lx_memory *memory) {
  return memory->used;
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
  region *half = &memory->halves[which];
  size_t rounded = round_up(size);
  void *block;
  if (rounded > memory->cap - memory->used || memory->used > memory->cap) {
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
  memory->used += rounded;
  return block;
}

static size_t half_holding(const lx_memory *memory, const void *block) {
  if (memory->use_malloc) return ((const header *)block - 1)->half;
  return (const char *)block >= memory->halves[CODE].base ? CODE : DATA;
}

/* The last block of a half changes its size in place, as far as counting goes. */
static void *resize_last(lx_memory *memory, region *half, void *block, size_t size) {
  size_t rounded = round_up(size);
  if (rounded > half->last_size &&
      rounded - half->last_size > memory->cap - memory->used) {
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
  memory->used += rounded - half->last_size;
  half->last_size = rounded;
  return block;
}

static void free_block(lx_memory *memory, void *block) {
  region *half = &memory->halves[half_holding(memory, block)];
  if (block == half->last) {
    half->used -= half->last_size;
    memory->used -= half->last_size;
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
  region *half = &memory->halves[half_holding(memory, block)];
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

void *lx_memory_allocate(void *data, void *block, size_t old_size, size_t size) {
  lx_memory *memory = data;
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

lx_image *lx_image_save(lx_memory *memory) {
  lx_image *image;
  if (memory->use_malloc || !(image = lx_alloc_zero(sizeof *image))) return NULL;
  image->used = memory->used;
  image->stack = memory->stack;
  image->string_table = memory->string_table;
  image->chains = memory->chains;
  image->short_strings = memory->short_strings;
  memory->rehashed = false;
  for (size_t i = 0; i < HALVES; i++) image->halves_used[i] = memory->halves[i].used;
  image->bytes[DATA] = lx_copy_bytes(memory->halves[DATA].base, image->halves_used[DATA]);
  if (image->bytes[DATA]) return image;
  lx_image_free(image);
  return NULL;
}

bool lx_image_is_complete(const lx_image *image) {
  return image->bytes[CODE] != NULL;
}

bool lx_image_complete(lx_memory *memory, lx_image *image) {
  if (image->bytes[CODE]) return true;
  if (memory->rehashed) return false;
  image->bytes[CODE] = lx_copy_bytes(memory->halves[CODE].base, image->halves_used[CODE]);
  return image->bytes[CODE] != NULL;
}

void lx_image_free(lx_image *image) {
  if (!image) return;
  for (size_t i = 0; i < HALVES; i++) lx_free(image->bytes[i]);
  lx_free(image);
}

size_t lx_image_size(const lx_image *image) {
  return image->halves_used[DATA] + image->halves_used[CODE];
}

/* Eight times sixteen bytes at once. Much of a render is this copy, and memcpy leaves one of such
 * a size to an instruction of the processor that is slow to begin and that nothing can count. */
typedef unsigned long long sixteen __attribute__((vector_size(16), may_alias, aligned(8)));
enum { WIDE = 8 };

static void copy_halves(char *to, const char *from, size_t size) {
  sixteen *out = (sixteen *)(void *)to;
  const sixteen *in = (const sixteen *)(const void *)from, *end = in + size / sizeof *in;
  for (; end - in >= WIDE; in += WIDE, out += WIDE) {
    sixteen a = in[0], b = in[1], c = in[2], d = in[3];
    sixteen e = in[4], f = in[5], g = in[6], h = in[7];
    out[0] = a, out[1] = b, out[2] = c, out[3] = d;
    out[4] = e, out[5] = f, out[6] = g, out[7] = h;
  }
  for (; in < end; in++, out++) *out = *in;
}

void lx_image_restore(lx_memory *memory, const lx_image *image, bool whole) {
  whole = whole || memory->rehashed;
  for (size_t i = 0; i < HALVES; i++) {
    region *half = &memory->halves[i];
    if (i == DATA) release_pages(half, image->halves_used[i]);
    if (i == DATA || whole) copy_halves(half->base, image->bytes[i], image->halves_used[i]);
    half->used = image->halves_used[i];
    half->last = NULL;
  }
  memory->used = image->used;
  memory->stack = image->stack;
  memory->string_table = image->string_table;
  memory->chains = image->chains;
  memory->short_strings = image->short_strings;
  memory->allocations = STACK_ALLOCATION;
  memory->strings = 0;
  memory->compiling = memory->moves_stack = memory->rehashed = false;
}

bool lx_image_code_is_intact(const lx_memory *memory, const lx_image *image) {
  if (memory->rehashed) return true; /* the next restore puts it back */
  if (!image->bytes[CODE]) return true;
  return memcmp(memory->halves[CODE].base, image->bytes[CODE], image->halves_used[CODE]) == 0;
}
