/* check.h: a value against a node of the schema. */
#ifndef LX_SCHEMA_CHECK_H
#define LX_SCHEMA_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "base/diagnostic.h"
#include "base/path.h"
#include "base/suggest.h"
#include "schema/node.h"

/* Where a value is: a name or, without one, an item. Its text is only made for a finding.
 */
typedef struct lx_spot {
  const struct lx_spot *above; /* NULL: in the root */
  const char *name;
  size_t length;
  size_t index;
} lx_spot;

typedef struct lx_check {
  lua_State *L;
  lx_diagnostics *problems; /* NULL: nothing is changed or said, only `broken` is set */
  luxr_status status;       /* of the findings */
  bool unknown_is_warning;
  const char *prefix; /* of their paths */
  bool broken;
} lx_check;

enum { LX_CHECK_STACK = 16 };

/* Says what is wrong at a spot (NULL: the root). NULL when nobody wants to know. */
luxr_diagnostic *lx_check_fail(lx_check *check, const lx_spot *spot, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* How to mend it; nothing when `item` or `text` is NULL. */
void lx_check_hint(lx_check *check, luxr_diagnostic *item, const char *text);

/* The path of a spot as text, for a finding of another severity. */
void lx_spot_path(const lx_check *check, const lx_spot *spot, lx_path *path);

/* Gives the value at the top the form that the node wants: a null becomes the
 * default, 8.0 the integer 8. Says whether it is another value now; the caller writes it
 * back. */
bool lx_node_settle(const lx_check *check, const lx_node *node);

/* Checks the settled value at the top, and leaves it there with its defaults filled in.
 */
void lx_node_check(lx_check *check, const lx_spot *spot, const lx_node *node);

/* Parts of it: the value at the top has the right type. */
void lx_node_check_string(lx_check *check, const lx_spot *spot, const lx_node *node);
void lx_node_check_number(lx_check *check, const lx_spot *spot, const lx_node *node);
void lx_node_check_map(lx_check *check, const lx_spot *spot, const lx_node *node, size_t count);
void lx_node_check_list(lx_check *check, const lx_spot *spot, const lx_node *node,
                        size_t count);
void lx_node_check_repeats(lx_check *check, const lx_spot *spot, const lx_node *node,
                           size_t count);
void lx_node_check_logic(lx_check *check, const lx_spot *spot, const lx_node *node);

/* Says that the value at the top has the wrong type. */
void lx_check_wrong_type(lx_check *check, const lx_spot *spot, const lx_node *node);

/* Says that a name is not declared, and which one is meant. */
void lx_check_unknown(lx_check *check, const lx_spot *spot, const lx_node *node);

/* Adds the declared names of a map to a suggestion. */
void lx_node_suggest(const lx_node *node, lx_suggestion *suggestion);

#endif
