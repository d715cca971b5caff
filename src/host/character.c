#include "host/character.h"

static bool is_between(unsigned char c, unsigned char low, unsigned char high) {
  return c >= low && c <= high;
}

static bool is_letter(unsigned char c) {
  return is_between(c | 0x20, 'a', 'z');
}

static bool is_digit(unsigned char c) {
  return is_between(c, '0', '9');
}

bool lx_in_class(unsigned char c, unsigned char letter) {
  bool in;
  switch (is_letter(letter) ? letter | 0x20 : letter) {
    case 'a': in = is_letter(c); break;
    case 'c': in = c < 0x20 || c == 0x7F; break;
    case 'd': in = is_digit(c); break;
    case 'g': in = is_between(c, 0x21, 0x7E); break;
    case 'l': in = is_between(c, 'a', 'z'); break;
    case 'p': in = is_between(c, 0x21, 0x7E) && !is_letter(c) && !is_digit(c); break;
    case 's': in = c == ' ' || is_between(c, '\t', '\r'); break;
    case 'u': in = is_between(c, 'A', 'Z'); break;
    case 'w': in = is_letter(c) || is_digit(c); break;
    case 'x': in = is_digit(c) || is_between(c | 0x20, 'a', 'f'); break;
    case 'z': in = c == 0; break; /* older than "%0", still read by stock Lua */
    default: return c == letter;
  }
  return in != is_between(letter, 'A', 'Z');
}

bool lx_in_set(unsigned char c, const char *set, const char *close) {
  bool listed = true;
  if (*set == '^') {
    listed = false;
    set++;
  }
  for (; set < close; set++) {
    if (*set == '%') {
      set++;
      if (lx_in_class(c, (unsigned char)*set)) return listed;
    } else if (set[1] == '-' && set + 2 < close) {
      if (is_between(c, (unsigned char)set[0], (unsigned char)set[2])) return listed;
      set += 2;
    } else if ((unsigned char)*set == c) {
      return listed;
    }
  }
  return !listed;
}
