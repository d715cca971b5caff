#include "host/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "host/log.h"
#include "host/state.h"
#include "value/inside.h"

lx_host *lx_host_of(lua_State *L) {
  return *(lx_host **)lua_getextraspace(L);
}

/* ---- the door ---------------------------------------------------------------------------- */

_Noreturn void lx_door_jump(lx_host *host) {
  if (!host->door) {
    fputs("luxr: a limit was met outside the door\n", stderr);
    abort();
  }
  longjmp(*host->door, 1);
}

static void broken(lx_host *host) {
  host->must_restore_all = true;
  host->L = NULL;
  if (host->use_malloc) lx_memory_clear(host->memory);
}

bool lx_host_enter(lx_host *host, lua_CFunction body, void *argument) {
  jmp_buf here, *outer = host->door;
  lua_State *L = host->L;
  int status;
  if (setjmp(here)) {
    host->door = outer;
    broken(host);
    return false;
  }
  host->door = &here;
  lua_pushcfunction(L, lx_fault_handler);
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, argument);
  status = lua_pcall(L, 1, 0, -3);
  host->door = outer;
  if (status == LUA_OK) {
    lua_pop(L, 1);
    return true;
  }
  if (status != LUA_ERRRUN) {
    host->fault.status = LUXR_ERR_SCRIPT;
    snprintf(host->fault.sentence, sizeof host->fault.sentence, "stack overflow");
  }
  broken(host);
  return false;
}

void lx_host_call(lua_State *L, int arguments, int results) {
  lua_call(L, arguments, results);
}

bool lx_host_try(lua_State *L, int arguments, int results) {
  int status;
  lua_pushcfunction(L, lx_fault_handler);
  lua_insert(L, -(arguments + 2));
  status = lua_pcall(L, arguments, results, -(arguments + 2));
  if (status == LUA_OK) {
    lua_remove(L, -(results + 1));
    return true;
  }
  if (status != LUA_ERRRUN) {
    lx_fault *fault = &lx_host_of(L)->fault;
    fault->status = LUXR_ERR_SCRIPT;
    snprintf(fault->sentence, sizeof fault->sentence, "stack overflow");
  }
  lua_pop(L, 2);
  return false;
}

void lx_host_set_user(lx_host *host, void *user) {
  host->user = user;
}

void *lx_host_user(const lx_host *host) {
  return host->user;
}

/* ---- memory ------------------------------------------------------------------------------ */

static void memory_failed(void *data, lx_memory_fault fault) {
  lx_host *host = data;
  size_t mebibytes = host->limits.memory >> 20;
  if (!host->L || fault == LX_MEMORY_PROCESS) {
    host->fault = (lx_fault){.status = LUXR_ERR_MEMORY, .limit = LX_LIMIT_PROCESS};
    snprintf(host->fault.sentence, sizeof host->fault.sentence, "out of memory");
    lx_door_jump(host);
  }
  if (fault == LX_MEMORY_STRING) lx_check_string_size(host->L, host->limits.string + 1);
  if (lx_memory_moves_stack(host->memory)) {
    lx_limit(host->L, LX_LIMIT_MEMORY,
             "the scripts used more than %zu MiB of memory, the last of it for calls within "
             "calls: a function calls itself without end",
             mebibytes);
  }
  if (lx_memory_strings(host->memory) > lx_memory_used(host->memory) / 2) {
    lx_limit(host->L, LX_LIMIT_MEMORY,
             "the scripts used more than %zu MiB of memory, most of it for strings; text built "
             "with '..' in a loop keeps every step of it: put the parts in a table and use "
             "table.concat",
             mebibytes);
  }
  lx_limit(host->L, LX_LIMIT_MEMORY, "the scripts used more than %zu MiB of memory", mebibytes);
}

lx_host *lx_host_new(const luxr_limits *limits, bool use_malloc) {
  lx_host *host = lx_alloc_zero(sizeof *host);
  if (!host) return NULL;
  host->limits = *limits;
  host->use_malloc = use_malloc;
  host->log.max = limits->log + 128;
  host->memory = lx_memory_new(limits->memory, limits->string, use_malloc, memory_failed, host);
  if (!host->memory) {
    lx_free(host);
    return NULL;
  }
  return host;
}

void lx_host_free(lx_host *host) {
  if (!host) return;
  for (size_t i = 0; i < LX_KEPT_IMAGES; i++) lx_image_free(host->images[i].image);
  lx_memory_free(host->memory);
  lx_buffer_free(&host->log);
  lx_free(host);
}

/* ---- images ------------------------------------------------------------------------------ */

static lx_kept_image *find_image(lx_host *host, uint64_t key) {
  for (size_t i = 0; i < LX_KEPT_IMAGES; i++) {
    if (host->images[i].image && host->images[i].key == key) return &host->images[i];
  }
  return NULL;
}

static void drop_image(lx_kept_image *kept) {
  lx_image_free(kept->image);
  memset(kept, 0, sizeof *kept);
}

/* A free place for an image, the least recently used ones making way. */
static lx_kept_image *place_for_image(lx_host *host, size_t size) {
  for (;;) {
    lx_kept_image *free_place = NULL, *oldest = NULL;
    size_t bytes = size;
    for (size_t i = 0; i < LX_KEPT_IMAGES; i++) {
      lx_kept_image *kept = &host->images[i];
      if (!kept->image) {
        free_place = kept;
        continue;
      }
      bytes += lx_image_size(kept->image);
      if (!oldest || kept->used_at < oldest->used_at) oldest = kept;
    }
    if (free_place && (bytes <= LX_KEPT_BYTES || !oldest)) return free_place;
    if (oldest) drop_image(oldest);
  }
}

/* The image of what lies in the arena is completed when it is sure to be used again: many
 * processes render once. Where the arena is no longer as it was, it has to be built again; once
 * that has happened, images are complete from the start. */
static bool complete_image(lx_host *host, lx_kept_image *kept) {
  if (lx_image_is_complete(kept->image)) return true;
  if (host->loaded == kept->key && !host->must_restore_all &&
      lx_image_complete(host->memory, kept->image)) {
    return true;
  }
  host->completes = true;
  drop_image(kept);
  return false;
}

/* Without memory for a copy the next begin builds the state again. */
static void keep_image(lx_host *host, uint64_t key) {
  lx_image *image = lx_image_save(host->memory);
  lx_kept_image *kept;
  if (!image) return;
  kept = place_for_image(host, lx_image_size(image));
  *kept = (lx_kept_image){.key = key, .used_at = ++host->clock, .image = image, .L = host->L};
#ifdef LUXR_DEBUG_IMAGE
  host->completes = true; /* to compare with */
#endif
  if (host->completes) complete_image(host, kept);
}

/* Before something else is loaded. */
static void keep_loaded(lx_host *host) {
  lx_kept_image *kept = find_image(host, host->loaded);
  if (kept) complete_image(host, kept);
}

/* False: there is no image any more. */
static bool restore(lx_host *host, lx_kept_image *kept) {
  bool whole = host->must_restore_all || host->loaded != kept->key;
  bool changed = whole || lx_memory_is_rehashed(host->memory);
  if ((kept->was_used || changed) && !complete_image(host, kept)) return false;
  kept->was_used = true;
  kept->used_at = ++host->clock;
  if (!(host->disabled & LX_GUARD_RESTORE) || whole) {
    lx_image_restore(host->memory, kept->image, whole);
  }
  host->L = kept->L;
  host->loaded = kept->key;
  host->must_restore_all = false;
  return true;
}

/* The full example makes 63. */
enum { STRINGS_A_RENDER = 256 };

/* ---- one render -------------------------------------------------------------------------- */

/* A bundle has some thousand names. To get there by doubling would leave behind, in the image too,
 * every smaller table of strings. */
static void reserve_strings(lua_State *L) {
#ifdef LUXR_LUA_INSIDE
  luaS_resize(L, 2048);
#else
  (void)L;
#endif
}

/* Makes an empty state. A failed allocation jumps, so it has a door of its own. */
static bool new_state(lx_host *host) {
  jmp_buf here, *outer = host->door;
  lua_State *L;
  if (setjmp(here)) {
    host->door = outer;
    broken(host);
    return false;
  }
  host->door = &here;
  host->L = NULL;
  lx_memory_expect(host->memory);
  L = lua_newstate(lx_memory_allocate, host->memory);
  if (L) reserve_strings(L);
  host->door = outer;
  if (!L) {
    snprintf(host->fault.sentence, sizeof host->fault.sentence, "out of memory");
    host->fault.status = LUXR_ERR_MEMORY;
    return false;
  }
  *(lx_host **)lua_getextraspace(L) = host;
  lua_gc(L, LUA_GCSTOP);
  lua_setwarnf(L, NULL, NULL);
  if (!(host->disabled & LX_GUARD_HOOK)) {
    lua_sethook(L, lx_budget_hook, LUA_MASKCOUNT, LX_HOOK_STEPS);
  }
  host->L = L;
  return true;
}

/* A render that makes the string table grow costs the next one a whole restore: leave it room
 * for the strings of an ordinary render, by letting it grow now if it is near. */
static int make_string_room(lua_State *L) {
  lx_host *host = lx_host_of(L);
  size_t room = lx_memory_string_room(host->memory);
  if (room >= STRINGS_A_RENDER) return 0;
  lx_memory_begin_code(host->memory);
  for (size_t i = 0; i <= room; i++) {
    lua_pushfstring(L, "\1%d", (int)i);
    lua_pop(L, 1);
  }
  lx_memory_end_code(host->memory);
  return 0;
}

bool lx_host_begin(lx_host *host, uint64_t key, const lx_host_budget *budget,
                   lua_CFunction build, void *argument) {
  lx_kept_image *kept = find_image(host, key);
  lx_buffer_clear(&host->log);
  host->log_lines = 0;
  host->log_cut = false;
  host->unit = host->hook = NULL;
  host->fault.limit_name = NULL;
  host->fault.path[0] = '\0';
  lx_budget_start(host, budget);
  if (host->loaded != key) keep_loaded(host);
  if (kept && restore(host, kept)) return true;
  lx_memory_clear(host->memory);
  host->loaded = 0;
  if (!new_state(host) || !lx_host_enter(host, build, argument) ||
      !lx_host_enter(host, make_string_room, NULL)) {
    return false;
  }
  host->loaded = key;
  host->must_restore_all = false;
  if (!host->use_malloc) keep_image(host, key);
  lx_memory_settle(host->memory);
  lx_budget_start(host, budget);
  return true;
}

static void check_image(lx_host *host) {
#ifdef LUXR_DEBUG_IMAGE
  lx_kept_image *kept = find_image(host, host->loaded);
  if (host->L && kept && !lx_image_code_is_intact(host->memory, kept->image)) {
    fputs("luxr: a render changed the code half of its image\n", stderr);
    abort();
  }
#else
  (void)host;
#endif
}

void lx_host_end(lx_host *host) {
  check_image(host);
  if (!host->use_malloc) return;
  lx_memory_clear(host->memory);
  host->L = NULL;
}

const lx_fault *lx_host_fault(const lx_host *host) {
  return &host->fault;
}

void lx_host_set_hook(lx_host *host, const char *unit, const char *hook) {
  host->unit = unit;
  host->hook = hook;
}

void lx_host_begin_code(lx_host *host) {
  lx_memory_begin_code(host->memory);
}

void lx_host_end_code(lx_host *host) {
  lx_memory_end_code(host->memory);
}

size_t lx_host_memory_used(const lx_host *host) {
  return lx_memory_used(host->memory);
}

uint64_t lx_host_steps_used(const lx_host *host) {
  return host->steps - (uint64_t)(host->steps_left < 0 ? 0 : host->steps_left);
}

void lx_host_disable(lx_host *host, unsigned guards) {
  host->disabled = guards;
}

/* ---- the log ----------------------------------------------------------------------------- */

const lx_buffer *lx_host_log(const lx_host *host) {
  return &host->log;
}

void lx_log(lua_State *L, const char *text, size_t length) {
  lx_host *host = lx_host_of(L);
  if (!host || host->log_cut) return;
  if (host->log_lines >= host->limits.log_lines ||
      host->log.length + length + 1 > host->limits.log) {
    host->log_cut = true;
    lx_buffer_add_text(&host->log, "(the log was cut here)\n");
    return;
  }
  host->log_lines++;
  lx_buffer_add(&host->log, text, length);
  lx_buffer_add_char(&host->log, '\n');
}
