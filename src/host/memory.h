/* memory.h: the memory of one sandboxed state: an arena that a saved image restores, or plain
 * malloc that counts the same bytes.
 *
 * The arena has two halves. *Code* holds what no render changes once a bundle is compiled
 * (functions' instructions, constants, short strings), *data* the rest. Blocks are handed out
 * one behind another; only the last one of a half can grow, shrink or be given back in place.
 * So memory used is a count that both modes share: a limit is met at the same byte. */
#ifndef LX_HOST_MEMORY_H
#define LX_HOST_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

typedef struct lx_memory lx_memory;

/* What went wrong in an allocation; the callback does not return. */
typedef enum lx_memory_fault {
  LX_MEMORY_CAP,    /* the scripts' cap is reached */
  LX_MEMORY_STRING, /* one string beyond the limit */
  LX_MEMORY_PROCESS /* malloc or the arena has nothing left */
} lx_memory_fault;
typedef void (*lx_memory_failed)(void *data, lx_memory_fault fault);

/* `cap` bounds the bytes used, `string` the bytes of one string. NULL: out of memory. */
lx_memory *lx_memory_new(size_t cap, size_t string, bool use_malloc, lx_memory_failed failed,
                         void *data);
void lx_memory_free(lx_memory *memory);

/* A lua_Alloc over a lx_memory. Never returns NULL for a size: it calls `failed`. */
void *lx_memory_allocate(void *memory, void *block, size_t old_size, size_t size);

/* Between these two, what the compiler makes goes to the code half. */
void lx_memory_begin_code(lx_memory *memory);
void lx_memory_end_code(lx_memory *memory);

/* A state is about to be made: has the system give the pages that one takes at least all at once,
 * which is faster than one after the other when they are touched. */
void lx_memory_expect(lx_memory *memory);

/* Forgets every block. */
void lx_memory_clear(lx_memory *memory);

/* What follows is a render: no block of before may grow in place, and strings count anew. So
 * counting goes the same way behind a build and behind a restored image. */
void lx_memory_settle(lx_memory *memory);

/* How many more short strings fit before the string table is resized, which would make the next
 * restore copy the code half too. */
size_t lx_memory_string_room(const lx_memory *memory);

/* Bytes used, and of those, bytes of strings made since the last clear or restore. */
size_t lx_memory_used(const lx_memory *memory);
size_t lx_memory_strings(const lx_memory *memory);

/* Whether the string table has grown since the image was saved or restored: that writes into the
 * code half. */
bool lx_memory_is_rehashed(const lx_memory *memory);

/* True while the stack of the state is being moved: nobody may walk it then. */
bool lx_memory_moves_stack(const lx_memory *memory);

/* A copy of the arena's data half as it is; the code half, which renders leave alone, joins it
 * by lx_image_complete, or stays as it lies. NULL in malloc mode and when memory is out. */
typedef struct lx_image lx_image;
lx_image *lx_image_save(lx_memory *memory);

/* Copies the code half, which must lie in the arena as it did when the image was saved. False:
 * memory is out, or the code was changed. True where it is there already. */
bool lx_image_complete(lx_memory *memory, lx_image *image);
bool lx_image_is_complete(const lx_image *image);
void lx_image_free(lx_image *image);
size_t lx_image_size(const lx_image *image);

/* Puts the arena back as it was saved: the data half, and the code half too when `whole`; which
 * takes a complete image, as it does after the string table has grown (lx_memory_is_rehashed). */
void lx_image_restore(lx_memory *memory, const lx_image *image, bool whole);

/* Whether the code half is still as it was saved; looked at by debug builds. */
bool lx_image_code_is_intact(const lx_memory *memory, const lx_image *image);

#endif
