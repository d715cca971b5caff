#include "bundles.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "recipe.h"

enum { MOST_ENTRIES = 48, MOST_KEY_BYTES = 16 << 20, WAIT_MILLISECONDS = 10 };

typedef enum entry_state { ENTRY_NEW, ENTRY_LOADING, ENTRY_GOOD, ENTRY_REFUSED } entry_state;

/* A stack of layers that was asked for. */
typedef struct bundle_entry {
  lx_recipe recipe;
  entry_state state;
  luxr_bundle *good;
  char *problem;   /* why the newest state of its directories could not be loaded */
  uint64_t serial; /* of the set that was tried last */
  uint64_t used;   /* the clock when it was asked for last */
  size_t waiting;  /* calls that hold a pointer to it */
} bundle_entry;

struct lx_bundles {
  const lx_source_paths *paths;
  const lx_log *log;
  lx_metrics *metrics;
  pthread_mutex_t lock, reloading;
  pthread_cond_t loaded;
  lx_sources *sources;
  bundle_entry *entries[MOST_ENTRIES]; /* the first one is the server's own, and stays */
  size_t count, key_bytes;
  uint64_t clock;
};

static void free_entry(bundle_entry *entry) {
  if (!entry) return;
  lx_recipe_clear(&entry->recipe);
  if (entry->good) luxr_bundle_free(entry->good);
  lx_free(entry->problem);
  lx_free(entry);
}

/* ---- loading ----------------------------------------------------------------------------- */

/* What was made of the newest state, without the lock. Takes `bundle` and `problem` over. */
static void settle(lx_bundles *bundles, bundle_entry *entry, luxr_bundle *bundle, char *problem,
                   uint64_t serial) {
  lx_free(entry->problem);
  entry->problem = problem;
  entry->serial = serial;
  if (bundle) {
    if (entry->good) luxr_bundle_free(entry->good);
    entry->good = bundle;
  }
  entry->state = entry->good ? ENTRY_GOOD : ENTRY_REFUSED;
  pthread_cond_broadcast(&bundles->loaded);
}

/* Loads an entry, which calls may use as it was meanwhile unless it is marked as loading. The
 * lock is held before and after; the caller sees to it that the entry stays. */
static void load(lx_bundles *bundles, bundle_entry *entry) {
  lx_sources *sources = lx_sources_retain(bundles->sources);
  lx_buffer problem = {0};
  luxr_bundle *bundle;
  char *text = NULL;
  pthread_mutex_unlock(&bundles->lock);
  bundle = lx_recipe_open(&entry->recipe, sources, bundles->paths, &problem);
  if (!bundle) {
    text = lx_buffer_text(&problem);
    if (!text) lx_buffer_free(&problem);
  }
  pthread_mutex_lock(&bundles->lock);
  settle(bundles, entry, bundle, text, sources->serial);
  lx_sources_free(sources);
}

/* ---- the cache --------------------------------------------------------------------------- */

static bundle_entry *find_entry(lx_bundles *bundles, const lx_buffer *key) {
  for (size_t i = 0; i < bundles->count; i++) {
    if (lx_recipe_is(&bundles->entries[i]->recipe, key)) return bundles->entries[i];
  }
  return NULL;
}

static void remove_entry(lx_bundles *bundles, size_t index) {
  bundle_entry *entry = bundles->entries[index];
  bundles->key_bytes -= entry->recipe.key.length;
  bundles->entries[index] = bundles->entries[--bundles->count];
  free_entry(entry);
}

/* Makes room for one more: those used longest ago go, never the first one. */
static bool make_room(lx_bundles *bundles, size_t bytes) {
  while (bundles->count == MOST_ENTRIES || bundles->key_bytes + bytes > MOST_KEY_BYTES) {
    size_t oldest = 0;
    for (size_t i = 1; i < bundles->count; i++) {
      const bundle_entry *entry = bundles->entries[i];
      if (entry->waiting || entry->state == ENTRY_LOADING) continue;
      if (!oldest || entry->used < bundles->entries[oldest]->used) oldest = i;
    }
    if (!oldest) return bundles->count < MOST_ENTRIES;
    remove_entry(bundles, oldest);
  }
  return true;
}

/* Takes the key over. NULL: out of memory, or too many are being loaded at this moment. */
static bundle_entry *add_entry(lx_bundles *bundles, const lx_input *input, lx_buffer *key) {
  bundle_entry *entry = lx_alloc_zero(sizeof *entry);
  if (!entry) return NULL;
  if (!make_room(bundles, key->length) || !lx_recipe_init(&entry->recipe, input, key)) {
    free_entry(entry);
    return NULL;
  }
  bundles->key_bytes += entry->recipe.key.length;
  bundles->entries[bundles->count++] = entry;
  return entry;
}

static bool wait_for(lx_bundles *bundles, bundle_entry *entry, const lx_call *call) {
  while (entry->state == ENTRY_LOADING) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += WAIT_MILLISECONDS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(&bundles->loaded, &bundles->lock, &until);
    if (call->stopped && call->stopped(call->stopped_data)) return false;
  }
  return true;
}

static lx_bundle_answer answer(lx_bundles *bundles, bundle_entry *entry, luxr_bundle **bundle,
                               lx_buffer *problem) {
  entry->used = ++bundles->clock;
  if (entry->good) {
    *bundle = luxr_bundle_retain(entry->good);
    return LX_BUNDLE_GIVEN;
  }
  if (!entry->problem) return LX_BUNDLE_NO_MEMORY;
  lx_buffer_add_text(problem, entry->problem);
  return LX_BUNDLE_REFUSED;
}

/* What was refused is tried again once a directory changed, or when only memory was out. */
static bool is_worth_loading(const lx_bundles *bundles, const bundle_entry *entry) {
  if (entry->state == ENTRY_NEW) return true;
  if (entry->state != ENTRY_REFUSED) return false;
  return !entry->problem || entry->serial != bundles->sources->serial;
}

lx_bundle_answer lx_bundles_get(lx_bundles *bundles, const lx_input *input, const lx_call *call,
                                luxr_bundle **bundle, lx_buffer *problem) {
  lx_bundle_answer given = LX_BUNDLE_NO_MEMORY;
  lx_buffer key = {0};
  bundle_entry *entry;
  lx_recipe_key(&key, input);
  if (key.failed) return lx_buffer_free(&key), LX_BUNDLE_NO_MEMORY;
  pthread_mutex_lock(&bundles->lock);
  entry = find_entry(bundles, &key);
  if (!entry) entry = add_entry(bundles, input, &key);
  if (entry) {
    entry->waiting++;
    if (is_worth_loading(bundles, entry)) {
      entry->state = ENTRY_LOADING;
      load(bundles, entry);
    }
    given = wait_for(bundles, entry, call) ? answer(bundles, entry, bundle, problem)
                                           : LX_BUNDLE_STOPPED;
    entry->waiting--;
  }
  pthread_mutex_unlock(&bundles->lock);
  lx_buffer_free(&key);
  return given;
}

/* ---- reloading --------------------------------------------------------------------------- */

static bool is_among(const lx_sources *sources, const lx_source *source) {
  for (size_t i = 0; i < sources->count; i++) {
    if (sources->items[i] == source) return true;
  }
  return false;
}

/* Says which directories cannot be used as they are now. */
static bool report_sources(const lx_bundles *bundles, const lx_sources *before,
                           const lx_sources *now) {
  bool good = true;
  for (size_t i = 0; i < now->count; i++) {
    const lx_source *source = now->items[i];
    lx_log_line line;
    if (before && is_among(before, source)) continue;
    lx_log_begin(&line, bundles->log, source->problem ? LX_LOG_ERROR : LX_LOG_INFO,
                 source->problem ? "a directory cannot be used" : "read a directory");
    lx_log_text(&line, "name", source->name);
    lx_log_text(&line, "path", source->path);
    lx_log_text(&line, "problem", source->problem);
    if (source->problem && source->layer) lx_log_text(&line, "kept", "the last good state");
    lx_log_end(&line);
    good = good && !source->problem;
  }
  return good;
}

static void report_entry(const lx_bundles *bundles, const bundle_entry *entry) {
  lx_log_line line;
  lx_log_begin(&line, bundles->log, entry->problem ? LX_LOG_ERROR : LX_LOG_INFO,
               entry->problem ? "a bundle cannot be loaded" : "loaded a bundle");
  lx_log_text(&line, "bundle", entry->recipe.bundle ? entry->recipe.bundle : "");
  if (entry->good) lx_log_text(&line, "digest", luxr_bundle_digest(entry->good));
  lx_log_text(&line, "problem", entry->problem);
  if (entry->problem && entry->good) lx_log_text(&line, "kept", "the last good state");
  lx_log_end(&line);
}

/* The lock is held before and after. */
static bool reload_entry(lx_bundles *bundles, bundle_entry *entry) {
  bool good;
  while (entry->state == ENTRY_LOADING) pthread_cond_wait(&bundles->loaded, &bundles->lock);
  if (entry->state == ENTRY_NEW) return true;
  if (!lx_recipe_changed(&entry->recipe, bundles->sources, entry->serial)) return true;
  load(bundles, entry);
  good = entry->problem == NULL && entry->state == ENTRY_GOOD;
  report_entry(bundles, entry);
  return good;
}

/* Entries may come, go and move while the lock is given up to load one: each is held by
 * `waiting`, and the list is copied. */
static bool reload_entries(lx_bundles *bundles) {
  bundle_entry *entries[MOST_ENTRIES];
  size_t count;
  bool good = true;
  pthread_mutex_lock(&bundles->lock);
  count = bundles->count;
  for (size_t i = 0; i < count; i++) {
    entries[i] = bundles->entries[i];
    entries[i]->waiting++;
  }
  for (size_t i = 0; i < count; i++) {
    if (!reload_entry(bundles, entries[i])) good = false;
    entries[i]->waiting--;
  }
  pthread_mutex_unlock(&bundles->lock);
  return good;
}

void lx_bundles_reload(lx_bundles *bundles) {
  lx_sources *before, *now;
  pthread_mutex_lock(&bundles->reloading);
  before = bundles->sources;
  now = lx_sources_read(bundles->paths, before);
  if (!now) {
    lx_log_say(bundles->log, LX_LOG_ERROR, "out of memory while directories were read");
    lx_metrics_reload(bundles->metrics, false);
  } else if (now == before) {
    lx_sources_free(now);
  } else {
    bool good = report_sources(bundles, before, now);
    pthread_mutex_lock(&bundles->lock);
    bundles->sources = now;
    pthread_mutex_unlock(&bundles->lock);
    lx_sources_free(before);
    if (!reload_entries(bundles)) good = false;
    lx_metrics_reload(bundles->metrics, good);
  }
  pthread_mutex_unlock(&bundles->reloading);
}

/* ---- opening ----------------------------------------------------------------------------- */

static bool open_first(lx_bundles *bundles, lx_buffer *problem) {
  lx_input input = {.ttl_ms = -1};
  lx_buffer key = {0};
  bundle_entry *first = NULL;
  bool good;
  lx_recipe_key(&key, &input);
  bundles->sources = lx_sources_read(bundles->paths, NULL);
  if (bundles->sources && !key.failed) first = add_entry(bundles, &input, &key);
  lx_buffer_free(&key);
  if (!first) {
    lx_buffer_add_text(problem, "out of memory");
    return false;
  }
  report_sources(bundles, NULL, bundles->sources);
  pthread_mutex_lock(&bundles->lock);
  first->state = ENTRY_LOADING;
  load(bundles, first);
  good = first->good != NULL;
  pthread_mutex_unlock(&bundles->lock);
  report_entry(bundles, first);
  if (!good) lx_buffer_add_text(problem, first->problem ? first->problem : "out of memory");
  return good;
}

/* Whose waits do not depend on the time of day. */
static void open_condition(pthread_cond_t *condition) {
  pthread_condattr_t steady;
  pthread_condattr_init(&steady);
  pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
  pthread_cond_init(condition, &steady);
  pthread_condattr_destroy(&steady);
}

lx_bundles *lx_bundles_open(const lx_source_paths *paths, const lx_log *log,
                            lx_metrics *metrics, lx_buffer *problem) {
  lx_bundles *bundles = lx_alloc_zero(sizeof *bundles);
  if (!bundles) {
    lx_buffer_add_text(problem, "out of memory");
    return NULL;
  }
  bundles->paths = paths;
  bundles->log = log;
  bundles->metrics = metrics;
  pthread_mutex_init(&bundles->lock, NULL);
  pthread_mutex_init(&bundles->reloading, NULL);
  open_condition(&bundles->loaded);
  if (open_first(bundles, problem)) return bundles;
  lx_bundles_close(bundles);
  return NULL;
}

void lx_bundles_close(lx_bundles *bundles) {
  if (!bundles) return;
  for (size_t i = 0; i < bundles->count; i++) free_entry(bundles->entries[i]);
  lx_sources_free(bundles->sources);
  pthread_cond_destroy(&bundles->loaded);
  pthread_mutex_destroy(&bundles->reloading);
  pthread_mutex_destroy(&bundles->lock);
  lx_free(bundles);
}

/* ---- metrics ----------------------------------------------------------------------------- */

static void write_source(lx_buffer *text, const lx_source *source) {
  static const char *const roles[] = {"bundle", "overlay", "named-bundle", "named-overlay"};
  lx_buffer_print(text, "luxr_directory_stale{role=\"%s\",name=", roles[source->role]);
  lx_metrics_label(text, source->name);
  lx_buffer_print(text, "} %d\n", source->problem != NULL);
}

void lx_bundles_metrics(lx_bundles *bundles, lx_buffer *text) {
  size_t stale = 0;
  pthread_mutex_lock(&bundles->lock);
  lx_buffer_add_text(text,
                     "# HELP luxr_bundle_info The server's own bundle, by its digest.\n"
                     "# TYPE luxr_bundle_info gauge\nluxr_bundle_info{digest=");
  lx_metrics_label(text, luxr_bundle_digest(bundles->entries[0]->good));
  lx_buffer_add_text(text, "} 1\n");
  for (size_t i = 0; i < bundles->count; i++) stale += bundles->entries[i]->problem != NULL;
  lx_buffer_print(text,
                  "# HELP luxr_bundles Bundles that are kept loaded.\n"
                  "# TYPE luxr_bundles gauge\nluxr_bundles %zu\n"
                  "# HELP luxr_bundles_stale Those whose newest state cannot be loaded.\n"
                  "# TYPE luxr_bundles_stale gauge\nluxr_bundles_stale %zu\n",
                  bundles->count, stale);
  lx_buffer_add_text(text,
                     "# HELP luxr_directory_stale Whether a directory cannot be used as it "
                     "is now.\n# TYPE luxr_directory_stale gauge\n");
  for (size_t i = 0; i < bundles->sources->count; i++) {
    if (bundles->sources->items[i]->path) write_source(text, bundles->sources->items[i]);
  }
  pthread_mutex_unlock(&bundles->lock);
}
