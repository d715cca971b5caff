#include <string.h>

#include "codec/number.h"
#include "codec/walk.h"
#include "codec/write.h"
#include "codec/yaml_text.h"
#include "value/value.h"

enum { STEP = 2, LONGEST_SIMPLE_KEY = 128 };

typedef struct yaml {
  lx_walk walk;
  size_t line; /* where in the output the current line begins */
} yaml;

/* Where a value stands: behind "key:", or behind "- ", "? ", ": " or at the begin, where a
 * block starts on the same line. */
typedef enum place { BEHIND_KEY, IN_LINE } place;

/* ---- Lines --------------------------------------------------------------------------- */

static void end_line(yaml *to) {
  lx_buffer_add_char(to->walk.out, '\n');
  to->line = to->walk.out->length;
}

static void put_indent(yaml *to, size_t indent) {
  lx_buffer *out = to->walk.out;
  if (indent == 0 || !lx_buffer_reserve(out, indent)) return;
  memset(out->data + out->length, ' ', indent);
  out->length += indent;
}

static void put_line(yaml *to, place where, const char *bytes, size_t length) {
  lx_buffer *out = to->walk.out;
  if (!lx_buffer_reserve(out, length + 2)) return;
  if (where == BEHIND_KEY) out->data[out->length++] = ' ';
  memcpy(out->data + out->length, bytes, length);
  out->length += length;
  out->data[out->length++] = '\n';
  to->line = out->length;
}

/* ---- Scalars ------------------------------------------------------------------------- */

static bool write_text(yaml *to, lx_slot slot, size_t indent, place where) {
  lx_buffer *out = to->walk.out;
  size_t length;
  const char *text = lx_slot_text(to->walk.L, slot, &length);
  lx_yaml_text analysis;
  if (lx_yaml_is_simple(text, length)) {
    put_line(to, where, text, length);
    return true;
  }
  analysis = lx_yaml_analyze(text, length);
  if (analysis.style == LX_YAML_PLAIN &&
      (!analysis.spaces || lx_yaml_is_short(out->length + 1 - to->line, length))) {
    put_line(to, where, text, length);
    return true;
  }
  if (analysis.style == LX_YAML_NOT_UTF8) {
    return lx_walk_fail_utf8(&to->walk, text, length, false);
  }
  if (where == BEHIND_KEY) lx_buffer_add_char(out, ' ');
  if (lx_yaml_write_text(out, to->line, indent, false, text, length, analysis)) {
    lx_buffer_add_char(out, '\n');
  }
  to->line = out->length;
  return true;
}

static bool write_number(yaml *to, lx_slot slot, place where) {
  char text[LX_NUMBER_TEXT];
  lua_State *L = to->walk.L;
  if (!lx_walk_check_number(&to->walk, slot)) return false;
  if (lx_slot_is_integer(L, slot)) {
    put_line(to, where, text, lx_number_write_integer(text, lx_slot_integer(L, slot)));
  } else {
    put_line(to, where, text, lx_number_write_yaml(text, lx_slot_number(L, slot)));
  }
  return true;
}

/* `indent` is that of the block the value belongs to. */
static bool write_scalar(yaml *to, lx_slot slot, int type, size_t indent, place where) {
  switch (type) {
    case LUA_TSTRING: return write_text(to, slot, indent + STEP, where);
    case LUA_TNUMBER: return write_number(to, slot, where);
    case LUA_TBOOLEAN:
      if (lx_slot_boolean(to->walk.L, slot)) {
        put_line(to, where, "true", 4);
      } else {
        put_line(to, where, "false", 5);
      }
      return true;
    case LUA_TLIGHTUSERDATA:
      if (!lx_slot_is_null(to->walk.L, slot)) break;
      put_line(to, where, "null", 4);
      return true;
    default: break;
  }
  return lx_walk_fail_type(&to->walk, slot);
}

/* ---- Tables -------------------------------------------------------------------------- */

static bool write_table(yaml *to, lx_slot slot, size_t indent, place where);

static bool write_value(yaml *to, lx_slot slot, size_t indent, place where) {
  int type = lx_slot_type(to->walk.L, slot);
  if (type == LUA_TTABLE) return write_table(to, slot, indent, where);
  return write_scalar(to, slot, type, indent, where);
}

/* A key that may have line breaks or be long, behind "? ". */
static void write_complex_key(yaml *to, const lx_key *key, lx_yaml_text analysis,
                              size_t indent) {
  lx_buffer *out = to->walk.out;
  lx_buffer_add(out, "? ", 2);
  if (lx_yaml_write_text(out, to->line, indent + STEP, false, key->text, key->length,
                         analysis)) {
    lx_buffer_add_char(out, '\n');
  }
  to->line = out->length;
  put_indent(to, indent);
  lx_buffer_add(out, ": ", 2);
}

/* One that is not simple. Whether it is written: else the problem is set. */
static bool write_odd_key(yaml *to, const lx_key *key, size_t indent, place *where) {
  lx_buffer *out = to->walk.out;
  lx_yaml_text analysis = lx_yaml_analyze(key->text, key->length);
  if (analysis.style == LX_YAML_NOT_UTF8) {
    return lx_walk_fail_utf8(&to->walk, key->text, key->length, true);
  }
  if (key->length == 2 && memcmp(key->text, "<<", 2) == 0) analysis.style = LX_YAML_DOUBLE;
  if (analysis.line_break || key->length > LONGEST_SIMPLE_KEY) {
    write_complex_key(to, key, analysis, indent);
    *where = IN_LINE;
    return true;
  }
  lx_yaml_write_text(out, to->line, indent, true, key->text, key->length, analysis);
  lx_buffer_add_char(out, ':');
  return true;
}

/* The key with its indent and colon; with the value, too, where that is a simple text: by far
 * most lines are made here. Says whether the value is still due. */
static inline bool put_field(yaml *to, const lx_key *key, size_t indent, int type) {
  lx_buffer *out = to->walk.out;
  size_t length = 0, most = indent + LONGEST_SIMPLE_KEY + 1;
  const char *text = NULL;
  char *at;
  if (type == LUA_TSTRING) text = lx_slot_text(to->walk.L, key->value, &length);
  if (!lx_buffer_reserve(out, most + length + 2)) return false;
  at = out->data + out->length;
  for (size_t i = 0; i < indent; i += 8) memcpy(at + i, "        ", 8);
  at = lx_bytes_put(at + indent, key->text, key->length);
  *at++ = ':';
  if (text && lx_yaml_is_simple(text, length)) {
    *at++ = ' ';
    at = lx_bytes_put(at, text, length);
    *at++ = '\n';
    to->line = out->length = (size_t)(at - out->data);
    return false;
  }
  out->length = (size_t)(at - out->data);
  return true;
}

/* `before` is the indent of the first key: 0 where the line has begun already. */
static bool write_map(yaml *to, lx_table *map, size_t indent, size_t before) {
  const lx_key *key;
  for (; (key = lx_walk_field(&to->walk, map)); before = indent) {
    lx_slot slot = key->value;
    int type = lx_slot_type(to->walk.L, slot);
    place where = BEHIND_KEY;
    if (key->length <= LONGEST_SIMPLE_KEY && lx_yaml_is_simple(key->text, key->length)) {
      if (!put_field(to, key, before, type)) continue;
    } else {
      put_indent(to, before);
      if (!write_odd_key(to, key, indent, &where)) return false;
    }
    if (type == LUA_TTABLE) {
      if (!write_table(to, slot, indent, where)) return false;
    } else if (!write_scalar(to, slot, type, indent, where)) {
      return false;
    }
  }
  return true;
}

static bool write_list(yaml *to, lx_table *list, size_t indent, place where) {
  int more;
  while ((more = lx_walk_item(&to->walk, list)) > 0) {
    if (where == BEHIND_KEY) put_indent(to, indent);
    where = BEHIND_KEY;
    lx_buffer_add(to->walk.out, "- ", 2);
    if (!write_value(to, to->walk.item, indent, IN_LINE)) return false;
  }
  return more == 0;
}

/* A list behind its key is not indented; all else is, except at the begin of the document. */
static bool write_table(yaml *to, lx_slot slot, size_t indent, place where) {
  lx_table table;
  bool ok;
  if (!lx_walk_enter(&to->walk, &table, slot)) return false;
  if (!table.count) {
    put_line(to, where, table.is_list ? "[]" : "{}", 2);
    return true;
  }
  if (where == BEHIND_KEY) end_line(to);
  if (table.level > 1 && (where == IN_LINE || !table.is_list)) indent += STEP;
  ok = table.is_list ? write_list(to, &table, indent, where)
                     : write_map(to, &table, indent, where == BEHIND_KEY ? indent : 0);
  if (ok) lx_walk_leave(&to->walk, &table);
  return ok;
}

bool lx_write_yaml(lua_State *L, int index, lx_writer *writer, const lx_write_options *options,
                   lx_buffer *out, lx_write_problem *problem) {
  yaml to = {lx_walk_start(L, index, writer, options, out, problem), out->length};
  size_t before = out->length;
  to.walk.natural = true;
  return lx_walk_end(&to.walk, write_value(&to, to.walk.item, 0, IN_LINE), before);
}
