#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

enum { OPEN_FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

/* ---- Directories ---------------------------------------------------------------------
 */

void cli_target_report(const cli_target *target, const char *path, int error,
                       cli_report *report) {
  cli_text file = {0};
  cli_text_put(&file, target->name);
  if (file.data[file.length - 1] != '/') cli_text_put(&file, "/");
  cli_text_put(&file, path);
  cli_report_error(report, LUXR_ERR_IO, cli_text_string(&file), NULL, "cannot be written: %s",
                   strerror(error));
  cli_text_free(&file);
}

/* Opens a directory below `parent`, made if need be. -1: errno says why. */
static int enter(int parent, const char *name, bool make) {
  int fd = openat(parent, name, OPEN_FOLDER | O_NOFOLLOW);
  if (fd >= 0 || errno != ENOENT || !make) return fd;
  if (mkdirat(parent, name, 0777) != 0 && errno != EEXIST) return -1;
  return openat(parent, name, OPEN_FOLDER | O_NOFOLLOW);
}

bool cli_target_open(cli_target *target, cli_report *report) {
  target->folder = target->own = -1;
  target->root = open(target->name, OPEN_FOLDER);
  if (target->root < 0 && errno == ENOENT && mkdir(target->name, 0777) == 0) {
    target->root = open(target->name, OPEN_FOLDER);
  }
  if (target->root >= 0) target->own = enter(target->root, CLI_INVENTORY, true);
  if (target->own >= 0) return true;
  cli_report_error(report, LUXR_ERR_IO, target->name,
                   target->root < 0 ? "it is made if the one above it is there" : NULL,
                   "cannot be a directory for output: %s", strerror(errno));
  if (target->root >= 0) close(target->root);
  return false;
}

void cli_target_close(cli_target *target) {
  if (target->folder >= 0) close(target->folder);
  cli_text_free(&target->folder_path);
  close(target->own);
  close(target->root);
}

/* The directory of a file, open; it stays open for the next file. -1: errno says why. */
static int folder_of(cli_target *target, const char *path, bool make) {
  const char *last = strrchr(path, '/');
  size_t length = last ? (size_t)(last - path) : 0;
  int fd = -1;
  if (!length) return target->root;
  if (target->folder >= 0 && target->folder_path.length == length &&
      memcmp(target->folder_path.data, path, length) == 0) {
    return target->folder;
  }
  if (target->folder >= 0) close(target->folder);
  target->folder = -1;
  for (const char *at = path; at < last;) {
    size_t part = strcspn(at, "/");
    char *name = cli_copy(at, part);
    int above = fd < 0 ? target->root : fd, below = enter(above, name, make);
    int error = errno;
    free(name);
    if (fd >= 0) close(fd);
    errno = error;
    if (below < 0) return -1;
    fd = below;
    at += part + 1;
  }
  target->folder = fd;
  target->folder_path.length = 0;
  cli_text_add(&target->folder_path, path, length);
  return fd;
}

static const char *name_in(const char *path) {
  const char *last = strrchr(path, '/');
  return last ? last + 1 : path;
}

/* ---- Reading -------------------------------------------------------------------------
 */

/* A regular file that may be read; -1: errno says why. */
static int open_regular(cli_target *target, const char *path, struct stat *status) {
  int folder = folder_of(target, path, false);
  int fd = folder < 0 ? -1
                      : openat(folder, name_in(path),
                               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return -1;
  if (fstat(fd, status) == 0 && S_ISREG(status->st_mode)) return fd;
  close(fd);
  errno = EINVAL;
  return -1;
}

/* Reads until the block is full or the file ends; -1 on failure. */
static ssize_t read_block(int fd, char *block, size_t size) {
  size_t sum = 0;
  while (sum < size) {
    ssize_t got = read(fd, block + sum, size - sum);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    sum += (size_t)got;
  }
  return (ssize_t)sum;
}

bool cli_target_has(cli_target *target, const char *path, const char *bytes, size_t length) {
  char block[16384];
  struct stat status;
  int fd = open_regular(target, path, &status);
  bool same = fd >= 0 && (uint64_t)status.st_size == (uint64_t)length;
  while (same && length) {
    size_t size = length < sizeof block ? length : sizeof block;
    same = read_block(fd, block, size) == (ssize_t)size && memcmp(block, bytes, size) == 0;
    bytes += size;
    length -= size;
  }
  if (fd >= 0) close(fd);
  return same;
}

int cli_target_read(cli_target *target, const char *path, cli_text *text) {
  char block[16384];
  struct stat status;
  int fd = open_regular(target, path, &status), error = 0;
  if (fd < 0) return errno == ELOOP ? EINVAL : errno;
  for (;;) {
    ssize_t got = read_block(fd, block, sizeof block);
    if (got < 0) error = errno;
    if (got <= 0) break;
    cli_text_add(text, block, (size_t)got);
  }
  close(fd);
  return error;
}

cli_look cli_target_look(cli_target *target, const cli_record *record) {
  enum { MOST = 64 << 20 };
  cli_look look = CLI_CHANGED;
  struct stat status;
  int fd = open_regular(target, record->path, &status);
  if (fd < 0) return errno == ENOENT ? CLI_GONE : CLI_CHANGED;
  if (status.st_size > 0 && status.st_size <= MOST) {
    size_t size = (size_t)status.st_size;
    char *bytes = cli_alloc(size);
    if (read_block(fd, bytes, size) == (ssize_t)size) {
      cli_hash hash = cli_hash_add((cli_hash){{0, 0}}, bytes, size);
      if (cli_hash_is(hash, record->bytes)) look = CLI_AS_WRITTEN;
    }
    free(bytes);
  }
  close(fd);
  return look;
}

/* ---- Writing -------------------------------------------------------------------------
 */

const char *cli_target_own(const cli_target *target, const char *name, cli_text *text) {
  text->length = 0;
  cli_text_put(text, name);
  cli_text_put(text, target->part);
  return cli_text_string(text);
}

/* Why a name must not be given to a file; NULL: it may. A symbolic link is replaced. */
static const char *obstacle(int folder, const char *name) {
  struct stat status;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return NULL;
  if (S_ISLNK(status.st_mode)) return NULL;
  if (S_ISDIR(status.st_mode)) return "is a directory";
  if (!S_ISREG(status.st_mode)) return "is there, and is no file";
  return status.st_mode & 0222 ? NULL : "is there, and is read-only";
}

static cli_written refuse(const cli_target *target, const char *path, const char *why,
                          cli_report *report) {
  cli_text file = {0};
  cli_text_print(&file, "%s/%s", target->name, path);
  cli_report_error(report, LUXR_ERR_IO, cli_text_string(&file), NULL, "%s", why);
  cli_text_free(&file);
  return CLI_REFUSED;
}

/* A new file in .luxr. One of that name was left by a run that was killed: runs into one
 * directory exclude each other. */
static int make_new(const cli_target *target, const char *name) {
  enum { FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC };
  int fd = openat(target->own, name, FLAGS, 0666);
  if (fd >= 0 || errno != EEXIST || unlinkat(target->own, name, 0) != 0) return fd;
  return openat(target->own, name, FLAGS, 0666);
}

static int fill(const cli_target *target, int fd, const char *bytes, size_t length) {
  int error = cli_write_all(fd, bytes, length);
  if (!error && target->sync && fsync(fd) != 0) error = errno;
  if (close(fd) != 0 && !error) error = errno;
  return error;
}

/* 0, or errno. */
static int put(cli_target *target, int folder, const char *path, const char *bytes,
               size_t length) {
  cli_text made = {0};
  const char *new_name = cli_target_own(target, "new", &made);
  int fd = make_new(target, new_name);
  int error = fd < 0 ? errno : fill(target, fd, bytes, length);
  if (!error && renameat(target->own, new_name, folder, name_in(path)) != 0) error = errno;
  if (!error && target->sync && fsync(folder) != 0) error = errno;
  if (error && fd >= 0) unlinkat(target->own, new_name, 0);
  cli_text_free(&made);
  return error;
}

cli_written cli_target_write(cli_target *target, const char *path, const char *bytes,
                             size_t length, cli_report *report) {
  int folder = folder_of(target, path, true), error;
  const char *why;
  if (folder < 0 && (errno == ENOTDIR || errno == ELOOP)) {
    return refuse(target, path, "a part of the path is there, and is no directory", report);
  }
  if (folder < 0) {
    cli_target_report(target, path, errno, report);
    return CLI_BROKEN;
  }
  why = obstacle(folder, name_in(path));
  if (why) return refuse(target, path, why, report);
  error = put(target, folder, path, bytes, length);
  if (!error) return CLI_WRITTEN;
  cli_target_report(target, path, error, report);
  return CLI_BROKEN;
}

/* ---- Removing ------------------------------------------------------------------------
 */

/* Directories that are not empty stay, and that is how it ends. */
static void remove_folders(cli_target *target, const char *path) {
  char *above = cli_copy(path, strlen(path));
  char *last;
  while ((last = strrchr(above, '/')) != NULL) {
    int folder;
    *last = '\0';
    folder = folder_of(target, above, false);
    if (folder < 0 || unlinkat(folder, name_in(above), AT_REMOVEDIR) != 0) break;
  }
  free(above);
}

bool cli_target_remove(cli_target *target, const char *path, cli_report *report) {
  int folder = folder_of(target, path, false);
  if (folder >= 0 && unlinkat(folder, name_in(path), 0) == 0) {
    remove_folders(target, path);
    return true;
  }
  if (errno == ENOENT) return true;
  cli_target_report(target, path, errno, report);
  return false;
}
