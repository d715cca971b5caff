#include "sources.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "answer/finding.h"
#include "fingerprint.h"

enum { TRIES = 3, MOST_SOURCES = 1024 };

typedef struct set_reading {
  const lx_source_paths *paths;
  lx_sources *set, *before;
} set_reading;

/* ---- one source -------------------------------------------------------------------------- */

static void free_source(lx_source *source) {
  if (!source || atomic_fetch_sub(&source->owners, 1) != 1) return;
  if (source->lender)
    free_source(source->lender);
  else
    luxr_layer_free(source->layer);
  lx_free(source->name);
  lx_free(source->path);
  lx_free(source->problem);
  lx_free(source);
}

static lx_source *new_source(lx_source_role role, const char *path) {
  lx_source *source = lx_alloc_zero(sizeof *source);
  size_t length = path ? strlen(path) : 0;
  const char *slash;
  char *name;
  if (!source) return NULL;
  atomic_init(&source->owners, 1);
  source->role = role;
  source->path = lx_copy_text(path);
  while (length > 1 && path[length - 1] == '/') length--;
  name = path ? lx_copy_bytes(path, length) : lx_copy_text(LX_EMBEDDED);
  slash = path && name ? strrchr(name, '/') : NULL;
  if (slash && slash[1]) memmove(name, slash + 1, strlen(slash + 1) + 1);
  source->name = name;
  if (name && (!path || source->path)) return source;
  free_source(source);
  return NULL;
}

/* Reads until nothing changed meanwhile. False when memory is out. */
static bool read_layer(lx_source *source, const lx_source_paths *paths) {
  for (int i = 0; i < TRIES; i++) {
    lx_fingerprint before = lx_fingerprint_take(source->path), after;
    luxr_result *problems = NULL;
    luxr_layer *layer = luxr_layer_directory_open(source->path, &problems);
    lx_buffer text = {0};
    source->fingerprint = before.value;
    source->files = before.files;
    if (!layer) {
      lx_fatal_print(&text, problems, paths);
      luxr_result_free(problems);
      source->problem = lx_buffer_text(&text);
      return source->problem != NULL;
    }
    after = lx_fingerprint_take(source->path);
    if (before.readable && before.value == after.value) {
      source->layer = layer;
      return true;
    }
    luxr_layer_free(layer);
  }
  source->fingerprint = 0;
  source->problem = lx_copy_text("changes while it is read");
  return source->problem != NULL;
}

/* The state before, with what is wrong with the directory now. */
static void keep_layer(lx_source *now, lx_source *before) {
  luxr_layer_free(now->layer);
  now->lender = before->lender ? before->lender : before;
  atomic_fetch_add(&now->lender->owners, 1);
  now->layer = before->layer;
  now->files = before->files;
  now->changed = before->changed;
}

/* NULL: out of memory. */
static lx_source *read_source(const set_reading *reading, lx_source_role role, const char *path,
                              lx_source *before) {
  lx_source *now;
  if (before && !path) return atomic_fetch_add(&before->owners, 1), before;
  if (before && before->fingerprint == lx_fingerprint_take(path).value) {
    return atomic_fetch_add(&before->owners, 1), before;
  }
  now = new_source(role, path);
  if (!now) return NULL;
  now->changed = reading->set->serial;
  if (!path) {
    now->layer = luxr_layer_embedded_new();
    if (now->layer) return now;
  } else if (read_layer(now, reading->paths)) {
    if (now->layer && !now->files && before && before->layer && before->files) {
      now->problem = lx_copy_text("is empty now");
    }
    if (!now->problem) return now;
    if (before && before->layer) keep_layer(now, before);
    return now;
  }
  free_source(now);
  return NULL;
}

/* ---- sets -------------------------------------------------------------------------------- */

lx_sources *lx_sources_retain(lx_sources *sources) {
  atomic_fetch_add(&sources->owners, 1);
  return sources;
}

void lx_sources_free(lx_sources *sources) {
  if (!sources || atomic_fetch_sub(&sources->owners, 1) != 1) return;
  for (size_t i = 0; i < sources->count; i++) free_source(sources->items[i]);
  lx_free(sources->items);
  lx_free(sources);
}

const lx_source *lx_sources_find(const lx_sources *sources, lx_source_role role,
                                 const char *name) {
  for (size_t i = 0; i < sources->count; i++) {
    const lx_source *source = sources->items[i];
    if (source->role == role && strcmp(source->name, name) == 0) return source;
  }
  return NULL;
}

static lx_source *find_path(const lx_sources *sources, lx_source_role role, const char *path) {
  for (size_t i = 0; sources && i < sources->count; i++) {
    lx_source *source = sources->items[i];
    if (source->role != role) continue;
    if (!path ? !source->path : source->path && strcmp(source->path, path) == 0) return source;
  }
  return NULL;
}

static bool add_source(set_reading *reading, lx_source_role role, const char *path) {
  lx_source *before = find_path(reading->before, role, path);
  lx_source *source = read_source(reading, role, path, before);
  if (!source) return false;
  reading->set->items[reading->set->count++] = source;
  return true;
}

static int by_text(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Paths of the directories in a directory, sorted; false when memory is out. */
static bool list_directories(const char *parent, char **paths, size_t room, size_t *count) {
  DIR *directory = opendir(parent);
  struct dirent *entry;
  bool good = true;
  if (!directory) return true;
  while (good && *count < room && (entry = readdir(directory))) {
    lx_buffer path = {0};
    if (entry->d_name[0] == '.') continue;
    lx_buffer_print(&path, "%s/%s", parent, entry->d_name);
    good = lx_buffer_text(&path) != NULL;
    if (good && lx_is_directory(path.data))
      paths[(*count)++] = path.data;
    else
      lx_buffer_free(&path);
  }
  closedir(directory);
  return good;
}

/* Those that are there, and those that were: a directory that is gone keeps its last state. */
static bool add_named(set_reading *reading, lx_source_role role, const char *parent) {
  char *paths[MOST_SOURCES];
  size_t count = 0;
  bool good;
  if (!parent) return true;
  good = list_directories(parent, paths, MOST_SOURCES / 2, &count);
  for (size_t i = 0; good && reading->before && i < reading->before->count; i++) {
    const lx_source *source = reading->before->items[i];
    bool known = source->role != role || count >= MOST_SOURCES;
    for (size_t k = 0; k < count && !known; k++) known = strcmp(paths[k], source->path) == 0;
    if (known) continue;
    paths[count] = lx_copy_text(source->path);
    good = paths[count] != NULL;
    if (good) count++;
  }
  if (count) qsort(paths, count, sizeof *paths, by_text);
  for (size_t i = 0; i < count; i++) {
    good = good && reading->set->count < MOST_SOURCES && add_source(reading, role, paths[i]);
    lx_free(paths[i]);
  }
  return good;
}

static bool fill(set_reading *reading) {
  const lx_source_paths *paths = reading->paths;
  if (!add_source(reading, LX_SOURCE_BUNDLE, paths->bundle)) return false;
  for (size_t i = 0; i < paths->overlay_count; i++) {
    if (!add_source(reading, LX_SOURCE_BASE_OVERLAY, paths->overlays[i])) return false;
  }
  return add_named(reading, LX_SOURCE_NAMED_BUNDLE, paths->bundles_dir) &&
         add_named(reading, LX_SOURCE_NAMED_OVERLAY, paths->overlays_dir);
}

static bool is_same(const lx_sources *a, const lx_sources *b) {
  if (!b || a->count != b->count) return false;
  for (size_t i = 0; i < a->count; i++) {
    if (a->items[i] != b->items[i]) return false;
  }
  return true;
}

lx_sources *lx_sources_read(const lx_source_paths *paths, lx_sources *before) {
  set_reading reading = {paths, lx_alloc_zero(sizeof *reading.set), before};
  if (!reading.set) return NULL;
  atomic_init(&reading.set->owners, 1);
  reading.set->serial = before ? before->serial + 1 : 1;
  reading.set->items = lx_alloc_zero(MOST_SOURCES * sizeof *reading.set->items);
  if (!reading.set->items || !fill(&reading)) {
    lx_sources_free(reading.set);
    return NULL;
  }
  if (!is_same(reading.set, before)) return reading.set;
  lx_sources_free(reading.set);
  return lx_sources_retain(before);
}
