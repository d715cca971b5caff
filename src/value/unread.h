/* unread.h: tables whose content is read where somebody looks.
 *
 * A reader that is asked for one level of a document leaves such a table for each map and list in
 * it. The table holds, under a key that only C has, what is known of its bytes; fields come in as
 * they are asked for by name (lx_unread_look), or all of them (lx_unread_complete), and then it is
 * a table like any other. Scripts meet it behind a view only (view.h), and C code that looks into
 * tables peels it as it peels a view, which completes it. */
#ifndef LX_VALUE_UNREAD_H
#define LX_VALUE_UNREAD_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

typedef struct lx_unread_source lx_unread_source;

/* A map or list that lies there, as its reader knows it. */
typedef struct lx_unread {
  const lx_unread_source *source; /* outlives the table */
  const char *bytes;
  size_t length;
  size_t depth; /* 1: the document's own level */
  bool is_list;
} lx_unread;

typedef enum lx_unread_answer {
  LX_UNREAD_ABSENT,
  LX_UNREAD_FOUND,
  LX_UNREAD_MANY
} lx_unread_answer;

/* A step from a map to what it holds under a name; or, with `wanted`, from a list to its first
 * item that is a map and has that text under the name. */
typedef struct lx_unread_step {
  const char *name, *wanted;
  size_t length, wanted_length;
} lx_unread_step;

/* What the reader does. Each may use 16 slots, may raise, and may leave by the door. */
struct lx_unread_source {
  /* Pushes the value under a name. MANY: better read all of them; nothing is pushed. */
  lx_unread_answer (*look)(lua_State *L, const lx_unread *unread, const char *name,
                           size_t length);
  /* Pushes the text, number or truth at the end of the steps, without a table on the way. MANY:
   * something else is there, or better take a step at a time; nothing is pushed. */
  lx_unread_answer (*walk)(lua_State *L, const lx_unread *unread, const lx_unread_step *steps,
                           size_t count);
  /* Puts all that is not there yet into the table at `table`. */
  void (*complete)(lua_State *L, const lx_unread *unread, int table);
};

/* Pushes an unread table. Raises. */
void lx_unread_push(lua_State *L, const lx_unread *unread);

/* What is known of the table at `index`; NULL when it is no unread one (any more). */
const lx_unread *lx_unread_at(lua_State *L, int index);

/* Replaces the key at the top by what the table at `index` holds under it, which is not in the
 * table yet; by nil when there is nothing, and when the table is no unread one. Raises. */
void lx_unread_look(lua_State *L, int index);

/* Walks from the table at `index`; MANY, with nothing pushed, when it is no unread one. Raises. */
lx_unread_answer lx_unread_walk(lua_State *L, int index, const lx_unread_step *steps,
                                size_t count);

/* Reads what is left of the table at `index`; false when it is no unread one. Raises. */
bool lx_unread_complete(lua_State *L, int index);

/* Prepares the registry; lx_value_open calls it. */
void lx_unread_open(lua_State *L);

#endif
