/* names.c: luxr.names: what DNS lets a name be, and names that would be too long. */
#include <stdbool.h>
#include <string.h>

#include "base/digest.h"
#include "base/names.h"
#include "host/budget.h"
#include "library/functions.h"
#include "value/raise.h"

enum { LABEL_MAX = 63, SUBDOMAIN_MAX = 253, HASH = 12, SHORTEST = HASH + 2, HASH_COST = 8 };

/* ---- shorten ----------------------------------------------------------------------- */

/* The bytes to keep, at most `most`: no character is cut, no '-' or '.' is the last. */
static size_t prefix_length(const char *name, size_t most) {
  size_t length = most;
  while (length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80) length--;
  while (length > 0 && (name[length - 1] == '-' || name[length - 1] == '.')) length--;
  return length;
}

static lua_Integer check_max(lua_State *L) {
  lua_Integer max;
  if (lua_isnoneornil(L, 2)) return LABEL_MAX;
  max = lx_need_integer(L, 2, "luxr.names.shorten");
  if (max < SHORTEST || max > SUBDOMAIN_MAX) {
    lx_raise(L, "luxr.names.shorten: the maximum is between %d and %d, got %lld", SHORTEST,
             SUBDOMAIN_MAX, (long long)max);
  }
  return max;
}

/* shorten(name[, max]): the name when it fits, else its beginning and a hash of it. */
static int shorten(lua_State *L) {
  char text[SUBDOMAIN_MAX + LX_DIGEST_TEXT + 1];
  lx_digest digest;
  size_t length, kept;
  const char *name = lx_need_string(L, 1, "luxr.names.shorten", &length);
  size_t max = (size_t)check_max(L);
  lx_charge(L, length * HASH_COST);
  if (length <= max) {
    lua_pushvalue(L, 1);
    return 1;
  }
  kept = prefix_length(name, max - HASH - 1);
  memcpy(text, name, kept);
  if (kept) text[kept++] = '-';
  lx_digest_init(&digest);
  lx_digest_add(&digest, name, length);
  lx_digest_text(&digest, text + kept);
  lua_pushlstring(L, text, kept + HASH);
  return 1;
}

/* ---- What a name may be ------------------------------------------------------------ */

static int check(lua_State *L, const char *function, bool holds(const char *, size_t)) {
  size_t length;
  const char *name = lx_need_string(L, 1, function, &length);
  lx_charge(L, 0); /* no rule looks at more than a name may have */
  lua_pushboolean(L, holds(name, length));
  return 1;
}

static int is_dns1123_label(lua_State *L) {
  return check(L, "luxr.names.is_dns1123_label", lx_is_dns1123_label);
}

static int is_dns1035_label(lua_State *L) {
  return check(L, "luxr.names.is_dns1035_label", lx_is_dns1035_label);
}

static int is_dns1123_subdomain(lua_State *L) {
  return check(L, "luxr.names.is_dns1123_subdomain", lx_is_dns1123_subdomain);
}

void lx_add_name_functions(lua_State *L) {
  lx_add_function(L, "shorten", shorten);
  lx_add_function(L, "is_dns1123_label", is_dns1123_label);
  lx_add_function(L, "is_dns1123_subdomain", is_dns1123_subdomain);
  lx_add_function(L, "is_dns1035_label", is_dns1035_label);
}
