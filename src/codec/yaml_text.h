/* yaml_text.h: text as a YAML scalar, in the style and with the folds of sigs.k8s.io/yaml. */
#ifndef LX_CODEC_YAML_TEXT_H
#define LX_CODEC_YAML_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "codec/bytes.h"
#include "codec/scalar.h"

typedef enum lx_yaml_style {
  LX_YAML_PLAIN,
  LX_YAML_SINGLE,
  LX_YAML_DOUBLE,
  LX_YAML_LITERAL,
  LX_YAML_NOT_UTF8
} lx_yaml_style;

typedef struct lx_yaml_text {
  lx_yaml_style style;
  bool spaces;     /* it has some, so it may have to be folded */
  bool wide;       /* it has characters beyond ASCII */
  bool line_break; /* it has one of any kind, so it is no simple key */
} lx_yaml_text;

/* What a plain scalar may begin with: LX_BEGIN_ANY fits whatever follows, of a word it has to
 * be seen whether it is null or a boolean, and with all others it takes a closer look. */
typedef enum lx_yaml_begin { LX_BEGIN_ANY, LX_BEGIN_WORD, LX_BEGIN_ODD } lx_yaml_begin;

extern const unsigned char lx_yaml_begins[256];

/* Whether the text is plain and has neither spaces nor anything else to think about, said in a
 * few steps: nearly all keys and values are so. False says nothing. */
static inline bool lx_yaml_is_simple(const char *text, size_t length) {
  unsigned begin = length ? lx_yaml_begins[(unsigned char)*text] : LX_BEGIN_ODD;
  if (begin == LX_BEGIN_ODD) return false;
  if (begin == LX_BEGIN_WORD && (length < 2 || lx_scalar_may_be_word(text, length))) {
    return false;
  }
  return lx_bytes_are_simple(text, length);
}

lx_yaml_text lx_yaml_analyze(const char *text, size_t length);

/* Whether a plain text of so many bytes has no place where it is folded, when it begins behind
 * so many of its line. */
static inline bool lx_yaml_is_short(size_t before, size_t length) {
  return before + length <= 80;
}

/* Writes the text, beginning where `out` ends. `line` is where in `out` that line begins,
 * `indent` what continuing lines are indented by; simple keys are never folded. False when a
 * line break has just been written. */
bool lx_yaml_write_text(lx_buffer *out, size_t line, size_t indent, bool simple_key,
                        const char *text, size_t length, lx_yaml_text analysis);

#endif
