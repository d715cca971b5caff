#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int cli_file_open(const char *path) {
  int fd;
  do {
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

/* 0, or errno; EFBIG when there are more than `most` bytes. */
static int read_all(int fd, size_t most, cli_text *text) {
  char block[16384];
  size_t sum = 0;
  for (;;) {
    ssize_t got = read(fd, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    if (got == 0) return 0;
    sum += (size_t)got;
    if (sum > most) return EFBIG;
    cli_text_add(text, block, (size_t)got);
  }
}

bool cli_file_read(cli_report *report, const char *path, size_t most, cli_text *text) {
  bool is_stdin = strcmp(path, "-") == 0;
  int fd = is_stdin ? STDIN_FILENO : cli_file_open(path);
  int error;
  if (fd < 0) {
    cli_report_errno(report, path, "be opened", errno);
    return false;
  }
  error = read_all(fd, most, text);
  if (!is_stdin) close(fd);
  if (error == EFBIG) {
    cli_report_error(report, LUXR_ERR_INPUT, path, NULL, "is larger than %zu bytes", most);
  } else if (error) {
    cli_report_errno(report, path, "be read", error);
  }
  return !error;
}

/* Writes, and asks the disk whether it has the bytes. 0, or errno. */
static int fill(int fd, const char *bytes, size_t length) {
  int error = cli_write_all(fd, bytes, length);
  if (!error && fsync(fd) != 0 && errno != EINVAL) error = errno;
  if (close(fd) != 0 && !error) error = errno;
  return error;
}

/* Standard output or error, where that goes to the file; else -1. */
static int own_output(const struct stat *file) {
  struct stat other;
  for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
    if (fstat(fd, &other) == 0 && other.st_dev == file->st_dev &&
        other.st_ino == file->st_ino) {
      return fd;
    }
  }
  return -1;
}

static int write_into(const char *path, const char *bytes, size_t length) {
  int fd, error;
  do {
    fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) return errno;
  error = cli_write_all(fd, bytes, length);
  if (close(fd) != 0 && !error) error = errno;
  return error;
}

static int write_anew(const char *path, const char *bytes, size_t length) {
  cli_text other = {0};
  int fd, error;
  cli_text_print(&other, "%s.%ld.new", path, (long)getpid());
  fd = open(cli_text_string(&other), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  error = fd < 0 ? errno : fill(fd, bytes, length);
  if (!error && rename(other.data, path) != 0) error = errno;
  if (error && fd >= 0) unlink(other.data);
  cli_text_free(&other);
  return error;
}

/* 0, or errno. */
static int write_file(const char *path, const char *bytes, size_t length) {
  struct stat file;
  char *linked;
  int error;
  if (stat(path, &file) != 0) return write_anew(path, bytes, length);
  if (own_output(&file) >= 0) return cli_write_all(own_output(&file), bytes, length);
  if (!S_ISREG(file.st_mode)) return write_into(path, bytes, length);
  linked = realpath(path, NULL); /* a link stays one */
  error = linked ? write_anew(linked, bytes, length) : errno;
  free(linked);
  return error;
}

bool cli_file_write(cli_report *report, const char *path, const char *shown, const char *bytes,
                    size_t length) {
  int error = write_file(path, bytes, length);
  if (error) {
    cli_report_error(report, LUXR_ERR_IO, shown, NULL, "cannot be written: %s",
                     strerror(error));
  }
  return !error;
}

const char *cli_file_path(cli_text *text, const char *directory, const char *name) {
  text->length = 0;
  cli_text_put(text, directory);
  if (text->length && text->data[text->length - 1] != '/') cli_text_put(text, "/");
  cli_text_put(text, name);
  return cli_text_string(text);
}

bool cli_file_exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0;
}
