/* inside_hash.h: included ahead of the built-in Lua's lstring.c (cmake/lua.cmake): the hash of a
 * string, eight bytes at a time instead of one. Nothing that is written depends on it. */
#ifndef LX_VALUE_INSIDE_HASH_H
#define LX_VALUE_INSIDE_HASH_H

#include <stdint.h>
#include <string.h>

#include <lstring.h>

static inline uint64_t lx_hash_word(const char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

/* Fewer than eight bytes, each of them in the word at least once. */
static inline uint64_t lx_hash_rest(const char *bytes, size_t length) {
  uint32_t low, high;
  if (length < 4) {
    const unsigned char *byte = (const unsigned char *)bytes;
    return (uint64_t)byte[0] << 16 | (uint64_t)byte[length / 2] << 8 | byte[length - 1];
  }
  memcpy(&low, bytes, sizeof low);
  memcpy(&high, bytes + length - sizeof high, sizeof high);
  return (uint64_t)high << 32 | low;
}

static inline uint64_t lx_hash_stir(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 32;
}

/* Tables go by the low bits, on which each byte has to tell. */
static inline unsigned lx_hash_end(uint64_t hash) {
  return (unsigned)(hash * 0xD6E8FEB86659FD93u >> 32);
}

unsigned luaS_hash(const char *bytes, size_t length, unsigned seed) {
  uint64_t hash = seed ^ length;
  if (length < 8) {
    if (length) hash = lx_hash_stir(hash, lx_hash_rest(bytes, length));
    return lx_hash_end(hash);
  }
  for (size_t at = 0; at + 8 < length; at += 8) {
    hash = lx_hash_stir(hash, lx_hash_word(bytes + at));
  }
  return lx_hash_end(lx_hash_stir(hash, lx_hash_word(bytes + length - 8)));
}

#endif
