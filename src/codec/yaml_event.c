#include "codec/yaml_event.h"

#include <stdio.h>
#include <string.h>

#include "codec/number.h"
#include "codec/show.h"

static const char core[] = "tag:yaml.org,2002:";

bool lx_yaml_open(yaml_parser_t *parser, const lx_text *text) {
  if (!yaml_parser_initialize(parser)) return false;
  yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(parser, (const unsigned char *)text->bytes, text->length);
  return true;
}

bool lx_yaml_is_nothing(const yaml_event_t *event) {
  return event->type == YAML_SCALAR_EVENT && !event->data.scalar.length &&
         event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !event->data.scalar.tag &&
         !event->data.scalar.anchor;
}

/* ---- Tags ---------------------------------------------------------------------------- */

/* The name behind "!!", NULL for other tags. */
static const char *core_name(const yaml_char_t *tag) {
  const char *text = (const char *)tag;
  size_t length = sizeof core - 1;
  return strncmp(text, core, length) == 0 ? text + length : NULL;
}

/* "!" alone, which says that nothing else is said: such a scalar is text. */
static bool is_no_tag(const yaml_char_t *tag) {
  return strcmp((const char *)tag, "!") == 0;
}

static bool refuse_tag(const yaml_event_t *event, const yaml_char_t *tag, lx_fault *fault,
                       const lx_text *text) {
  const char *name = core_name(tag), *all = (const char *)tag;
  char shown[LX_SHOWN];
  lx_yaml_fault(fault, text, event->start_mark, "unknown tag '%s%s'", name ? "!!" : "",
                lx_show(shown, name ? name : all, strlen(name ? name : all)));
  snprintf(fault->hint, sizeof fault->hint, "remove it; !!str, !!int and the like are known");
  return false;
}

bool lx_yaml_check_tag(const yaml_event_t *event, lx_fault *fault, const lx_text *text) {
  bool is_map = event->type == YAML_MAPPING_START_EVENT;
  const yaml_char_t *tag =
      is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
  const char *name = tag ? core_name(tag) : NULL;
  if (!tag || is_no_tag(tag)) return true;
  if (name && strcmp(name, is_map ? "map" : "seq") == 0) return true;
  if (name && (strcmp(name, "map") == 0 || strcmp(name, "seq") == 0)) {
    lx_yaml_fault(fault, text, event->start_mark, "the tag !!%s does not fit a %s", name,
                  is_map ? "map" : "list");
    return false;
  }
  return refuse_tag(event, tag, fault, text);
}

/* What an explicit tag lets a scalar be. */
typedef struct meaning {
  const char *name;
  lx_scalar_kind kinds[3];
  const char *what;
} meaning;

static const meaning meanings[] = {
    {"null", {LX_SCALAR_NULL, LX_SCALAR_NULL, LX_SCALAR_NULL}, "null"},
    {"bool", {LX_SCALAR_BOOLEAN, LX_SCALAR_BOOLEAN, LX_SCALAR_BOOLEAN}, "a boolean"},
    {"int", {LX_SCALAR_INTEGER, LX_SCALAR_UNSIGNED, LX_SCALAR_INTEGER}, "an integer"},
    {"float", {LX_SCALAR_FLOAT, LX_SCALAR_INTEGER, LX_SCALAR_INFINITE}, "a number"},
    {"timestamp", {LX_SCALAR_TIME, LX_SCALAR_TIME, LX_SCALAR_TIME}, "a time"},
};

static bool fits(const meaning *wanted, lx_scalar_kind kind) {
  return wanted->kinds[0] == kind || wanted->kinds[1] == kind || wanted->kinds[2] == kind;
}

static bool apply_tag(const yaml_event_t *event, const char *name, lx_yaml_scalar *scalar,
                      lx_fault *fault, const lx_text *text) {
  char shown[LX_SHOWN];
  if (strcmp(name, "str") == 0) return true;
  if (strcmp(name, "binary") == 0) {
    scalar->is_binary = true;
    return true;
  }
  if (strcmp(name, "merge") == 0 && scalar->length == 2 && memcmp(scalar->text, "<<", 2) == 0) {
    scalar->is_merge = true;
    return true;
  }
  for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
    if (strcmp(name, meanings[i].name) != 0) continue;
    scalar->value = lx_scalar_resolve(scalar->text, scalar->length);
    if (fits(&meanings[i], scalar->value.kind)) return true;
    lx_yaml_fault(fault, text, event->start_mark, "'%s' is not %s, as its tag !!%s says",
                  lx_show(shown, scalar->text, scalar->length), meanings[i].what, name);
    return false;
  }
  return refuse_tag(event, event->data.scalar.tag, fault, text);
}

bool lx_yaml_scalar_of(const yaml_event_t *event, lx_yaml_scalar *scalar, lx_fault *fault,
                       const lx_text *text) {
  const yaml_char_t *tag = event->data.scalar.tag;
  const char *name;
  memset(scalar, 0, sizeof *scalar);
  scalar->text = (const char *)event->data.scalar.value;
  scalar->length = event->data.scalar.length;
  scalar->value.kind = LX_SCALAR_TEXT;
  if (!tag) {
    if (!event->data.scalar.plain_implicit) return true;
    scalar->value = lx_scalar_resolve(scalar->text, scalar->length);
    scalar->is_merge = scalar->length == 2 && memcmp(scalar->text, "<<", 2) == 0;
    return true;
  }
  if (is_no_tag(tag)) return true;
  name = core_name(tag);
  if (!name) return refuse_tag(event, tag, fault, text);
  return apply_tag(event, name, scalar, fault, text);
}

/* ---- Keys ---------------------------------------------------------------------------- */

static size_t refuse_key(const lx_yaml_scalar *scalar, lx_fault *fault, const lx_text *text,
                         yaml_mark_t mark) {
  char shown[LX_SHOWN];
  const char *what = scalar->value.kind == LX_SCALAR_NULL ? "null" : "infinite or too large";
  if (scalar->length) {
    lx_yaml_fault(fault, text, mark, "a map key must be a string, '%s' is %s",
                  lx_show(shown, scalar->text, scalar->length), what);
    snprintf(fault->hint, sizeof fault->hint, "quote it");
  } else {
    lx_yaml_fault(fault, text, mark, "a map key must be a string, this one is missing");
  }
  return 0;
}

size_t lx_yaml_key_text(const lx_yaml_scalar *scalar, char made[LX_YAML_KEY_TEXT],
                        lx_fault *fault, const lx_text *text, yaml_mark_t mark) {
  size_t length;
  switch (scalar->value.kind) {
    case LX_SCALAR_BOOLEAN:
      length = scalar->value.boolean ? 4 : 5;
      memcpy(made, scalar->value.boolean ? "true" : "false", length);
      return length;
    case LX_SCALAR_INTEGER: return lx_number_write_integer(made, scalar->value.integer);
    case LX_SCALAR_FLOAT:
      length = lx_number_write_key(made, scalar->value.number);
      return length ? length : refuse_key(scalar, fault, text, mark);
    default: return refuse_key(scalar, fault, text, mark);
  }
}
