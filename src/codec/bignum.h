/* bignum.h: unsigned integers of up to 4,096 bits, as far as number.c needs them. */
#ifndef LX_CODEC_BIGNUM_H
#define LX_CODEC_BIGNUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LX_BIGNUM_LIMBS = 128 };

/* Least significant limb first; the last one is not 0. All zero is 0. */
typedef struct lx_bignum {
  uint32_t limbs[LX_BIGNUM_LIMBS];
  size_t count;
} lx_bignum;

void lx_bignum_set(lx_bignum *number, uint64_t value);
void lx_bignum_shift(lx_bignum *number, unsigned bits); /* to the left */
void lx_bignum_multiply(lx_bignum *number, uint32_t factor, uint32_t addend);
void lx_bignum_scale(lx_bignum *number, unsigned power); /* times 10^power */

/* Divides by 5^power; whether there was a remainder. */
bool lx_bignum_divide(lx_bignum *number, unsigned power);

int lx_bignum_compare(const lx_bignum *a, const lx_bignum *b);
void lx_bignum_add(lx_bignum *number, const lx_bignum *other);
void lx_bignum_subtract(lx_bignum *number, const lx_bignum *other); /* other is not larger */
unsigned lx_bignum_bits(const lx_bignum *number);

/* The most significant `bits` bits (64 at most, and no more than there are); `*half` is the
 * bit below them, `*rest` whether any bit below that one is set. */
uint64_t lx_bignum_top(const lx_bignum *number, unsigned bits, bool *half, bool *rest);

#endif
