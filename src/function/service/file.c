#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool refuse(const char **problem, const char *why) {
  *problem = why;
  return false;
}

static bool read_all(int file, lx_buffer *into, const char **problem) {
  for (;;) {
    ssize_t got;
    if (!lx_buffer_reserve(into, 65536)) return refuse(problem, "is too large");
    got = read(file, into->data + into->length, 65536);
    if (got == 0) return true;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refuse(problem, strerror(errno));
    into->length += (size_t)got;
  }
}

bool lx_file_read(const char *path, lx_buffer *into, const char **problem) {
  bool is_input = strcmp(path, "-") == 0, good;
  int file = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return refuse(problem, strerror(errno));
  if (!into->max) into->max = LX_FILE_MAX;
  good = read_all(file, into, problem);
  if (!is_input) close(file);
  return good;
}

static bool write_all(int file, const char *bytes, size_t length) {
  while (length) {
    ssize_t put = write(file, bytes, length);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    bytes += put;
    length -= (size_t)put;
  }
  return true;
}

bool lx_file_write(const char *path, const char *bytes, size_t length, const char **problem) {
  char hidden[PATH_MAX];
  const char *slash = strrchr(path, '/');
  int before = slash ? (int)(slash - path) + 1 : 0, file;
  if (snprintf(hidden, sizeof hidden, "%.*s.%s.new", before, path, path + before) >=
      (int)sizeof hidden) {
    return refuse(problem, "has a name that is too long");
  }
  file = open(hidden, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return refuse(problem, strerror(errno));
  if (!write_all(file, bytes, length)) {
    *problem = strerror(errno);
    close(file);
    unlink(hidden);
    return false;
  }
  if (close(file) == 0 && rename(hidden, path) == 0) return true;
  *problem = strerror(errno);
  unlink(hidden);
  return false;
}
