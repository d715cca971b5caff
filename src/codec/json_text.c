#include "codec/json_text.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/bytes.h"

static void put_escape(lx_buffer *out, uint32_t code) {
  static const char digits[] = "0123456789abcdef";
  static const char names[] = "--------btn-fr";
  char text[6] = {'\\', 'u'};
  if (code == '"' || code == '\\') {
    text[1] = (char)code;
  } else if (code < sizeof names - 1 && names[code] != '-') {
    text[1] = names[code];
  } else {
    for (int i = 0; i < 4; i++) text[2 + i] = digits[code >> 4 * (3 - i) & 0xF];
    lx_buffer_add(out, text, 6);
    return;
  }
  lx_buffer_add(out, text, 2);
}

/* What has no picture of its own is easier to see as an escape. */
static bool is_escaped(uint32_t code) {
  if (code < 0x80) return code < 0x20 || code == '"' || code == '\\' || code == 0x7F;
  return code < 0xA0 || code == 0x2028 || code == 0x2029 || code == 0xFEFF ||
         (code & 0xFFFFFFFE) == 0xFFFE;
}

static bool write_slowly(lx_buffer *out, const char *text, size_t length) {
  const char *end = text + length, *from = text, *at = text;
  while (at < end) {
    uint32_t code;
    size_t count = lx_utf8_next(at, (size_t)(end - at), &code);
    if (!count) return false;
    if (is_escaped(code)) {
      lx_buffer_add(out, from, (size_t)(at - from));
      put_escape(out, code);
      from = at + count;
    }
    at += count;
  }
  lx_buffer_add(out, from, (size_t)(end - from));
  return true;
}

bool lx_json_write_text(lx_buffer *out, const char *text, size_t length) {
  char *at;
  bool ok;
  if (!lx_buffer_reserve(out, length + 2)) return true;
  at = out->data + out->length;
  *at++ = '"';
  if (lx_bytes_are_unescaped(text, length)) {
    at = lx_bytes_put(at, text, length);
    *at++ = '"';
    out->length = (size_t)(at - out->data);
    return true;
  }
  out->length++;
  ok = write_slowly(out, text, length);
  lx_buffer_add_char(out, '"');
  return ok;
}
