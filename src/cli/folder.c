#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

/* What a name leads to, as far as the walk cares. */
enum kind { OTHER, DOCUMENT, FOLDER };

struct entry {
  union {
    size_t offset;    /* while `names` grows */
    const char *name; /* after */
  } at;
  enum kind kind;
};

struct cli_folder {
  cli_folder *above;
  char *path;
  cli_text names;
  struct entry *entries;
  size_t count, next;
};

static bool has_document_name(const char *name) {
  static const char *const endings[] = {".yaml", ".yml", ".json", ".jsonl", ".ndjson"};
  size_t length = strlen(name);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t ending = strlen(endings[i]);
    if (length > ending && strcmp(name + length - ending, endings[i]) == 0) return true;
  }
  return false;
}

/* Links are followed to files, never to directories. */
static enum kind look_at(int directory, const struct dirent *item) {
  struct stat status;
  bool may_be_document = has_document_name(item->d_name);
  if (item->d_name[0] == '.') return OTHER;
  if (item->d_type == DT_DIR) return FOLDER;
  if (item->d_type == DT_REG) return may_be_document ? DOCUMENT : OTHER;
  if (item->d_type != DT_LNK && item->d_type != DT_UNKNOWN) return OTHER;
  if (item->d_type == DT_UNKNOWN &&
      fstatat(directory, item->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISDIR(status.st_mode)) {
    return FOLDER;
  }
  if (!may_be_document) return OTHER;
  if (fstatat(directory, item->d_name, &status, 0) != 0) return DOCUMENT; /* open says why */
  return S_ISREG(status.st_mode) ? DOCUMENT : OTHER;
}

static void add_entry(cli_folder *folder, const char *name, enum kind kind) {
  if ((folder->count & (folder->count - 1)) == 0) {
    size_t capacity = folder->count ? folder->count * 2 : 1;
    folder->entries = cli_realloc(folder->entries, capacity * sizeof *folder->entries);
  }
  folder->entries[folder->count++] = (struct entry){{.offset = folder->names.length}, kind};
  cli_text_add(&folder->names, name, strlen(name) + 1);
}

static int compare(const void *a, const void *b) {
  return strcmp(((const struct entry *)a)->at.name, ((const struct entry *)b)->at.name);
}

static void sort_entries(cli_folder *folder) {
  if (!folder->count) return;
  for (size_t i = 0; i < folder->count; i++) {
    folder->entries[i].at.name = folder->names.data + folder->entries[i].at.offset;
  }
  qsort(folder->entries, folder->count, sizeof *folder->entries, compare);
}

/* Whole or not at all: a directory that breaks off is an error, not a shorter list. */
static int read_names(cli_folder *folder, DIR *directory) {
  const struct dirent *item;
  for (errno = 0; (item = readdir(directory)) != NULL; errno = 0) {
    enum kind kind = look_at(dirfd(directory), item);
    if (kind != OTHER) add_entry(folder, item->d_name, kind);
  }
  return errno;
}

cli_folder *cli_folder_open(const char *path, cli_folder *above) {
  cli_folder *folder;
  DIR *directory = opendir(path);
  int error;
  if (!directory) return NULL;
  folder = cli_alloc(sizeof *folder);
  *folder = (cli_folder){.above = above, .path = cli_copy(path, strlen(path))};
  error = read_names(folder, directory);
  closedir(directory);
  if (error) {
    cli_folder_free(folder);
    errno = error;
    return NULL;
  }
  sort_entries(folder);
  return folder;
}

cli_folder *cli_folder_free(cli_folder *folder) {
  cli_folder *above = folder->above;
  cli_text_free(&folder->names);
  free(folder->entries);
  free(folder->path);
  free(folder);
  return above;
}

const char *cli_folder_next(cli_folder *folder, bool recursive, bool *is_folder) {
  while (folder->next < folder->count) {
    const struct entry *entry = &folder->entries[folder->next++];
    if (entry->kind == FOLDER && !recursive) continue;
    *is_folder = entry->kind == FOLDER;
    return entry->at.name;
  }
  return NULL;
}

const char *cli_folder_path(const cli_folder *folder) {
  return folder->path;
}
