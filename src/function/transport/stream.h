/* stream.h: one call as the transport sees it: headers, messages in, messages out, an
 * end. */
#ifndef LX_FUNCTION_STREAM_H
#define LX_FUNCTION_STREAM_H

#include "connection.h"
#include "grpc_frame.h"
#include "routes.h"

typedef struct lx_stream {
  struct lx_stream *previous, *next; /* of the connection */
  lx_connection *connection;
  int32_t id;

  /* The request's headers. */
  const lx_route *route;
  size_t header_bytes;
  bool is_post, is_grpc, encoded, bad_timeout, too_many_headers;
  uint64_t timeout_ns; /* UINT64_MAX: none */

  /* What comes in. */
  lx_frames frames;
  bool has_message;
  bool received_all;
  size_t counted; /* bytes of it that the server counts */
  lx_deadline deadline;
  uint64_t start_ns, moved_ms;
  lx_job *job; /* NULL: none, or ended */

  /* What goes out: a prefix, a message, and after the last one the trailers. */
  bool answering; /* headers are sent */
  bool ended;     /* status and sentence are known */
  bool sent_end;  /* the last frame is on its way */
  bool waiting;   /* the session waits for more to send */
  int status;
  lx_buffer sentence; /* as it is on the wire */
  unsigned char prefix[LX_GRPC_PREFIX];
  size_t prefix_sent; /* LX_GRPC_PREFIX: nothing of it is left */
  lx_buffer out;
  size_t out_sent;

  bool watching; /* the health of a service */
  int watched;   /* what it was told last */
  bool known;    /* the service exists */
} lx_stream;

/* NULL: out of memory. */
lx_stream *lx_stream_open(lx_connection *connection, int32_t id);

/* The session knows it no more. Nobody waits for its job. */
void lx_stream_close(lx_stream *stream);

/* A header; then, all headers; then data in any pieces; then the end of the request. */
void lx_stream_header(lx_stream *stream, const char *name, size_t name_length,
                      const char *value, size_t value_length);
void lx_stream_headers_end(lx_stream *stream);
void lx_stream_data(lx_stream *stream, const char *bytes, size_t length);
void lx_stream_end(lx_stream *stream);

/* One message out; takes over the buffer. */
void lx_stream_send(lx_stream *stream, lx_buffer *message);

/* The end, behind what was sent. `sentence` may be NULL. */
void lx_stream_finish(lx_stream *stream, int status, const char *sentence);

/* The same with another status of HTTP than 200, for what is no call of gRPC. */
void lx_stream_refuse(lx_stream *stream, const char *http_status, int status,
                      const char *sentence);

/* Adds the next bytes of the answer, of which there are so many, to `to`. */
void lx_stream_write(lx_stream *stream, lx_buffer *to, size_t length);

/* The deadline has come. */
void lx_stream_expire(lx_stream *stream);

/* A worker has ended the stream's job, which stays the caller's. */
void lx_stream_done(lx_stream *stream, lx_job *job);

/* The call is over with this status, if it is not yet: counted, and its job left alone.
 */
void lx_stream_settle(lx_stream *stream, int status);

/* Keeps the server's count of bytes true, after a change of the stream's buffers. */
void lx_stream_count(lx_stream *stream);

#endif
