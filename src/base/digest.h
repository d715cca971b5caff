/* digest.h: SHA-256 (FIPS 180-4). */
#ifndef LX_BASE_DIGEST_H
#define LX_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { LX_DIGEST_BYTES = 32, LX_DIGEST_TEXT = 64 };

typedef struct lx_digest {
  uint32_t state[8];
  uint64_t length;
  unsigned char block[64];
} lx_digest;

void lx_digest_init(lx_digest *digest);
void lx_digest_add(lx_digest *digest, const void *bytes, size_t length);

/* 64 lower-case hexadecimal digits and a zero byte. The digest is used up. */
void lx_digest_text(lx_digest *digest, char text[LX_DIGEST_TEXT + 1]);

#endif
