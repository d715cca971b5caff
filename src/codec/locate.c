#include "codec/locate.h"

#include <string.h>

#include "codec/json_lex.h"

enum { DEEP = 1000 };

static bool is_json(const lx_text *text) {
  lx_fault unused;
  lx_json json = {text->bytes, text->bytes, text->bytes + text->length, &unused};
  lx_json_space(&json);
  if (json.at == json.end || (*json.at != '{' && *json.at != '[')) return false;
  if (!lx_text_check_utf8(text, &unused) || !lx_json_skip(&json, DEEP)) return false;
  lx_json_space(&json);
  return json.at == json.end;
}

bool lx_locate(const lx_source *source, const char *path, bool at_name, lx_place *place) {
  lx_buffer decoded = {0};
  lx_fault unused = {0};
  lx_text text;
  bool found = false;
  memset(place, 0, sizeof *place);
  if (source->format == LUXR_FORMAT_STRUCT) return false; /* it has no lines */
  if (lx_text_open(&text, source, &decoded, &unused)) {
    luxr_format format = source->format;
    if (format == LUXR_FORMAT_ANY)
      format = is_json(&text) ? LUXR_FORMAT_JSON : LUXR_FORMAT_YAML;
    if (format == LUXR_FORMAT_JSON) {
      found = lx_text_check_utf8(&text, &unused) && lx_locate_json(&text, path, at_name, place);
    } else {
      found = lx_text_check_yaml(&text, &unused) && lx_locate_yaml(&text, path, at_name, place);
    }
  }
  if (unused.no_memory) place->no_memory = true;
  lx_buffer_free(&decoded);
  return found;
}
