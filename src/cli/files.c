#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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

bool cli_file_write(cli_report *report, const char *path, const char *shown, const char *bytes,
                    size_t length) {
  cli_text other = {0};
  int fd, error;
  cli_text_print(&other, "%s.%ld.new", path, (long)getpid());
  fd = open(cli_text_string(&other), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  error = fd < 0 ? errno : fill(fd, bytes, length);
  if (!error && rename(other.data, path) != 0) error = errno;
  if (error && fd >= 0) unlink(other.data);
  if (error) {
    cli_report_error(report, LUXR_ERR_IO, shown, NULL, "cannot be written: %s",
                     strerror(error));
  }
  cli_text_free(&other);
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
