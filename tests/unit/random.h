/* random.h: the same numbers on every run. */
#ifndef TEST_RANDOM_H
#define TEST_RANDOM_H

#include <stdint.h>

static uint64_t random_state = 0x9E3779B97F4A7C15u;

/* The next of a linear congruence, its low bits stirred. */
static inline uint64_t random_bits(void) {
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return random_state ^ random_state >> 31 ^ random_state << 19;
}

/* 0 to below - 1. */
static inline uint32_t random_below(uint32_t below) {
  return (uint32_t)(random_bits() >> 32) % below;
}

#endif
