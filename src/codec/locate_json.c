#include <string.h>

#include "base/path.h"
#include "base/utf8.h"
#include "codec/json_lex.h"
#include "codec/locate.h"

enum { DEEP = 1000 };

static void set_place(lx_place *place, const lx_text *text, const char *from, const char *end) {
  lx_text_position(text, (size_t)(from - text->bytes), &place->line, &place->column);
  place->width = lx_utf8_count(from, (size_t)(end - from));
}

/* At the begin of a map: moves to the value of the field, at `*key` its key. 1 when it is
 * there, 0 when it is not, -1 for bad text. */
static int find_field(lx_json *json, const lx_segment *segment, lx_json_token *key) {
  int more = lx_json_open(json, '}');
  while (more > 0) {
    if (!lx_json_key(json, key)) return -1;
    lx_json_space(json);
    if (!segment->is_index && lx_json_says(key, segment->name, segment->length)) return 1;
    if (!lx_json_skip(json, DEEP)) return -1;
    more = lx_json_more(json, '}');
  }
  return more;
}

static int find_item(lx_json *json, const lx_segment *segment) {
  int more = lx_json_open(json, ']');
  for (size_t i = 0; more > 0; i++) {
    lx_json_space(json);
    if (segment->is_index && i == segment->index) return 1;
    if (!lx_json_skip(json, DEEP)) return -1;
    more = lx_json_more(json, ']');
  }
  return more;
}

/* The value at hand: a scalar is the place; a list or map only where it has no key. */
static bool settle(lx_json *json, const lx_text *text, bool has_key, lx_place *place) {
  const char *from = json->at;
  lx_json_kind kind = lx_json_next(json);
  if (kind == LX_JSON_NOTHING) return false;
  if (kind == LX_JSON_MAP || kind == LX_JSON_LIST) {
    if (!has_key) set_place(place, text, from, from + 1);
    return true;
  }
  json->at = from;
  if (!lx_json_skip(json, DEEP)) return false;
  set_place(place, text, from, json->at);
  return true;
}

bool lx_locate_json(const lx_text *text, const char *path, bool at_name, lx_place *place) {
  lx_fault unused;
  lx_json json = {text->bytes, text->bytes, text->bytes + text->length, &unused};
  lx_segment segment;
  bool has_key = false;
  lx_json_space(&json);
  if (!settle(&json, text, false, place)) return false;
  json.at = text->bytes;
  lx_json_space(&json);
  while (lx_path_next(&path, &segment) == 1) {
    lx_json_token key;
    int found;
    if (json.at == json.end || (*json.at != '{' && *json.at != '[')) return true;
    has_key = *json.at == '{';
    found = has_key ? find_field(&json, &segment, &key) : find_item(&json, &segment);
    if (found <= 0) return found == 0;
    if (has_key) set_place(place, text, key.text - 1, key.text + key.length + 1);
    if (at_name && has_key && !*path) return true;
    if (!has_key || json.at == json.end || !strchr("{[", *json.at)) {
      const char *at = json.at;
      if (!settle(&json, text, has_key, place)) return false;
      json.at = at;
    }
  }
  return true;
}
