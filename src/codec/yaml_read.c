#include <string.h>

#include "base/alloc.h"
#include "codec/show.h"
#include "codec/yaml_value.h"
#include "value/crowd.h"
#include "value/value.h"

enum { SLOTS = 16, LONGEST_ANCHOR = 256 };

typedef struct reader {
  lx_reading *reading;
  lua_State *L;
  int anchors; /* slot of the table of anchored values */
  bool done;   /* the document's value is there */
} reader;

/* ---- Faults -------------------------------------------------------------------------- */

#define FAULT(from, mark, ...) \
  lx_yaml_fault(&(from)->reading->fault, (from)->reading->text, mark, __VA_ARGS__)

static bool fail_memory(reader *from) {
  return lx_fault_no_memory(&from->reading->fault);
}

static bool next_event(reader *from) {
  lx_reader *own = from->reading->reader;
  if (own->holding) yaml_event_delete(&own->event);
  own->holding = false;
  if (!yaml_parser_parse(&own->parser, &own->event)) {
    from->reading->bad_syntax =
        lx_yaml_explain(&from->reading->fault, from->reading->text, &own->parser);
    return from->reading->bad_syntax ? false : fail_memory(from);
  }
  own->holding = true;
  return true;
}

/* ---- Frames -------------------------------------------------------------------------- */

static lx_read_frame *innermost(reader *from) {
  size_t depth = from->reading->depth;
  return depth ? &from->reading->reader->frames[depth - 1] : NULL;
}

static bool push_frame(reader *from, bool is_map) {
  lx_reader *own = from->reading->reader;
  size_t depth = from->reading->depth;
  lx_read_frame *frame;
  if (depth == from->reading->limits.depth || !lua_checkstack(from->L, SLOTS)) {
    FAULT(from, own->event.start_mark, "nested deeper than %zu levels",
          from->reading->limits.depth);
    from->reading->fault.limit = "depth";
    return false;
  }
  if (depth == own->frame_capacity) {
    size_t capacity = depth ? depth * 2 : 16;
    lx_read_frame *frames = lx_realloc(own->frames, capacity * sizeof *frames);
    if (!frames) return fail_memory(from);
    own->frames = frames;
    own->frame_capacity = capacity;
  }
  lua_createtable(from->L, is_map ? 0 : 2, is_map ? 4 : 0);
  frame = &own->frames[from->reading->depth++];
  *frame = (lx_read_frame){.is_map = is_map, .slot = lua_gettop(from->L)};
  frame->marks = own->mark_count;
  if (is_map) lua_pushnil(from->L);
  return true;
}

/* Leaves the finished table at the top. */
static bool pop_frame(reader *from, yaml_mark_t mark) {
  lx_read_frame *frame = innermost(from);
  lua_State *L = from->L;
  if (!frame->is_map) {
    if (!frame->count) lx_mark_list(L, frame->slot);
  } else {
    if (!lua_isnil(L, frame->slot + 1) && !lx_yaml_merge(L, frame->slot, frame->slot + 1)) {
      return lx_yaml_refuse_crowd(from->reading, mark);
    }
    from->reading->reader->mark_count = frame->marks;
  }
  lua_settop(L, frame->slot);
  from->reading->depth--;
  return true;
}

/* ---- Keys ---------------------------------------------------------------------------- */

static bool add_mark(reader *from, const char *text, size_t length, size_t line) {
  lx_reader *own = from->reading->reader;
  if (own->mark_count == own->mark_capacity) {
    size_t capacity = own->mark_capacity ? own->mark_capacity * 2 : 64;
    lx_key_mark *marks = lx_realloc(own->marks, capacity * sizeof *marks);
    if (!marks) return fail_memory(from);
    own->marks = marks;
    own->mark_capacity = capacity;
  }
  own->marks[own->mark_count++] = (lx_key_mark){text, length, line};
  return true;
}

static bool refuse_twice(reader *from, yaml_mark_t mark, const char *text, size_t length,
                         size_t first) {
  char shown[LX_SHOWN];
  FAULT(from, mark, "the key '%s' comes twice, first on line %zu", lx_show(shown, text, length),
        first);
  return false;
}

/* The key is at the top. */
static bool accept_key(reader *from, lx_read_frame *frame, yaml_mark_t mark) {
  lx_reader *own = from->reading->reader;
  lua_State *L = from->L;
  size_t length;
  const char *text = lua_tolstring(L, -1, &length);
  frame->has_key = true;
  if (lx_key_is_crowded(L, frame->slot)) return lx_yaml_refuse_crowd(from->reading, mark);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, frame->slot) == LUA_TNIL) {
    lua_pop(L, 1);
    return add_mark(from, text, length, from->reading->text->line + mark.line);
  }
  for (size_t i = frame->marks; i < own->mark_count; i++) {
    const lx_key_mark *other = &own->marks[i];
    if (other->length == length && memcmp(other->text, text, length) == 0) {
      return refuse_twice(from, mark, text, length, other->line);
    }
  }
  return refuse_twice(from, mark, text, length, from->reading->text->line + mark.line);
}

static bool accept_merge_key(reader *from, lx_read_frame *frame, yaml_mark_t mark) {
  frame->has_key = frame->is_merge = true;
  if (lua_isnil(from->L, frame->slot + 1)) return true;
  FAULT(from, mark, "the key '<<' comes twice: merge a list, <<: [*a, *b]");
  return false;
}

/* ---- Values -------------------------------------------------------------------------- */

/* A value that is complete is at the top: puts it where it belongs. */
static bool deliver(reader *from, yaml_mark_t mark) {
  lx_read_frame *frame = innermost(from);
  lua_State *L = from->L;
  if (!frame) {
    from->done = true;
  } else if (!frame->is_map) {
    lua_rawseti(L, frame->slot, (lua_Integer)++frame->count);
  } else if (!frame->is_merge) {
    lua_rawset(L, frame->slot);
    frame->has_key = false;
  } else {
    if (!lx_yaml_can_merge(L, true)) {
      FAULT(from, mark, "'<<' merges a map or a list of maps, and nothing else");
      return false;
    }
    lua_replace(L, frame->slot + 1);
    frame->has_key = frame->is_merge = false;
  }
  return true;
}

/* Remembers the value at the top under the anchor, if there is one. */
static bool set_anchor(reader *from, const yaml_char_t *anchor, yaml_mark_t mark, int slot) {
  const char *name = (const char *)anchor;
  if (!name) return true;
  if (strlen(name) > LONGEST_ANCHOR) {
    FAULT(from, mark, "an anchor of %zu characters, more than the limit of %d", strlen(name),
          LONGEST_ANCHOR);
    return false;
  }
  if (lua_isnil(from->L, from->anchors)) {
    lua_createtable(from->L, 0, 0);
    lua_replace(from->L, from->anchors);
  }
  lua_pushstring(from->L, name);
  if (lx_key_is_crowded(from->L, from->anchors))
    return lx_yaml_refuse_crowd(from->reading, mark);
  lua_pushvalue(from->L, slot);
  lua_rawset(from->L, from->anchors);
  return true;
}

static bool is_open(reader *from) {
  for (size_t i = 0; i < from->reading->depth; i++) {
    if (lua_rawequal(from->L, -1, from->reading->reader->frames[i].slot)) return true;
  }
  return false;
}

static bool push_alias(reader *from, const yaml_event_t *event) {
  const char *name = (const char *)event->data.alias.anchor;
  yaml_mark_t mark = event->start_mark;
  int type = LUA_TNIL;
  if (!lua_isnil(from->L, from->anchors)) {
    lua_pushstring(from->L, name);
    type = lua_rawget(from->L, from->anchors);
  }
  if (type == LUA_TNIL) {
    FAULT(from, mark, "the anchor '%.60s' is not defined before this", name);
    return false;
  }
  if (type == LUA_TTABLE && is_open(from)) {
    FAULT(from, mark, "the anchor '%.60s' refers to itself", name);
    return false;
  }
  return true;
}

static bool read_key(reader *from, lx_read_frame *frame, const yaml_event_t *event) {
  yaml_mark_t mark = event->start_mark;
  bool is_merge = false;
  if (event->type == YAML_ALIAS_EVENT) {
    if (!push_alias(from, event) || !lx_yaml_alias_key(from->reading, event)) return false;
    return accept_key(from, frame, mark);
  }
  if (event->type != YAML_SCALAR_EVENT) {
    FAULT(from, mark, "a map key must be a string, this one is a %s",
          event->type == YAML_MAPPING_START_EVENT ? "map" : "list");
    return false;
  }
  if (!lx_yaml_push_key(from->reading, event, &is_merge)) return false;
  if (is_merge) return accept_merge_key(from, frame, mark);
  return set_anchor(from, event->data.scalar.anchor, mark, lua_gettop(from->L)) &&
         accept_key(from, frame, mark);
}

static bool count_value(reader *from, yaml_mark_t mark) {
  lx_fault *fault = &from->reading->fault;
  if (lx_reading_count(from->reading, mark.index)) return true;
  fault->line = from->reading->text->line + mark.line;
  fault->column = mark.column + 1;
  return false;
}

static bool read_table(reader *from, const yaml_event_t *event) {
  bool is_map = event->type == YAML_MAPPING_START_EVENT;
  const yaml_char_t *anchor =
      is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
  if (!lx_yaml_check_tag(event, &from->reading->fault, from->reading->text)) return false;
  return push_frame(from, is_map) &&
         set_anchor(from, anchor, event->start_mark, innermost(from)->slot);
}

static bool read_value(reader *from, const yaml_event_t *event) {
  yaml_mark_t mark = event->start_mark;
  if (event->type == YAML_ALIAS_EVENT) {
    return push_alias(from, event) && lx_yaml_copy(from->reading, mark) && deliver(from, mark);
  }
  if (!count_value(from, mark)) return false;
  if (event->type != YAML_SCALAR_EVENT) return read_table(from, event);
  return lx_yaml_push_value(from->reading, event) &&
         set_anchor(from, event->data.scalar.anchor, mark, lua_gettop(from->L)) &&
         deliver(from, mark);
}

static bool read_event(reader *from, const yaml_event_t *event) {
  lx_read_frame *frame = innermost(from);
  if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT) {
    return pop_frame(from, event->start_mark) && deliver(from, event->start_mark);
  }
  if (frame && frame->is_map && !frame->has_key) return read_key(from, frame, event);
  return read_value(from, event);
}

/* ---- Documents ----------------------------------------------------------------------- */

static void check_version(reader *from, const yaml_event_t *event) {
  const yaml_version_directive_t *version = event->data.document_start.version_directive;
  luxr_diagnostic *item;
  if (!version || version->minor == 1) return;
  item = lx_yaml_warn(from->reading, event->start_mark,
                      "%%YAML %d.%d is read by the rules of YAML 1.1", version->major,
                      version->minor);
  if (item) {
    lx_diagnostic_text(from->reading->problems, &item->hint,
                       "remove the line: other tools refuse it");
  }
}

/* At the begin of a document. One that holds nothing is passed over. */
static bool read_document(reader *from) {
  const yaml_event_t *event = &from->reading->reader->event;
  check_version(from, event);
  if (!next_event(from)) return false;
  if (lx_yaml_is_nothing(event)) return next_event(from);
  if (from->done) {
    FAULT(from, event->start_mark, "a second document: only one is expected");
    return false;
  }
  for (;;) {
    if (!read_event(from, event) || !next_event(from)) return false;
    if (event->type == YAML_DOCUMENT_END_EVENT) return true;
  }
}

bool lx_read_yaml(lx_reading *reading) {
  lx_reader *own = reading->reader;
  reader from = {reading, reading->L, 0, false};
  lua_pushnil(from.L);
  from.anchors = lua_gettop(from.L);
  reading->bad_syntax = false;
  if (!lx_yaml_open(&own->parser, reading->text)) return fail_memory(&from);
  own->parsing = true;
  do {
    if (!next_event(&from)) return false;
    if (own->event.type == YAML_DOCUMENT_START_EVENT && !read_document(&from)) return false;
  } while (own->event.type != YAML_STREAM_END_EVENT);
  if (!from.done) {
    lx_fault_set(&reading->fault, 0, "no document");
    return false;
  }
  lua_remove(from.L, from.anchors);
  return true;
}
