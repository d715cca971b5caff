#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/bytes.h"
#include "codec/reader.h"
#include "codec/struct_reading.h"
#include "codec/struct_wire.h"
#include "value/crowd.h"
#include "value/value.h"

enum { SLOTS = 8, SHORTEST_CHECKED = 8, MOST_DEPTH = 1000 };

/* ---- Faults -------------------------------------------------------------------------- */

static void push_place(lx_path *path, const lx_struct_place *place) {
  if (!place) return;
  push_place(path, place->up);
  if (place->name) {
    lx_path_push_name(path, place->name, place->length);
  } else {
    lx_path_push_index(path, place->index);
  }
}

__attribute__((format(printf, 3, 4))) static bool fail(lx_struct_reading *reading,
                                                       const char *limit, const char *format,
                                                       ...) {
  lx_struct_fault *fault = reading->fault;
  va_list arguments;
  fault->path = (lx_path){.length = 0};
  if (reading->level) lx_struct_find(reading->level, &fault->path);
  push_place(&fault->path, reading->place);
  va_start(arguments, format);
  vsnprintf(fault->sentence, sizeof fault->sentence, format, arguments);
  va_end(arguments);
  fault->limit = limit;
  return false;
}

bool lx_struct_fail_malformed(lx_struct_reading *reading, const char *message) {
  return fail(reading, NULL, "the bytes are no google.protobuf.%s", message);
}

/* ---- Scalars ------------------------------------------------------------------------- */

static bool is_plain(const char *text, size_t length) {
  if (length >= SHORTEST_CHECKED) return lx_bytes_are_unescaped(text, length);
  return !(lx_bytes_in(text, length) & (LX_BYTE_CONTROL | LX_BYTE_HIGH));
}

static bool check_text(lx_struct_reading *reading, const char *text, size_t length,
                       const char *what) {
  size_t good;
  reading->bytes += length;
  if (length > reading->limits->scalar) {
    return fail(reading, "scalar", "%s has %zu bytes, more than the limit of %zu", what, length,
                reading->limits->scalar);
  }
  if (is_plain(text, length)) return true;
  good = lx_utf8_check(text, length);
  if (good < length) {
    return fail(reading, NULL, "%s is not UTF-8: byte %zu of %zu", what, good + 1, length);
  }
  if (!memchr(text, '\0', length)) return true;
  return fail(reading, NULL, "a zero character in %s", what);
}

static bool push_text(lx_struct_reading *reading, const lx_struct_span *span) {
  if (!check_text(reading, span->bytes, span->length, "the text")) return false;
  lua_pushlstring(reading->L, span->bytes, span->length);
  return !lx_text_is_crowded(reading->L) || fail(reading, NULL, "%s", LX_CROWD_SENTENCE);
}

/* From 2^53 on a double may stand for several integers; what is larger than any integer of a
 * document was none. */
static void warn(lx_struct_reading *reading, double number) {
  lx_path path = {.length = 0};
  push_place(&path, reading->place);
  lx_diagnostics_add(reading->warnings, LUXR_WARNING, LUXR_OK, path.text,
                     "the number %.0f came as a double, and may have lost digits", number);
}

static bool push_number(lx_struct_reading *reading, uint64_t bits) {
  double number = lx_wire_double(bits);
  if (isnan(number))
    return fail(reading, NULL, "NaN (not a number) has no place in a document");
  if (isinf(number)) return fail(reading, NULL, "infinity has no place in a document");
  if (reading->warnings && fabs(number) >= 0x1p53 && fabs(number) < 0x1p64)
    warn(reading, number);
  lx_push_number(reading->L, number);
  return true;
}

/* ---- Maps and lists ------------------------------------------------------------------ */

bool lx_struct_check_depth(lx_struct_reading *reading, const lx_unread *level) {
  size_t most = reading->limits->depth;
  if (most > MOST_DEPTH) most = MOST_DEPTH;
  if (level->depth <= most && lua_checkstack(reading->L, SLOTS)) return true;
  return fail(reading, "depth", "nested deeper than %zu levels", most);
}

bool lx_struct_count_values(lx_struct_reading *reading, const lx_unread *level, size_t *count) {
  if (!lx_struct_check_depth(reading, level)) return false;
  if (!lx_struct_count(level->bytes, level->length, count)) {
    return lx_struct_fail_malformed(reading, level->is_list ? "ListValue" : "Struct");
  }
  reading->nodes += *count;
  if (reading->nodes <= reading->limits->nodes) return true;
  return fail(reading, "nodes", "more than %zu values %s", reading->limits->nodes,
              reading->shallow ? "beside each other" : "in one document");
}

bool lx_struct_read_name(lx_struct_reading *reading, const char *name, size_t length,
                         int table) {
  if (!check_text(reading, name, length, "a name")) return false;
  lua_pushlstring(reading->L, name, length);
  return !lx_key_is_crowded(reading->L, table) || fail(reading, NULL, "%s", LX_CROWD_SENTENCE);
}

static bool read_map(lx_struct_reading *reading, const lx_unread *level, size_t count) {
  lx_wire wire = lx_wire_over(level->bytes, level->length);
  lx_struct_place place = {.up = reading->place};
  lx_wire_field field;
  lx_struct_entry entry;
  lua_createtable(reading->L, 0, (int)count);
  while (lx_struct_next(&wire, &field)) {
    bool good = lx_struct_entry_read(field.bytes, field.length, &entry);
    if (!good) return lx_struct_fail_malformed(reading, "Struct");
    if (!lx_struct_read_name(reading, entry.name, entry.length, -2)) return false;
    place.name = entry.name;
    place.length = entry.length;
    reading->place = &place;
    if (!lx_struct_read_value(reading, &entry.value, level->depth)) return false;
    reading->place = place.up;
    lua_rawset(reading->L, -3);
  }
  return true;
}

static bool read_list(lx_struct_reading *reading, const lx_unread *level, size_t count) {
  lx_wire wire = lx_wire_over(level->bytes, level->length);
  lx_struct_place place = {.up = reading->place};
  lx_wire_field field;
  lua_createtable(reading->L, (int)count, 0);
  if (!count) lx_mark_list(reading->L, -1);
  reading->place = &place;
  while (lx_struct_next(&wire, &field)) {
    lx_struct_span span = {field.bytes, field.length, 0};
    if (!lx_struct_read_value(reading, &span, level->depth)) return false;
    lua_rawseti(reading->L, -2, (lua_Integer)++place.index);
  }
  reading->place = place.up;
  return true;
}

bool lx_struct_read_level(lx_struct_reading *reading, const lx_unread *level) {
  size_t count;
  if (!lx_struct_count_values(reading, level, &count)) return false;
  return level->is_list ? read_list(reading, level, count) : read_map(reading, level, count);
}

/* ---- Values -------------------------------------------------------------------------- */

/* Pushes the pieces behind one another. */
static lx_struct_span push_joined(lua_State *L, const lx_struct_span *span) {
  size_t length = lx_struct_join(span, NULL);
  char *joined = lua_newuserdatauv(L, length ? length : 1, 0);
  lx_struct_join(span, joined);
  return (lx_struct_span){joined, length, 0};
}

/* The copy is read whole: nothing of it is left for later. */
static bool read_joined(lx_struct_reading *reading, lx_unread *level,
                        const lx_struct_span *span) {
  lx_struct_span joined = push_joined(reading->L, span);
  bool shallow = reading->shallow, good;
  level->bytes = joined.bytes;
  level->length = joined.length;
  reading->shallow = false;
  good = lx_struct_read_level(reading, level);
  reading->shallow = shallow;
  if (good) lua_remove(reading->L, -2);
  return good;
}

static bool read_table(lx_struct_reading *reading, const lx_struct_value *value, size_t depth) {
  lx_unread level = {.bytes = value->span.bytes,
                     .length = value->span.length,
                     .depth = depth + 1,
                     .is_list = value->kind == LX_STRUCT_LIST};
  if (value->span.pieces) return read_joined(reading, &level, &value->span);
  if (!reading->shallow) return lx_struct_read_level(reading, &level);
  level.source = reading->level->source;
  lx_unread_push(reading->L, &level);
  return true;
}

static bool push_value(lx_struct_reading *reading, const lx_struct_value *value, size_t depth) {
  switch (value->kind) {
    case LX_STRUCT_TEXT: return push_text(reading, &value->span);
    case LX_STRUCT_NUMBER: return push_number(reading, value->value);
    case LX_STRUCT_BOOL: lua_pushboolean(reading->L, value->value != 0); return true;
    case LX_STRUCT_MAP:
    case LX_STRUCT_LIST: return read_table(reading, value, depth);
    default: lx_push_null(reading->L); return true;
  }
}

static bool read_pieces(lx_struct_reading *reading, const lx_struct_span *span, size_t depth) {
  lx_struct_span joined = push_joined(reading->L, span);
  bool shallow = reading->shallow, good;
  reading->shallow = false;
  good = lx_struct_read_value(reading, &joined, depth);
  reading->shallow = shallow;
  if (good) lua_remove(reading->L, -2);
  return good;
}

bool lx_struct_read_value(lx_struct_reading *reading, const lx_struct_span *span,
                          size_t depth) {
  lx_struct_value value;
  if (span->pieces) return read_pieces(reading, span, depth);
  if (!lx_struct_value_read(span->bytes, span->length, &value)) {
    return lx_struct_fail_malformed(reading, "Value");
  }
  return push_value(reading, &value, depth);
}

bool lx_read_struct(lua_State *L, const lx_source *source, const luxr_limits *limits,
                    lx_diagnostics *problems) {
  lx_unread level = {.bytes = source->bytes, .length = source->length, .depth = 1};
  lx_struct_fault fault;
  lx_struct_reading reading = {.L = L, .limits = limits, .fault = &fault, .warnings = problems};
  int top = lua_gettop(L);
  if (lx_struct_read_level(&reading, &level)) return true;
  lua_settop(L, top);
  lx_diagnostics_add(problems, LUXR_ERROR, LUXR_ERR_INPUT,
                     fault.path.length ? fault.path.text : NULL, "%s", fault.sentence);
  lx_diagnostics_limit(problems, fault.limit);
  return false;
}
