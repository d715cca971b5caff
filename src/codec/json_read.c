#include <stdint.h>
#include <string.h>

#include "codec/json_lex.h"
#include "codec/number.h"
#include "codec/reader.h"
#include "codec/show.h"
#include "value/crowd.h"
#include "value/value.h"

enum { SLOTS = 8 };

typedef struct reader {
  lx_reading *reading;
  lua_State *L;
  lx_json json;
  size_t depth;
} reader;

static bool read_value(reader *from);

static size_t offset_of(const reader *from, const char *at) {
  return (size_t)(at - from->json.begin);
}

/* The document is JSON, but cannot be taken: no other format will do. */
static bool refuse(reader *from) {
  from->reading->bad_syntax = false;
  return false;
}

/* ---- Scalars ------------------------------------------------------------------------- */

static bool check_size(reader *from, const lx_json_token *token, const char *what) {
  size_t most = from->reading->limits.scalar;
  if (token->length <= most) return true;
  lx_fault_set(&from->reading->fault, offset_of(from, token->text),
               "a %s of %zu bytes, more than the limit of %zu", what, token->length, most);
  from->reading->fault.limit = "scalar";
  return refuse(from);
}

static bool refuse_crowd(reader *from, const lx_json_token *token) {
  lx_fault_set(&from->reading->fault, offset_of(from, token->text), "%s", LX_CROWD_SENTENCE);
  return refuse(from);
}

static bool push_text(reader *from, const lx_json_token *token) {
  lx_buffer *scratch = &from->reading->reader->scratch;
  if (!check_size(from, token, "text")) return false;
  if (!token->escapes) {
    lua_pushlstring(from->L, token->text, token->length);
    return !lx_text_is_crowded(from->L) || refuse_crowd(from, token);
  }
  lx_buffer_clear(scratch);
  lx_json_decode(token, scratch);
  if (scratch->failed) {
    lx_fault_no_memory(&from->reading->fault);
    return refuse(from);
  }
  lua_pushlstring(from->L, scratch->data, scratch->length);
  return !lx_text_is_crowded(from->L) || refuse_crowd(from, token);
}

static bool read_integer(const lx_json_token *token, int64_t *value) {
  bool negative = token->text[0] == '-';
  uint64_t sum = 0, most = (uint64_t)INT64_MAX + negative;
  for (size_t i = negative; i < token->length; i++) {
    unsigned digit = (unsigned)(token->text[i] - '0');
    if (sum > (most - digit) / 10) return false;
    sum = sum * 10 + digit;
  }
  *value = negative ? (int64_t)(0 - sum) : (int64_t)sum;
  return true;
}

static bool refuse_number(reader *from, const lx_json_token *token, const char *what,
                          const char *room) {
  char shown[LX_SHOWN];
  lx_fault_set(&from->reading->fault, offset_of(from, token->text),
               "the %s %s is larger than %s can hold", what,
               lx_show(shown, token->text, token->length), room);
  return refuse(from);
}

static bool push_number(reader *from, const lx_json_token *token) {
  int64_t integer;
  double number;
  if (!check_size(from, token, "number")) return false;
  if (token->whole) {
    if (!read_integer(token, &integer)) {
      if (lx_number_read_written(token->text, token->length, &number)) {
        lua_pushnumber(from->L, number); /* 1e19, as others write it */
        return true;
      }
      return refuse_number(from, token, "integer", "64 bits");
    }
    lua_pushinteger(from->L, integer);
    return true;
  }
  if (!lx_number_read(token->text, token->length, &number)) {
    return refuse_number(from, token, "number", "a double");
  }
  lx_push_number(from->L, number);
  return true;
}

/* ---- Maps and lists ------------------------------------------------------------------ */

/* Where in the map that begins at `open`, and is well formed so far, the key is. */
static const char *find_key(const char *open, const char *end, const char *name,
                            size_t length) {
  lx_fault unused;
  lx_json json = {open, open, end, &unused};
  lx_json_token token;
  int more = lx_json_open(&json, '}');
  while (more > 0 && lx_json_key(&json, &token)) {
    if (lx_json_says(&token, name, length)) return token.text - 1;
    if (!lx_json_skip(&json, SIZE_MAX)) break;
    more = lx_json_more(&json, '}');
  }
  return open;
}

/* The key is at the top, the map below it. */
static bool refuse_twice(reader *from, const char *open, const lx_json_token *token) {
  size_t length, line, column;
  const char *name = lua_tolstring(from->L, -1, &length);
  const char *first = find_key(open, from->json.end, name, length);
  char shown[LX_SHOWN];
  lx_text_position(from->reading->text, offset_of(from, first), &line, &column);
  lx_fault_set(&from->reading->fault, offset_of(from, token->text - 1),
               "the key '%s' comes twice, first on line %zu", lx_show(shown, name, length),
               line);
  return refuse(from);
}

static bool is_new_key(lua_State *L) {
  bool is_new;
  lua_pushvalue(L, -1);
  is_new = lua_rawget(L, -3) == LUA_TNIL;
  lua_pop(L, 1);
  return is_new;
}

static bool read_map(reader *from) {
  const char *open = from->json.at;
  int more = lx_json_open(&from->json, '}');
  lua_createtable(from->L, 0, more ? 4 : 0);
  while (more > 0) {
    lx_json_token token;
    if (!lx_json_key(&from->json, &token) || !push_text(from, &token)) return false;
    if (lx_key_is_crowded(from->L, -2)) return refuse_crowd(from, &token);
    if (!is_new_key(from->L)) return refuse_twice(from, open, &token);
    if (!read_value(from)) return false;
    lua_rawset(from->L, -3);
    more = lx_json_more(&from->json, '}');
  }
  return more == 0;
}

static bool read_list(reader *from) {
  int more = lx_json_open(&from->json, ']');
  lua_createtable(from->L, more ? 2 : 0, 0);
  if (more == 0) lx_mark_list(from->L, -1);
  for (lua_Integer i = 1; more > 0; i++) {
    if (!read_value(from)) return false;
    lua_rawseti(from->L, -2, i);
    more = lx_json_more(&from->json, ']');
  }
  return more == 0;
}

static bool enter(reader *from, bool is_map) {
  bool ok;
  size_t most = from->reading->limits.depth;
  if (from->depth == most || !lua_checkstack(from->L, SLOTS)) {
    lx_fault_set(&from->reading->fault, offset_of(from, from->json.at),
                 "nested deeper than %zu levels", most);
    from->reading->fault.limit = "depth";
    return refuse(from);
  }
  from->depth++;
  ok = is_map ? read_map(from) : read_list(from);
  from->depth--;
  return ok;
}

static bool read_value(reader *from) {
  lx_json_token token;
  lx_json_kind kind = lx_json_next(&from->json);
  if (kind == LX_JSON_NOTHING) return false;
  if (!lx_reading_count(from->reading, offset_of(from, from->json.at))) return refuse(from);
  switch (kind) {
    case LX_JSON_TEXT: return lx_json_text(&from->json, &token) && push_text(from, &token);
    case LX_JSON_NUMBER:
      return lx_json_number(&from->json, &token) && push_number(from, &token);
    case LX_JSON_TRUE:
    case LX_JSON_FALSE: lua_pushboolean(from->L, kind == LX_JSON_TRUE); return true;
    case LX_JSON_NULL: lx_push_null(from->L); return true;
    default: return enter(from, kind == LX_JSON_MAP);
  }
}

bool lx_read_json(lx_reading *reading) {
  const lx_text *text = reading->text;
  reader from = {reading, reading->L, {0}, 0};
  from.json = (lx_json){text->bytes, text->bytes, text->bytes + text->length, &reading->fault};
  reading->bad_syntax = false;
  if (!lx_text_check_utf8(text, &reading->fault)) return false;
  lx_json_space(&from.json);
  if (from.json.at == from.json.end) {
    lx_fault_set(&reading->fault, 0, "no document");
    return false;
  }
  reading->bad_syntax = true;
  if (!read_value(&from)) return false;
  lx_json_space(&from.json);
  if (from.json.at == from.json.end) return true;
  lx_json_expected(&from.json, "nothing behind the document");
  return false;
}
