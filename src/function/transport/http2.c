#include "http2.h"

#include "stream.h"

enum {
  FRAME_HEAD = 9,
  STREAM_WINDOW = 1 << 20,      /* so that a message of some MiB needs few rounds */
  CONNECTION_WINDOW = 16 << 20, /* many such at once */
  TOKENS_A_MESSAGE = 4          /* clients answer a frame of data with PING and WINDOW_UPDATE */
};

static const uint8_t goodbye[8] = {'g', 'o', 'o', 'd', 'b', 'y', 'e', '.'};

static lx_stream *stream_of(nghttp2_session *session, int32_t id) {
  return nghttp2_session_get_stream_user_data(session, id);
}

static uint64_t now_of(const lx_connection *connection) {
  return uv_now(&connection->server->loop);
}

/* Frames that carry no call are counted; those that answer our own work are paid for. */
static bool carries(const nghttp2_frame_hd *head) {
  if (head->type == NGHTTP2_HEADERS) return true;
  return head->type == NGHTTP2_DATA &&
         (head->length > 0 || (head->flags & NGHTTP2_FLAG_END_STREAM));
}

static int on_begin_frame(nghttp2_session *session, const nghttp2_frame_hd *head, void *data) {
  lx_connection *connection = data;
  (void)session;
  connection->greeted = true;
  if (carries(head)) {
    lx_budget_give(&connection->control, 1);
    return 0;
  }
  if (lx_budget_take(&connection->control, now_of(connection))) return 0;
  connection->server->counters.refused[LX_REFUSED_CONTROL_FLOOD]++;
  connection->flooded = true;
  return NGHTTP2_ERR_CALLBACK_FAILURE;
}

static int on_begin_headers(nghttp2_session *session, const nghttp2_frame *frame, void *data) {
  lx_connection *connection = data;
  lx_stream *stream;
  if (frame->headers.cat != NGHTTP2_HCAT_REQUEST) return 0;
  stream = lx_stream_open(connection, frame->hd.stream_id);
  if (!stream) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  nghttp2_session_set_stream_user_data(session, stream->id, stream);
  return 0;
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_length, const uint8_t *value, size_t value_length,
                     uint8_t flags, void *data) {
  lx_stream *stream = stream_of(session, frame->hd.stream_id);
  (void)flags;
  (void)data;
  if (stream && frame->headers.cat == NGHTTP2_HCAT_REQUEST) {
    lx_stream_header(stream, (const char *)name, name_length, (const char *)value,
                     value_length);
  }
  return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *bytes,
                   size_t length, void *data) {
  lx_stream *stream = stream_of(session, id);
  (void)flags;
  (void)data;
  if (stream) lx_stream_data(stream, (const char *)bytes, length);
  return 0;
}

/* A goodbye that was answered: the client has seen the notice, and all it sent before is
 * here. */
static void take_pong(lx_connection *connection, const nghttp2_ping *ping) {
  connection->pinged = false;
  if (memcmp(ping->opaque_data, goodbye, sizeof goodbye) == 0) lx_http2_go_away(connection);
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *data) {
  lx_stream *stream;
  if (frame->hd.type == NGHTTP2_PING && (frame->hd.flags & NGHTTP2_FLAG_ACK)) {
    take_pong(data, &frame->ping);
    return 0;
  }
  if (frame->hd.type != NGHTTP2_HEADERS && frame->hd.type != NGHTTP2_DATA) return 0;
  stream = stream_of(session, frame->hd.stream_id);
  if (!stream) return 0;
  if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST) {
    lx_stream_headers_end(stream);
  }
  if (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) lx_stream_end(stream);
  return 0;
}

/* A frame of data goes from the stream to what is sent next, without a stop in between. */
static int on_send_data(nghttp2_session *session, nghttp2_frame *frame, const uint8_t *head,
                        size_t length, nghttp2_data_source *source, void *data) {
  lx_connection *connection = data;
  lx_buffer *out = &connection->server->outgoing;
  (void)session;
  (void)frame;
  lx_buffer_add(out, (const char *)head, FRAME_HEAD);
  lx_stream_write(source->ptr, out, length);
  return out->failed ? NGHTTP2_ERR_CALLBACK_FAILURE : 0;
}

static int on_sent(nghttp2_session *session, const nghttp2_frame *frame, void *data) {
  lx_connection *connection = data;
  const lx_stream *stream;
  if (frame->hd.type == NGHTTP2_DATA) lx_budget_give(&connection->control, TOKENS_A_MESSAGE);
  if (frame->hd.type == NGHTTP2_GOAWAY && connection->leaving && !connection->gone_away) {
    /* Only now: a ping that is queued beside the notice goes before it. */
    nghttp2_submit_ping(session, NGHTTP2_FLAG_NONE, goodbye);
  }
  if (!(frame->hd.flags & NGHTTP2_FLAG_END_STREAM)) return 0;
  if (frame->hd.type != NGHTTP2_DATA && frame->hd.type != NGHTTP2_HEADERS) return 0;
  stream = stream_of(session, frame->hd.stream_id);
  /* Answered before all of it was read: the rest need not be sent. */
  if (stream && !stream->received_all) {
    nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, stream->id, NGHTTP2_NO_ERROR);
  }
  return 0;
}

static int on_close(nghttp2_session *session, int32_t id, uint32_t error, void *data) {
  lx_connection *connection = data;
  lx_stream *stream = stream_of(session, id);
  if (stream) {
    nghttp2_session_set_stream_user_data(session, id, NULL);
    lx_stream_close(stream);
  }
  if (error == NGHTTP2_NO_ERROR || connection->flooded) return 0;
  if (lx_budget_take(&connection->resets, now_of(connection))) return 0;
  connection->server->counters.refused[LX_REFUSED_RESET_FLOOD]++;
  connection->flooded = true;
  return 0;
}

/* NULL: out of memory. */
static nghttp2_session_callbacks *new_callbacks(void) {
  nghttp2_session_callbacks *callbacks;
  if (nghttp2_session_callbacks_new(&callbacks) != 0) return NULL;
  nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, on_begin_frame);
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin_headers);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
  nghttp2_session_callbacks_set_send_data_callback(callbacks, on_send_data);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, on_sent);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
  return callbacks;
}

static bool open_session(lx_connection *connection) {
  nghttp2_session_callbacks *callbacks = new_callbacks();
  nghttp2_option *option = NULL;
  int failed;
  if (!callbacks) return false;
  failed = nghttp2_option_new(&option);
  if (!failed) {
    /* Ours comes first, with a better word for it. */
    nghttp2_option_set_stream_reset_rate_limit(
        option, (uint64_t)connection->server->limits.reset_burst * 2,
        (uint64_t)connection->server->limits.reset_rate * 2);
    nghttp2_option_set_no_closed_streams(option, 1);
    failed = nghttp2_session_server_new2(&connection->http2, callbacks, connection, option);
  }
  nghttp2_option_del(option);
  nghttp2_session_callbacks_del(callbacks);
  return !failed;
}

bool lx_http2_open(lx_connection *connection) {
  const lx_server_limits *limits = &connection->server->limits;
  const nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits->streams},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, STREAM_WINDOW},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, (uint32_t)limits->header_list},
      {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1},
  };
  if (!open_session(connection)) return false;
  return nghttp2_submit_settings(connection->http2, NGHTTP2_FLAG_NONE, settings,
                                 sizeof settings / sizeof *settings) == 0 &&
         nghttp2_session_set_local_window_size(connection->http2, NGHTTP2_FLAG_NONE, 0,
                                               CONNECTION_WINDOW) == 0;
}

bool lx_http2_read(lx_connection *connection, const char *bytes, size_t length) {
  ssize_t count;
  connection->busy = true;
  count = nghttp2_session_mem_recv(connection->http2, (const uint8_t *)bytes, length);
  connection->busy = false;
  if (count < 0 && !connection->flooded && count != NGHTTP2_ERR_BAD_CLIENT_MAGIC) {
    connection->server->counters.refused[count == NGHTTP2_ERR_FLOODED ? LX_REFUSED_CONTROL_FLOOD
                                                                      : LX_REFUSED_PROTOCOL]++;
  }
  if (count >= 0 && !connection->flooded) return true;
  if (count != NGHTTP2_ERR_BAD_CLIENT_MAGIC) {
    nghttp2_session_terminate_session(connection->http2, NGHTTP2_ENHANCE_YOUR_CALM);
  }
  return false;
}

void lx_http2_go_away(lx_connection *connection) {
  if (connection->gone_away) return;
  connection->gone_away = true;
  nghttp2_submit_goaway(connection->http2, NGHTTP2_FLAG_NONE,
                        nghttp2_session_get_last_proc_stream_id(connection->http2),
                        NGHTTP2_NO_ERROR, NULL, 0);
}

void lx_http2_end(lx_connection *connection, uint32_t error) {
  nghttp2_session_terminate_session(connection->http2, error);
}
