#include "codec/list.h"

#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "codec/json_lex.h"
#include "codec/yaml_event.h"

enum { DEEP = 1000 };

void lx_list_free(lx_list *list) {
  lx_list_forget_events(list);
  lx_buffer_free(&list->text);
  lx_free(list->items);
  memset(list, 0, sizeof *list);
}

lx_item *lx_list_add(lx_list *list) {
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? list->capacity * 2 : 16;
    lx_item *items = lx_realloc(list->items, capacity * sizeof *items);
    if (!items) return list->no_memory = true, NULL;
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count] = (lx_item){0};
  return &list->items[list->count++];
}

/* ---- JSON ---------------------------------------------------------------------------- */

static bool add_json_items(lx_list *list, const lx_text *text, lx_json *json) {
  int more = lx_json_open(json, ']');
  while (more > 0) {
    lx_item *item = lx_list_add(list);
    size_t column;
    if (!item) return false;
    lx_json_space(json);
    item->from = (size_t)(json->at - text->bytes);
    lx_text_position(text, item->from, &item->line, &column);
    item->column = column - 1;
    if (!lx_json_skip(json, DEEP)) return false;
    item->to = (size_t)(json->at - text->bytes);
    more = lx_json_more(json, ']');
  }
  return more == 0;
}

static lx_list_answer find_json_items(lx_list *list, const lx_text *text) {
  lx_fault unused;
  lx_json json = {text->bytes, text->bytes, text->bytes + text->length, &unused};
  lx_json_token key;
  bool is_list = false, has_items = false;
  int more;
  if (lx_json_next(&json) != LX_JSON_MAP) return LX_LIST_NOT;
  more = lx_json_open(&json, '}');
  while (more > 0 && lx_json_key(&json, &key)) {
    lx_json_kind kind = lx_json_next(&json);
    if (kind == LX_JSON_TEXT && lx_json_says(&key, "kind", 4)) {
      lx_json_token value;
      if (!lx_json_text(&json, &value)) return LX_LIST_NOT;
      is_list = lx_json_says(&value, "List", 4);
    } else if (kind == LX_JSON_LIST && lx_json_says(&key, "items", 5)) {
      if (!add_json_items(list, text, &json)) return LX_LIST_NOT;
      has_items = true;
    } else if (kind == LX_JSON_TRUE || kind == LX_JSON_FALSE || kind == LX_JSON_NULL) {
      /* read already */
    } else if (!lx_json_skip(&json, DEEP)) {
      return LX_LIST_NOT;
    }
    more = lx_json_more(&json, '}');
  }
  if (more != 0 || !is_list) return LX_LIST_NOT;
  return has_items ? LX_LIST_IS : LX_LIST_WITHOUT_ITEMS;
}

/* ---- YAML ---------------------------------------------------------------------------- */

typedef struct search {
  lx_list *list;
  const lx_text *text;
  yaml_parser_t parser;
  yaml_event_t event;
  bool holding;
  size_t events;      /* read so far */
  size_t index, byte; /* the same place, in characters and bytes */
  lx_buffer anchors;  /* of the item at hand: each name between zero bytes */
} search;

static bool next_event(search *in) {
  if (in->holding) yaml_event_delete(&in->event);
  in->holding = yaml_parser_parse(&in->parser, &in->event) == 1;
  if (in->parser.error == YAML_MEMORY_ERROR) in->list->no_memory = true;
  in->events++;
  return in->holding;
}

/* Marks come in order, so the text is walked once. */
static size_t byte_of(search *in, yaml_mark_t mark) {
  while (in->index < mark.index && in->byte < in->text->length) {
    uint32_t code;
    size_t count = lx_utf8_next(in->text->bytes + in->byte, in->text->length - in->byte, &code);
    in->byte += count ? count : 1;
    in->index++;
  }
  return in->byte;
}

static bool says(const yaml_event_t *event, const char *word) {
  return event->type == YAML_SCALAR_EVENT && event->data.scalar.length == strlen(word) &&
         memcmp(event->data.scalar.value, word, strlen(word)) == 0;
}

static const char *anchor_of(const yaml_event_t *event) {
  switch (event->type) {
    case YAML_SCALAR_EVENT: return (const char *)event->data.scalar.anchor;
    case YAML_MAPPING_START_EVENT: return (const char *)event->data.mapping_start.anchor;
    case YAML_SEQUENCE_START_EVENT: return (const char *)event->data.sequence_start.anchor;
    default: return NULL;
  }
}

static bool has_anchor(const search *in, const char *name) {
  size_t length = strlen(name) + 1;
  const char *at = in->anchors.data ? in->anchors.data : "", *end = at + in->anchors.length;
  while (at < end) {
    size_t other = strlen(at) + 1;
    if (other == length && memcmp(at, name, length) == 0) return true;
    at += other;
  }
  return false;
}

/* Skips the value whose first event is at hand, noting its anchors and aliases. */
static bool skip(search *in, lx_item *item) {
  size_t depth = 0;
  for (;;) {
    const char *anchor = anchor_of(&in->event);
    yaml_event_type_t type = in->event.type;
    if (anchor) lx_buffer_add(&in->anchors, anchor, strlen(anchor) + 1);
    if (type == YAML_ALIAS_EVENT && item &&
        !has_anchor(in, (const char *)in->event.data.alias.anchor)) {
      item->needs_others = true;
    }
    if (type == YAML_MAPPING_START_EVENT || type == YAML_SEQUENCE_START_EVENT) depth++;
    if (type == YAML_MAPPING_END_EVENT || type == YAML_SEQUENCE_END_EVENT) depth--;
    if (!depth) return !in->anchors.failed;
    if (!next_event(in)) return false;
  }
}

static bool add_yaml_items(search *in) {
  for (;;) {
    lx_item *item;
    if (!next_event(in)) return false;
    if (in->event.type == YAML_SEQUENCE_END_EVENT) return true;
    item = lx_list_add(in->list);
    if (!item) return false;
    item->from = byte_of(in, in->event.start_mark);
    item->line = in->text->line + in->event.start_mark.line;
    item->column = in->event.start_mark.column;
    item->event = in->events - 1;
    lx_buffer_clear(&in->anchors);
    if (!skip(in, item)) return false;
    item->to = byte_of(in, in->event.end_mark);
  }
}

static bool read_fields(search *in, bool *is_list, bool *has_items) {
  while (next_event(in) && in->event.type != YAML_MAPPING_END_EVENT) {
    bool kind = says(&in->event, "kind"), items = says(&in->event, "items");
    if (!skip(in, NULL) || !next_event(in)) return false;
    if (kind) *is_list = says(&in->event, "List");
    if (items && in->event.type == YAML_SEQUENCE_START_EVENT) {
      if (!add_yaml_items(in)) return false;
      *has_items = true;
    } else if (!skip(in, NULL)) {
      return false;
    }
  }
  return in->holding;
}

static lx_list_answer find_yaml_items(lx_list *list, const lx_text *text) {
  search in = {.list = list, .text = text};
  bool is_list = false, has_items = false, read = false;
  if (!lx_yaml_open(&in.parser, text)) return LX_LIST_NO_MEMORY;
  while (next_event(&in) && in.event.type != YAML_STREAM_END_EVENT) {
    if (in.event.type != YAML_MAPPING_START_EVENT) continue;
    read = read_fields(&in, &is_list, &has_items);
    break;
  }
  if (in.holding) yaml_event_delete(&in.event);
  yaml_parser_delete(&in.parser);
  if (in.anchors.failed) list->no_memory = true;
  lx_buffer_free(&in.anchors);
  if (!read || !is_list) return LX_LIST_NOT;
  return has_items ? LX_LIST_IS : LX_LIST_WITHOUT_ITEMS;
}

/* ---- Either -------------------------------------------------------------------------- */

static bool mentions_list(const char *text, size_t length) {
  const char *at = text, *end = text + length;
  while (end - at >= 4 && (at = memchr(at, 'L', (size_t)(end - at) - 3))) {
    if (memcmp(at, "List", 4) == 0) return true;
    at++;
  }
  return false;
}

lx_list_answer lx_list_open(lx_list *list, const lx_piece *piece) {
  lx_source source = {piece->bytes, piece->length, piece->line, piece->format};
  lx_fault fault = {0};
  lx_text text;
  lx_list_answer answer;
  if (!lx_text_open(&text, &source, &list->text, &fault)) {
    return fault.no_memory ? LX_LIST_NO_MEMORY : LX_LIST_NOT;
  }
  if (!mentions_list(text.bytes, text.length)) {
    lx_buffer_clear(&list->text);
    return LX_LIST_NOT;
  }
  if (!text.decoded) lx_buffer_add(&list->text, text.bytes, text.length);
  if (list->text.failed) return LX_LIST_NO_MEMORY;
  text.bytes = list->text.data;
  list->format = piece->format;
  list->line = text.line;
  answer = piece->format == LUXR_FORMAT_JSON ? find_json_items(list, &text)
                                             : find_yaml_items(list, &text);
  return list->no_memory ? LX_LIST_NO_MEMORY : answer;
}
