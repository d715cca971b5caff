#include "descriptor.h"

#include <ctype.h>

#include "base/wire.h"

enum { LABEL_OPTIONAL = 1, LABEL_REPEATED = 3, TYPE_MESSAGE = 11, TYPE_ENUM = 14 };

static unsigned scalar(const char *type) {
  static const struct {
    const char *name;
    unsigned number;
  } known[] = {{"double", 1}, {"int64", 3},  {"int32", 5},
               {"bool", 8},   {"string", 9}, {"bytes", 12}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (strcmp(known[i].name, type) == 0) return known[i].number;
  }
  return 0;
}

/* The name of a type in full. A file's own begins with its package. */
static void write_name(lx_buffer *out, unsigned number, const lx_proto_file *file,
                       const char *outer, const char *name) {
  size_t mark = lx_wire_begin(out, number);
  if (*name != '.') {
    lx_buffer_print(out, ".%s.", file->package);
    if (outer) lx_buffer_print(out, "%s.", outer);
  }
  lx_buffer_add_text(out, name);
  lx_wire_end(out, mark);
}

static void write_type(lx_buffer *out, const lx_proto_file *file, const char *type) {
  unsigned number = scalar(type);
  if (number) {
    lx_wire_put_uint(out, 5, number);
  } else if (*type == '#') {
    lx_wire_put_uint(out, 5, TYPE_ENUM);
    write_name(out, 6, file, NULL, type + 1);
  } else {
    lx_wire_put_uint(out, 5, TYPE_MESSAGE);
    write_name(out, 6, file, NULL, type);
  }
}

/* "match_labels" as the compiler calls the entries of such a map: "MatchLabelsEntry". */
static void entry_name(const char *field, char name[64]) {
  size_t length = 0;
  bool upper = true;
  for (; *field && length < 50; field++) {
    if (*field != '_') {
      name[length++] = (char)(upper ? toupper((unsigned char)*field) : *field);
    }
    upper = *field == '_';
  }
  memcpy(name + length, "Entry", 6);
}

static void write_simple(lx_buffer *out, const lx_proto_file *file, const char *name,
                         int number, const char *type) {
  size_t mark = lx_wire_begin(out, 2);
  lx_wire_put_text(out, 1, name);
  lx_wire_put_uint(out, 3, (uint64_t)number);
  lx_wire_put_uint(out, 4, LABEL_OPTIONAL);
  write_type(out, file, type);
  lx_wire_end(out, mark);
}

/* A map is a repeated message with a key and a value. */
static void write_entry(lx_buffer *out, const lx_proto_file *file, const lx_row *row) {
  char name[64];
  size_t options, mark = lx_wire_begin(out, 3);
  entry_name(row->name, name);
  lx_wire_put_text(out, 1, name);
  write_simple(out, file, "key", 1, "string");
  write_simple(out, file, "value", 2, row->type);
  options = lx_wire_begin(out, 7);
  lx_wire_put_uint(out, 7, 1);
  lx_wire_end(out, options);
  lx_wire_end(out, mark);
}

static void write_field(lx_buffer *out, const lx_proto_file *file, const lx_row *message,
                        const lx_row *row, int oneof) {
  bool many = row->kind == LX_ROW_REPEATED || row->kind == LX_ROW_MAP;
  char entry[64];
  size_t mark = lx_wire_begin(out, 2);
  lx_wire_put_text(out, 1, row->name);
  lx_wire_put_uint(out, 3, (uint64_t)row->number);
  lx_wire_put_uint(out, 4, many ? LABEL_REPEATED : LABEL_OPTIONAL);
  if (row->kind == LX_ROW_MAP) {
    entry_name(row->name, entry);
    lx_wire_put_uint(out, 5, TYPE_MESSAGE);
    write_name(out, 6, file, message->name, entry);
  } else {
    write_type(out, file, row->type);
  }
  if (oneof >= 0) lx_wire_put_uint(out, 9, (uint64_t)oneof);
  if (row->kind == LX_ROW_OPTIONAL) lx_wire_put_uint(out, 17, 1);
  lx_wire_end(out, mark);
}

static void write_oneof(lx_buffer *out, const char *before, const char *name) {
  size_t name_mark, mark = lx_wire_begin(out, 8);
  name_mark = lx_wire_begin(out, 1);
  lx_buffer_print(out, "%s%s", before, name);
  lx_wire_end(out, name_mark);
  lx_wire_end(out, mark);
}

/* An enum and its values; how many rows these are. */
static size_t write_enum(lx_buffer *out, unsigned number, const lx_row *row,
                         const lx_row *end) {
  size_t count = 1, mark = lx_wire_begin(out, number);
  lx_wire_put_text(out, 1, row->name);
  for (; row + count < end && row[count].kind == LX_ROW_VALUE; count++) {
    size_t value = lx_wire_begin(out, 2);
    lx_wire_put_text(out, 1, row[count].name);
    lx_wire_put_uint(out, 2, (uint64_t)row[count].number);
    lx_wire_end(out, value);
  }
  lx_wire_end(out, mark);
  return count;
}

static bool opens(const lx_row *row) {
  return row->kind == LX_ROW_MESSAGE || row->kind == LX_ROW_ENUM || row->kind == LX_ROW_SERVICE;
}

static size_t count_rows(const lx_row *row, const lx_row *end) {
  size_t count = 1;
  while (row + count < end && !opens(row + count)) count++;
  return count;
}

/* An optional field is a oneof of its own; those come behind the real ones. */
static void write_message(lx_buffer *out, const lx_proto_file *file, const lx_row *message,
                          size_t count) {
  int oneofs = 0, optional = 0;
  size_t mark = lx_wire_begin(out, 4);
  lx_wire_put_text(out, 1, message->name);
  for (size_t i = 1; i < count; i++) optional += message[i].kind == LX_ROW_ONEOF;
  for (size_t i = 1; i < count; i++) {
    const lx_row *row = &message[i];
    switch (row->kind) {
      case LX_ROW_ONEOF:
        write_oneof(out, "", row->name);
        oneofs++;
        break;
      case LX_ROW_CHOICE: write_field(out, file, message, row, oneofs - 1); break;
      case LX_ROW_OPTIONAL: write_field(out, file, message, row, optional++); break;
      case LX_ROW_INNER: write_enum(out, 4, row, message + count); break;
      case LX_ROW_VALUE: break; /* written with its enum */
      case LX_ROW_MAP: write_entry(out, file, row); /* and the field */ /* fall through */
      default: write_field(out, file, message, row, -1);
    }
  }
  for (size_t i = 1; i < count; i++) {
    if (message[i].kind == LX_ROW_OPTIONAL) write_oneof(out, "_", message[i].name);
  }
  lx_wire_end(out, mark);
}

static void write_service(lx_buffer *out, const lx_proto_file *file, const lx_row *service,
                          size_t count) {
  size_t mark = lx_wire_begin(out, 6);
  lx_wire_put_text(out, 1, service->name);
  for (size_t i = 1; i < count; i++) {
    const lx_row *row = &service[i];
    size_t method = lx_wire_begin(out, 2);
    lx_wire_put_text(out, 1, row->name);
    write_name(out, 2, file, NULL, row->type);
    write_name(out, 3, file, NULL, row->answer);
    if (row->kind == LX_ROW_STREAMS) lx_wire_put_uint(out, 5, 1);
    if (row->kind != LX_ROW_METHOD) lx_wire_put_uint(out, 6, 1);
    lx_wire_end(out, method);
  }
  lx_wire_end(out, mark);
}

void lx_proto_file_write(const lx_proto_file *file, lx_buffer *out) {
  const lx_row *end = file->rows + file->count;
  lx_wire_put_text(out, 1, file->name);
  lx_wire_put_text(out, 2, file->package);
  for (size_t i = 0; i < LX_FILE_IMPORTS; i++) {
    if (file->imports[i]) lx_wire_put_text(out, 3, file->imports[i]);
  }
  for (const lx_row *row = file->rows; row < end;) {
    size_t count = count_rows(row, end);
    if (row->kind == LX_ROW_MESSAGE) write_message(out, file, row, count);
    if (row->kind == LX_ROW_ENUM) write_enum(out, 5, row, end);
    if (row->kind == LX_ROW_SERVICE) write_service(out, file, row, count);
    row += count;
  }
  lx_wire_put_text(out, 12, "proto3");
}
