#include "answers.h"
#include "base/wire.h"

enum { SERVING = 1, NOT_SERVING = 2, SERVICE_UNKNOWN = 3 };

/* The field `service` of the request; false when the message is broken. */
static bool read_service(const char *bytes, size_t length, const char **service,
                         size_t *service_length) {
  lx_wire wire = lx_wire_over(bytes, length);
  lx_wire_field field;
  *service = "";
  *service_length = 0;
  while (lx_wire_next(&wire, &field)) {
    if (field.number != 1 || field.type != 2) continue;
    *service = field.bytes;
    *service_length = field.length;
  }
  return !wire.broken;
}

static int health_of(const lx_stream *stream) {
  const lx_server *server = stream->connection->server;
  const lx_handler *handler = server->handler;
  if (!stream->known) return SERVICE_UNKNOWN;
  if (server->draining) return NOT_SERVING;
  return !handler->healthy || handler->healthy(handler->data) ? SERVING : NOT_SERVING;
}

static void tell(lx_stream *stream, int health) {
  lx_buffer message = {0};
  stream->watched = health;
  lx_wire_put_uint(&message, 1, (uint64_t)health);
  lx_stream_send(stream, &message);
}

/* False: the stream is answered. */
static bool ask(lx_stream *stream, const char *bytes, size_t length) {
  const char *service;
  size_t service_length;
  if (!read_service(bytes, length, &service, &service_length)) {
    lx_stream_finish(stream, LX_GRPC_INVALID_ARGUMENT, "the message is not protobuf");
    return false;
  }
  stream->known = service_length == 0 || lx_route_serves(service, service_length);
  return true;
}

void lx_answer_health_check(lx_stream *stream, const char *bytes, size_t length) {
  if (!ask(stream, bytes, length)) return;
  if (!stream->known) {
    lx_stream_finish(stream, LX_GRPC_NOT_FOUND, "there is no such service");
    return;
  }
  tell(stream, health_of(stream));
  lx_stream_finish(stream, LX_GRPC_OK, NULL);
}

void lx_answer_health_watch(lx_stream *stream, const char *bytes, size_t length) {
  if (!ask(stream, bytes, length)) return;
  stream->watching = true;
  tell(stream, health_of(stream));
  if (stream->connection->server->draining) {
    lx_stream_finish(stream, LX_GRPC_UNAVAILABLE, "the server ends");
  }
}

void lx_answer_watchers(lx_connection *connection) {
  lx_stream *stream = connection->streams;
  while (stream) {
    lx_stream *next = stream->next;
    if (stream->watching && !stream->ended) {
      int health = health_of(stream);
      if (health != stream->watched) tell(stream, health);
      if (connection->server->draining) {
        lx_stream_finish(stream, LX_GRPC_UNAVAILABLE, "the server ends");
      }
    }
    stream = next;
  }
}
