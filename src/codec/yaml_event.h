/* yaml_event.h: libyaml's events, and what they mean before any Lua is touched. */
#ifndef LX_CODEC_YAML_EVENT_H
#define LX_CODEC_YAML_EVENT_H

#include <stdbool.h>
#include <stddef.h>

#include <yaml.h>

#include "codec/scalar.h"
#include "codec/text.h"

enum { LX_YAML_KEY_TEXT = 32 };

/* Sets the fault at a mark. */
void lx_yaml_fault(lx_fault *fault, const lx_text *text, yaml_mark_t mark, const char *format,
                   ...) __attribute__((format(printf, 4, 5)));

/* Says in a friendly sentence why the parser stopped. False when memory was out. */
bool lx_yaml_explain(lx_fault *fault, const lx_text *text, const yaml_parser_t *parser);

/* The parser at the begin of the text. False when memory is out. */
bool lx_yaml_open(yaml_parser_t *parser, const lx_text *text);

/* What a scalar event says: a tag or the text itself decides. The bytes of !!binary are still
 * encoded. False: the fault says why not. */
typedef struct lx_yaml_scalar {
  lx_scalar value;
  const char *text;
  size_t length;
  bool is_binary;
  bool is_merge; /* "<<" as a key that merges */
} lx_yaml_scalar;

bool lx_yaml_scalar_of(const yaml_event_t *event, lx_yaml_scalar *scalar, lx_fault *fault,
                       const lx_text *text);

/* Whether the tag fits a list or map. */
bool lx_yaml_check_tag(const yaml_event_t *event, lx_fault *fault, const lx_text *text);

/* The text of a key that is not text itself, in `made`: "true", "16", "1.5". 0: the fault says
 * why it cannot be one. Text keys are their own. */
size_t lx_yaml_key_text(const lx_yaml_scalar *scalar, char made[LX_YAML_KEY_TEXT],
                        lx_fault *fault, const lx_text *text, yaml_mark_t mark);

/* Whether the scalar stands for a document, list item or field that is not there at all. */
bool lx_yaml_is_nothing(const yaml_event_t *event);

#endif
