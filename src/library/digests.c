/* digests.c: luxr.digest. */
#include <string.h>

#include "host/budget.h"
#include "library/functions.h"

enum { HASH_COST = 8 }; /* hashing a byte costs about as much as copying these */

static void hash(const char *text, size_t length, char hex[LX_DIGEST_TEXT + 1]) {
  lx_digest digest;
  lx_digest_init(&digest);
  lx_digest_add(&digest, text, length);
  lx_digest_text(&digest, hex);
}

/* Most renders hash what the one before has hashed: a configuration without a name in it. */
static const char *hash_again(lx_last_digest *last, const char *text, size_t length) {
  if (last->hex[0] && last->length == length && memcmp(last->text, text, length) == 0) {
    return last->hex;
  }
  memcpy(last->text, text, length);
  last->length = length;
  hash(text, length, last->hex);
  return last->hex;
}

static int sha256(lua_State *L) {
  lx_library_tools *tools = lua_touserdata(L, lua_upvalueindex(1));
  char hex[LX_DIGEST_TEXT + 1];
  size_t length;
  const char *text = lx_need_string(L, 1, "luxr.digest.sha256", &length);
  lx_charge(L, length * HASH_COST);
  if (length <= sizeof tools->last.text) {
    lua_pushlstring(L, hash_again(&tools->last, text, length), LX_DIGEST_TEXT);
    return 1;
  }
  hash(text, length, hex);
  lua_pushlstring(L, hex, LX_DIGEST_TEXT);
  return 1;
}

void lx_add_digest_functions(lua_State *L, lx_library_tools *tools) {
  lua_pushlightuserdata(L, tools);
  lua_pushcclosure(L, sha256, 1);
  lua_setfield(L, -2, "sha256");
}
