/* changes_walk.h: what the files of changes.h share. */
#ifndef CLI_CHANGES_WALK_H
#define CLI_CHANGES_WALK_H

#include "changes.h"

/* A walk over two trees at once, and where it is. */
typedef struct cli_changes_walk {
  cli_text path;
  cli_change_take *take;
  void *data;
} cli_changes_walk;

/* What differs between two values at the path; either may be NULL. */
void cli_changes_walk_values(cli_changes_walk *walk, const cJSON *old, const cJSON *new);

/* The same of two lists. */
void cli_changes_walk_lists(cli_changes_walk *walk, const cJSON *old, const cJSON *new);

/* Hands out one difference at the path. */
void cli_changes_tell(cli_changes_walk *walk, const cJSON *old, const cJSON *new,
                      bool is_order);

#endif
