#include "inventory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "layout.h"

enum { DIGITS = 32, LONGEST_LINE = 2 * DIGITS + CLI_LAYOUT_LONGEST + 32 };

/* ---- Hashes --------------------------------------------------------------------------
 */

static uint64_t stir(uint64_t hash, uint64_t word, uint64_t factor) {
  hash = (hash ^ word) * factor;
  return hash ^ hash >> 32;
}

/* The length is stirred in behind the bytes, so that where a part ends counts. */
cli_hash cli_hash_add(cli_hash hash, const void *bytes, size_t length) {
  const char *at = bytes;
  uint64_t word, a = hash.parts[0] ^ 0x2545F4914F6CDD1Du, b = hash.parts[1];
  for (size_t left = length; left >= 8; left -= 8, at += 8) {
    memcpy(&word, at, 8);
    a = stir(a, word, 0x9E3779B97F4A7C15u);
    b = stir(b, word, 0xC2B2AE3D27D4EB4Fu);
  }
  word = 0;
  if (length % 8) memcpy(&word, at, length % 8);
  a = stir(stir(a, word, 0x9E3779B97F4A7C15u), length, 0xD6E8FEB86659FD93u);
  b = stir(stir(b, word, 0xC2B2AE3D27D4EB4Fu), length, 0xA24BAED4963EE407u);
  return (cli_hash){{a, b}};
}

/* ---- Lines ---------------------------------------------------------------------------
 */

static bool read_digits(const char *text, uint64_t *value) {
  *value = 0;
  for (size_t i = 0; i < 16; i++) {
    const char *digit = strchr("0123456789abcdef", text[i]);
    if (!text[i] || !digit) return false;
    *value = *value << 4 | (uint64_t)(digit - "0123456789abcdef");
  }
  return true;
}

static bool read_hash(const char *text, cli_hash *hash) {
  return read_digits(text, &hash->parts[0]) && read_digits(text + 16, &hash->parts[1]) &&
         text[DIGITS] == ' ';
}

/* The file can have been edited: a path that luxr would not write is none of ours. */
static bool is_own_path(const char *path) {
  if (!*path || strlen(path) > CLI_LAYOUT_LONGEST) return false;
  for (;;) {
    size_t length = strcspn(path, "/");
    if (!length || *path == '.') return false;
    if (!path[length]) return true;
    path += length + 1;
  }
}

bool cli_record_read(char *line, cli_record *record) {
  size_t length = strlen(line);
  char *end = NULL;
  unsigned long count;
  if (length < 2 * (DIGITS + 1) + 4 || line[length - 1] != '\n') return false;
  line[length - 1] = '\0';
  if (!read_hash(line, &record->bytes) || !read_hash(line + DIGITS + 1, &record->source)) {
    return false;
  }
  count = strtoul(line + 2 * (DIGITS + 1), &end, 10);
  if (!count || count > UINT_MAX || *end != ' ') return false;
  record->count = (unsigned)count;
  record->path = end + 1;
  return is_own_path(record->path);
}

void cli_record_write(cli_text *text, const cli_record *record) {
  cli_text_print(
      text, "%016llx%016llx %016llx%016llx %u %s\n", (unsigned long long)record->bytes.parts[0],
      (unsigned long long)record->bytes.parts[1], (unsigned long long)record->source.parts[0],
      (unsigned long long)record->source.parts[1], record->count, record->path);
}

/* ---- Files ---------------------------------------------------------------------------
 */

bool cli_records_each(FILE *file, bool (*visit)(void *data, const cli_record *record),
                      void *data) {
  char line[LONGEST_LINE];
  cli_record record;
  while (fgets(line, sizeof line, file)) {
    if (cli_record_read(line, &record) && !visit(data, &record)) return true;
  }
  return !ferror(file);
}

static bool read_file(int folder, const char *name, cli_report *report,
                      bool (*visit)(void *data, const cli_record *record), void *data) {
  int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
  bool good = file && cli_records_each(file, visit, data);
  if (!good && errno != ENOENT) cli_report_errno(report, name, "be read", errno);
  if (file) fclose(file);
  if (!file && fd >= 0) close(fd);
  return good || errno == ENOENT;
}

static bool begins(const char *name, const char *with) {
  return strncmp(name, with, strlen(with)) == 0;
}

/* What an unfinished run says comes behind what the last whole one said. */
static bool read_all(DIR *folder, const char *kind, cli_report *report,
                     bool (*visit)(void *data, const cli_record *record), void *data) {
  const struct dirent *item;
  rewinddir(folder);
  while ((item = readdir(folder)) != NULL) {
    if (!begins(item->d_name, kind)) continue;
    if (!read_file(dirfd(folder), item->d_name, report, visit, data)) return false;
  }
  return true;
}

bool cli_inventory_read(int root, cli_report *report,
                        bool (*visit)(void *data, const cli_record *record), void *data) {
  int fd = openat(root, CLI_INVENTORY, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  DIR *folder = fd < 0 ? NULL : fdopendir(fd);
  bool good;
  if (!folder && errno == ENOENT) return true;
  if (!folder) {
    cli_report_errno(report, CLI_INVENTORY, "be read", errno);
    if (fd >= 0) close(fd);
    return false;
  }
  good = read_all(folder, "inventory", report, visit, data) &&
         read_all(folder, "journal", report, visit, data);
  closedir(folder);
  return good;
}
