/* span.h: bytes that belong to somebody else. */
#ifndef LX_ANSWER_SPAN_H
#define LX_ANSWER_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* `bytes` is NULL when there are none to speak of: the field is absent, or not a text. */
typedef struct lx_span {
  const char *bytes;
  size_t length;
} lx_span;

static inline bool lx_span_is(lx_span span, const char *text) {
  return span.length == strlen(text) &&
         memcmp(span.bytes ? span.bytes : "", text, span.length) == 0;
}

#endif
