/* workers.h: threads that run the handler, and the queue in front of them.
 *
 * A job belongs to its maker until it is submitted, and again once it was withdrawn or
 * taken as done. All but the threads themselves is called from one thread, the I/O
 * thread. */
#ifndef LX_FUNCTION_WORKERS_H
#define LX_FUNCTION_WORKERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "function/call.h"

typedef struct lx_workers lx_workers;

typedef struct lx_job {
  struct lx_job *previous, *next;
  void *owner;          /* the maker's; NULL once it is gone */
  lx_workers *workers;  /* while it runs */
  bool waits;           /* in the queue; the queue's own */
  atomic_bool dropped;  /* nobody waits for the reply */
  uint64_t deadline_ns; /* of the monotonic clock; 0: none */
  uint64_t queued_ns, started_ns, ended_ns;
  lx_method method;
  lx_buffer request;
  size_t counted; /* bytes of it, in the maker's count */
  lx_reply reply;
} lx_job;

/* Zeroed; NULL: out of memory. */
lx_job *lx_job_new(void);
void lx_job_free(lx_job *job);

/* `wake` is called on a worker's thread when jobs are done: at once when no other waits, else
 * for all of a millisecond together, since to be woken costs more than to answer. NULL when
 * threads or memory are out. */
lx_workers *lx_workers_start(size_t count, size_t capacity, const lx_handler *handler,
                             void (*wake)(void *), void *wake_data);

/* Lets jobs that run come to their end, drops those that wait, and frees everything. */
void lx_workers_stop(lx_workers *workers);

/* False when the queue is full: the job is still its maker's. */
bool lx_workers_submit(lx_workers *workers, lx_job *job);

/* True when the job had not begun, and is its maker's again. False: it is marked as
 * dropped, and comes back as done. */
bool lx_workers_withdraw(lx_workers *workers, lx_job *job);

/* A list of all jobs that ended since the last call, linked by `next`, in the order of
 * ending. */
lx_job *lx_workers_take_done(lx_workers *workers);

size_t lx_workers_waiting(lx_workers *workers);
size_t lx_workers_running(lx_workers *workers);

#endif
