#include "base/digest.h"

#include <string.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
    0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
    0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
    0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
    0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
    0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

static uint32_t turn(uint32_t word, unsigned count) {
  return word >> count | word << (32 - count);
}

static uint32_t read_word(const unsigned char *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
         bytes[3];
}

static void spread(uint32_t words[64], const unsigned char *block) {
  for (size_t i = 0; i < 16; i++) words[i] = read_word(block + i * 4);
  for (size_t i = 16; i < 64; i++) {
    uint32_t a = words[i - 15], b = words[i - 2];
    words[i] = words[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) + words[i - 7] +
               (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
  }
}

/* One of 64; which register is which goes round from one to the next. */
static inline void mix(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f,
                       uint32_t g, uint32_t *h, uint32_t word) {
  uint32_t choice = g ^ (e & (f ^ g)), majority = (a & b) | (c & (a | b));
  *h += (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + word;
  *d += *h;
  *h += (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority;
}

static void compress(uint32_t state[8], const unsigned char *block) {
  uint32_t words[64];
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  spread(words, block);
  for (size_t i = 0; i < 64; i += 8) {
    const uint32_t *constant = &round_constants[i], *word = &words[i];
    mix(a, b, c, &d, e, f, g, &h, constant[0] + word[0]);
    mix(h, a, b, &c, d, e, f, &g, constant[1] + word[1]);
    mix(g, h, a, &b, c, d, e, &f, constant[2] + word[2]);
    mix(f, g, h, &a, b, c, d, &e, constant[3] + word[3]);
    mix(e, f, g, &h, a, b, c, &d, constant[4] + word[4]);
    mix(d, e, f, &g, h, a, b, &c, constant[5] + word[5]);
    mix(c, d, e, &f, g, h, a, &b, constant[6] + word[6]);
    mix(b, c, d, &e, f, g, h, &a, constant[7] + word[7]);
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void lx_digest_init(lx_digest *digest) {
  static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memset(digest, 0, sizeof *digest);
  memcpy(digest->state, start, sizeof start);
}

void lx_digest_add(lx_digest *digest, const void *bytes, size_t length) {
  const unsigned char *from = bytes;
  size_t held = digest->length % 64;
  digest->length += length;
  if (held) {
    size_t part = 64 - held < length ? 64 - held : length;
    memcpy(digest->block + held, from, part);
    if (held + part < 64) return;
    compress(digest->state, digest->block);
    from += part;
    length -= part;
  }
  for (; length >= 64; from += 64, length -= 64) compress(digest->state, from);
  if (length) memcpy(digest->block, from, length);
}

void lx_digest_text(lx_digest *digest, char text[LX_DIGEST_TEXT + 1]) {
  static const char digits[] = "0123456789abcdef";
  uint64_t bits = digest->length * 8;
  size_t held = digest->length % 64;
  digest->block[held++] = 0x80;
  if (held > 56) {
    memset(digest->block + held, 0, 64 - held);
    compress(digest->state, digest->block);
    held = 0;
  }
  memset(digest->block + held, 0, 56 - held);
  for (size_t i = 0; i < 8; i++) {
    digest->block[56 + i] = (unsigned char)(bits >> (56 - i * 8));
  }
  compress(digest->state, digest->block);
  for (size_t i = 0; i < LX_DIGEST_TEXT; i++) {
    text[i] = digits[digest->state[i / 8] >> (28 - i % 8 * 4) & 15];
  }
  text[LX_DIGEST_TEXT] = '\0';
}
