/* scalar.h: what a plain scalar means, as sigs.k8s.io/yaml and kubectl read it.
 *
 * The one place that knows: the reader resolves with it, and the writer quotes what it would
 * not read back as the same text. */
#ifndef LX_CODEC_SCALAR_H
#define LX_CODEC_SCALAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum lx_scalar_kind {
  LX_SCALAR_TEXT,
  LX_SCALAR_TIME, /* a date or time: text to us, not to every YAML reader */
  LX_SCALAR_NULL,
  LX_SCALAR_BOOLEAN,
  LX_SCALAR_INTEGER,
  LX_SCALAR_UNSIGNED, /* 2^63 to 2^64-1 */
  LX_SCALAR_FLOAT,
  LX_SCALAR_INFINITE /* .inf and .nan */
} lx_scalar_kind;

typedef struct lx_scalar {
  lx_scalar_kind kind;
  bool boolean;
  bool rounded;      /* a float, but written as an integer that no 64 bits hold */
  bool leading_zero; /* a number such as 010 or 08 */
  int64_t integer;
  double number;
} lx_scalar;

lx_scalar lx_scalar_resolve(const char *text, size_t length);

/* What the first byte of a plain scalar says: LX_START_TEXT is text whatever follows. */
typedef enum lx_scalar_start {
  LX_START_TEXT,
  LX_START_WORD,  /* perhaps one of the words for null and booleans */
  LX_START_POINT, /* perhaps a number or .inf */
  LX_START_DIGIT  /* a digit or a sign: perhaps a number or a time */
} lx_scalar_start;

extern const unsigned char lx_scalar_starts[256];

/* Whether a scalar of LX_START_WORD and two bytes or more may be one of the words. */
static inline bool lx_scalar_may_be_word(const char *text, size_t length) {
  if (length > 5) return false;
  switch ((text[0] | 0x20) << 8 | (text[1] | 0x20)) {
    case 'f' << 8 | 'a':
    case 'n' << 8 | 'o':
    case 'n' << 8 | 'u':
    case 'o' << 8 | 'f':
    case 'o' << 8 | 'n':
    case 't' << 8 | 'r':
    case 'y' << 8 | 'e': return true;
    default: return false;
  }
}

/* Whether every YAML reader takes the plain scalar as text: it resolves to text and is no
 * number of base 60. Not for the empty text. */
bool lx_scalar_must_read_as_text(const char *text, size_t length);

static inline bool lx_scalar_is_text(const char *text, size_t length) {
  if (!length) return false;
  if (lx_scalar_starts[(unsigned char)*text] == LX_START_TEXT) return true;
  return lx_scalar_must_read_as_text(text, length);
}

/* Whether it is a date or a time as YAML 1.1 writes them (2001-12-14t21:59:43.1-05:00). */
bool lx_scalar_is_time(const char *text, size_t length);

#endif
