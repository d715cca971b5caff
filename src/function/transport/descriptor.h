/* descriptor.h: .proto files as tables, and as the FileDescriptorProto that reflection
 * sends. */
#ifndef LX_FUNCTION_DESCRIPTOR_H
#define LX_FUNCTION_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

typedef enum lx_row_kind {
  LX_ROW_MESSAGE, /* the rows below it are its own, up to the next message, enum or
                     service */
  LX_ROW_FIELD,
  LX_ROW_OPTIONAL, /* a field whose absence shows */
  LX_ROW_REPEATED,
  LX_ROW_MAP, /* from strings to `type` */
  LX_ROW_ONEOF,
  LX_ROW_CHOICE, /* a field of the last oneof */
  LX_ROW_INNER,  /* an enum inside the message; LX_ROW_VALUE follows */
  LX_ROW_ENUM,
  LX_ROW_VALUE,
  LX_ROW_SERVICE,
  LX_ROW_METHOD, /* from `type` to `answer` */
  LX_ROW_STREAM, /* the same, with a stream of answers */
  LX_ROW_STREAMS /* and with streams of both */
} lx_row_kind;

typedef struct lx_row {
  lx_row_kind kind;
  int number;
  const char *name;
  /* "string" and the like; "State": a message of the file; "#Ready": an enum of it;
   * ".google.protobuf.Struct": a message of another one. */
  const char *type;
  const char *answer;
} lx_row;

enum { LX_FILE_IMPORTS = 2 };

typedef struct lx_proto_file {
  const char *name, *package;
  const char *imports[LX_FILE_IMPORTS];
  const lx_row *rows;
  size_t count;
} lx_proto_file;

extern const lx_proto_file lx_proto_files[];
extern const size_t lx_proto_file_count;

/* NULL when there is none. */
const lx_proto_file *lx_proto_file_find(const char *name, size_t length);

/* The file that declares a message, enum or service, or a part of one, by its full name.
 */
const lx_proto_file *lx_proto_file_declaring(const char *symbol, size_t length);

/* Adds the file as a FileDescriptorProto. */
void lx_proto_file_write(const lx_proto_file *file, lx_buffer *out);

#endif
