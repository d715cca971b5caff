/* unread.h: tables that are read when somebody first looks into them.
 *
 * A reader that is asked for one level of a document leaves such a table for each map and list
 * below it. No script ever sees one: where a view would answer with it, it is read and the table
 * that came of it takes its place; C code that looks into tables peels it as it peels a view
 * (view.h), and gets that table. */
#ifndef LX_VALUE_UNREAD_H
#define LX_VALUE_UNREAD_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* What lies there: bytes of a document, as its reader knows them. */
typedef struct lx_unread_level {
  const char *bytes;
  size_t length;
  size_t depth; /* 1: the document's own level */
  bool is_list;
} lx_unread_level;

enum { LX_UNREAD_DEEPEST = 0x7FFF };

/* Where it comes from: the begin of a full userdata, which outlives the tables. `read` pushes
 * the level as a real table, in which unread ones may stand; it may use 16 slots, may raise,
 * and may leave by the door. */
typedef struct lx_unread_source lx_unread_source;
struct lx_unread_source {
  void (*read)(lua_State *L, int source, const lx_unread_level *level);
};

/* Pushes an unread table; the source is the userdata at `source`. Raises. */
void lx_unread_push(lua_State *L, int source, const lx_unread_level *level);

bool lx_unread_is(lua_State *L, int index);

/* If the value at `index` (a positive index) is an unread table, replaces it by the table that
 * it is when read, and says true. Raises. */
bool lx_unread_peel(lua_State *L, int index);

/* The same for the value at the top, which stands under the key below it in the table at
 * `index`: that table keeps what was read. */
bool lx_unread_settle(lua_State *L, int index);

/* Prepares the registry; lx_value_open calls it. */
void lx_unread_open(lua_State *L);

#endif
