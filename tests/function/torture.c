/* torture.c: answers requests while one allocation after the other fails, once and for good. Each
 * answer must be the one that is given with memory, or a fatal result that passes on what earlier
 * steps desired, or a gRPC status; and afterwards the service must answer as if nothing had been.
 *   usage: function_torture BUNDLE EVERY REQUEST...
 * EVERY: only each so manieth allocation, for the calls that build a sandbox. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "function/service/file.h"
#include "function/service/message.h"
#include "function/service/service.h"

static const lx_log quiet = {.fd = -1, .level = LX_LOG_ERROR};

typedef struct tortured {
  const char *name;
  lx_service_options options;
  lx_buffer request;
  lx_reply want;
  long tried, failures;
} tortured;

static void run(lx_handler *handler, const tortured *test, lx_reply *reply) {
  const lx_call call = {
      .bytes = test->request.data, .length = test->request.length, .deadline_ms = -1};
  memset(reply, 0, sizeof *reply);
  handler->run(handler->data, &call, reply);
}

static void clear(lx_reply *reply) {
  lx_buffer_free(&reply->message);
  lx_free(reply->grpc_message);
}

static bool is_same(const lx_reply *a, const lx_reply *b) {
  return a->grpc_status == b->grpc_status && a->message.length == b->message.length &&
         (!a->message.length ||
          memcmp(a->message.data, b->message.data, a->message.length) == 0);
}

/* A field of a message; with memory, for the test itself needs some. */
static lx_span field_of(const lx_buffer *message, uint32_t number, lx_pool *pool) {
  lx_wanted wanted[] = {{.number = number, .shape = LX_SHAPE_MESSAGE}};
  lx_message_read((lx_span){message->data, message->length}, wanted, 1, pool);
  return wanted[0].span;
}

/* One result with the severity 1, and desired as it came. */
static bool is_fatal(const tortured *test, const lx_reply *reply) {
  lx_pool pool = {0};
  lx_span got = field_of(&reply->message, 2, &pool), want = field_of(&test->request, 3, &pool);
  lx_span result = field_of(&reply->message, 3, &pool);
  bool good = result.length > 2 && memcmp(result.bytes, "\x08\x01", 2) == 0 &&
              lx_span_compare(got, want) == 0;
  lx_pool_free(&pool);
  return good;
}

static bool is_good(const tortured *test, const lx_reply *reply) {
  if (is_same(reply, &test->want)) return true;
  if (reply->grpc_status != LX_GRPC_OK) return reply->grpc_status == LX_GRPC_RESOURCE_EXHAUSTED;
  return is_fatal(test, reply);
}

static void complain(tortured *test, long nth, int sticky, const char *what) {
  if (test->failures++ > 5) return;
  printf("%s, allocation %ld fails%s: %s\n", test->name, nth, sticky ? " and all after it" : "",
         what);
}

/* False when there are not so many allocations. */
static bool fail_in(lx_handler *handler, tortured *test, long nth, int sticky) {
  lx_reply reply;
  bool reached;
  test->tried++;
  lx_alloc_fail_at(nth, sticky);
  run(handler, test, &reply);
  reached = lx_alloc_count() > nth;
  lx_alloc_fail_at(-1, 0);
  if (!is_good(test, &reply)) complain(test, nth, sticky, "is answered badly");
  clear(&reply);
  run(handler, test, &reply);
  if (!is_same(&reply, &test->want)) complain(test, nth, sticky, "does not recover");
  clear(&reply);
  return reached;
}

/* A service that has a sandbox already. */
static void fail_in_calls(tortured *test) {
  lx_handler handler;
  lx_log log = quiet;
  if (!lx_service_open(&handler, &test->options, &log)) exit(70);
  run(&handler, test, &test->want);
  for (int sticky = 0; sticky < 2; sticky++) {
    for (long nth = 0; fail_in(&handler, test, nth, sticky);) nth++;
  }
  lx_service_close(&handler);
}

/* A service that is being opened. */
static void fail_in_opening(tortured *test, long every, int sticky) {
  lx_log log = quiet;
  bool reached = true;
  for (long nth = 0; reached; nth += every) {
    lx_handler handler;
    lx_reply reply;
    bool opened;
    test->tried++;
    lx_alloc_fail_at(nth, sticky);
    opened = lx_service_open(&handler, &test->options, &log);
    reached = lx_alloc_count() > nth;
    lx_alloc_fail_at(-1, 0);
    if (!opened) continue;
    run(&handler, test, &reply);
    if (!is_same(&reply, &test->want)) complain(test, nth, sticky, "opens badly");
    clear(&reply);
    lx_service_close(&handler);
  }
}

/* A service that has answered nothing yet. */
static void fail_in_first_call(tortured *test, long every, int sticky) {
  lx_log log = quiet;
  bool reached = true;
  for (long nth = 0; reached; nth += every) {
    lx_handler handler;
    if (!lx_service_open(&handler, &test->options, &log)) exit(70);
    reached = fail_in(&handler, test, nth, sticky);
    lx_service_close(&handler);
  }
}

int main(int count, char **arguments) {
  long passed = 0, failed = 0;
  for (int i = 3; i < count; i++) {
    tortured test = {.name = arguments[i],
                     .options = {.bundle = arguments[1],
                                 .ttl_ms = 60000,
                                 .workers = 1,
                                 .response_max = 4 << 20,
                                 .still = true}};
    const char *problem;
    if (!lx_file_read(arguments[i], &test.request, &problem)) return 66;
    fail_in_calls(&test);
    for (int sticky = 0; sticky < 2; sticky++) {
      fail_in_opening(&test, atol(arguments[2]), sticky);
      fail_in_first_call(&test, atol(arguments[2]), sticky);
    }
    if (test.failures || test.tried < 100)
      failed++;
    else
      passed++;
    printf("%s: %ld failures of memory\n", arguments[i], test.tried);
    lx_buffer_free(&test.request);
    clear(&test.want);
  }
  printf("%ld passed, %ld failed\n", passed, failed);
  return failed ? 1 : 0;
}
