#include "host/budget.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "host/state.h"

/* A step can be as slow as a millisecond: comparing two strings of 1 MiB, or reading one as a
 * number. Looking at the clock takes as long as five or ten steps do. */
enum { BYTES_A_STEP = 16, STEPS_A_LOOK = 1000 };

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

void lx_budget_start(lx_host *host, const lx_host_budget *budget) {
  uint64_t milliseconds = host->limits.milliseconds;
  if (budget->milliseconds && budget->milliseconds < milliseconds) {
    milliseconds = budget->milliseconds;
  }
  host->steps = budget->steps ? budget->steps : host->limits.steps;
  host->steps_left = (int64_t)host->steps;
  host->next_look = host->steps_left - STEPS_A_LOOK;
  host->deadline = now() + milliseconds * 1000000u;
  host->stopped = budget->stopped;
  host->stopped_data = budget->stopped_data;
}

_Noreturn void lx_limit(lua_State *L, lx_limit_kind kind, const char *format, ...) {
  static const struct {
    luxr_status status;
    const char *name;
  } kinds[] = {
      [LX_LIMIT_STEPS] = {LUXR_ERR_LIMIT, "steps"},
      [LX_LIMIT_TIME] = {LUXR_ERR_STOPPED, "milliseconds"},
      [LX_LIMIT_STOPPED] = {LUXR_ERR_STOPPED, NULL},
      [LX_LIMIT_MEMORY] = {LUXR_ERR_LIMIT, "memory"},
      [LX_LIMIT_PROCESS] = {LUXR_ERR_MEMORY, NULL},
      [LX_LIMIT_STRING] = {LUXR_ERR_LIMIT, "string"},
  };
  lx_host *host = lx_host_of(L);
  lx_fault *fault = &host->fault;
  va_list arguments;
  fault->limit = kind;
  fault->limit_name = kinds[kind].name;
  fault->status = kinds[kind].status;
  fault->path[0] = '\0';
  va_start(arguments, format);
  vsnprintf(fault->sentence, sizeof fault->sentence, format, arguments);
  va_end(arguments);
  fault->hint[0] = '\0';
  lx_fault_locate(host, L);
  lx_door_jump(host);
}

_Noreturn void lx_bad_document(lua_State *L, const char *file, const char *path,
                               const char *limit, const char *sentence) {
  lx_host *host = lx_host_of(L);
  lx_fault *fault = &host->fault;
  fault->limit = LX_LIMIT_NONE;
  fault->limit_name = limit;
  fault->status = LUXR_ERR_INPUT;
  fault->hint[0] = '\0';
  lx_fault_locate(host, L);
  fault->line = 0;
  snprintf(fault->file, sizeof fault->file, "%s", file);
  snprintf(fault->path, sizeof fault->path, "%s", path);
  snprintf(fault->sentence, sizeof fault->sentence, "%s", sentence);
  lx_door_jump(host);
}

static void look_at_clock(lx_host *host, lua_State *L) {
  host->next_look = host->steps_left - STEPS_A_LOOK;
  if (host->stopped && host->stopped(host->stopped_data)) {
    lx_limit(L, LX_LIMIT_STOPPED, "the render was stopped");
  }
  if (now() > host->deadline) {
    lx_limit(L, LX_LIMIT_TIME, "the scripts took longer than the time limit");
  }
}

void lx_check_time(lua_State *L) {
  lx_host *host = lx_host_of(L);
  if (host && now() > host->deadline) look_at_clock(host, L);
}

static void spend(lx_host *host, lua_State *L, size_t steps) {
  host->steps_left -= steps > (size_t)INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t)steps;
  if (host->steps_left < 0) {
    lx_limit(L, LX_LIMIT_STEPS, "the scripts took more than %llu steps",
             (unsigned long long)host->steps);
  }
  if (host->steps_left < host->next_look) look_at_clock(host, L);
}

void lx_charge_steps(lua_State *L, size_t steps) {
  lx_host *host = lx_host_of(L);
  if (host) spend(host, L, steps);
}

void lx_charge(lua_State *L, size_t bytes) {
  lx_charge_steps(L, 1 + bytes / BYTES_A_STEP);
}

void lx_budget_hook(lua_State *L, lua_Debug *record) {
  (void)record;
  spend(lx_host_of(L), L, LX_HOOK_STEPS);
}

void lx_check_string_size(lua_State *L, size_t length) {
  lx_host *host = lx_host_of(L);
  if (host && length > host->limits.string) {
    lx_limit(L, LX_LIMIT_STRING, "a string of more than %zu bytes (the limit)",
             host->limits.string);
  }
}
