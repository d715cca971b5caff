#include <string.h>

#include "base/alloc.h"
#include "codec/json_text.h"
#include "codec/list.h"
#include "codec/yaml_event.h"

enum { DEEP = 1000 };

/* An event, its texts in `texts`: an offset, or 0 for none. */
typedef struct record {
  yaml_event_type_t type;
  bool plain;
  size_t value, length; /* of a scalar; the name of an alias */
  size_t anchor, tag;
  size_t end; /* of a list or map: its last event */
} record;

struct lx_list_events {
  record *records;
  size_t count, capacity;
  lx_buffer texts;
};

void lx_list_forget_events(lx_list *list) {
  if (!list->events) return;
  lx_buffer_free(&list->events->texts);
  lx_free(list->events->records);
  lx_free(list->events);
  list->events = NULL;
}

/* ---- Recording ----------------------------------------------------------------------- */

static size_t keep(struct lx_list_events *events, const void *text, size_t length) {
  size_t at = events->texts.length;
  lx_buffer_add(&events->texts, text, length);
  lx_buffer_add_char(&events->texts, '\0');
  return at;
}

static size_t keep_name(struct lx_list_events *events, const yaml_char_t *name) {
  return name ? keep(events, name, strlen((const char *)name)) : 0;
}

static record record_of(struct lx_list_events *events, const yaml_event_t *event) {
  record made = {.type = event->type};
  switch (event->type) {
    case YAML_SCALAR_EVENT:
      made.plain = event->data.scalar.plain_implicit;
      made.length = event->data.scalar.length;
      made.value = keep(events, event->data.scalar.value, made.length);
      made.anchor = keep_name(events, event->data.scalar.anchor);
      made.tag = keep_name(events, event->data.scalar.tag);
      break;
    case YAML_ALIAS_EVENT: made.value = keep_name(events, event->data.alias.anchor); break;
    case YAML_MAPPING_START_EVENT:
      made.anchor = keep_name(events, event->data.mapping_start.anchor);
      made.tag = keep_name(events, event->data.mapping_start.tag);
      break;
    case YAML_SEQUENCE_START_EVENT:
      made.anchor = keep_name(events, event->data.sequence_start.anchor);
      made.tag = keep_name(events, event->data.sequence_start.tag);
      break;
    default: break;
  }
  return made;
}

/* A last event closes the first one that is still open. */
static void close_table(struct lx_list_events *events) {
  size_t last = events->count - 1, at = last;
  while (at-- > 0) {
    record *begin = &events->records[at];
    if (begin->type != YAML_MAPPING_START_EVENT && begin->type != YAML_SEQUENCE_START_EVENT) {
      continue;
    }
    if (!begin->end) {
      begin->end = last;
      return;
    }
  }
}

static bool add_record(struct lx_list_events *events, const yaml_event_t *event) {
  if (events->count == events->capacity) {
    size_t capacity = events->capacity ? events->capacity * 2 : 256;
    record *records = lx_realloc(events->records, capacity * sizeof *records);
    if (!records) return false;
    events->records = records;
    events->capacity = capacity;
  }
  events->records[events->count] = record_of(events, event);
  events->count++;
  if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT) {
    close_table(events);
  }
  return !events->texts.failed;
}

static bool record_events(lx_list *list) {
  lx_text text = {.bytes = list->text.data, .length = list->text.length, .line = list->line};
  yaml_parser_t parser;
  yaml_event_t event;
  bool kept = true, ended = false;
  list->no_memory = true;
  list->events = lx_alloc_zero(sizeof *list->events);
  if (!list->events) return false;
  lx_buffer_add_char(&list->events->texts, '\0'); /* no text is at 0 */
  if (!lx_yaml_open(&parser, &text)) return false;
  while (kept && !ended && yaml_parser_parse(&parser, &event)) {
    kept = add_record(list->events, &event);
    ended = event.type == YAML_DOCUMENT_END_EVENT;
    yaml_event_delete(&event);
  }
  list->no_memory = !kept || parser.error == YAML_MEMORY_ERROR;
  yaml_parser_delete(&parser);
  return !list->no_memory;
}

/* ---- Writing ------------------------------------------------------------------------- */

typedef struct writer {
  const struct lx_list_events *events;
  lx_buffer *out;
  size_t nodes;
  size_t depth;
} writer;

static bool write_node(writer *to, size_t at);

/* The last definition before it that does not hold it. 0: none. */
static size_t find_anchor(const writer *to, size_t alias) {
  const char *texts = to->events->texts.data;
  const char *name = texts + to->events->records[alias].value;
  for (size_t at = alias; at-- > 0;) {
    const record *other = &to->events->records[at];
    if (!other->anchor || strcmp(texts + other->anchor, name) != 0) continue;
    return other->end > alias ? 0 : at;
  }
  return 0;
}

static void write_tag(writer *to, const record *from) {
  if (!from->tag) return;
  lx_buffer_add(to->out, "!<", 2);
  lx_buffer_add_text(to->out, to->events->texts.data + from->tag);
  lx_buffer_add(to->out, "> ", 2);
}

/* What means something plain has no character that means something in a flow. */
static bool write_scalar(writer *to, const record *from) {
  const char *text = to->events->texts.data + from->value;
  write_tag(to, from);
  if (!from->tag && from->plain) {
    lx_scalar_kind kind = lx_scalar_resolve(text, from->length).kind;
    bool merges = from->length == 2 && memcmp(text, "<<", 2) == 0;
    if (merges || (kind != LX_SCALAR_TEXT && kind != LX_SCALAR_TIME)) {
      lx_buffer_add_text(to->out, from->length ? text : "null");
      return true;
    }
  }
  return lx_json_write_text(to->out, text, from->length);
}

static bool write_table(writer *to, size_t at) {
  const record *from = &to->events->records[at];
  bool is_map = from->type == YAML_MAPPING_START_EVENT;
  write_tag(to, from);
  lx_buffer_add_char(to->out, is_map ? '{' : '[');
  for (size_t i = at + 1, n = 0; i < from->end; n++) {
    const record *item = &to->events->records[i];
    if (n) lx_buffer_add_text(to->out, is_map && n % 2 ? " : " : ", ");
    if (!write_node(to, i)) return false;
    i = (item->end ? item->end : i) + 1;
  }
  lx_buffer_add_char(to->out, is_map ? '}' : ']');
  return true;
}

static bool write_node(writer *to, size_t at) {
  const record *from = &to->events->records[at];
  bool ok;
  if (!to->nodes-- || to->out->failed || to->depth == DEEP) return false;
  to->depth++;
  if (from->type == YAML_ALIAS_EVENT) {
    size_t target = find_anchor(to, at);
    ok = true;
    if (target) {
      ok = write_node(to, target);
    } else {
      lx_buffer_add_char(to->out, '*');
      lx_buffer_add_text(to->out, to->events->texts.data + from->value);
    }
  } else if (from->type == YAML_SCALAR_EVENT) {
    ok = write_scalar(to, from);
  } else {
    ok = write_table(to, at);
  }
  to->depth--;
  return ok && !to->out->failed;
}

bool lx_list_write_alone(lx_list *list, const lx_item *item, size_t nodes, lx_buffer *out) {
  writer to = {NULL, out, nodes, 0};
  if (!list->events && !record_events(list)) return false;
  to.events = list->events;
  return item->event < to.events->count && write_node(&to, item->event);
}
