#include "descriptor.h"

static bool is(const char *text, size_t length, const char *wanted) {
  return strlen(wanted) == length && memcmp(text, wanted, length) == 0;
}

const lx_proto_file *lx_proto_file_find(const char *name, size_t length) {
  for (size_t i = 0; i < lx_proto_file_count; i++) {
    if (is(name, length, lx_proto_files[i].name)) return &lx_proto_files[i];
  }
  return NULL;
}

static bool opens(const lx_row *row) {
  return row->kind == LX_ROW_MESSAGE || row->kind == LX_ROW_ENUM || row->kind == LX_ROW_SERVICE;
}

/* "State", or "State.resources": what lies in the file's package. */
static bool declares(const lx_proto_file *file, const char *symbol, size_t length) {
  const char *dot = memchr(symbol, '.', length);
  size_t outer = dot ? (size_t)(dot - symbol) : length;
  bool inside = false;
  for (size_t i = 0; i < file->count; i++) {
    const lx_row *row = &file->rows[i];
    if (opens(row)) {
      inside = is(symbol, outer, row->name);
      if (inside && !dot) return true;
    } else if (inside && is(dot + 1, length - outer - 1, row->name)) {
      return true;
    }
  }
  return false;
}

const lx_proto_file *lx_proto_file_declaring(const char *symbol, size_t length) {
  if (length && *symbol == '.') {
    symbol++;
    length--;
  }
  for (size_t i = 0; i < lx_proto_file_count; i++) {
    const lx_proto_file *file = &lx_proto_files[i];
    size_t package = strlen(file->package);
    if (length <= package + 1 || symbol[package] != '.') continue;
    if (memcmp(symbol, file->package, package) != 0) continue;
    if (declares(file, symbol + package + 1, length - package - 1)) return file;
  }
  return NULL;
}
