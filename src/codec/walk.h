/* walk.h: the sorted walk that every writer makes: what a table is, and its fields in order.
 *
 * A walk lives on the C stack of one call and owns nothing; its keys lie in the writer, its
 * values on the Lua stack (walk_stack.c), or with the built-in Lua where they are in their
 * tables (walk_inside.c). */
#ifndef LX_CODEC_WALK_H
#define LX_CODEC_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "codec/order.h"
#include "codec/write.h"
#include "value/slot.h"

struct lx_writer {
  lx_key *keys; /* of all maps being written, the outermost first */
  size_t count, capacity;
};

typedef struct lx_table lx_table;

typedef struct lx_walk {
  lua_State *L;
  lx_writer *writer;
  lx_buffer *out;
  lx_write_problem *problem;
  const lx_table *innermost;
  lx_slot item; /* the outermost value, then the item of a list that was asked for */
  int top;      /* of the stack, kept by hand: asking costs more */
  int room;     /* what the top may rise to without asking */
  int bottom;   /* the top before the walk */
  size_t depth;
  bool natural;    /* the order of keys: natural, else bytewise */
  bool exact_only; /* see lx_write_options */
} lx_walk;

/* A table being written. */
struct lx_table {
  const lx_table *up;
#ifdef LUXR_LUA_INSIDE
  lx_inside_entry entry;
#else
  int slot; /* of the table on the Lua stack */
  int base; /* the top before its fields or items */
#endif
  bool is_list, by_index;
  size_t level; /* 1: the outermost */
  size_t first; /* of its keys in the writer */
  size_t count; /* of its keys, or of its items once by_index */
  size_t at;    /* the field being written, or the items written and begun */
};

/* Starts to write the value at `index`, which is then walk.item. The options may be NULL. */
lx_walk lx_walk_start(lua_State *L, int index, lx_writer *writer,
                      const lx_write_options *options, lx_buffer *out,
                      lx_write_problem *problem);

/* Opens the table in the slot, looking through a view. False: the problem is set. An empty one has count 0 and needs no lx_walk_leave. */
bool lx_walk_enter(lx_walk *walk, lx_table *table, lx_slot slot);
void lx_walk_leave(lx_walk *walk, const lx_table *table);

/* The next field of a map: NULL behind the last. The pointer lives until something is entered;
 * the value is in the slot key->value. */
static inline const lx_key *lx_walk_field(lx_walk *walk, lx_table *table) {
  if (++table->at > table->count) return NULL;
  return &walk->writer->keys[table->first + table->at - 1];
}

/* The next item of a list, in walk->item: 1, 0 behind the last, -1 for a problem. */
int lx_walk_item(lx_walk *walk, lx_table *table);

/* Each sets the problem at the place where the walk is, and says false. */
bool lx_walk_fail(lx_walk *walk, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool lx_walk_fail_type(lx_walk *walk, lx_slot slot);
bool lx_walk_fail_utf8(lx_walk *walk, const char *text, size_t length, bool is_key);

/* Whether the number in the slot can be written: it is finite, and exact where that is asked. */
bool lx_walk_check_number(lx_walk *walk, lx_slot slot);

/* Ends the walk: drops what it pushed, and what was written where it failed; adds the sentence where
 * memory or the buffer's maximum was missing. Says whether all is well. */
bool lx_walk_end(lx_walk *walk, bool ok, size_t length_before);

#endif
