/* Stands between a program and the calls by which it enters directories and changes files: the FAULT_AT-th of them
 * fails with FAULT_ERRNO, or with 0 the process is killed there. FAULT_COUNT names a file
 * that gets one byte a call. What goes to the standard streams does not count. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* True when this call must fail; errno is set then. */
static int fault(void) {
  static int calls;
  const char *at = getenv("FAULT_AT"), *number = getenv("FAULT_ERRNO");
  const char *count = getenv("FAULT_COUNT");
  int call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  if (count) {
    int fd = (int)syscall(SYS_openat, AT_FDCWD, count, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (syscall(SYS_write, fd, "x", 1) != 1) abort();
    syscall(SYS_close, fd);
  }
  if (!at || call != atoi(at)) return 0;
  if (!number || !atoi(number)) kill(getpid(), SIGKILL);
  errno = atoi(number);
  return 1;
}

int openat(int folder, const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  if ((flags & (O_CREAT | O_DIRECTORY)) && fault()) return -1;
  return (int)syscall(SYS_openat, folder, path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t size) {
  /* Half of the bytes are taken before the process is killed: that is what a disk does. */
  if (fd > 2 && getenv("FAULT_HALF") && size > 1) {
    if (fault()) return -1;
    size /= 2;
  } else if (fd > 2 && fault()) {
    return -1;
  }
  return syscall(SYS_write, fd, bytes, size);
}

int close(int fd) {
  int flags = fcntl(fd, F_GETFL);
  if (fd > 2 && flags != -1 && (flags & O_ACCMODE) != O_RDONLY && fault()) {
    int error = errno;
    syscall(SYS_close, fd);
    errno = error;
    return -1;
  }
  return (int)syscall(SYS_close, fd);
}

int fsync(int fd) {
  return fault() ? -1 : (int)syscall(SYS_fsync, fd);
}

int ftruncate(int fd, off_t length) {
  return fault() ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int mkdirat(int folder, const char *path, mode_t mode) {
  return fault() ? -1 : (int)syscall(SYS_mkdirat, folder, path, mode);
}

int mkdir(const char *path, mode_t mode) {
  return fault() ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int renameat(int from, const char *old, int to, const char *new) {
  return fault() ? -1 : (int)syscall(SYS_renameat2, from, old, to, new, 0);
}

int unlinkat(int folder, const char *path, int flags) {
  return fault() ? -1 : (int)syscall(SYS_unlinkat, folder, path, flags);
}
