#include "scaffold.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

static void hold_signals(int how) {
  static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaddset(&set, signals[i]);
  sigprocmask(how, &set, NULL);
}

static bool is_dot(const char *name) {
  return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* What stands at the target: 0 nothing, 1 an empty directory, -1 something else; -2:
 * errno. */
static int look(const char *target) {
  DIR *directory = opendir(target);
  const struct dirent *item;
  int found = 1;
  if (!directory) return errno == ENOENT ? 0 : errno == ENOTDIR ? -1 : -2;
  while ((item = readdir(directory)) != NULL) {
    if (!is_dot(item->d_name)) found = -1;
  }
  closedir(directory);
  return found;
}

static bool make_stage(cli_scaffold *scaffold) {
  mode_t mask = umask(0);
  umask(mask);
  cli_text_put(&scaffold->stage, scaffold->target);
  while (scaffold->stage.length > 1 &&
         scaffold->stage.data[scaffold->stage.length - 1] == '/') {
    scaffold->stage.length--;
  }
  /* In the directory itself, or beside it: on the same file system, so that a rename
   * does. */
  cli_text_put(&scaffold->stage, scaffold->exists ? "/.new-XXXXXX" : ".new-XXXXXX");
  cli_text_string(&scaffold->stage);
  if (!mkdtemp(scaffold->stage.data)) return false;
  return chmod(scaffold->stage.data, 0777 & ~mask) == 0;
}

bool cli_scaffold_open(cli_scaffold *scaffold, const char *target, cli_report *report) {
  int found = look(target);
  *scaffold = (cli_scaffold){.target = target, .report = report, .exists = found == 1};
  if (found == -1) {
    cli_report_error(report, LUXR_ERR_USAGE, target, "name a new directory",
                     "is there already, and not an empty directory");
    return false;
  }
  if (found == -2) {
    cli_report_errno(report, target, "be read", errno);
    return false;
  }
  hold_signals(SIG_BLOCK);
  if (make_stage(scaffold)) return true;
  cli_report_error(report, errno == ENOENT ? LUXR_ERR_NOT_FOUND : LUXR_ERR_IO, target, NULL,
                   "cannot be created: %s", strerror(errno));
  hold_signals(SIG_UNBLOCK);
  cli_text_free(&scaffold->stage);
  return false;
}

bool cli_scaffold_add(cli_scaffold *scaffold, const char *name, const char *bytes,
                      size_t length) {
  cli_text path = {0}, shown = {0};
  bool good = true;
  for (const char *slash = strchr(name, '/'); slash && good; slash = strchr(slash + 1, '/')) {
    cli_file_path(&path, scaffold->stage.data, "");
    cli_text_add(&path, name, (size_t)(slash - name));
    good = mkdir(cli_text_string(&path), 0777) == 0 || errno == EEXIST;
    if (!good) cli_report_errno(scaffold->report, scaffold->target, "be created", errno);
  }
  if (good) {
    cli_file_path(&path, scaffold->stage.data, name);
    cli_file_path(&shown, scaffold->target, name);
    good = cli_file_write(scaffold->report, path.data, shown.data, bytes, length);
  }
  cli_text_free(&shown);
  cli_text_free(&path);
  return good;
}

/* Removes a file, or a directory with all that is in it. */
static void remove_all(const char *path) {
  DIR *directory = unlink(path) == 0 ? NULL : opendir(path);
  const struct dirent *item;
  cli_text below = {0};
  if (!directory) return;
  while ((item = readdir(directory)) != NULL) {
    if (!is_dot(item->d_name)) remove_all(cli_file_path(&below, path, item->d_name));
  }
  closedir(directory);
  cli_text_free(&below);
  rmdir(path);
}

/* Moves every entry from the stage into the target, and removes the stage. When that
 * cannot be done, what was moved goes away again, and nothing else that may be there by
 * now. */
static int move_entries(const cli_scaffold *scaffold) {
  DIR *directory = opendir(scaffold->stage.data);
  const struct dirent *item;
  cli_text old = {0}, new = {0}, moved = {0};
  int error = 0;
  if (!directory) return errno;
  while (!error && (item = readdir(directory)) != NULL) {
    if (is_dot(item->d_name)) continue;
    cli_file_path(&old, scaffold->stage.data, item->d_name);
    cli_file_path(&new, scaffold->target, item->d_name);
    if (rename(old.data, new.data) != 0) error = errno;
    if (!error) cli_text_add(&moved, new.data, strlen(new.data) + 1);
  }
  closedir(directory);
  if (!error && rmdir(scaffold->stage.data) != 0) error = errno;
  for (size_t at = 0; error && at < moved.length; at += strlen(moved.data + at) + 1) {
    remove_all(moved.data + at);
  }
  cli_text_free(&old);
  cli_text_free(&new);
  cli_text_free(&moved);
  return error;
}

bool cli_scaffold_close(cli_scaffold *scaffold, bool keep) {
  int error = 0;
  if (keep && scaffold->exists) {
    error = move_entries(scaffold);
  } else if (keep && rename(scaffold->stage.data, scaffold->target) != 0) {
    error = errno;
  }
  if (!keep || error) remove_all(scaffold->stage.data);
  if (error) {
    cli_report_error(scaffold->report, LUXR_ERR_IO, scaffold->target, NULL,
                     "cannot be created: %s", strerror(error));
  }
  hold_signals(SIG_UNBLOCK);
  cli_text_free(&scaffold->stage);
  return keep && !error;
}
