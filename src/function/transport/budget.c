#include "budget.h"

lx_budget lx_budget_full(uint32_t burst, uint32_t rate, uint64_t now_ms) {
  return (lx_budget){
      .thousandths = (uint64_t)burst * 1000, .then_ms = now_ms, .burst = burst, .rate = rate};
}

static void add(lx_budget *budget, uint64_t thousandths) {
  uint64_t most = (uint64_t)budget->burst * 1000;
  uint64_t free_room = most - budget->thousandths;
  budget->thousandths += thousandths < free_room ? thousandths : free_room;
}

bool lx_budget_take(lx_budget *budget, uint64_t now_ms) {
  if (now_ms > budget->then_ms) {
    uint64_t passed = now_ms - budget->then_ms;
    if (passed > 3600000) passed = 3600000;
    add(budget, passed * budget->rate);
    budget->then_ms = now_ms;
  }
  if (budget->thousandths < 1000) return false;
  budget->thousandths -= 1000;
  return true;
}

void lx_budget_give(lx_budget *budget, uint32_t tokens) {
  add(budget, (uint64_t)tokens * 1000);
}
