/* digests.c: luxr.digest. */
#include "base/digest.h"
#include "host/budget.h"
#include "library/functions.h"

enum { HASH_COST = 8 }; /* hashing a byte costs about as much as copying these */

static int sha256(lua_State *L) {
  lx_digest digest;
  char hex[LX_DIGEST_TEXT + 1];
  size_t length;
  const char *text = lx_need_string(L, 1, "luxr.digest.sha256", &length);
  lx_charge(L, length * HASH_COST);
  lx_digest_init(&digest);
  lx_digest_add(&digest, text, length);
  lx_digest_text(&digest, hex);
  lua_pushlstring(L, hex, LX_DIGEST_TEXT);
  return 1;
}

void lx_add_digest_functions(lua_State *L) { lx_add_function(L, "sha256", sha256); }
