#include "workers.h"

#include <uv.h>

#include "base/alloc.h"

/* Deep enough for the most nested message; mostly never touched. */
enum { STACK_BYTES = 2 * 1024 * 1024 };

/* So long an answer may wait for others to be sent with, while there is work. */
enum { PATIENCE_NS = 1000000 };

typedef struct worker {
  uv_thread_t thread;
  struct lx_workers *workers;
  size_t number;
} worker;

struct lx_workers {
  uv_mutex_t lock;
  uv_cond_t changed;
  bool stopping;
  lx_job *first, *last; /* that wait */
  size_t waiting, running, capacity;
  lx_job *done_first, *done_last;
  atomic_ullong untold_ns; /* when the first one ended that nobody was woken for; 0: none */
  const lx_handler *handler;
  void (*wake)(void *);
  void *wake_data;
  size_t count;
  worker threads[];
};

lx_job *lx_job_new(void) {
  lx_job *job = lx_alloc_zero(sizeof *job);
  if (job) atomic_init(&job->dropped, false);
  return job;
}

void lx_job_free(lx_job *job) {
  if (!job) return;
  lx_buffer_free(&job->request);
  lx_buffer_free(&job->reply.message);
  lx_free(job->reply.grpc_message);
  lx_free(job);
}

/* Whoever is woken takes the lock: so this is called without. */
static void tell(lx_workers *workers) {
  if (atomic_exchange(&workers->untold_ns, 0)) workers->wake(workers->wake_data);
}

/* A call that takes long asks this all the time: so answers wait for no such call. */
static void tell_in_time(lx_workers *workers) {
  uint64_t since = atomic_load_explicit(&workers->untold_ns, memory_order_relaxed);
  if (since && uv_hrtime() - since > PATIENCE_NS) tell(workers);
}

static int is_stopped(void *data) {
  const lx_job *job = data;
  tell_in_time(job->workers);
  if (atomic_load_explicit(&job->dropped, memory_order_relaxed)) return 1;
  return job->deadline_ns && uv_hrtime() >= job->deadline_ns;
}

static void append(lx_job **first, lx_job **last, lx_job *job) {
  job->next = NULL;
  job->previous = *last;
  if (*last) {
    (*last)->next = job;
  } else {
    *first = job;
  }
  *last = job;
}

static void take_out(lx_workers *workers, lx_job *job) {
  if (job->previous) {
    job->previous->next = job->next;
  } else {
    workers->first = job->next;
  }
  if (job->next) {
    job->next->previous = job->previous;
  } else {
    workers->last = job->previous;
  }
  job->next = job->previous = NULL;
  job->waits = false;
  workers->waiting--;
}

static void run(lx_workers *workers, lx_job *job, size_t number) {
  lx_call call = {.method = job->method,
                  .bytes = job->request.data ? job->request.data : "",
                  .length = job->request.length,
                  .deadline_ms = -1,
                  .stopped = is_stopped,
                  .stopped_data = job,
                  .worker = number};
  job->workers = workers;
  job->started_ns = uv_hrtime();
  if (is_stopped(job)) {
    job->reply.grpc_status = LX_GRPC_DEADLINE_EXCEEDED;
  } else {
    if (job->deadline_ns) {
      call.deadline_ms = (int64_t)((job->deadline_ns - job->started_ns) / 1000000);
    }
    workers->handler->run(workers->handler->data, &call, &job->reply);
  }
  job->ended_ns = uv_hrtime();
}

/* Whether somebody has to be woken for the job, which is the last one that ended. */
static bool put_done(lx_workers *workers, lx_job *job) {
  unsigned long long since = 0;
  append(&workers->done_first, &workers->done_last, job);
  atomic_compare_exchange_strong(&workers->untold_ns, &since, job->ended_ns);
  return !workers->waiting || (since && job->ended_ns - since > PATIENCE_NS);
}

/* The next job; NULL when it is time to end. */
static lx_job *take_job(lx_workers *workers) {
  lx_job *job;
  while (!(job = workers->first)) {
    if (workers->stopping) return NULL;
    uv_cond_wait(&workers->changed, &workers->lock);
  }
  take_out(workers, job);
  workers->running++;
  return job;
}

static void work(void *data) {
  worker *self = data;
  lx_workers *workers = self->workers;
  lx_job *job;
  uv_mutex_lock(&workers->lock);
  while ((job = take_job(workers))) {
    bool is_time;
    uv_mutex_unlock(&workers->lock);
    run(workers, job, self->number);
    uv_mutex_lock(&workers->lock);
    workers->running--;
    is_time = put_done(workers, job);
    if (!is_time) continue;
    uv_mutex_unlock(&workers->lock);
    tell(workers);
    uv_mutex_lock(&workers->lock);
  }
  uv_mutex_unlock(&workers->lock);
}

static void free_list(lx_job *job) {
  while (job) {
    lx_job *next = job->next;
    lx_job_free(job);
    job = next;
  }
}

/* Waits for the threads that were started. */
static void join(lx_workers *workers, size_t started) {
  uv_mutex_lock(&workers->lock);
  workers->stopping = true;
  uv_cond_broadcast(&workers->changed);
  uv_mutex_unlock(&workers->lock);
  for (size_t i = 0; i < started; i++) uv_thread_join(&workers->threads[i].thread);
  free_list(workers->done_first);
  uv_cond_destroy(&workers->changed);
  uv_mutex_destroy(&workers->lock);
  lx_free(workers);
}

lx_workers *lx_workers_start(size_t count, size_t capacity, const lx_handler *handler,
                             void (*wake)(void *), void *wake_data) {
  const uv_thread_options_t options = {.flags = UV_THREAD_HAS_STACK_SIZE,
                                       .stack_size = STACK_BYTES};
  lx_workers *workers = lx_alloc_zero(sizeof *workers + count * sizeof *workers->threads);
  if (!workers) return NULL;
  workers->capacity = capacity;
  workers->handler = handler;
  workers->wake = wake;
  workers->wake_data = wake_data;
  workers->count = count;
  uv_mutex_init(&workers->lock);
  uv_cond_init(&workers->changed);
  for (size_t i = 0; i < count; i++) {
    worker *thread = &workers->threads[i];
    thread->workers = workers;
    thread->number = i;
    if (uv_thread_create_ex(&thread->thread, &options, work, thread) != 0) {
      join(workers, i);
      return NULL;
    }
  }
  return workers;
}

void lx_workers_stop(lx_workers *workers) {
  lx_job *waiting;
  if (!workers) return;
  uv_mutex_lock(&workers->lock);
  waiting = workers->first;
  workers->first = workers->last = NULL;
  workers->waiting = 0;
  uv_mutex_unlock(&workers->lock);
  free_list(waiting);
  join(workers, workers->count);
}

bool lx_workers_submit(lx_workers *workers, lx_job *job) {
  bool accepted;
  uv_mutex_lock(&workers->lock);
  accepted = workers->waiting < workers->capacity;
  if (accepted) {
    job->queued_ns = uv_hrtime();
    append(&workers->first, &workers->last, job);
    job->waits = true;
    workers->waiting++;
    uv_cond_signal(&workers->changed);
  }
  uv_mutex_unlock(&workers->lock);
  return accepted;
}

bool lx_workers_withdraw(lx_workers *workers, lx_job *job) {
  bool waits;
  uv_mutex_lock(&workers->lock);
  waits = job->waits;
  if (waits) take_out(workers, job);
  uv_mutex_unlock(&workers->lock);
  atomic_store(&job->dropped, true);
  return waits;
}

lx_job *lx_workers_take_done(lx_workers *workers) {
  lx_job *done;
  uv_mutex_lock(&workers->lock);
  done = workers->done_first;
  workers->done_first = workers->done_last = NULL;
  uv_mutex_unlock(&workers->lock);
  return done;
}

size_t lx_workers_waiting(lx_workers *workers) {
  size_t count;
  uv_mutex_lock(&workers->lock);
  count = workers->waiting;
  uv_mutex_unlock(&workers->lock);
  return count;
}

size_t lx_workers_running(lx_workers *workers) {
  size_t count;
  uv_mutex_lock(&workers->lock);
  count = workers->running;
  uv_mutex_unlock(&workers->lock);
  return count;
}
