/* look.h: a thread that notices when directories change. */
#ifndef LX_FUNCTION_LOOK_H
#define LX_FUNCTION_LOOK_H

#include <stddef.h>

typedef struct lx_look lx_look;

/* Calls `changed` on a thread of its own: a moment after the system reports a change in a
 * directory or one right below it, after lx_look_ask, and every ten seconds, because the system
 * does not report everything. `changed` finds out whether anything really did. The paths must
 * outlive it. NULL when the system refuses a thread or memory is out. */
lx_look *lx_look_open(const char *const *paths, size_t count, void (*changed)(void *data),
                      void *data);

/* Look soon. From any thread. */
void lx_look_ask(lx_look *look);

/* Returns when the thread has ended. NULL is nothing. */
void lx_look_close(lx_look *look);

#endif
