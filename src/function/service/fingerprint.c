#include "fingerprint.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { DEEPEST = 8, MOST_FILES = 4000 };

static const uint64_t fnv_start = 14695981039346656037u, fnv_prime = 1099511628211u;

static uint64_t hash_text(const char *text) {
  uint64_t value = fnv_start;
  for (; *text; text++) value = (value ^ (unsigned char)*text) * fnv_prime;
  return value;
}

static uint64_t hash_number(uint64_t value, uint64_t number) {
  for (int i = 0; i < 8; i++, number >>= 8) value = (value ^ (number & 255)) * fnv_prime;
  return value;
}

static bool is_script(const char *name) {
  const char *dot = strrchr(name, '.');
  return dot && (strcmp(dot, ".lua") == 0 || strcmp(dot, ".yaml") == 0);
}

/* Sums, because a directory lists its files in any order. */
static void add_file(lx_fingerprint *print, const char *path, const struct stat *facts) {
  uint64_t numbers[] = {(uint64_t)facts->st_ino,         (uint64_t)facts->st_size,
                        (uint64_t)facts->st_mtim.tv_sec, (uint64_t)facts->st_mtim.tv_nsec,
                        (uint64_t)facts->st_dev,         (uint64_t)facts->st_mode};
  uint64_t value = hash_text(path);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    value = hash_number(value, numbers[i]);
  }
  print->value += value;
  print->files++;
}

static void walk(lx_fingerprint *print, const char *path, int depth) {
  DIR *directory = depth > DEEPEST ? NULL : opendir(path);
  struct dirent *entry;
  if (!directory) {
    print->readable = false;
    return;
  }
  while ((entry = readdir(directory)) && print->files < MOST_FILES) {
    char full[PATH_MAX];
    struct stat facts;
    if (entry->d_name[0] == '.') continue;
    if (snprintf(full, sizeof full, "%s/%s", path, entry->d_name) >= (int)sizeof full) continue;
    if (stat(full, &facts) != 0) {
      print->readable = false;
    } else if (S_ISDIR(facts.st_mode)) {
      walk(print, full, depth + 1);
    } else if (is_script(entry->d_name)) {
      add_file(print, full, &facts);
    }
  }
  closedir(directory);
}

lx_fingerprint lx_fingerprint_take(const char *path) {
  lx_fingerprint print = {.value = 1, .readable = true};
  walk(&print, path, 0);
  if (!print.readable) print.value = ~print.value;
  if (!print.value) print.value = 1;
  return print;
}

bool lx_is_directory(const char *path) {
  struct stat facts;
  return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}
