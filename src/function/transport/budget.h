/* budget.h: a bucket of tokens that fills again with time, up to its size. */
#ifndef LX_FUNCTION_BUDGET_H
#define LX_FUNCTION_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

typedef struct lx_budget {
  uint64_t thousandths; /* of tokens that are there */
  uint64_t then_ms;
  uint32_t burst, rate; /* tokens at most, tokens a second */
} lx_budget;

lx_budget lx_budget_full(uint32_t burst, uint32_t rate, uint64_t now_ms);

/* Takes one; false when there is none. */
bool lx_budget_take(lx_budget *budget, uint64_t now_ms);

/* Gives some back, for work that makes the other side send more. */
void lx_budget_give(lx_budget *budget, uint32_t tokens);

#endif
