/* changes.h: how two trees differ, field by field.
 *
 * Items of lists are told apart by what names them (`name`, `id`, `key` or `type`, where
 * every item has one and no two the same); the others are lined up, so that one item more
 * is one change and not as many as there are items behind it. */
#ifndef CLI_CHANGES_H
#define CLI_CHANGES_H

#include <stdbool.h>

#include "tree.h"

typedef struct cli_change {
  const char *path;       /* spec.triggers[name=a].metadata["x.y"], spec.args[]; "": all */
  const cJSON *old, *new; /* NULL: absent */
  bool is_order;          /* they are lists of names: the same ones, in another order */
} cli_change;

/* `change` lives until the function returns. */
typedef void cli_change_take(void *data, const cli_change *change);

/* Calls `take` for each field that differs: members in the order of the trees. */
void cli_changes_find(const cJSON *old, const cJSON *new, cli_change_take *take, void *data);

#endif
