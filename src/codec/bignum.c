#include "codec/bignum.h"

#include <string.h>

static void trim(lx_bignum *number) {
  while (number->count && !number->limbs[number->count - 1]) number->count--;
}

static void push(lx_bignum *number, uint32_t limb) {
  if (limb && number->count < LX_BIGNUM_LIMBS) number->limbs[number->count++] = limb;
}

void lx_bignum_set(lx_bignum *number, uint64_t value) {
  number->limbs[0] = (uint32_t)value;
  number->limbs[1] = (uint32_t)(value >> 32);
  number->count = 2;
  trim(number);
}

void lx_bignum_multiply(lx_bignum *number, uint32_t factor, uint32_t addend) {
  uint64_t carry = addend;
  for (size_t i = 0; i < number->count; i++) {
    carry += (uint64_t)number->limbs[i] * factor;
    number->limbs[i] = (uint32_t)carry;
    carry >>= 32;
  }
  push(number, (uint32_t)carry);
}

void lx_bignum_shift(lx_bignum *number, unsigned bits) {
  size_t whole = bits / 32;
  if (!number->count) return;
  lx_bignum_multiply(number, (uint32_t)1 << bits % 32, 0);
  if (!whole || number->count + whole > LX_BIGNUM_LIMBS) return;
  memmove(number->limbs + whole, number->limbs, number->count * sizeof *number->limbs);
  memset(number->limbs, 0, whole * sizeof *number->limbs);
  number->count += whole;
}

void lx_bignum_scale(lx_bignum *number, unsigned power) {
  for (; power >= 9; power -= 9) lx_bignum_multiply(number, 1000000000, 0);
  for (; power; power--) lx_bignum_multiply(number, 10, 0);
}

static uint32_t divide_by(lx_bignum *number, uint32_t divisor) {
  uint64_t remainder = 0;
  for (size_t i = number->count; i-- > 0;) {
    remainder = remainder << 32 | number->limbs[i];
    number->limbs[i] = (uint32_t)(remainder / divisor);
    remainder %= divisor;
  }
  trim(number);
  return (uint32_t)remainder;
}

bool lx_bignum_divide(lx_bignum *number, unsigned power) {
  bool rest = false;
  for (; power >= 13; power -= 13) rest |= divide_by(number, 1220703125) != 0;
  for (; power; power--) rest |= divide_by(number, 5) != 0;
  return rest;
}

int lx_bignum_compare(const lx_bignum *a, const lx_bignum *b) {
  if (a->count != b->count) return a->count < b->count ? -1 : 1;
  for (size_t i = a->count; i-- > 0;) {
    if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i] ? -1 : 1;
  }
  return 0;
}

void lx_bignum_add(lx_bignum *number, const lx_bignum *other) {
  uint64_t carry = 0;
  for (size_t i = 0; i < other->count || carry; i++) {
    if (i == number->count) {
      if (i == LX_BIGNUM_LIMBS) return;
      number->limbs[number->count++] = 0;
    }
    carry += (uint64_t)number->limbs[i] + (i < other->count ? other->limbs[i] : 0);
    number->limbs[i] = (uint32_t)carry;
    carry >>= 32;
  }
}

void lx_bignum_subtract(lx_bignum *number, const lx_bignum *other) {
  int64_t borrow = 0;
  for (size_t i = 0; i < number->count; i++) {
    borrow += (int64_t)number->limbs[i] - (i < other->count ? other->limbs[i] : 0);
    number->limbs[i] = (uint32_t)borrow;
    borrow = borrow < 0 ? -1 : 0;
  }
  trim(number);
}

unsigned lx_bignum_bits(const lx_bignum *number) {
  unsigned bits = (unsigned)number->count * 32;
  if (!bits) return 0;
  for (uint32_t top = number->limbs[number->count - 1]; !(top & 0x80000000u); top <<= 1) bits--;
  return bits;
}

static bool bit_at(const lx_bignum *number, unsigned place) {
  return number->limbs[place / 32] >> place % 32 & 1;
}

uint64_t lx_bignum_top(const lx_bignum *number, unsigned bits, bool *half, bool *rest) {
  unsigned place = lx_bignum_bits(number), end = place - bits;
  uint64_t top = 0;
  *half = *rest = false;
  while (place > end) top = top << 1 | bit_at(number, --place);
  if (!place) return top;
  *half = bit_at(number, --place);
  while (place > 0 && !*rest) *rest = bit_at(number, --place);
  return top;
}
