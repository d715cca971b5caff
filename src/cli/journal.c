#include "journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_WAITING = 64 << 10 };

/* An inventory that is being made. */
struct making {
  cli_journal *journal;
  cli_report *report;
  int fd;
  int error; /* errno of what went wrong with it */
  cli_text text;
  cli_set seen;
  bool prune, good;
  bool is_needed; /* there is something to gather */
};

uint64_t cli_journal_key(const char *path) {
  char lower[1024];
  size_t length = 0;
  for (; path[length] && length < sizeof lower; length++) {
    char c = path[length];
    lower[length] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  }
  return cli_hash_add((cli_hash){{0, 0}}, lower, length).parts[0];
}

static void report_error(const cli_target *target, const char *name, int error,
                         cli_report *report) {
  cli_text path = {0}, own = {0};
  cli_text_print(&path, CLI_INVENTORY "/%s", cli_target_own(target, name, &own));
  cli_target_report(target, cli_text_string(&path), error, report);
  cli_text_free(&path);
  cli_text_free(&own);
}

/* ---- Making an inventory -------------------------------------------------------------
 */

static bool is_seen(struct making *making, const char *path) {
  uint64_t key = cli_journal_key(path);
  if (cli_set_find(&making->seen, key)) return true;
  cli_set_add(&making->seen, key, 1);
  return false;
}

static void flush(struct making *making) {
  if (!making->error) {
    making->error = cli_write_all(making->fd, making->text.data, making->text.length);
  }
  making->text.length = 0;
}

static void put_record(struct making *making, const cli_record *record) {
  cli_record_write(&making->text, record);
  if (making->text.length > MOST_WAITING) flush(making);
}

/* A line that is taken over unless a later one was. */
static bool carry(void *data, const cli_record *record) {
  struct making *making = data;
  if (!is_seen(making, record->path)) put_record(making, record);
  return true;
}

static void begin(struct making *making) {
  cli_text name = {0};
  const cli_target *target = making->journal->target;
  making->fd = openat(target->own, cli_target_own(target, "making", &name),
                      O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (making->fd < 0) making->error = errno;
  cli_text_free(&name);
}

/* Reads all lines of one of our files; none is well. */
static void read_own(struct making *making, const char *name,
                     bool (*visit)(void *data, const cli_record *record)) {
  int fd = openat(making->journal->target->own, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
  if (!file && errno == ENOENT) return;
  if (!file || !cli_records_each(file, visit, making)) making->error = errno;
  if (file) fclose(file);
  if (!file && fd >= 0) close(fd);
}

/* The new inventory takes the place of the old one. */
static bool end(struct making *making) {
  const cli_target *target = making->journal->target;
  cli_text from = {0}, to = {0};
  flush(making);
  if (!making->error && fsync(making->fd) != 0) making->error = errno;
  if (making->fd >= 0 && close(making->fd) != 0 && !making->error) making->error = errno;
  cli_target_own(target, "making", &from);
  cli_target_own(target, "inventory", &to);
  if (!making->error && renameat(target->own, from.data, target->own, to.data) != 0) {
    making->error = errno;
  }
  if (making->error) {
    unlinkat(target->own, from.data, 0);
    report_error(target, "inventory", making->error, making->report);
  }
  cli_text_free(&from);
  cli_text_free(&to);
  cli_text_free(&making->text);
  cli_set_free(&making->seen);
  return !making->error;
}

/* ---- What a run finds ----------------------------------------------------------------
 */

/* Calls `visit` for our own files whose names begin with `kind`: those of the target's
 * part, or of all parts when it has none. */
static void each_own(struct making *making, const char *kind,
                     void (*visit)(struct making *making, const char *name)) {
  const cli_target *target = making->journal->target;
  cli_text own = {0};
  int fd = openat(target->own, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder = fd < 0 ? NULL : fdopendir(fd);
  const struct dirent *item;
  cli_target_own(target, kind, &own);
  if (!folder) making->error = errno;
  while (folder && (item = readdir(folder)) != NULL) {
    bool mine = *target->part ? strcmp(item->d_name, own.data) == 0
                              : strncmp(item->d_name, kind, strlen(kind)) == 0;
    if (mine) visit(making, item->d_name);
  }
  if (folder) closedir(folder);
  cli_text_free(&own);
}

static void carry_all(struct making *making, const char *name) {
  read_own(making, name, carry);
}

static void count_left(struct making *making, const char *name) {
  struct stat status;
  const cli_target *target = making->journal->target;
  cli_text own = {0};
  bool is_inventory = strcmp(name, cli_target_own(target, "inventory", &own)) == 0;
  cli_text_free(&own);
  if (fstatat(target->own, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (!is_inventory && status.st_size) making->is_needed = true;
}

static void drop(struct making *making, const char *name) {
  const cli_target *target = making->journal->target;
  cli_text inventory = {0}, journal = {0};
  cli_target_own(target, "inventory", &inventory);
  cli_target_own(target, "journal", &journal);
  if (strcmp(name, inventory.data) != 0 && strcmp(name, journal.data) != 0) {
    unlinkat(target->own, name, 0);
  }
  cli_text_free(&inventory);
  cli_text_free(&journal);
}

/* Makes one inventory of all that killed runs, and runs of parts, have left. */
static bool gather(cli_journal *journal, cli_report *report) {
  struct making making = {.journal = journal, .report = report};
  each_own(&making, "journal", count_left);
  each_own(&making, "inventory", count_left);
  if (making.error) {
    report_error(journal->target, "inventory", making.error, report);
    return false;
  }
  if (!making.is_needed) return true;
  begin(&making);
  each_own(&making, "journal", carry_all);
  each_own(&making, "inventory", carry_all);
  if (!end(&making)) return false;
  each_own(&making, "journal", drop);
  each_own(&making, "inventory", drop);
  if (ftruncate(journal->fd, 0) == 0) return true;
  report_error(journal->target, "journal", errno, report);
  return false;
}

/* Somebody else who holds a journal of the directory is at work in it. */
static void try_lock(struct making *making, const char *name) {
  int fd = openat(making->journal->target->own, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return;
  if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) making->good = false;
  close(fd);
}

static bool lock(cli_journal *journal, cli_report *report) {
  struct making making = {.journal = journal, .good = true};
  each_own(&making, "journal", try_lock);
  if (making.error) {
    report_error(journal->target, "journal", making.error, report);
    return false;
  }
  if (making.good && flock(journal->fd, LOCK_EX | LOCK_NB) != 0) making.good = false;
  if (making.good) return true;
  cli_report_error(report, LUXR_ERR_IO, journal->target->name, NULL,
                   "another luxr is writing to it");
  return false;
}

bool cli_journal_open(cli_journal *journal, cli_target *target, cli_report *report) {
  cli_text name = {0};
  *journal = (cli_journal){.target = target};
  journal->fd = openat(target->own, cli_target_own(target, "journal", &name),
                       O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666);
  cli_text_free(&name);
  if (journal->fd < 0) {
    report_error(target, "journal", errno, report);
    return false;
  }
  if (lock(journal, report) && gather(journal, report)) return true;
  cli_journal_close(journal);
  return false;
}

/* ---- A run's lines -------------------------------------------------------------------
 */

void cli_journal_add(cli_journal *journal, const cli_record *record, uint32_t origin) {
  cli_set_add(&journal->paths, cli_journal_key(record->path), origin);
  cli_record_write(&journal->waiting, record);
}

bool cli_journal_flush(cli_journal *journal) {
  if (!journal->error) {
    journal->error = cli_write_all(journal->fd, journal->waiting.data, journal->waiting.length);
  }
  journal->waiting.length = 0;
  return !journal->error;
}

/* ---- The end of a run ----------------------------------------------------------------
 */

/* A file of an earlier run: its line, unless this run has one, or the file goes. */
static bool judge(void *data, const cli_record *record) {
  struct making *making = data;
  cli_target *target = making->journal->target;
  cli_look look;
  if (cli_set_find(&making->journal->paths, cli_journal_key(record->path))) return true;
  if (is_seen(making, record->path)) return true;
  look = making->prune ? cli_target_look(target, record) : CLI_CHANGED;
  if (look == CLI_GONE) return true;
  if (look == CLI_AS_WRITTEN) {
    if (cli_target_remove(target, record->path, making->report)) {
      making->journal->removed++;
      return true;
    }
  } else if (making->prune) {
    luxr_diagnostic kept = {.severity = LUXR_WARNING};
    cli_text path = {0};
    cli_text_print(&path, "%s/%s", target->name, record->path);
    kept.file = cli_text_string(&path);
    kept.sentence = "is not rendered any more, but was changed since: it is not removed";
    cli_report_finding(making->report, &kept);
    cli_text_free(&path);
  }
  put_record(making, record);
  return true;
}

static bool copy_line(void *data, const cli_record *record) {
  put_record(data, record);
  return true;
}

bool cli_journal_finish(cli_journal *journal, bool prune, cli_report *report) {
  struct making making = {.journal = journal, .report = report, .prune = prune};
  cli_text name = {0};
  if (!cli_journal_flush(journal)) {
    report_error(journal->target, "journal", journal->error, report);
    return false;
  }
  begin(&making);
  read_own(&making, cli_target_own(journal->target, "journal", &name), copy_line);
  read_own(&making, cli_target_own(journal->target, "inventory", &name), judge);
  if (!end(&making)) {
    cli_text_free(&name);
    return false;
  }
  cli_text_free(&name);
  /* Emptied, not removed: who waits for its lock has it open already. */
  if (ftruncate(journal->fd, 0) == 0) return true;
  report_error(journal->target, "journal", errno, report);
  return false;
}

void cli_journal_close(cli_journal *journal) {
  close(journal->fd);
  cli_text_free(&journal->waiting);
  cli_set_free(&journal->paths);
}
