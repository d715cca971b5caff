#include "output.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

int cli_write_all(int fd, const char *bytes, size_t length) {
  while (length) {
    ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      struct pollfd ready = {.fd = fd, .events = POLLOUT};
      poll(&ready, 1, -1); /* somebody made our pipe non-blocking */
      continue;
    }
    if (written < 0) return errno;
    bytes += written;
    length -= (size_t)written;
  }
  return 0;
}

bool cli_output_flush(cli_output *output) {
  if (output->fd < 0) return true;
  if (!output->error && output->text.length) {
    output->error = cli_write_all(output->fd, output->text.data, output->text.length);
  }
  output->text.length = 0;
  return !output->error;
}

bool cli_output_close(cli_output *output) {
  bool flushed = cli_output_flush(output);
  int fd = output->fd;
  output->fd = -1;
  cli_text_free(&output->text);
  if (fd < 0) return flushed;
  if (close(fd) != 0 && flushed && errno != EINTR) output->error = errno;
  return !output->error;
}
