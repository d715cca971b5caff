/* directory.c: reads a layer from a directory. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "bundle/layer.h"

enum { DEEPEST = 8, MOST_FILES = 2000, LARGEST_FILE = 8 << 20 };

typedef struct directory_walk {
  luxr_layer *layer;
  lx_diagnostics *problems;
  char root[PATH_MAX]; /* resolved: nothing outside is read */
  size_t root_length;
} directory_walk;

static bool refuse(directory_walk *reading, luxr_status status, const char *path,
                   const char *why) {
  luxr_diagnostic *item =
      lx_diagnostics_add(reading->problems, LUXR_ERROR, status, NULL, "%s", why);
  if (item) lx_diagnostic_text(reading->problems, &item->file, "%s", path);
  return false;
}

static bool refuse_system(directory_walk *reading, const char *path) {
  luxr_status status = errno == ENOENT || errno == ENOTDIR ? LUXR_ERR_NOT_FOUND : LUXR_ERR_IO;
  char why[128];
  snprintf(why, sizeof why, "cannot be read: %s", strerror(errno));
  return refuse(reading, status, path, why);
}

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

/* Links are followed only as far as they stay below the root, as those of a mounted ConfigMap
 * do. */
static bool stays_inside(const directory_walk *reading, const char *path) {
  char resolved[PATH_MAX];
  if (!realpath(path, resolved)) return false;
  return strncmp(resolved, reading->root, reading->root_length) == 0 &&
         (resolved[reading->root_length] == '/' || resolved[reading->root_length] == '\0');
}

static bool read_all(directory_walk *reading, int file, const char *path, lx_buffer *text) {
  text->max = LARGEST_FILE;
  for (;;) {
    ssize_t got;
    if (!lx_buffer_reserve(text, 16384)) {
      if (text->full)
        return refuse(reading, LUXR_ERR_SCRIPT, path, "is too large for a script");
      return refuse(reading, LUXR_ERR_MEMORY, path, "out of memory");
    }
    got = read(file, text->data + text->length, 16384);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refuse_system(reading, path);
    if (got == 0) return true;
    text->length += (size_t)got;
  }
}

static bool read_file(directory_walk *reading, const char *path, const char *name) {
  lx_buffer text = {0};
  struct stat facts;
  int file;
  bool good;
  if (!stays_inside(reading, path)) {
    return refuse(reading, LUXR_ERR_SCRIPT, path, "is a link that leads out of its directory");
  }
  file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return refuse_system(reading, path);
  if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    close(file);
    return refuse(reading, LUXR_ERR_SCRIPT, path, "is not a regular file");
  }
  good = read_all(reading, file, path, &text);
  close(file);
  if (good && !lx_layer_add(reading->layer, name, text.data ? text.data : "", text.length)) {
    good = refuse(reading, LUXR_ERR_MEMORY, path, "out of memory");
  }
  lx_buffer_free(&text);
  return good;
}

static bool is_passed_over(const char *name, bool is_directory) {
  if (name[0] == '.') return true;
  return is_directory && (strcmp(name, "cases") == 0 || strcmp(name, "meta") == 0);
}

static bool read_directory(directory_walk *reading, const char *path, const char *prefix,
                           int depth);

static bool read_entry(directory_walk *reading, const char *path, const char *prefix,
                       const char *entry, int depth) {
  char full[PATH_MAX], name[PATH_MAX];
  struct stat facts;
  if (snprintf(full, sizeof full, "%s/%s", path, entry) >= (int)sizeof full ||
      snprintf(name, sizeof name, "%s%s", prefix, entry) >= (int)sizeof name) {
    return refuse(reading, LUXR_ERR_SCRIPT, path, "has a name that is too long");
  }
  if (entry[0] == '.') return true;
  if (stat(full, &facts) != 0) return refuse_system(reading, full);
  if (is_passed_over(entry, S_ISDIR(facts.st_mode))) return true;
  if (S_ISDIR(facts.st_mode)) {
    if (!stays_inside(reading, full)) {
      return refuse(reading, LUXR_ERR_SCRIPT, full,
                    "is a link that leads out of its directory");
    }
    snprintf(name, sizeof name, "%s%s/", prefix, entry);
    return read_directory(reading, full, name, depth + 1);
  }
  if (!ends_with(entry, ".lua") && !(depth == 0 && ends_with(entry, ".yaml"))) return true;
  if (reading->layer->count >= MOST_FILES) {
    return refuse(reading, LUXR_ERR_SCRIPT, path, "holds more than 2,000 files");
  }
  return read_file(reading, full, name);
}

static bool read_directory(directory_walk *reading, const char *path, const char *prefix,
                           int depth) {
  struct dirent *entry;
  bool good = true;
  DIR *directory;
  if (depth > DEEPEST) return refuse(reading, LUXR_ERR_SCRIPT, path, "is nested too deep");
  directory = opendir(path);
  if (!directory) return refuse_system(reading, path);
  while ((entry = readdir(directory))) {
    if (!read_entry(reading, path, prefix, entry->d_name, depth)) good = false;
  }
  closedir(directory);
  return good;
}

luxr_layer *lx_layer_read(const char *path, lx_diagnostics *problems) {
  char origin[PATH_MAX];
  directory_walk *reading = lx_alloc_zero(sizeof *reading);
  luxr_layer *layer = NULL;
  size_t length = strlen(path);
  if (!reading) goto memory;
  reading->problems = problems;
  while (length > 1 && path[length - 1] == '/') length--;
  if (length >= sizeof origin || !realpath(path, reading->root)) {
    refuse_system(reading, path);
    goto out;
  }
  memcpy(origin, path, length);
  origin[length] = '\0';
  reading->root_length = strcmp(reading->root, "/") == 0 ? 0 : strlen(reading->root);
  reading->layer = layer = lx_layer_new(origin);
  if (!layer) goto memory;
  if (!read_directory(reading, origin, "", 0)) {
    luxr_layer_free(layer);
    layer = NULL;
    goto out;
  }
  lx_layer_sort(layer);
  goto out;
memory:
  problems->failed = true;
out:
  lx_free(reading);
  return layer;
}
