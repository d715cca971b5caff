#include "codec/yaml_value.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/number.h"
#include "codec/show.h"
#include "value/crowd.h"
#include "value/value.h"

luxr_diagnostic *lx_yaml_warn(lx_reading *reading, yaml_mark_t mark, const char *format, ...) {
  luxr_diagnostic *item;
  va_list arguments;
  va_start(arguments, format);
  item = lx_diagnostics_vadd(reading->problems, LUXR_WARNING, LUXR_OK, NULL, format, arguments);
  va_end(arguments);
  if (!item) return NULL;
  item->line = reading->text->line + mark.line;
  item->column = mark.column + 1;
  return item;
}

static void hint_quote(lx_reading *reading, luxr_diagnostic *item) {
  if (item)
    lx_diagnostic_text(reading->problems, &item->hint, "quote it if it is meant as text");
}

/* ---- Texts --------------------------------------------------------------------------- */

bool lx_yaml_refuse_crowd(lx_reading *reading, yaml_mark_t mark) {
  lx_yaml_fault(&reading->fault, reading->text, mark, "%s", LX_CROWD_SENTENCE);
  return false;
}

static bool push_bytes(lx_reading *reading, const char *bytes, size_t length,
                       yaml_mark_t mark) {
  lua_pushlstring(reading->L, bytes, length);
  return !lx_text_is_crowded(reading->L) || lx_yaml_refuse_crowd(reading, mark);
}

static bool push_text(lx_reading *reading, const lx_yaml_scalar *scalar, yaml_mark_t mark) {
  if (memchr(scalar->text, 0, scalar->length)) {
    lx_yaml_fault(&reading->fault, reading->text, mark, "a zero character in text");
    return false;
  }
  return push_bytes(reading, scalar->text, scalar->length, mark);
}

static int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* RFC 4648 with padding; line breaks may stand anywhere. */
static bool decode_base64(const char *text, size_t length, lx_buffer *out) {
  uint32_t bits = 0;
  size_t count = 0, padding = 0;
  for (size_t i = 0; i < length; i++) {
    int value = sextet(text[i]);
    if (text[i] == '\n' || text[i] == '\r') continue;
    if (text[i] == '=') {
      if (count % 4 < 2 || ++padding > 2) return false;
      value = 0;
    } else if (value < 0 || padding) {
      return false;
    }
    bits = bits << 6 | (uint32_t)value;
    if (++count % 4) continue;
    lx_buffer_add_char(out, (char)(bits >> 16));
    if (padding < 2) lx_buffer_add_char(out, (char)(bits >> 8));
    if (padding < 1) lx_buffer_add_char(out, (char)bits);
  }
  return count % 4 == 0;
}

static bool push_binary(lx_reading *reading, const lx_yaml_scalar *scalar, yaml_mark_t mark) {
  lx_buffer *scratch = &reading->reader->scratch;
  lx_buffer_clear(scratch);
  if (!decode_base64(scalar->text, scalar->length, scratch)) {
    lx_yaml_fault(&reading->fault, reading->text, mark, "!!binary without proper base64");
    return false;
  }
  if (scratch->failed) return lx_fault_no_memory(&reading->fault);
  if (lx_utf8_check(scratch->data, scratch->length) != scratch->length ||
      (scratch->length && memchr(scratch->data, 0, scratch->length))) {
    lx_yaml_fault(&reading->fault, reading->text, mark,
                  "!!binary that is no text: a field cannot hold other bytes");
    return false;
  }
  return push_bytes(reading, scratch->data ? scratch->data : "", scratch->length, mark);
}

/* ---- Numbers ------------------------------------------------------------------------- */

static bool refuse_number(lx_reading *reading, const lx_yaml_scalar *scalar, yaml_mark_t mark,
                          const char *why) {
  char shown[LX_SHOWN];
  lx_yaml_fault(&reading->fault, reading->text, mark, "%s %s",
                lx_show(shown, scalar->text, scalar->length), why);
  return false;
}

static void warn_number(lx_reading *reading, const lx_yaml_scalar *scalar, yaml_mark_t mark) {
  char shown[LX_SHOWN];
  const lx_scalar *value = &scalar->value;
  lx_show(shown, scalar->text, scalar->length);
  if (value->leading_zero && value->kind == LX_SCALAR_INTEGER) {
    hint_quote(reading, lx_yaml_warn(reading, mark, "%s is read as the octal number %lld",
                                     shown, (long long)value->integer));
  } else if (value->leading_zero && value->kind == LX_SCALAR_FLOAT) {
    hint_quote(reading, lx_yaml_warn(reading, mark, "%s is read as a decimal number", shown));
  } else if (value->rounded) {
    hint_quote(reading,
               lx_yaml_warn(reading, mark, "%s is larger than 64 bits and is rounded", shown));
  }
}

/* A double that sigs.k8s.io/yaml writes as digits, and so does our own writer. */
static bool push_unsigned(lx_reading *reading, const lx_yaml_scalar *scalar, yaml_mark_t mark) {
  double number;
  if (lx_number_read_written(scalar->text, scalar->length, &number)) {
    lua_pushnumber(reading->L, number);
    return true;
  }
  return refuse_number(reading, scalar, mark, "does not fit a signed integer of 64 bits");
}

static bool push_scalar(lx_reading *reading, const lx_yaml_scalar *scalar, yaml_mark_t mark) {
  lua_State *L = reading->L;
  switch (scalar->value.kind) {
    case LX_SCALAR_NULL: lx_push_null(L); return true;
    case LX_SCALAR_BOOLEAN: lua_pushboolean(L, scalar->value.boolean); return true;
    case LX_SCALAR_INTEGER: lua_pushinteger(L, scalar->value.integer); break;
    case LX_SCALAR_FLOAT: lx_push_number(L, scalar->value.number); break;
    case LX_SCALAR_UNSIGNED: return push_unsigned(reading, scalar, mark);
    case LX_SCALAR_INFINITE:
      return refuse_number(reading, scalar, mark, "is no value that a field can have");
    default: return push_text(reading, scalar, mark);
  }
  warn_number(reading, scalar, mark);
  return true;
}

static bool open_scalar(lx_reading *reading, const yaml_event_t *event,
                        lx_yaml_scalar *scalar) {
  size_t length = event->data.scalar.length;
  if (length > reading->limits.scalar) {
    lx_yaml_fault(&reading->fault, reading->text, event->start_mark,
                  "a text of %zu bytes, more than the limit of %zu", length,
                  reading->limits.scalar);
    reading->fault.limit = "scalar";
    return false;
  }
  return lx_yaml_scalar_of(event, scalar, &reading->fault, reading->text);
}

bool lx_yaml_push_value(lx_reading *reading, const yaml_event_t *event) {
  lx_yaml_scalar scalar;
  if (!open_scalar(reading, event, &scalar)) return false;
  if (scalar.is_binary) return push_binary(reading, &scalar, event->start_mark);
  return push_scalar(reading, &scalar, event->start_mark);
}

/* ---- Keys ---------------------------------------------------------------------------- */

static bool push_made_key(lx_reading *reading, const lx_yaml_scalar *scalar, yaml_mark_t mark) {
  char made[LX_YAML_KEY_TEXT], shown[LX_SHOWN];
  size_t length = lx_yaml_key_text(scalar, made, &reading->fault, reading->text, mark);
  if (!length) return false;
  if (scalar->length && (length != scalar->length || memcmp(made, scalar->text, length) != 0)) {
    lx_show(shown, scalar->text, scalar->length);
    hint_quote(reading, lx_yaml_warn(reading, mark, "the key %s is read as \"%.*s\"", shown,
                                     (int)length, made));
  }
  return push_bytes(reading, made, length, mark);
}

bool lx_yaml_push_key(lx_reading *reading, const yaml_event_t *event, bool *is_merge) {
  lx_yaml_scalar scalar;
  if (!open_scalar(reading, event, &scalar)) return false;
  *is_merge = scalar.is_merge;
  if (scalar.is_merge) return true;
  if (scalar.is_binary) return push_binary(reading, &scalar, event->start_mark);
  if (scalar.value.kind == LX_SCALAR_TEXT || scalar.value.kind == LX_SCALAR_TIME) {
    return push_text(reading, &scalar, event->start_mark);
  }
  return push_made_key(reading, &scalar, event->start_mark);
}

bool lx_yaml_alias_key(lx_reading *reading, const yaml_event_t *event) {
  lua_State *L = reading->L;
  lx_yaml_scalar scalar = {.text = "", .length = 0};
  switch (lua_type(L, -1)) {
    case LUA_TSTRING: return true;
    case LUA_TBOOLEAN:
      scalar.value.kind = LX_SCALAR_BOOLEAN;
      scalar.value.boolean = lua_toboolean(L, -1);
      break;
    case LUA_TNUMBER:
      scalar.value.kind = lua_isinteger(L, -1) ? LX_SCALAR_INTEGER : LX_SCALAR_FLOAT;
      scalar.value.integer = lua_tointeger(L, -1);
      scalar.value.number = lua_tonumber(L, -1);
      break;
    default:
      lx_yaml_fault(&reading->fault, reading->text, event->start_mark,
                    "a map key must be a string, and *%.60s is not",
                    (const char *)event->data.alias.anchor);
      return false;
  }
  lua_pop(L, 1);
  return push_made_key(reading, &scalar, event->start_mark);
}
