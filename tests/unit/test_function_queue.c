/* The queue in front of the workers, and the heap of deadlines. */
#include <uv.h>

#include "check.h"
#include "function/transport/bell.h"
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

static void on_wake(void *data) {
  uv_sem_post(&((gate *)data)->done);
}

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
  CHECK(lx_workers_submit(self.workers, jobs[1]) && lx_workers_submit(self.workers, jobs[2]));
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

/* The second of two calls goes on until the first one's answer is fetched. */
static void run_long(void *data, const lx_call *call, lx_reply *reply) {
  gate *self = data;
  uv_sem_post(&self->begun);
  if (call->length) uv_sem_wait(&self->go);
  while (!call->length && uv_sem_trywait(&self->go) != 0) {
    call->stopped(call->stopped_data);
  }
  reply->grpc_status = LX_GRPC_OK;
}

static void no_answer_waits_for_a_call_that_takes_long(void) {
  gate self;
  lx_handler handler;
  lx_job *brief = lx_job_new(), *endless = lx_job_new();
  open_gate(&self, &handler, 2);
  handler.run = run_long;
  lx_buffer_add_text(&brief->request, "brief");
  CHECK(self.workers && lx_workers_submit(self.workers, brief));
  CHECK(lx_workers_submit(self.workers, endless));
  uv_sem_wait(&self.begun);
  uv_sem_post(&self.go);
  uv_sem_wait(&self.begun); /* the other one */
  uv_sem_wait(&self.done);
  CHECK(lx_workers_take_done(self.workers) == brief && !brief->next);
  uv_sem_post(&self.go);
  uv_sem_wait(&self.done);
  CHECK(lx_workers_take_done(self.workers) == endless && !endless->next);
  lx_job_free(brief);
  lx_job_free(endless);
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

/* ---- The bell ---------------------------------------------------------------------- */

static void count(void *data) {
  ++*(int *)data;
}

static void rings_are_heard_at_once_or_together(void) {
  uv_loop_t loop;
  lx_bell bell;
  int heard = 0;
  CHECK(uv_loop_init(&loop) == 0 && lx_bell_open(&bell, &loop, count, &heard));
  uv_run(&loop, UV_RUN_NOWAIT);
  CHECK(heard == 0);
  lx_bell_ring(&bell);
  uv_run(&loop, UV_RUN_NOWAIT);
  CHECK(heard == 1);
  for (int i = 0; i < 100000; i++) lx_bell_ring(&bell); /* more than a pipe holds */
  for (int i = 0; i < 10000; i++) uv_run(&loop, UV_RUN_NOWAIT);
  CHECK(heard > 1);
  heard = 0;
  uv_run(&loop, UV_RUN_NOWAIT);
  CHECK(heard == 0);
  uv_close((uv_handle_t *)&bell.poll, NULL);
  uv_run(&loop, UV_RUN_DEFAULT);
  CHECK(uv_loop_close(&loop) == 0);
  lx_bell_close(&bell);
}

static void there_is_always_a_worker(void) {
  CHECK(lx_machine_processors() >= 1);
}

int main(void) {
  RUN(deadlines_come_in_order);
  RUN(a_full_queue_gives_the_job_back);
  RUN(a_running_job_is_told_that_nobody_waits);
  RUN(a_job_whose_time_is_over_is_not_begun);
  RUN(no_answer_waits_for_a_call_that_takes_long);
  RUN(what_waits_at_the_end_is_freed);
  RUN(rings_are_heard_at_once_or_together);
  RUN(there_is_always_a_worker);
  return checks_done();
}
