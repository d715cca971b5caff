#include "characters.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct range {
  uint32_t first, last;
};

/* Not printed as they are: C1 controls, marks that reorder or hide text, separators of
 * lines, and code points that are no characters. C0 and DEL are tested for by themselves.
 */
static const struct range unsafe[] = {
    {0x0080, 0x009F}, {0x061C, 0x061C}, {0x200B, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
    {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F},
};

/* Marks that stand on the character before them. */
static const struct range combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

/* East Asian wide and full-width characters, and emoji. */
static const struct range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x25FD, 0x25FE},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},
    {0x2705, 0x2705},   {0x270A, 0x270B},   {0x274C, 0x274C},   {0x2753, 0x2755},
    {0x2795, 0x2797},   {0x2B1B, 0x2B1C},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},
    {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x17000, 0x18CFF},
    {0x1B000, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F19A},
    {0x1F200, 0x1F320}, {0x1F32D, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F7E0, 0x1F7EB},
    {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

static bool is_in(uint32_t code, const struct range *ranges, size_t count) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (code > ranges[middle].last) {
      low = middle + 1;
    } else if (code < ranges[middle].first) {
      high = middle;
    } else {
      return true;
    }
  }
  return false;
}

#define IS_IN(code, ranges) is_in(code, ranges, sizeof(ranges) / sizeof *(ranges))

/* How many bytes the code point takes; 0 when this is not UTF-8. */
static size_t decode(const unsigned char *bytes, size_t length, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t size = bytes[0] < 0xC2 ? 0 : bytes[0] < 0xE0 ? 2 : bytes[0] < 0xF0 ? 3 : 4;
  if (!size || bytes[0] > 0xF4 || size > length) return 0;
  *code = bytes[0] & (0xFFu >> (size + 1));
  for (size_t i = 1; i < size; i++) {
    if ((bytes[i] & 0xC0) != 0x80) return 0;
    *code = *code << 6 | (bytes[i] & 0x3Fu);
  }
  if (*code < least[size] || *code > 0x10FFFF) return 0;
  return *code >= 0xD800 && *code <= 0xDFFF ? 0 : size;
}

static cli_character escape(size_t length, const char *format, uint32_t code) {
  cli_character character = {.length = length};
  character.width = (size_t)snprintf(character.shown, sizeof character.shown, format, code);
  return character;
}

static cli_character escape_control(unsigned char c) {
  if (c == '\n') return (cli_character){1, 2, "\\n"};
  if (c == '\r') return (cli_character){1, 2, "\\r"};
  if (c == '\t') return (cli_character){1, 2, "\\t"};
  return escape(1, "\\x%02x", c);
}

cli_character cli_character_next(const char *bytes, size_t length) {
  cli_character character = {.length = 1, .width = 1};
  unsigned char first = (unsigned char)bytes[0];
  uint32_t code = 0;
  size_t size;
  if (first < 0x80) {
    character.shown[0] = bytes[0];
    return first < 0x20 || first == 0x7F ? escape_control(first) : character;
  }
  size = decode((const unsigned char *)bytes, length, &code);
  if (!size) return escape(1, "\\x%02x", first);
  if (IS_IN(code, unsafe)) return escape(size, "\\u%04x", code);
  memcpy(character.shown, bytes, size);
  character.length = size;
  character.width = IS_IN(code, combining) ? 0 : IS_IN(code, wide) ? 2 : 1;
  return character;
}
