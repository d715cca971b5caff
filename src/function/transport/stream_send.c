#include "base/alloc.h"
#include "grpc_message.h"
#include "stream.h"

enum { SENTENCE_BYTES = 2048 }; /* clients read few KiB of headers */

static void count_call(const lx_stream *stream, int status) {
  lx_counters *counters = &stream->connection->server->counters;
  if (!stream->route) return;
  counters->handled[stream->route - lx_routes][status]++;
  if (stream->route->kind == LX_ROUTE_RUN) {
    lx_histogram_add(&counters->call_time, uv_hrtime() - stream->start_ns);
  }
}

static void leave_job(lx_stream *stream) {
  lx_server *server = stream->connection->server;
  lx_job *job = stream->job;
  if (!job) return;
  stream->job = NULL;
  job->owner = NULL;
  if (lx_workers_withdraw(server->workers, job)) {
    server->memory -= job->counted;
    lx_job_free(job);
  }
}

void lx_stream_settle(lx_stream *stream, int status) {
  if (stream->ended) return;
  stream->ended = true;
  stream->status = status;
  leave_job(stream);
  lx_deadlines_remove(&stream->connection->server->deadlines, &stream->deadline);
  count_call(stream, status);
}

static nghttp2_nv header(const char *name, const char *value, size_t length) {
  return (nghttp2_nv){.name = (uint8_t *)name,
                      .value = (uint8_t *)value,
                      .namelen = strlen(name),
                      .valuelen = length,
                      .flags = NGHTTP2_NV_FLAG_NO_COPY_NAME};
}

static nghttp2_nv header_text(const char *name, const char *value) {
  return header(name, value, strlen(value));
}

/* grpc-status, and grpc-message where there is one; how many. */
static size_t write_status(const lx_stream *stream, char digits[4], nghttp2_nv fields[2]) {
  snprintf(digits, 4, "%d", stream->status);
  fields[0] = header_text("grpc-status", digits);
  if (stream->sentence.length == 0) return 1;
  fields[1] = header("grpc-message", stream->sentence.data, stream->sentence.length);
  return 2;
}

/* Behind the last byte: the trailers. */
static bool submit_trailers(nghttp2_session *session, lx_stream *stream, uint32_t *flags) {
  nghttp2_nv fields[2];
  char digits[4];
  size_t count = write_status(stream, digits, fields);
  *flags |= NGHTTP2_DATA_FLAG_EOF | NGHTTP2_DATA_FLAG_NO_END_STREAM;
  stream->sent_end = true;
  return nghttp2_submit_trailer(session, stream->id, fields, count) == 0;
}

/* How much is next, as much as has room. It is copied once it is sent: lx_stream_write.
 * nghttp2's type of function. NOLINTNEXTLINE(readability-non-const-parameter) */
static ssize_t read_out(nghttp2_session *session, int32_t id, uint8_t *bytes, size_t room,
                        uint32_t *flags, nghttp2_data_source *source, void *data) {
  lx_stream *stream = source->ptr;
  size_t left = LX_GRPC_PREFIX - stream->prefix_sent + stream->out.length - stream->out_sent;
  (void)id;
  (void)bytes;
  (void)data;
  stream->moved_ms = uv_now(&stream->connection->server->loop);
  if (left > 0) *flags |= NGHTTP2_DATA_FLAG_NO_COPY;
  if (left > room) return (ssize_t)room;
  if (stream->ended) {
    if (!submit_trailers(session, stream, flags)) return NGHTTP2_ERR_CALLBACK_FAILURE;
  } else if (left == 0) {
    stream->waiting = true;
    return NGHTTP2_ERR_DEFERRED;
  }
  return (ssize_t)left;
}

static size_t move(lx_buffer *to, size_t room, const void *from, size_t length, size_t *sent) {
  size_t count = length - *sent < room ? length - *sent : room;
  lx_buffer_add(to, (const char *)from + *sent, count);
  *sent += count;
  return count;
}

void lx_stream_write(lx_stream *stream, lx_buffer *to, size_t length) {
  length -= move(to, length, stream->prefix, LX_GRPC_PREFIX, &stream->prefix_sent);
  if (length) move(to, length, stream->out.data, stream->out.length, &stream->out_sent);
}

/* An answer that cannot even be queued ends the connection: nobody is left waiting. */
static void must(lx_stream *stream, int failed) {
  if (failed) stream->connection->broken = true;
}

static void begin_answer(lx_stream *stream) {
  const nghttp2_nv fields[] = {
      header_text(":status", "200"),
      header_text("content-type", "application/grpc"),
      header_text("grpc-accept-encoding", "identity"),
  };
  const nghttp2_data_provider provider = {.source = {.ptr = stream}, .read_callback = read_out};
  stream->answering = true;
  must(stream, nghttp2_submit_response(stream->connection->http2, stream->id, fields,
                                       sizeof fields / sizeof *fields, &provider));
}

static void go_on(lx_stream *stream) {
  if (!stream->answering) {
    begin_answer(stream);
  } else if (stream->waiting) {
    stream->waiting = false;
    must(stream, nghttp2_session_resume_data(stream->connection->http2, stream->id));
  }
}

/* Behind what is still to be sent, with its prefix before it. */
static void append(lx_stream *stream, const lx_buffer *message) {
  char prefix[LX_GRPC_PREFIX];
  if (stream->out_sent == stream->out.length) {
    lx_buffer_clear(&stream->out);
    stream->out_sent = 0;
  }
  lx_frames_write_prefix((unsigned char *)prefix, message->length);
  lx_buffer_add(&stream->out, prefix, LX_GRPC_PREFIX);
  lx_buffer_add(&stream->out, message->data, message->length);
}

void lx_stream_send(lx_stream *stream, lx_buffer *message) {
  if (!stream->answering && !message->failed) {
    lx_frames_write_prefix(stream->prefix, message->length);
    stream->prefix_sent = 0;
    stream->out = *message;
  } else {
    append(stream, message);
    stream->out.failed = stream->out.failed || message->failed;
    lx_buffer_free(message);
  }
  *message = (lx_buffer){0};
  lx_stream_count(stream);
  stream->moved_ms = uv_now(&stream->connection->server->loop);
  if (stream->out.failed) {
    lx_stream_finish(stream, LX_GRPC_RESOURCE_EXHAUSTED, "out of memory");
  } else {
    go_on(stream);
  }
}

/* The whole answer in one frame of headers. */
static void answer_shortly(lx_stream *stream, const char *http_status) {
  nghttp2_nv fields[4];
  char digits[4];
  size_t count;
  fields[0] = header_text(":status", http_status);
  fields[1] = header_text("content-type", "application/grpc");
  count = 2 + write_status(stream, digits, fields + 2);
  stream->answering = stream->sent_end = true;
  must(stream,
       nghttp2_submit_response(stream->connection->http2, stream->id, fields, count, NULL));
}

void lx_stream_refuse(lx_stream *stream, const char *http_status, int status,
                      const char *sentence) {
  if (stream->ended) return;
  lx_stream_settle(stream, status);
  if (sentence) lx_grpc_message_write(&stream->sentence, sentence, SENTENCE_BYTES);
  if (stream->sentence.failed) lx_buffer_clear(&stream->sentence);
  lx_buffer_free(&stream->frames.message);
  lx_stream_count(stream);
  if (stream->answering) {
    go_on(stream);
  } else {
    answer_shortly(stream, http_status);
  }
}

void lx_stream_finish(lx_stream *stream, int status, const char *sentence) {
  lx_stream_refuse(stream, "200", status, sentence);
}

void lx_stream_expire(lx_stream *stream) {
  lx_stream_finish(stream, LX_GRPC_DEADLINE_EXCEEDED, "the call's time is over");
}

void lx_stream_done(lx_stream *stream, lx_job *job) {
  lx_server *server = stream->connection->server;
  int status = job->reply.grpc_status;
  stream->job = NULL;
  lx_histogram_add(&server->counters.queue_time, job->started_ns - job->queued_ns);
  if (status < 0 || status >= LX_GRPC_CODES) status = LX_GRPC_UNKNOWN;
  if (status == LX_GRPC_OK && job->reply.message.length > server->limits.response) {
    lx_stream_finish(stream, LX_GRPC_RESOURCE_EXHAUSTED, "the answer is too long to be sent");
    return;
  }
  if (job->deadline_ns && job->ended_ns >= job->deadline_ns) {
    lx_stream_expire(stream); /* whatever was answered by one that was told to stop */
    return;
  }
  if (status == LX_GRPC_OK) lx_stream_send(stream, &job->reply.message);
  lx_stream_finish(stream, status, job->reply.grpc_message);
}
