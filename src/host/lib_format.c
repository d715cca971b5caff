/* lib_format.c: string.format, without addresses (%p) and hexadecimal floats (%a). */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "host/budget.h"
#include "host/lib.h"
#include "value/raise.h"

enum {
  LONGEST_NUMBER = 110 + DBL_MAX_10_EXP, /* %99.99f of the greatest double, and some */
  MOST_FLAGS = 5,
  UNPADDED = 100 /* a text this long needs no padding: widths have two digits */
};

/* One "%-5.2f": the C format it becomes, and what was read. */
typedef struct directive {
  char text[24];
  size_t length;
  size_t flags; /* how many */
  bool has_width, has_precision;
  char conversion;
} directive;

static _Noreturn void refuse(lua_State *L, const char *start, const char *end) {
  lx_raise(L, "invalid conversion '%.*s' to 'format'", (int)(end - start), start);
}

static const char *read_two_digits(directive *d, const char *at) {
  for (int i = 0; i < 2 && *at >= '0' && *at <= '9'; i++) d->text[d->length++] = *at++;
  return at;
}

/* Reads the directive at `start`, its '%'; returns what is behind it. The format ends in a zero
 * byte, which no part of a directive is. */
static const char *read_directive(lua_State *L, directive *d, const char *start) {
  const char *at = start + 1, *digits;
  memset(d, 0, sizeof *d);
  d->text[d->length++] = '%';
  while (*at && strchr("-+#0 ", *at)) {
    if (d->flags == MOST_FLAGS) refuse(L, start, at + 1);
    d->text[d->length++] = *at++;
    d->flags++;
  }
  digits = at;
  at = read_two_digits(d, at);
  d->has_width = at > digits;
  if (*at == '.') {
    d->has_precision = true;
    d->text[d->length++] = *at++;
    at = read_two_digits(d, at);
  }
  d->conversion = *at;
  if (!(*at >= 'A' && *at <= 'Z') && !(*at >= 'a' && *at <= 'z')) {
    refuse(L, start, at + (*at != '\0'));
  }
  return at + 1;
}

/* Checks what was read against what the conversion takes, and completes the C format. */
static void complete(lua_State *L, directive *d, const char *start, const char *end,
                     const char *flags, bool precision, const char *size) {
  for (size_t i = 1; i <= d->flags; i++) {
    if (!strchr(flags, d->text[i])) refuse(L, start, end);
  }
  if (d->has_precision && !precision) refuse(L, start, end);
  while (*size) d->text[d->length++] = *size++;
  d->text[d->length++] = d->conversion;
  d->text[d->length] = '\0';
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static void add_integer(lua_State *L, luaL_Buffer *result, const directive *d, int argument) {
  char text[LONGEST_NUMBER];
  long long value = (long long)lx_check_integer(L, argument);
  int length = snprintf(text, sizeof text, d->text, value);
  lx_add_bytes(L, result, text, (size_t)length);
}

static void add_character(lua_State *L, luaL_Buffer *result, const directive *d, int argument) {
  char text[LONGEST_NUMBER];
  int value = (int)lx_check_integer(L, argument);
  int length = snprintf(text, sizeof text, d->text, value);
  lx_add_bytes(L, result, text, (size_t)length);
}

static void add_float(lua_State *L, luaL_Buffer *result, const directive *d, int argument) {
  char text[LONGEST_NUMBER];
  double value = (double)lx_check_number(L, argument);
  int length = snprintf(text, sizeof text, d->text, value);
  lx_add_bytes(L, result, text, (size_t)length);
}

/* The text may be long, so it is padded and cut here, as "%-5.2s" would. */
static void add_text(lua_State *L, luaL_Buffer *result, const directive *d, int argument) {
  size_t length;
  char padded[UNPADDED + LONGEST_NUMBER];
  const char *text = lx_push_text(L, argument, &length);
  lx_check_string_size(L, luaL_bufflen(result) + length);
  lx_charge(L, length);
  if (d->flags == 0 && !d->has_width && !d->has_precision) {
    luaL_addvalue(result);
    return;
  }
  if (strlen(text) != length) luaL_argerror(L, argument, "string contains zeros");
  if (!d->has_precision && length >= UNPADDED) {
    luaL_addvalue(result);
    return;
  }
  length = (size_t)snprintf(padded, sizeof padded, d->text, text);
  lua_pop(L, 1);
  luaL_addlstring(result, padded, length);
}

#pragma GCC diagnostic pop

/* ---- %q ---- */

static void add_quoted_text(lua_State *L, luaL_Buffer *result, int argument) {
  size_t length;
  const char *text = lua_tolstring(L, argument, &length);
  lx_check_string_size(L, luaL_bufflen(result) + length + 2);
  lx_charge(L, length);
  luaL_addchar(result, '"');
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\' || c == '\n') {
      luaL_addchar(result, '\\');
      luaL_addchar(result, text[i]);
    } else if (c < 0x20 || c == 0x7F) {
      bool digit_follows = i + 1 < length && text[i + 1] >= '0' && text[i + 1] <= '9';
      char escape[8];
      snprintf(escape, sizeof escape, digit_follows ? "\\%03d" : "\\%d", c);
      luaL_addstring(result, escape);
    } else {
      luaL_addchar(result, text[i]);
    }
  }
  luaL_addchar(result, '"');
  lx_check_string_size(L, luaL_bufflen(result));
}

static void print_float(char *text, size_t size, double value) {
  if (isnan(value)) {
    snprintf(text, size, "(0/0)");
  } else if (isinf(value)) {
    snprintf(text, size, value > 0 ? "1e9999" : "-1e9999");
  } else {
    snprintf(text, size, "%a", value);
  }
}

static void add_quoted(lua_State *L, luaL_Buffer *result, const directive *d, int argument) {
  char text[64];
  if (d->length > 1) lx_raise(L, "specifier '%%q' cannot have modifiers");
  switch (lua_type(L, argument)) {
    case LUA_TSTRING: add_quoted_text(L, result, argument); return;
    case LUA_TNUMBER:
      if (!lua_isinteger(L, argument)) {
        print_float(text, sizeof text, lua_tonumber(L, argument));
      } else if (lua_tointeger(L, argument) == LUA_MININTEGER) {
        snprintf(text, sizeof text, "0x%llx", (unsigned long long)LUA_MININTEGER);
      } else {
        snprintf(text, sizeof text, "%lld", (long long)lua_tointeger(L, argument));
      }
      break;
    case LUA_TNIL: snprintf(text, sizeof text, "nil"); break;
    case LUA_TBOOLEAN:
      snprintf(text, sizeof text, lua_toboolean(L, argument) ? "true" : "false");
      break;
    default: luaL_argerror(L, argument, "value has no literal form"); return;
  }
  lx_add_bytes(L, result, text, strlen(text));
}

/* ---- format ---- */

/* Adds argument `argument` of `most`; returns what is behind the directive at `start`. */
static const char *add_directive(lua_State *L, luaL_Buffer *result, const char *start,
                                 int argument, int most) {
  directive d;
  const char *end = read_directive(L, &d, start);
  if (strchr("aAp", d.conversion)) {
    lx_raise(L, "string.format does not offer '%%%c' in scripts (%s)", d.conversion,
             d.conversion == 'p' ? "addresses differ from run to run"
                                 : "use '%.17g' for all digits of a number");
  }
  if (argument > most && strchr("cdiuoxXeEfgGqs", d.conversion)) {
    luaL_argerror(L, argument, "no value");
  }
  switch (d.conversion) {
    case 'c':
      complete(L, &d, start, end, "-", false, "");
      add_character(L, result, &d, argument);
      return end;
    case 'd':
    case 'i':
      complete(L, &d, start, end, "-+0 ", true, "ll");
      add_integer(L, result, &d, argument);
      return end;
    case 'u':
      complete(L, &d, start, end, "-0", true, "ll");
      add_integer(L, result, &d, argument);
      return end;
    case 'o':
    case 'x':
    case 'X':
      complete(L, &d, start, end, "-#0", true, "ll");
      add_integer(L, result, &d, argument);
      return end;
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      complete(L, &d, start, end, "-+#0 ", true, "");
      add_float(L, result, &d, argument);
      return end;
    case 'q': add_quoted(L, result, &d, argument); return end;
    case 's':
      complete(L, &d, start, end, "-", true, "");
      add_text(L, result, &d, argument);
      return end;
    default: refuse(L, start, end);
  }
}

static int string_format(lua_State *L) {
  size_t length;
  const char *at = luaL_checklstring(L, 1, &length), *end = at + length, *percent;
  int argument = 1, most = lua_gettop(L);
  luaL_Buffer result;
  luaL_buffinit(L, &result);
  while ((percent = memchr(at, '%', (size_t)(end - at)))) {
    lx_add_bytes(L, &result, at, (size_t)(percent - at));
    if (percent[1] == '%') {
      luaL_addchar(&result, '%');
      at = percent + 2;
    } else {
      at = add_directive(L, &result, percent, ++argument, most);
    }
  }
  lx_add_bytes(L, &result, at, (size_t)(end - at));
  luaL_pushresult(&result);
  return 1;
}

void lx_lib_format(lua_State *L) {
  lua_pushcfunction(L, string_format);
  lua_setfield(L, -2, "format");
}
