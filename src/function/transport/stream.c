#include "stream.h"

#include "answers.h"
#include "base/alloc.h"
#include "grpc_timeout.h"

lx_stream *lx_stream_open(lx_connection *connection, int32_t id) {
  lx_stream *stream = lx_alloc_zero(sizeof *stream);
  if (!stream) return NULL;
  stream->connection = connection;
  stream->id = id;
  stream->timeout_ns = UINT64_MAX;
  stream->frames.max = connection->server->limits.request;
  stream->start_ns = uv_hrtime();
  stream->moved_ms = uv_now(&connection->server->loop);
  stream->prefix_sent = LX_GRPC_PREFIX;
  stream->next = connection->streams;
  if (stream->next) stream->next->previous = stream;
  connection->streams = stream;
  connection->stream_count++;
  connection->server->busy_ms = stream->moved_ms;
  return stream;
}

void lx_stream_count(lx_stream *stream) {
  lx_server *server = stream->connection->server;
  size_t held = stream->frames.message.capacity + stream->out.capacity;
  server->memory += held;
  server->memory -= stream->counted;
  stream->counted = held;
}

void lx_stream_close(lx_stream *stream) {
  lx_connection *connection = stream->connection;
  lx_stream_settle(stream, LX_GRPC_CANCELLED);
  if (stream->previous) {
    stream->previous->next = stream->next;
  } else {
    connection->streams = stream->next;
  }
  if (stream->next) stream->next->previous = stream->previous;
  connection->stream_count--;
  lx_spares_give(&connection->server->spares, &stream->frames.message);
  lx_spares_give(&connection->server->spares, &stream->out);
  lx_buffer_free(&stream->sentence);
  lx_stream_count(stream);
  lx_free(stream);
}

/* ---- The request ------------------------------------------------------------------- */

static bool is(const char *text, size_t length, const char *wanted) {
  return strlen(wanted) == length && memcmp(text, wanted, length) == 0;
}

/* "application/grpc", alone or with "+proto" or parameters behind it. */
static bool is_grpc(const char *value, size_t length) {
  static const char type[] = "application/grpc";
  size_t size = sizeof type - 1;
  return length >= size && memcmp(value, type, size) == 0 &&
         (length == size || value[size] == '+' || value[size] == ';');
}

void lx_stream_header(lx_stream *stream, const char *name, size_t name_length,
                      const char *value, size_t value_length) {
  stream->header_bytes += name_length + value_length + 32;
  if (stream->header_bytes > stream->connection->server->limits.header_list) {
    stream->too_many_headers = true;
  } else if (is(name, name_length, ":path")) {
    stream->route = lx_route_find(value, value_length);
  } else if (is(name, name_length, ":method")) {
    stream->is_post = is(value, value_length, "POST");
  } else if (is(name, name_length, "content-type")) {
    stream->is_grpc = is_grpc(value, value_length);
  } else if (is(name, name_length, "grpc-encoding")) {
    stream->encoded = !is(value, value_length, "identity");
  } else if (is(name, name_length, "grpc-timeout")) {
    stream->bad_timeout = !lx_grpc_timeout_read(value, value_length, &stream->timeout_ns);
  }
}

/* False: memory is out, and the call is answered. */
static bool set_deadline(lx_stream *stream) {
  lx_server *server = stream->connection->server;
  if (stream->timeout_ns > UINT64_MAX - stream->start_ns) return true;
  if (!lx_deadlines_add(&server->deadlines, &stream->deadline,
                        stream->start_ns + stream->timeout_ns)) {
    lx_stream_finish(stream, LX_GRPC_RESOURCE_EXHAUSTED, "out of memory");
    return false;
  }
  lx_server_arm(server);
  return true;
}

void lx_stream_headers_end(lx_stream *stream) {
  lx_server *server = stream->connection->server;
  if (stream->too_many_headers) {
    server->counters.refused[LX_REFUSED_HEADERS]++;
    lx_stream_refuse(stream, "431", LX_GRPC_RESOURCE_EXHAUSTED, "the headers are too long");
  } else if (!stream->is_post) {
    lx_stream_refuse(stream, "405", LX_GRPC_UNIMPLEMENTED, "only POST is answered here");
  } else if (!stream->is_grpc) {
    lx_stream_refuse(stream, "415", LX_GRPC_INVALID_ARGUMENT,
                     "only application/grpc is understood here");
  } else if (!stream->route) {
    server->counters.unknown_method++;
    lx_stream_finish(stream, LX_GRPC_UNIMPLEMENTED, "there is no such method");
  } else if (stream->bad_timeout) {
    lx_stream_finish(stream, LX_GRPC_INVALID_ARGUMENT,
                     "grpc-timeout is not a number of at most 8 digits and one of HMSmun");
  } else if (stream->timeout_ns == 0) {
    lx_stream_finish(stream, LX_GRPC_DEADLINE_EXCEEDED, "no time was left for the call");
  } else if (set_deadline(stream)) {
    server->counters.started[stream->route - lx_routes]++;
  }
}

static bool is_unary(const lx_stream *stream) {
  return stream->route->kind != LX_ROUTE_REFLECTION;
}

static void refuse_length(lx_stream *stream) {
  char sentence[160];
  snprintf(sentence, sizeof sentence,
           "the message has %lu bytes, of %lu that are read (--max-recv-message-size)",
           (unsigned long)stream->frames.length, (unsigned long)stream->frames.max);
  lx_stream_finish(stream, LX_GRPC_RESOURCE_EXHAUSTED, sentence);
}

static void take_message(lx_stream *stream) {
  if (is_unary(stream)) {
    if (stream->has_message) {
      lx_stream_finish(stream, LX_GRPC_INTERNAL,
                       "a second message came in a call that has one");
    }
    stream->has_message = true;
    return;
  }
  lx_answer_reflection(stream, stream->frames.message.data, stream->frames.message.length);
  lx_buffer_clear(&stream->frames.message);
}

static void take_event(lx_stream *stream, lx_frame_event event) {
  switch (event) {
    case LX_FRAME_MORE: break;
    case LX_FRAME_MESSAGE: take_message(stream); break;
    case LX_FRAME_COMPRESSED:
      if (stream->encoded) {
        lx_stream_finish(stream, LX_GRPC_UNIMPLEMENTED,
                         "compressed messages are not read here");
      } else {
        lx_stream_finish(stream, LX_GRPC_INTERNAL,
                         "a message is marked as compressed, and no grpc-encoding says how");
      }
      break;
    case LX_FRAME_BAD_FLAG:
      lx_stream_finish(stream, LX_GRPC_INTERNAL, "a message begins with neither 0 nor 1");
      break;
    case LX_FRAME_TOO_LONG: refuse_length(stream); break;
    case LX_FRAME_NO_MEMORY:
      lx_stream_finish(stream, LX_GRPC_RESOURCE_EXHAUSTED, "out of memory");
      break;
  }
}

/* A second message of a unary call must not lie behind the first one. */
static bool is_surplus(const lx_stream *stream) {
  return stream->has_message && is_unary(stream);
}

void lx_stream_data(lx_stream *stream, const char *bytes, size_t length) {
  lx_server *server = stream->connection->server;
  stream->moved_ms = uv_now(&server->loop);
  if (!stream->frames.message.data) stream->frames.message = lx_spares_take(&server->spares);
  while (!stream->ended && length > 0) {
    if (is_surplus(stream)) {
      take_message(stream);
      return;
    }
    take_event(stream, lx_frames_read(&stream->frames, &bytes, &length));
  }
  lx_stream_count(stream);
  if (server->memory > server->limits.memory && !stream->ended) {
    server->counters.refused[LX_REFUSED_MEMORY]++;
    lx_stream_finish(stream, LX_GRPC_RESOURCE_EXHAUSTED,
                     "the messages in memory are as many as may be");
  }
}

static void submit(lx_stream *stream) {
  lx_server *server = stream->connection->server;
  lx_job *job = lx_job_new();
  if (!job) {
    lx_stream_finish(stream, LX_GRPC_RESOURCE_EXHAUSTED, "out of memory");
    return;
  }
  job->owner = stream;
  job->method = LX_METHOD_RUN_FUNCTION;
  job->deadline_ns = stream->deadline.place ? stream->deadline.at_ns : 0;
  job->request = stream->frames.message;
  job->reply.message = lx_spares_take(&server->spares);
  job->counted = stream->counted;
  stream->frames.message = (lx_buffer){0};
  stream->counted = 0;
  stream->job = job;
  if (lx_workers_submit(server->workers, job)) return;
  server->counters.refused[LX_REFUSED_QUEUE]++;
  stream->job = NULL;
  server->memory -= job->counted;
  lx_job_free(job);
  lx_stream_finish(stream, LX_GRPC_RESOURCE_EXHAUSTED, "too many calls wait already (--queue)");
}

static void dispatch(lx_stream *stream) {
  const char *bytes = stream->frames.message.data;
  size_t length = stream->frames.message.length;
  switch (stream->route->kind) {
    case LX_ROUTE_RUN: submit(stream); break;
    case LX_ROUTE_HEALTH_CHECK: lx_answer_health_check(stream, bytes, length); break;
    case LX_ROUTE_HEALTH_WATCH: lx_answer_health_watch(stream, bytes, length); break;
    case LX_ROUTE_REFLECTION: lx_stream_finish(stream, LX_GRPC_OK, NULL); break;
  }
}

void lx_stream_end(lx_stream *stream) {
  stream->received_all = true;
  if (stream->ended) return;
  if (!lx_frames_between(&stream->frames)) {
    lx_stream_finish(stream, LX_GRPC_INTERNAL, "the call ends inside a message");
  } else if (is_unary(stream) && !stream->has_message) {
    lx_stream_finish(stream, LX_GRPC_INTERNAL, "the call ends without a message");
  } else {
    dispatch(stream);
  }
}
