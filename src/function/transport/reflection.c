#include "answers.h"
#include "base/wire.h"
#include "descriptor.h"

typedef struct question {
  uint32_t kind; /* the field of the oneof that is set; 0: none */
  const char *text, *host;
  size_t length, host_length;
} question;

enum {
  BY_FILENAME = 3,
  BY_SYMBOL = 4,
  BY_EXTENSION = 5,
  EXTENSIONS_OF = 6,
  LIST_SERVICES = 7,
};

static bool read_question(question *asked, const char *bytes, size_t length) {
  lx_wire wire = lx_wire_over(bytes, length);
  lx_wire_field field;
  asked->host = "";
  while (lx_wire_next(&wire, &field)) {
    if (field.type != LX_WIRE_BYTES) continue;
    if (field.number == 1) {
      asked->host = field.bytes;
      asked->host_length = field.length;
    } else if (field.number >= BY_FILENAME && field.number <= LIST_SERVICES) {
      asked->kind = field.number;
      asked->text = field.bytes;
      asked->length = field.length;
    }
  }
  return !wire.broken;
}

static void write_error(lx_buffer *out, int code, const char *sentence) {
  size_t mark = lx_wire_begin(out, 7);
  lx_wire_put_uint(out, 1, (uint64_t)code);
  lx_wire_put_text(out, 2, sentence);
  lx_wire_end(out, mark);
}

static void write_one(lx_buffer *out, const lx_proto_file *file) {
  size_t mark = lx_wire_begin(out, 1);
  lx_proto_file_write(file, out);
  lx_wire_end(out, mark);
}

/* The file, and what it imports. */
static void write_file(lx_buffer *out, const lx_proto_file *file) {
  size_t mark;
  if (!file) {
    write_error(out, LX_GRPC_NOT_FOUND, "there is no such file or symbol");
    return;
  }
  mark = lx_wire_begin(out, 4);
  write_one(out, file);
  for (size_t i = 0; i < LX_FILE_IMPORTS; i++) {
    const char *name = file->imports[i];
    if (name) write_one(out, lx_proto_file_find(name, strlen(name)));
  }
  lx_wire_end(out, mark);
}

static void write_services(lx_buffer *out) {
  size_t mark = lx_wire_begin(out, 6);
  for (size_t i = 0; i < lx_route_count; i++) {
    size_t service;
    if (i > 0 && strcmp(lx_routes[i].service, lx_routes[i - 1].service) == 0) continue;
    service = lx_wire_begin(out, 1);
    lx_wire_put_text(out, 1, lx_routes[i].service);
    lx_wire_end(out, service);
  }
  lx_wire_end(out, mark);
}

/* There are none; but the type must exist. */
static void write_extensions(lx_buffer *out, const question *asked) {
  size_t mark;
  if (!lx_proto_file_declaring(asked->text, asked->length)) {
    write_error(out, LX_GRPC_NOT_FOUND, "there is no such type");
    return;
  }
  mark = lx_wire_begin(out, 5);
  lx_wire_put_bytes(out, 1, asked->text, asked->length);
  lx_wire_end(out, mark);
}

static void write_answer(lx_buffer *out, const question *asked) {
  switch (asked->kind) {
    case BY_FILENAME: write_file(out, lx_proto_file_find(asked->text, asked->length)); break;
    case BY_SYMBOL: write_file(out, lx_proto_file_declaring(asked->text, asked->length)); break;
    case BY_EXTENSION: write_error(out, LX_GRPC_NOT_FOUND, "there are no extensions"); break;
    case EXTENSIONS_OF: write_extensions(out, asked); break;
    case LIST_SERVICES: write_services(out); break;
    default: write_error(out, LX_GRPC_INVALID_ARGUMENT, "the request asks for nothing known");
  }
}

void lx_answer_reflection(lx_stream *stream, const char *bytes, size_t length) {
  question asked = {0};
  lx_buffer out = {0};
  if (!read_question(&asked, bytes, length)) {
    lx_stream_finish(stream, LX_GRPC_INVALID_ARGUMENT, "the message is not protobuf");
    return;
  }
  lx_wire_put_bytes(&out, 1, asked.host, asked.host_length);
  lx_wire_put_bytes(&out, 2, bytes, length);
  write_answer(&out, &asked);
  lx_stream_send(stream, &out);
}
