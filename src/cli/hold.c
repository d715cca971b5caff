/* For O_TMPFILE. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier) */
#include "hold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  MOST_STREAMED = 64 << 10, /* gathered before it is passed on */
  MOST_IN_MEMORY = 16 << 20,
};

static int open_unnamed(const char *directory) {
  int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  cli_text path = {0};
  if (fd >= 0) return fd;
  cli_text_print(&path, "%s/luxr.XXXXXX", directory);
  cli_text_string(&path);
  fd = mkostemp(path.data, O_CLOEXEC);
  if (fd >= 0) unlink(path.data);
  cli_text_free(&path);
  return fd;
}

/* Moves what is in memory to the temporary file. */
static bool spill(cli_hold *hold) {
  const char *directory = getenv("TMPDIR");
  if (!hold->spill) {
    int fd = open_unnamed(directory && *directory ? directory : "/tmp");
    if (fd < 0) {
      hold->error = errno;
      return false;
    }
    hold->spill = fd;
  }
  hold->error = cli_write_all(hold->spill, hold->text.data, hold->text.length);
  hold->text.length = 0;
  return !hold->error;
}

static bool pass_on(cli_hold *hold, const char *bytes, size_t length) {
  if (hold->out->fd < 0) {
    cli_text_add(&hold->out->text, bytes, length);
    return true;
  }
  if (!cli_output_flush(hold->out)) return false;
  hold->out->error = cli_write_all(hold->out->fd, bytes, length);
  return !hold->out->error;
}

bool cli_hold_settle(cli_hold *hold) {
  size_t most = hold->spill ? MOST_STREAMED : MOST_IN_MEMORY;
  bool good;
  if (!hold->streams) return hold->text.length < most || spill(hold);
  if (hold->text.length < MOST_STREAMED) return true;
  good = pass_on(hold, hold->text.data, hold->text.length);
  hold->text.length = 0;
  return good;
}

static bool pass_on_spilled(cli_hold *hold) {
  char block[65536];
  if (lseek(hold->spill, 0, SEEK_SET) != 0) {
    hold->error = errno;
    return false;
  }
  for (;;) {
    ssize_t got = read(hold->spill, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) hold->error = errno;
    if (got <= 0) return got == 0;
    if (!pass_on(hold, block, (size_t)got)) return false;
  }
}

bool cli_hold_release(cli_hold *hold) {
  if (hold->spill && !pass_on_spilled(hold)) return false;
  return !hold->text.length || pass_on(hold, hold->text.data, hold->text.length);
}

void cli_hold_free(cli_hold *hold) {
  if (hold->spill) close(hold->spill);
  cli_text_free(&hold->text);
  hold->spill = 0;
}
