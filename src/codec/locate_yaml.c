#include <string.h>

#include "base/path.h"
#include "base/utf8.h"
#include "codec/locate.h"
#include "codec/yaml_event.h"

typedef struct search {
  const lx_text *text;
  yaml_parser_t parser;
  yaml_event_t event;
  bool holding;
  lx_place *place;
} search;

static bool next_event(search *in) {
  if (in->holding) yaml_event_delete(&in->event);
  in->holding = yaml_parser_parse(&in->parser, &in->event) == 1;
  return in->holding;
}

/* ---- Places -------------------------------------------------------------------------- */

/* In characters, up to the end of the first line. */
static size_t width_of(const search *in, yaml_mark_t from, yaml_mark_t to) {
  const char *at = in->text->bytes, *end = at + in->text->length;
  size_t width = 0, index = 0;
  if (from.line == to.line) return to.column - from.column;
  while (at < end && index < to.index && (index < from.index || (*at != '\n' && *at != '\r'))) {
    uint32_t code;
    size_t count = lx_utf8_next(at, (size_t)(end - at), &code);
    at += count ? count : 1;
    width += index++ >= from.index;
  }
  return width;
}

static void set_place(search *in, yaml_mark_t from, yaml_mark_t to) {
  size_t width = width_of(in, from, to);
  if (!width) return; /* an empty value: its key says where */
  in->place->line = in->text->line + from.line;
  in->place->column = from.column + 1;
  in->place->width = width;
}

static bool is_table(const search *in) {
  return in->event.type == YAML_MAPPING_START_EVENT ||
         in->event.type == YAML_SEQUENCE_START_EVENT;
}

/* The value at hand: a scalar or alias is the place; a table only where it has no key, by its
 * first line. */
static void settle(search *in, bool has_key) {
  yaml_mark_t end = in->event.end_mark;
  if (is_table(in)) {
    if (has_key) return;
    if (end.index == in->event.start_mark.index) {
      in->place->line = in->text->line + end.line;
      in->place->column = end.column + 1;
      in->place->width = 1;
      return;
    }
  }
  set_place(in, in->event.start_mark, end);
}

/* ---- Walking ------------------------------------------------------------------------- */

/* Skips the value at hand, whose event is read: its last event is at hand then. */
static bool skip(search *in) {
  size_t depth = 0;
  for (;;) {
    if (is_table(in)) depth++;
    if (in->event.type == YAML_MAPPING_END_EVENT || in->event.type == YAML_SEQUENCE_END_EVENT) {
      depth--;
    }
    if (!depth) return true;
    if (!next_event(in)) return false;
  }
}

static bool is_key(const search *in, const lx_segment *segment, bool *is_merge) {
  char made[LX_YAML_KEY_TEXT];
  lx_yaml_scalar scalar;
  lx_fault unused;
  const char *name = made;
  size_t length;
  *is_merge = false;
  if (in->event.type != YAML_SCALAR_EVENT) return false;
  if (!lx_yaml_scalar_of(&in->event, &scalar, &unused, in->text)) return false;
  *is_merge = scalar.is_merge;
  if (scalar.is_merge || segment->is_index) return false;
  if (scalar.value.kind == LX_SCALAR_TEXT || scalar.value.kind == LX_SCALAR_TIME) {
    name = scalar.text;
    length = scalar.length;
  } else {
    length = lx_yaml_key_text(&scalar, made, &unused, in->text, in->event.start_mark);
  }
  return length == segment->length && memcmp(name, segment->name, length) == 0;
}

/* In a map: moves to the value of the field. 1, 0 when it is not there, -1 for bad text. One
 * that may be merged in is at the merge. */
static int find_field(search *in, const lx_segment *segment) {
  bool merges = false;
  lx_place merge = {0};
  for (;;) {
    bool is_merge;
    if (!next_event(in)) return -1;
    if (in->event.type == YAML_MAPPING_END_EVENT) break;
    if (is_key(in, segment, &is_merge)) {
      set_place(in, in->event.start_mark, in->event.end_mark);
      return next_event(in) ? 1 : -1;
    }
    if (is_merge) {
      lx_place before = *in->place;
      set_place(in, in->event.start_mark, in->event.end_mark);
      merge = *in->place;
      *in->place = before;
      merges = true;
    }
    if (!skip(in) || !next_event(in) || !skip(in)) return -1;
  }
  if (merges && !segment->is_index) *in->place = merge;
  return 0;
}

static int find_item(search *in, const lx_segment *segment) {
  for (size_t i = 0;; i++) {
    if (!next_event(in)) return -1;
    if (in->event.type == YAML_SEQUENCE_END_EVENT) return 0;
    if (segment->is_index && i == segment->index) return 1;
    if (!skip(in)) return -1;
  }
}

/* To the first event of the first document that is not empty. */
static bool find_document(search *in) {
  do {
    do {
      if (!next_event(in) || in->event.type == YAML_STREAM_END_EVENT) return false;
    } while (in->event.type != YAML_DOCUMENT_START_EVENT);
    if (!next_event(in)) return false;
  } while (lx_yaml_is_nothing(&in->event));
  return true;
}

static bool walk(search *in, const char *path, bool at_name) {
  lx_segment segment;
  if (!find_document(in)) return false;
  settle(in, false);
  while (lx_path_next(&path, &segment) == 1) {
    bool is_map = in->event.type == YAML_MAPPING_START_EVENT;
    int found;
    if (!is_table(in)) return true;
    found = is_map ? find_field(in, &segment) : find_item(in, &segment);
    if (found <= 0) return found == 0;
    if (at_name && is_map && !*path) return true; /* its key was the last place */
    settle(in, is_map);
  }
  return true;
}

bool lx_locate_yaml(const lx_text *text, const char *path, bool at_name, lx_place *place) {
  search in = {.text = text, .place = place};
  bool found;
  if (!lx_yaml_open(&in.parser, text)) return place->no_memory = true, false;
  found = walk(&in, path, at_name);
  place->no_memory = in.parser.error == YAML_MEMORY_ERROR;
  if (in.holding) yaml_event_delete(&in.event);
  yaml_parser_delete(&in.parser);
  return found;
}
