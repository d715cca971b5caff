/* The memory of a state: what is counted, what is restored. */
#include "check.h"

#include <setjmp.h>
#include <stdint.h>

#include <lua.h>

#include "host/memory.h"

enum { CAP = 1 << 20, STRING = 4096 };

static jmp_buf failed_door;
static lx_memory_fault failed_with;

static void failed(void *data, lx_memory_fault fault) {
  (void)data;
  failed_with = fault;
  longjmp(failed_door, 1);
}

static lx_memory *new_memory(bool use_malloc) {
  return lx_memory_new(CAP, STRING, use_malloc, failed, NULL);
}

/* A few allocations of every sort; returns how much is used after each. */
static size_t exercise(lx_memory *memory, size_t *used) {
  size_t n = 0;
  char *a = lx_memory_allocate(memory, NULL, LUA_TTHREAD, 100), *b, *c;
  used[n++] = lx_memory_used(memory);
  b = lx_memory_allocate(memory, NULL, 0, 720);
  used[n++] = lx_memory_used(memory);
  c = lx_memory_allocate(memory, NULL, LUA_TSTRING, 40);
  used[n++] = lx_memory_used(memory);
  c = lx_memory_allocate(memory, c, 40, 80); /* the last one grows in place */
  used[n++] = lx_memory_used(memory);
  a = lx_memory_allocate(memory, a, 100, 50); /* shrinks: stays */
  used[n++] = lx_memory_used(memory);
  a = lx_memory_allocate(memory, a, 50, 500); /* moves */
  used[n++] = lx_memory_used(memory);
  lx_memory_allocate(memory, a, 500, 0); /* the last one is given back */
  used[n++] = lx_memory_used(memory);
  lx_memory_allocate(memory, b, 720, 0); /* an inner one is not */
  used[n++] = lx_memory_used(memory);
  lx_memory_begin_code(memory);
  lx_memory_allocate(memory, NULL, LUA_NUMTYPES + 1, 64);
  lx_memory_allocate(memory, NULL, LUA_TSTRING, 30);
  lx_memory_allocate(memory, NULL, LUA_TFUNCTION, 48);
  lx_memory_end_code(memory);
  used[n++] = lx_memory_used(memory);
  (void)c;
  return n;
}

static void counts_the_same_in_both_modes(void) {
  size_t in_arena[16], in_malloc[16], n, m;
  lx_memory *arena = new_memory(false), *plain = new_memory(true);
  n = exercise(arena, in_arena);
  m = exercise(plain, in_malloc);
  CHECK(n == m);
  CHECK(memcmp(in_arena, in_malloc, n * sizeof *in_arena) == 0);
  CHECK(in_arena[0] == 112 && in_arena[3] == 112 + 720 + 80);
  lx_memory_clear(arena);
  CHECK(lx_memory_used(arena) == 0);
  lx_memory_free(arena);
  lx_memory_free(plain);
}

static bool meets(lx_memory *memory, size_t tag, size_t size) {
  if (setjmp(failed_door)) return true;
  lx_memory_allocate(memory, NULL, tag, size);
  return false;
}

static void refuses_at_the_cap(void) {
  for (int mode = 0; mode < 2; mode++) {
    lx_memory *memory = new_memory(mode);
    CHECK(!meets(memory, 0, CAP - 16));
    CHECK(!meets(memory, 0, 16));
    CHECK(meets(memory, 0, 1) && failed_with == LX_MEMORY_CAP);
    CHECK(meets(memory, 0, SIZE_MAX / 2) && failed_with == LX_MEMORY_CAP);
    lx_memory_free(memory);
  }
}

static void refuses_a_long_string(void) {
  lx_memory *memory = new_memory(false);
  CHECK(!meets(memory, LUA_TSTRING, 24 + STRING + 1));
  CHECK(meets(memory, LUA_TSTRING, 24 + STRING + 2) && failed_with == LX_MEMORY_STRING);
  CHECK(!meets(memory, 0, STRING * 2));
  lx_memory_free(memory);
}

static void restores_an_image(void) {
  lx_memory *memory = new_memory(false);
  char *data = lx_memory_allocate(memory, NULL, LUA_TTHREAD, 64), *code;
  lx_image *image;
  memset(data, 'a', 64);
  lx_memory_begin_code(memory);
  code = lx_memory_allocate(memory, NULL, LUA_NUMTYPES + 1, 64);
  memset(code, 'c', 64);
  lx_memory_end_code(memory);
  image = lx_image_save(memory);
  CHECK(image && lx_image_size(image) == 128);
  CHECK(!lx_image_is_complete(image) && lx_image_complete(memory, image));
  CHECK(lx_image_is_complete(image));
  memset(data, 'b', 64);
  memset(code, 'd', 64);
  lx_memory_allocate(memory, NULL, 0, 1000);
  CHECK(!lx_image_code_is_intact(memory, image));
  lx_image_restore(memory, image, false);
  CHECK(data[0] == 'a' && code[0] == 'd' && lx_memory_used(memory) == 128);
  lx_image_restore(memory, image, true);
  CHECK(code[0] == 'c' && lx_image_code_is_intact(memory, image));
  lx_image_free(image);
  lx_memory_free(memory);
}

static void knows_when_the_stack_moves(void) {
  lx_memory *memory = new_memory(true);
  char *stack;
  lx_memory_allocate(memory, NULL, LUA_TTHREAD, 64);
  stack = lx_memory_allocate(memory, NULL, 0, 720);
  CHECK(!lx_memory_moves_stack(memory));
  if (setjmp(failed_door) == 0) {
    lx_memory_allocate(memory, stack, 720, CAP * 2);
    CHECK(0);
  }
  CHECK(lx_memory_moves_stack(memory));
  lx_memory_free(memory);
}

int main(void) {
  RUN(counts_the_same_in_both_modes);
  RUN(refuses_at_the_cap);
  RUN(refuses_a_long_string);
  RUN(restores_an_image);
  RUN(knows_when_the_stack_moves);
  return checks_done();
}
