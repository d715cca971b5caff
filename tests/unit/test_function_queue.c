/* The queue in front of the workers, and the heap of deadlines. */
#include <uv.h>

#include "check.h"
#include "function/transport/deadlines.h"
#include "function/transport/machine.h"
#include "function/transport/workers.h"

/* ---- Deadlines --------------------------------------------------------------------- */

enum { ENTRIES = 200 };

static void deadlines_come_in_order(void) {
  lx_deadlines deadlines = {0};
  lx_deadline entries[ENTRIES] = {0};
  uint64_t number = 1, last = 0;
  size_t count = 0;
  for (int i = 0; i < ENTRIES; i++) {
    number = number * 6364136223846793005u + 1442695040888963407u;
    CHECK(lx_deadlines_add(&deadlines, &entries[i], number >> 50));
  }
  for (int i = 0; i < ENTRIES; i += 3) lx_deadlines_remove(&deadlines, &entries[i]);
  for (lx_deadline *first; (first = lx_deadlines_first(&deadlines)); count++) {
    CHECK(first->at_ns >= last);
    CHECK((first - entries) % 3 != 0);
    last = first->at_ns;
    lx_deadlines_remove(&deadlines, first);
    CHECK(first->place == 0);
  }
  CHECK(count == ENTRIES - (ENTRIES + 2) / 3);
  lx_deadlines_remove(&deadlines, &entries[0]); /* nothing */
  lx_deadlines_free(&deadlines);
}

/* ---- Workers ----------------------------------------------------------------------- */

typedef struct gate {
  uv_sem_t begun, go, done;
  lx_workers *workers;
} gate;

static void run_held(void *data, const lx_call *call, lx_reply *reply) {
  gate *self = data;
  uv_sem_post(&self->begun);
  uv_sem_wait(&self->go);
  reply->grpc_status = call->stopped(call->stopped_data) ? LX_GRPC_CANCELLED : LX_GRPC_OK;
}

static void on_wake(void *data) { uv_sem_post(&((gate *)data)->done); }

static void open_gate(gate *self, lx_handler *handler, size_t capacity) {
  uv_sem_init(&self->begun, 0);
  uv_sem_init(&self->go, 0);
  uv_sem_init(&self->done, 0);
  *handler = (lx_handler){.data = self, .run = run_held};
  self->workers = lx_workers_start(1, capacity, handler, on_wake, self);
}

static void close_gate(gate *self) {
  lx_workers_stop(self->workers);
  uv_sem_destroy(&self->begun);
  uv_sem_destroy(&self->go);
  uv_sem_destroy(&self->done);
}

static void a_full_queue_gives_the_job_back(void) {
  gate self;
  lx_handler handler;
  lx_job *jobs[4], *done;
  open_gate(&self, &handler, 2);
  CHECK(self.workers);
  for (int i = 0; i < 4; i++) CHECK((jobs[i] = lx_job_new()));
  CHECK(lx_workers_submit(self.workers, jobs[0]));
  uv_sem_wait(&self.begun);
  CHECK(lx_workers_submit(self.workers, jobs[1]) &&
        lx_workers_submit(self.workers, jobs[2]));
  CHECK(!lx_workers_submit(self.workers, jobs[3]));
  CHECK(lx_workers_waiting(self.workers) == 2 && lx_workers_running(self.workers) == 1);
  CHECK(lx_workers_withdraw(self.workers, jobs[1])); /* it waits */
  CHECK(lx_workers_submit(self.workers, jobs[3]));
  for (int i = 0; i < 3; i++) uv_sem_post(&self.go);
  uv_sem_wait(&self.begun);
  uv_sem_wait(&self.begun);
  uv_sem_wait(&self.done);
  done = NULL;
  for (int left = 3; left > 0;) {
    for (done = lx_workers_take_done(self.workers); done; left--) {
      lx_job *next = done->next;
      CHECK(done == jobs[0] || done == jobs[2] || done == jobs[3]);
      CHECK(done->reply.grpc_status == LX_GRPC_OK);
      lx_job_free(done);
      done = next;
    }
    if (left > 0) uv_sem_wait(&self.done);
  }
  lx_job_free(jobs[1]);
  close_gate(&self);
}

static void a_running_job_is_told_that_nobody_waits(void) {
  gate self;
  lx_handler handler;
  lx_job *job = lx_job_new(), *done;
  open_gate(&self, &handler, 2);
  CHECK(self.workers && lx_workers_submit(self.workers, job));
  uv_sem_wait(&self.begun);
  CHECK(!lx_workers_withdraw(self.workers, job));
  uv_sem_post(&self.go);
  uv_sem_wait(&self.done);
  done = lx_workers_take_done(self.workers);
  CHECK(done == job && !done->next && done->reply.grpc_status == LX_GRPC_CANCELLED);
  CHECK(!lx_workers_withdraw(self.workers, job)); /* it is done */
  lx_job_free(job);
  close_gate(&self);
}

static void a_job_whose_time_is_over_is_not_begun(void) {
  gate self;
  lx_handler handler;
  lx_job *job = lx_job_new(), *done;
  open_gate(&self, &handler, 2);
  job->deadline_ns = 1;
  CHECK(self.workers && lx_workers_submit(self.workers, job));
  uv_sem_wait(&self.done);
  done = lx_workers_take_done(self.workers);
  CHECK(done == job && done->reply.grpc_status == LX_GRPC_DEADLINE_EXCEEDED);
  CHECK(uv_sem_trywait(&self.begun) != 0);
  lx_job_free(job);
  close_gate(&self);
}

static void what_waits_at_the_end_is_freed(void) {
  gate self;
  lx_handler handler;
  open_gate(&self, &handler, 8);
  CHECK(self.workers && lx_workers_submit(self.workers, lx_job_new()));
  uv_sem_wait(&self.begun);
  for (int i = 0; i < 5; i++) CHECK(lx_workers_submit(self.workers, lx_job_new()));
  uv_sem_post(&self.go);
  for (int i = 0; i < 5; i++) uv_sem_post(&self.go);
  close_gate(&self); /* the sanitizers see what is left */
}

static void there_is_always_a_worker(void) { CHECK(lx_machine_processors() >= 1); }

int main(void) {
  RUN(deadlines_come_in_order);
  RUN(a_full_queue_gives_the_job_back);
  RUN(a_running_job_is_told_that_nobody_waits);
  RUN(a_job_whose_time_is_over_is_not_begun);
  RUN(what_waits_at_the_end_is_freed);
  RUN(there_is_always_a_worker);
  return checks_done();
}
