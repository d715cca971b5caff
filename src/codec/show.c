#include "codec/show.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { ENOUGH = 60 };

const char *lx_show(char shown[LX_SHOWN], const char *text, size_t length) {
  size_t used = 0, at = 0;
  while (at < length && used < ENOUGH) {
    uint32_t code = 0;
    size_t count = lx_utf8_next(text + at, length - at, &code);
    if (!count) {
      used +=
          (size_t)snprintf(shown + used, LX_SHOWN - used, "\\x%02x", (unsigned char)text[at++]);
      continue;
    }
    if (code == '\n' || code == '\r' || code == '\t') {
      const char *name = code == '\n' ? "\\n" : code == '\r' ? "\\r" : "\\t";
      memcpy(shown + used, name, 2);
      used += 2;
    } else if (!lx_utf8_shows(code)) {
      used += (size_t)snprintf(shown + used, LX_SHOWN - used, "\\u%04x", (unsigned)code);
    } else {
      memcpy(shown + used, text + at, count);
      used += count;
    }
    at += count;
  }
  if (at < length) {
    memcpy(shown + used, "...", 3);
    used += 3;
  }
  shown[used] = '\0';
  return shown;
}
