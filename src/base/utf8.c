#include "base/utf8.h"

static size_t continues(const char *bytes, size_t count, uint32_t *code) {
  for (size_t i = 1; i < count; i++) {
    unsigned char byte = (unsigned char)bytes[i];
    if ((byte & 0xC0) != 0x80) return 0;
    *code = *code << 6 | (byte & 0x3F);
  }
  return count;
}

size_t lx_utf8_next(const char *bytes, size_t length, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  unsigned char lead;
  size_t count;
  if (!length) return 0;
  lead = (unsigned char)bytes[0];
  *code = lead;
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (count > length) return 0;
  *code = lead & (0x7Fu >> count);
  if (!continues(bytes, count, code)) return 0;
  if (*code < least[count] || *code > 0x10FFFF) return 0;
  return *code >= 0xD800 && *code <= 0xDFFF ? 0 : count;
}

size_t lx_utf8_put(char bytes[4], uint32_t code) {
  if (code < 0x80) {
    bytes[0] = (char)code;
    return 1;
  }
  if (code < 0x800) {
    bytes[0] = (char)(0xC0 | code >> 6);
    bytes[1] = (char)(0x80 | (code & 0x3F));
    return 2;
  }
  if (code < 0x10000) {
    bytes[0] = (char)(0xE0 | code >> 12);
    bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
    bytes[2] = (char)(0x80 | (code & 0x3F));
    return 3;
  }
  bytes[0] = (char)(0xF0 | code >> 18);
  bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
  bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
  bytes[3] = (char)(0x80 | (code & 0x3F));
  return 4;
}

size_t lx_utf8_check(const char *bytes, size_t length) {
  size_t at = 0;
  while (at < length) {
    uint32_t code;
    size_t count =
        (unsigned char)bytes[at] < 0x80 ? 1 : lx_utf8_next(bytes + at, length - at, &code);
    if (!count) return at;
    at += count;
  }
  return length;
}

size_t lx_utf8_count(const char *bytes, size_t length) {
  size_t at = 0, characters = 0;
  while (at < length) {
    uint32_t code;
    size_t count = lx_utf8_next(bytes + at, length - at, &code);
    at += count ? count : 1;
    characters++;
  }
  return characters;
}

bool lx_utf8_shows(uint32_t code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return false;
  if (code == 0x2028 || code == 0x2029 || code == 0xFEFF) return false;
  return !((code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2069));
}
