/* For the set of processors that this process may use. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier) */
#include "fleet.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "memory.h"
#include "source.h"

enum {
  TICKETS_EACH = 8,       /* documents in flight for each worker */
  MOST_HELD = 16 << 20,   /* bytes of results that wait for their turn */
  DOCUMENTS_FOR_ONE = 16, /* below, one more worker costs more than it gives */
  MOST_BY_ITSELF = 16,    /* workers that nobody asked for */
};

typedef enum stage { FREE, AT_WORK, DONE } stage;

/* One turn in the order of the input. */
struct ticket {
  stage stage;
  bool is_trouble;
  cli_finding finding;
  luxr_result *results[CLI_FLEET_BUNDLES];
  size_t bytes; /* of the results */
};

/* What the workers of a walk share. All but `source` and a ticket in hand is read and
 * written under the lock. */
struct hall {
  cli_fleet *fleet;
  cli_source source;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  struct ticket *tickets; /* a ring */
  size_t ticket_count;
  size_t issued, delivered;
  size_t held;
  bool reading, delivering; /* somebody is at it */
  bool ended;               /* there are no more documents */
  bool over;                /* nobody wants more */
};

struct worker {
  struct hall *hall;
  luxr_worker *worker;
  pthread_t thread;
};

/* How many workers a run has that says nothing of it. Each takes a stack and an arena, so
 * none is added where the address space is limited: the run must not fail by that. */
static size_t workers_by_itself(void) {
  struct rlimit space;
  cpu_set_t set;
  int count = 1;
  if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY) return 1;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) count = CPU_COUNT(&set);
  return count < 1 ? 1 : count > MOST_BY_ITSELF ? MOST_BY_ITSELF : (size_t)count;
}

/* ---- One document --------------------------------------------------------------------
 */

static luxr_result *render(const cli_fleet *fleet, luxr_worker *worker, luxr_bundle *bundle,
                           const luxr_document *document) {
  const cli_settings *settings = fleet->settings;
  luxr_document documents[2] = {*document};
  luxr_request request = {
      .documents = documents,
      .document_count = 1,
      .only = settings->only.items,
      .only_count = settings->only.count,
      .skip = settings->skip.items,
      .skip_count = settings->skip.count,
      .sets = settings->sets.items,
      .set_count = settings->sets.count,
      .default_namespace = settings->name_space,
      .output = fleet->output,
      .flags = fleet->flags,
      .milliseconds = cli_fleet_time_left(fleet),
      .stopped = fleet->stopped,
      .stopped_data = fleet->data,
  };
  if (settings->strict) request.flags |= LUXR_STRICT;
  if (settings->bare) request.flags |= LUXR_BARE;
  if (fleet->parameters_name) {
    documents[request.document_count++] = (luxr_document){
        .role = LUXR_ROLE_PARAMETERS,
        .origin = fleet->parameters_name,
        .bytes = fleet->parameters->data ? fleet->parameters->data : "",
        .length = fleet->parameters->length,
    };
  }
  return luxr_render(worker, bundle, &request);
}

static size_t size_of(const luxr_result *result) {
  size_t size = 0;
  for (size_t i = 0; i < luxr_result_item_count(result); i++) {
    size += luxr_result_item(result, i)->length;
  }
  return size;
}

static void work(const cli_fleet *fleet, luxr_worker *worker, struct ticket *ticket) {
  const luxr_document *document = &ticket->finding.document;
  ticket->bytes = ticket->finding.bytes.length;
  if (fleet->known && fleet->known(fleet->data, document)) return;
  if (fleet->answer) {
    ticket->results[0] = fleet->answer(fleet->data, document);
    return;
  }
  for (size_t i = 0; i < fleet->bundle_count; i++) {
    ticket->results[i] = render(fleet, worker, fleet->bundles[i], document);
    ticket->bytes += size_of(ticket->results[i]);
  }
}

/* Hands one on. True: the walk goes on. */
static bool deliver(const struct hall *hall, struct ticket *ticket) {
  cli_fleet *fleet = hall->fleet;
  bool good;
  if (ticket->is_trouble) {
    cli_report_merge(fleet->report, &ticket->finding.report);
    return ticket->finding.harmless || fleet->fail(fleet->data);
  }
  fleet->documents++;
  good = fleet->take(fleet->data, ticket->results, &ticket->finding.document);
  for (size_t i = 0; i < CLI_FLEET_BUNDLES; i++) {
    if (ticket->results[i]) luxr_result_free(ticket->results[i]);
    ticket->results[i] = NULL;
  }
  return good;
}

/* ---- The ring ------------------------------------------------------------------------
 */

static struct ticket *ticket_at(const struct hall *hall, size_t number) {
  return &hall->tickets[number % hall->ticket_count];
}

/* Whether a worker must wait before it reads one more. What has nothing before it may
 * always be read, however much is held. */
static bool is_full(const struct hall *hall) {
  size_t flying = hall->issued - hall->delivered;
  return flying >= hall->ticket_count || (flying && hall->held > MOST_HELD);
}

/* Takes the next document for this worker; NULL: there is none for it. Under the lock. */
static struct ticket *take_ticket(struct hall *hall, luxr_worker *worker) {
  struct ticket *ticket;
  cli_found found;
  while (!hall->over && !hall->ended && (hall->reading || is_full(hall))) {
    pthread_cond_wait(&hall->changed, &hall->lock);
  }
  if (hall->over || hall->ended) return NULL;
  hall->reading = true;
  ticket = ticket_at(hall, hall->issued);
  pthread_mutex_unlock(&hall->lock);
  found = cli_source_next(&hall->source, worker, &ticket->finding);
  pthread_mutex_lock(&hall->lock);
  hall->reading = false;
  pthread_cond_broadcast(&hall->changed);
  if (found == CLI_FOUND_END) {
    hall->ended = true;
    return NULL;
  }
  ticket->stage = AT_WORK;
  ticket->is_trouble = found == CLI_FOUND_TROUBLE;
  ticket->bytes = 0;
  hall->issued++;
  return ticket;
}

/* Whether the walk is to end. What a stopped render gave is not handed on. */
static bool is_stopped(const struct hall *hall) {
  cli_fleet *fleet = hall->fleet;
  if (cli_fleet_is_stopped(fleet)) fleet->was_stopped = true;
  return fleet->was_stopped;
}

/* Delivers all whose turn has come, unless somebody is at it: that one does it then, as
 * it looks again under the lock. */
static void deliver_ready(struct hall *hall) {
  struct ticket *ticket;
  if (hall->delivering) return;
  hall->delivering = true;
  while (!hall->over && hall->delivered < hall->issued &&
         (ticket = ticket_at(hall, hall->delivered))->stage == DONE) {
    bool good;
    if (is_stopped(hall)) {
      hall->over = true;
      pthread_cond_broadcast(&hall->changed);
      break;
    }
    pthread_mutex_unlock(&hall->lock);
    good = deliver(hall, ticket);
    pthread_mutex_lock(&hall->lock);
    hall->held -= ticket->bytes;
    ticket->stage = FREE;
    hall->delivered++;
    if (!good || cli_fleet_is_late(hall->fleet)) hall->over = true;
    pthread_cond_broadcast(&hall->changed);
  }
  hall->delivering = false;
}

/* ---- Workers -------------------------------------------------------------------------
 */

static void serve_one(const struct worker *worker, struct ticket *ticket) {
  struct hall *hall = worker->hall;
  pthread_mutex_unlock(&hall->lock);
  if (!ticket->is_trouble) work(hall->fleet, worker->worker, ticket);
  pthread_mutex_lock(&hall->lock);
  ticket->stage = DONE;
  hall->held += ticket->bytes;
  deliver_ready(hall);
}

static void *serve(void *data) {
  const struct worker *worker = data;
  struct hall *hall = worker->hall;
  struct ticket *ticket;
  pthread_mutex_lock(&hall->lock);
  while ((ticket = take_ticket(hall, worker->worker)) != NULL) serve_one(worker, ticket);
  pthread_mutex_unlock(&hall->lock);
  return NULL;
}

/* Signals are the first thread's business. */
static bool start(struct worker *worker, const cli_settings *settings) {
  sigset_t all, before;
  int error;
  worker->worker = luxr_worker_new(&settings->limits,
                                   settings->memory == CLI_MALLOC ? LUXR_WORKER_MALLOC : 0);
  if (!worker->worker) return false;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  error = pthread_create(&worker->thread, NULL, serve, worker);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (!error) return true;
  luxr_worker_free(worker->worker);
  return false;
}

/* The first worker, on this thread. It starts the others when there is work for them;
 * where the system has no room for one, the run goes on with fewer. */
static void serve_first(struct worker *workers, size_t count) {
  struct hall *hall = workers[0].hall;
  struct ticket *ticket;
  size_t started = 1;
  pthread_mutex_lock(&hall->lock);
  while ((ticket = take_ticket(hall, workers[0].worker)) != NULL) {
    if (started < count && hall->issued > started * DOCUMENTS_FOR_ONE) {
      pthread_mutex_unlock(&hall->lock);
      if (start(&workers[started], hall->fleet->settings)) {
        started++;
      } else {
        count = started;
      }
      pthread_mutex_lock(&hall->lock);
    }
    serve_one(&workers[0], ticket);
  }
  pthread_mutex_unlock(&hall->lock);
  for (size_t i = 1; i < started; i++) {
    pthread_join(workers[i].thread, NULL);
    luxr_worker_free(workers[i].worker);
  }
}

/* What the ring holds when a walk was ended before its end. */
static void clear_tickets(struct hall *hall) {
  for (size_t i = 0; i < hall->ticket_count; i++) {
    struct ticket *ticket = &hall->tickets[i];
    for (size_t k = 0; k < CLI_FLEET_BUNDLES; k++) {
      if (ticket->results[k]) luxr_result_free(ticket->results[k]);
    }
    cli_finding_free(&ticket->finding);
  }
  free(hall->tickets);
}

static void walk(cli_fleet *fleet, struct hall *hall) {
  size_t wanted =
      fleet->settings->workers ? (size_t)fleet->settings->workers : workers_by_itself();
  size_t count = fleet->answer ? 1 : wanted;
  struct worker *workers = cli_alloc(count * sizeof *workers);
  hall->fleet = fleet;
  hall->ticket_count = count * TICKETS_EACH;
  hall->tickets = cli_alloc(hall->ticket_count * sizeof *hall->tickets);
  memset(hall->tickets, 0, hall->ticket_count * sizeof *hall->tickets);
  pthread_mutex_init(&hall->lock, NULL);
  pthread_cond_init(&hall->changed, NULL);
  for (size_t i = 0; i < count; i++) workers[i] = (struct worker){.hall = hall};
  workers[0].worker = fleet->worker;
  serve_first(workers, count);
  is_stopped(hall);
  fleet->late = cli_fleet_is_late(fleet);
  pthread_cond_destroy(&hall->changed);
  pthread_mutex_destroy(&hall->lock);
  clear_tickets(hall);
  free(workers);
  cli_source_close(&hall->source);
}

void cli_fleet_files(cli_fleet *fleet) {
  struct hall hall = {0};
  cli_source_open(&hall.source, fleet);
  walk(fleet, &hall);
}

void cli_fleet_file(cli_fleet *fleet, const char *origin, int fd) {
  struct hall hall = {0};
  cli_source_open_file(&hall.source, fleet, origin, fd);
  walk(fleet, &hall);
}
