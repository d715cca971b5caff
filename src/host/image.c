/* image.c: a copy of the memory as a bundle left it, and its way back. */
#include <string.h>

#include "base/alloc.h"
#include "host/memory_parts.h"

/* A copy is filled at once: its pages come in one go, not one by one as they are written. */
static char *copy_half(const lx_bump *half, size_t used) {
  char *copy = lx_alloc(used + 1);
  if (!copy) return NULL;
  lx_pages_expect(copy, used);
  memcpy(copy, half->base, used);
  return copy;
}

lx_image *lx_image_save(lx_memory *memory) {
  lx_image *image;
  if (memory->use_malloc || !(image = lx_alloc_zero(sizeof *image))) return NULL;
  image->stack = memory->stack;
  image->string_table = memory->string_table;
  image->chains = memory->chains;
  image->short_strings = memory->short_strings;
  memory->rehashed = false;
  for (size_t i = 0; i < HALVES; i++) image->halves_used[i] = memory->halves[i].used;
  image->bytes[DATA] = copy_half(&memory->halves[DATA], image->halves_used[DATA]);
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
  image->bytes[CODE] = copy_half(&memory->halves[CODE], image->halves_used[CODE]);
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

/* Eight times sixteen bytes at once. It takes as long as memcpy, which leaves a copy of such a size
 * to one instruction of the processor: what counts instructions counts that byte by byte. */
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
    lx_bump *half = &memory->halves[i];
    if (i == DATA) lx_memory_release(half, image->halves_used[i]);
    if (i == DATA || whole) copy_halves(half->base, image->bytes[i], image->halves_used[i]);
    half->used = image->halves_used[i];
    half->last = NULL;
  }
  memory->stack = image->stack;
  memory->string_table = image->string_table;
  memory->chains = image->chains;
  memory->short_strings = image->short_strings;
  memory->allocations = STACK_ALLOCATION;
  memory->strings = 0;
  memory->compiling = memory->moves_stack = memory->rehashed = false;
  lx_memory_run(memory);
}

bool lx_image_code_is_intact(const lx_memory *memory, const lx_image *image) {
  if (memory->rehashed) return true; /* the next restore puts it back */
  if (!image->bytes[CODE]) return true;
  return memcmp(memory->halves[CODE].base, image->bytes[CODE], image->halves_used[CODE]) == 0;
}
