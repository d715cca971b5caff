/* crowd.h: texts that were made to hash alike.
 *
 * Lua's hash of a string is quick and weak, and its seed is fixed here: anybody can make a
 * hundred thousand texts with the same hash, and then each of them is looked for among all the
 * others. Readers ask this of every text, and refuse the document. The system's Lua has a seed
 * of its own in each process, and is not asked. */
#ifndef LX_VALUE_CROWD_H
#define LX_VALUE_CROWD_H

#include <stdbool.h>

#include <lua.h>

/* More texts than ever meet in one place by chance. */
enum { LX_CROWD = 100 };

#define LX_CROWD_SENTENCE "more than 100 texts of the document hash alike"

/* Whether so many others lie where the text at the top lies. */
bool lx_text_is_crowded(lua_State *L);

/* The same, or it would be so in the table at `index` if the text became a key there. */
bool lx_key_is_crowded(lua_State *L, int index);

#endif
